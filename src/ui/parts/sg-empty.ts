/** Where a list has nothing to show: one sentence, what may help, and room for a button. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './shared-styles.ts';

@customElement('sg-empty')
export class SgEmpty extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: grid; place-content: center; justify-items: center; gap: 8px; padding: 40px 24px; text-align: center; color: var(--sg-text-2); }
    h2 { color: var(--sg-text); font-weight: 500; }
    p { max-width: 52ch; }
  `,
  ];

  @property() override title = '';
  @property() help = '';

  protected override render(): TemplateResult {
    return html`<h2>${this.title}</h2>${this.help === '' ? nothing : html`<p>${this.help}</p>`}<slot></slot>`;
  }
}
