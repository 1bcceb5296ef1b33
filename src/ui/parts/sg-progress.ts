/** How far something is: a thin bar, its words in a live region that speaks every ten percent. */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base } from './shared-styles.ts';

@customElement('sg-progress')
export class SgProgress extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; }
    .track { height: 4px; border-radius: 2px; background: var(--sg-line); overflow: hidden; }
    .bar { height: 100%; width: 100%; background: var(--sg-accent); transform-origin: left; transform: scaleX(var(--part, 0)); }
  `,
  ];

  /** 0 to 1 */
  @property({ type: Number }) value = 0;
  @property() label = '';
  /** the sentence spoken at every tenth */
  @property() spoken = '';
  @state() private _said = '';
  @query('.bar') private readonly _bar!: HTMLElement | null;
  #tenth = -1;

  protected override willUpdate(_: PropertyValues): void {
    const tenth = Math.floor(this.value * 10);
    if (tenth === this.#tenth) return;
    this.#tenth = tenth;
    this._said = this.spoken;
  }

  protected override render(): TemplateResult {
    return html`<div class="track" role="progressbar" aria-label=${this.label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(this.value * 100)}><div class="bar"></div></div>
      <span class="spoken" aria-live="polite">${this._said}</span>`;
  }

  protected override updated(): void {
    this._bar?.style.setProperty('--part', String(Math.max(0, Math.min(1, this.value))));
  }
}
