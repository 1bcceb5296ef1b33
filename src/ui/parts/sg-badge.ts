/** A short word on a soft ground: a state, a mark. Severity colours for severity only; `plain` for everything else. */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './shared-styles.ts';

export type BadgeTone = 'plain' | 'ok' | 'note' | 'warning' | 'error' | 'accent';

@customElement('sg-badge')
export class SgBadge extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: inline-flex; min-width: 0; }
    span { display: inline-flex; align-items: center; gap: 4px; padding: 0 6px; height: 18px; border-radius: 4px; font-size: var(--sg-size-s); line-height: 18px; white-space: nowrap; background: var(--sg-surface-2); color: var(--sg-text-2); }
    :host([tone='ok']) span { background: var(--sg-ok-soft); color: var(--sg-ok); }
    :host([tone='note']) span { background: var(--sg-note-soft); color: var(--sg-note); }
    :host([tone='warning']) span { background: var(--sg-warning-soft); color: var(--sg-warning); }
    :host([tone='error']) span { background: var(--sg-error-soft); color: var(--sg-error); }
    :host([tone='accent']) span { background: var(--sg-accent-soft); color: var(--sg-accent); }
  `,
  ];

  @property({ reflect: true }) tone: BadgeTone = 'plain';

  protected override render(): TemplateResult {
    return html`<span><slot></slot></span>`;
  }
}
