/**
 * Methods and their responses, every number a way to what it counts.
 * @fires sg-count - detail { method, status?, what }: 'requests', 'retransmissions', 'unanswered' or 'responses' were chosen
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MethodStatistics, Spread } from '../../contract/statistics.ts';
import { formatMs, formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { statisticsWords } from '../words/statistics-words.ts';
import { statisticsStyles } from './statistics-styles.ts';

export type Counted = 'requests' | 'retransmissions' | 'unanswered' | 'responses';

/** A spread as median and 95 of 100, the rest on hover. */
export function spreadCell(spread: Spread | undefined): unknown {
  if (spread === undefined) return html`<span class="zero">–</span>`;
  const w = statisticsWords();
  return html`<span title=${w.spreadHelp(formatNumber(spread.count), formatMs(spread.mean), formatMs(spread.most))}>${w.spread(formatMs(spread.median), formatMs(spread.p95))}</span>`;
}

@customElement('sg-method-table')
export class SgMethodTable extends LitElement {
  static override styles = [
    base,
    controls,
    statisticsStyles,
    css`
    :host { display: block; overflow-x: auto; }
  `,
  ];

  @property({ attribute: false }) methods: readonly MethodStatistics[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = statisticsWords();
    return html`<table><caption class="spoken">${w.methods}</caption><thead><tr><th scope="col">${w.method}</th><th scope="col">${w.requests}</th><th scope="col">${w.repeated}</th><th scope="col" title=${w.unansweredHelp}>${w.unanswered}</th><th scope="col" title=${w.firstResponseHelp}>${w.firstResponse}</th><th scope="col" title=${w.finalResponseHelp}>${w.finalResponse}</th><th scope="col" class="text">${w.responses}</th></tr></thead>
      <tbody>${this.methods.map((method) => this.#row(method))}</tbody></table>`;
  }

  #row({ method, requests, retransmissions, unanswered, responses, firstResponse, finalResponse }: MethodStatistics): TemplateResult {
    const w = statisticsWords();
    return html`<tr><th scope="row" class="mono">${method}</th><td>${this.#number(requests, w.showMethod(method), { method, what: 'requests' })}</td><td>${this.#number(retransmissions, w.showRetransmissions, { method, what: 'retransmissions' })}</td><td>${this.#number(unanswered, w.showMethod(method), { method, what: 'unanswered' })}</td><td>${spreadCell(firstResponse)}</td><td>${spreadCell(finalResponse)}</td>
      <td class="text">${responses.map(({ status, count }) => html`<button class="status" data-class=${Math.floor(status / 100)} title=${w.showResponse(method, String(status))} @click=${() => this.#tell({ method, status, what: 'responses' })}><b>${status}</b>${formatNumber(count)}</button>`)}${responses.length === 0 ? nothing : ''}</td></tr>`;
  }

  #number(value: number, title: string, detail: { method: string; what: Counted }): unknown {
    if (value === 0) return html`<span class="zero">0</span>`;
    return html`<button class="link" title=${title} @click=${() => this.#tell(detail)}>${formatNumber(value)}</button>`;
  }

  #tell(detail: { method: string; what: Counted; status?: number }): void {
    this.dispatchEvent(new CustomEvent('sg-count', { detail, bubbles: true, composed: true }));
  }
}
