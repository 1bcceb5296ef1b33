/** The promise that nothing is uploaded, and how to see for oneself: the page's policy, and what was asked of any server. */
import { ShieldCheck } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../parts/icon.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

@customElement('sg-proof')
export class SgProof extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; }
    .line { display: flex; align-items: center; justify-content: center; gap: 8px; color: var(--sg-text-2); }
    .line svg { color: var(--sg-ok); }
    .panel { margin-top: 10px; padding: 14px 16px; border: 1px solid var(--sg-line); border-radius: 8px; background: var(--sg-surface); display: grid; gap: 8px; }
    pre { margin: 0; padding: 10px 12px; border-radius: 6px; background: var(--sg-sunken); font: var(--sg-size-s) / 1.6 var(--sg-mono); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 190px; overflow: auto; }
    ul { margin: 0; padding-inline-start: 18px; max-height: 120px; overflow: auto; font: var(--sg-size-s) / 1.5 var(--sg-mono); color: var(--sg-text-2); }
  `,
  ];

  /** the policy as the browser got it, empty when it came as a header */
  @property() policy = '';
  /** addresses asked for since the page was loaded */
  @property({ attribute: false }) requests: readonly string[] = [];
  @state() private _open = false;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = words().start;
    return html`<div class="line">${icon(ShieldCheck)}<span>${w.promise}</span><button class="link" aria-expanded=${this._open} @click=${() => {
      this._open = !this._open;
    }}>${w.proof}</button></div>
      ${this._open ? this.#panel() : nothing}`;
  }

  #panel(): TemplateResult {
    const w = words().start;
    return html`<section class="panel" aria-label=${w.proofTitle}>
      ${
        this.policy === ''
          ? html`<p>${w.proofPolicyMissing}</p>`
          : html`<p>${w.proofPolicy}</p><pre tabindex="0">${this.policy
              .split(';')
              .map((part) => part.trim())
              .filter((part) => part !== '')
              .join(';\n')}</pre>`
      }
      <p>${w.proofRequests(this.requests.length)}</p>
      ${this.requests.length === 0 ? nothing : html`<ul tabindex="0">${this.requests.slice(-50).map((address) => html`<li>${new URL(address).pathname}</li>`)}</ul>`}
      <p class="muted">${w.proofSelf}</p>
    </section>`;
  }
}
