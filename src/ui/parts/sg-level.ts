/** A level meter: a bar that follows what is heard at this moment, in steps of a decibel from −48 to 0. Decoration. */
import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

@customElement('sg-level')
export class SgLevel extends LitElement {
  static override styles = css`
    :host { display: block; position: relative; width: 4px; border-radius: 2px; background: var(--sg-line); overflow: hidden; }
    i { position: absolute; inset: 0; background: linear-gradient(to top, var(--sg-ok) 70%, var(--sg-warning) 88%, var(--sg-error) 97%); clip-path: inset(100% 0 0 0); }
  `;

  /** 0 to 1; asked sixty times a second while `running` */
  @property({ attribute: false }) read: () => number = () => 0;
  @property({ type: Boolean }) running = false;
  @query('i') private bar!: HTMLElement | null;
  private frame = 0;
  private shown = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  override updated(): void {
    if (this.running && this.frame === 0) this.frame = requestAnimationFrame(this.follow);
  }

  private readonly follow = (): void => {
    const level = this.running ? this.read() : 0;
    const share = level <= 0 ? 0 : Math.max(0, 1 + (20 * Math.log10(level)) / 48);
    // rises at once, falls slowly, as the eye wants it
    this.shown = Math.max(share, this.shown - 0.04);
    if (this.bar) this.bar.style.clipPath = `inset(${Math.round(48 * (1 - this.shown)) / 0.48}% 0 0 0)`;
    this.frame = this.running || this.shown > 0 ? requestAnimationFrame(this.follow) : 0;
  };

  override render(): TemplateResult {
    return html`<i></i>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-level': SgLevel;
  }
}
