/** The figures beside the strip: calls, answered, ASR and NER, each explaining itself. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CallRate } from '../../contract/calls.ts';
import { formatNumber, formatPercent } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-tooltip.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

@customElement('sg-call-figures')
export class SgCallFigures extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; }
    dl { display: grid; grid-template-columns: repeat(2, auto); gap: 8px 24px; margin: 0; justify-content: start; }
    .one { display: flex; flex-direction: column; }
    dt { color: var(--sg-text-2); font-size: var(--sg-size-s); order: 2; }
    dd { margin: 0; font-size: 19px; line-height: 1.15; font-weight: 600; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
    .explained { text-decoration: underline dotted var(--sg-text-3); text-underline-offset: 3px; }
  `,
  ];

  @property({ attribute: false }) rate: CallRate | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = words().calls;
    const rate = this.rate;
    return html`<dl>
      ${this.#one(w.title, formatNumber(rate?.attempts))}${this.#one(w.answered, formatNumber(rate?.answered))}
      ${this.#one(w.asr, formatPercent(rate?.asr), w.asrHelp)}${this.#one(w.ner, formatPercent(rate?.ner), w.nerHelp)}</dl>`;
  }

  #one(name: string, value: string, help = ''): TemplateResult {
    return html`<div class="one"><dt>${help === '' ? name : html`<sg-tooltip .text=${help}><span class="explained" tabindex="0">${name}</span></sg-tooltip>`}</dt><dd>${value === '' ? nothing : value}</dd></div>`;
  }
}
