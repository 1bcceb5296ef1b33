/** The measures of one stream, both profiles side by side. Each number explains its formula on hover and on focus. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StreamDetail } from '../../contract/streams.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-tooltip.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { streamsWords } from '../words/streams-words.ts';
import { measureRows, type Measured } from './stream-measures.ts';

@customElement('sg-stream-measures')
export class SgStreamMeasures extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; min-width: 0; }
    table { width: 100%; border-collapse: collapse; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
    caption { font-size: var(--sg-size); text-align: start; font-weight: 600; padding: 0 0 6px; }
    th, td { padding: 3px 0 3px 8px; border-bottom: 1px solid color-mix(in srgb, var(--sg-line) 60%, transparent); text-align: end; white-space: nowrap; vertical-align: baseline; }
    th:first-child { width: 100%; text-align: start; padding-inline-start: 0; font-weight: 400; color: var(--sg-text-2); white-space: normal; min-width: 80px; }
    thead th { color: var(--sg-text-2); font-size: var(--sg-size-s); font-weight: 600; position: sticky; top: 0; background: var(--sg-surface); }
    .none { color: var(--sg-text-3); }
    .number { cursor: help; border-radius: 3px; }
    small { display: block; font-size: 11px; color: var(--sg-text-3); line-height: 1.2; }
    .rfc { background: color-mix(in srgb, var(--sg-surface-2) 45%, transparent); }
    td.rfc, th.rfc { padding-inline-end: 8px; }
  `,
  ];

  @property({ attribute: false }) detail: StreamDetail | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { detail } = this;
    if (detail === undefined) return nothing;
    const w = streamsWords();
    const help = mediaWords().profileHelp;
    return html`<table><caption title=${w.measuresHelp}>${w.measures}</caption>
      <thead><tr><th scope="col"><span class="spoken">${w.measures}</span></th><th scope="col" title=${help.wireshark}>${w.groups.wireshark}</th><th scope="col" class="rfc" title=${help.rfc3550}>${w.groups.rfc3550}</th></tr></thead>
      <tbody>${measureRows(detail.row, detail.rfc3550).map((row) => html`<tr data-key=${row.key}><th scope="row">${row.name}</th><td>${this.#cell(row.wireshark)}</td><td class="rfc">${this.#cell(row.rfc3550)}</td></tr>`)}</tbody></table>`;
  }

  #cell(measured: Measured | undefined): unknown {
    if (measured === undefined) return html`<span class="none" aria-hidden="true">·</span>`;
    return html`<sg-tooltip .text=${measured.help}><span class="number ${measured.tone ?? ''}" tabindex="0">${measured.text}${measured.note === undefined ? nothing : html`<small>${measured.note}</small>`}</span></sg-tooltip>`;
  }
}
