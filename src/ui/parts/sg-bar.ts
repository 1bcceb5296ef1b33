/**
 * Shares of a whole as one bar; each part is a button that filters, named and counted for those who cannot see it.
 * @fires sg-part { key } a part was chosen
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { base } from './shared-styles.ts';

export type BarTone = 'ok' | 'note' | 'warning' | 'error' | 'plain';

export interface BarPart {
  readonly key: string;
  readonly value: number;
  /** "Busy: 12 (4 %)" */
  readonly label: string;
  readonly tone: BarTone;
  readonly on?: boolean;
}

@customElement('sg-bar')
export class SgBar extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; }
    .bar { display: flex; gap: 1px; height: 12px; border-radius: 4px; overflow: hidden; background: var(--sg-surface-2); }
    button { flex: var(--share, 1) 1 0; min-width: 4px; padding: 0; border: 0; cursor: pointer; background: var(--sg-line-strong); opacity: 0.92; }
    button:hover { opacity: 1; filter: brightness(1.1); }
    button[aria-pressed='true'] { opacity: 1; box-shadow: inset 0 -3px 0 var(--sg-text); }
    button.ok { background: var(--sg-ok); }
    button.note { background: var(--sg-note); }
    button.warning { background: var(--sg-warning); }
    button.error { background: var(--sg-error); }
    button:focus-visible { outline-offset: -2px; outline-color: var(--sg-text); }
  `,
  ];

  @property({ attribute: false }) parts: readonly BarPart[] = [];
  @property() label = '';

  protected override render(): TemplateResult {
    return html`<div class="bar" role="group" aria-label=${this.label}>${repeat(
      this.parts,
      (part) => part.key,
      (part) => html`<button class=${part.tone} data-key=${part.key} title=${part.label} aria-label=${part.label}
      aria-pressed=${part.on === true} @click=${() => this.#choose(part)}></button>`,
    )}</div>`;
  }

  protected override updated(_: PropertyValues): void {
    for (const [at, button] of [...this.renderRoot.querySelectorAll('button')].entries())
      button.style.setProperty('--share', String(this.parts[at]?.value ?? 0));
  }

  #choose(part: BarPart): void {
    this.dispatchEvent(new CustomEvent('sg-part', { detail: { key: part.key }, bubbles: true, composed: true }));
  }
}
