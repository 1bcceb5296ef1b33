/**
 * Outcomes by address or by user agent; headings sort.
 * @fires sg-party - detail { key, problem? }: its calls, or those of them that failed or were repeated, are wanted
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PartyStatistics } from '../../contract/statistics.ts';
import { formatDuration, formatNumber, formatPercent } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { statisticsWords } from '../words/statistics-words.ts';
import { spreadCell } from './sg-method-table.ts';
import { statisticsStyles } from './statistics-styles.ts';

type Column = 'messages' | 'retransmissions' | 'calls' | 'answered' | 'failed' | 'asr' | 'ner' | 'ser' | 'acd' | 'responseTime';

const columns: readonly Column[] = ['messages', 'retransmissions', 'calls', 'answered', 'failed', 'asr', 'ner', 'ser', 'acd', 'responseTime'];
const SHOWN = 50;

function valueOf(party: PartyStatistics, column: Column): number {
  return column === 'responseTime' ? (party.responseTime?.median ?? -1) : (party[column] ?? -1);
}

@customElement('sg-party-table')
export class SgPartyTable extends LitElement {
  static override styles = [
    base,
    controls,
    statisticsStyles,
    css`
    :host { display: block; overflow-x: auto; }
    thead button { border: 0; background: none; color: inherit; font: inherit; cursor: pointer; padding: 0; }
    thead button:hover { color: var(--sg-text); }
    th[aria-sort='descending'] button { color: var(--sg-text); font-weight: 600; }
    th[scope='row'] { max-width: 340px; overflow: hidden; text-overflow: ellipsis; font-weight: 400; }
    .under { padding: 6px 10px; color: var(--sg-text-2); font-size: var(--sg-size-s); }
  `,
  ];

  @property({ attribute: false }) parties: readonly PartyStatistics[] = [];
  @property() kind: 'endpoints' | 'userAgents' = 'endpoints';
  @state() private _by: Column = 'messages';
  @state() private _all = false;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = statisticsWords();
    const titles: Readonly<Record<Column, string>> = {
      messages: w.figures.messages,
      retransmissions: w.figures.retransmissions,
      calls: w.figures.calls,
      answered: w.figures.answered,
      failed: w.failed,
      asr: w.figures.asr,
      ner: w.figures.ner,
      ser: w.figures.ser,
      acd: w.figures.acd,
      responseTime: w.responseTime,
    };
    const sorted = this.parties.toSorted((a, b) => valueOf(b, this._by) - valueOf(a, this._by));
    const shown = this._all ? sorted : sorted.slice(0, SHOWN);
    return html`<table><caption class="spoken">${w.parties[this.kind]}</caption><thead><tr><th scope="col">${w.party[this.kind]}</th>${columns.map((column) => html`<th scope="col" aria-sort=${this._by === column ? 'descending' : 'none'} title=${column === 'responseTime' ? w.responseTimeHelp : (w.figureHelp[column] ?? titles[column])}><button @click=${() => (this._by = column)}>${titles[column]}${this._by === column ? ' ↓' : ''}</button></th>`)}</tr></thead>
      <tbody>${shown.map((party) => this.#row(party))}</tbody></table>
      ${sorted.length > shown.length ? html`<p class="under">${w.firstOf(formatNumber(shown.length))} <button class="link" @click=${() => (this._all = true)}>${formatNumber(sorted.length)}</button></p>` : ''}`;
  }

  #row(party: PartyStatistics): TemplateResult {
    const w = statisticsWords();
    const { key } = party;
    const number = (value: number, problem?: string): unknown =>
      value === 0
        ? html`<span class="zero">0</span>`
        : html`<button class="link" title=${w.showCalls(key)} @click=${() => this.#tell(key, problem)}>${formatNumber(value)}</button>`;
    return html`<tr><th scope="row" title=${key}>${key}</th><td>${formatNumber(party.messages)}</td><td>${number(party.retransmissions, 'retransmissions')}</td><td>${number(party.calls)}</td><td>${formatNumber(party.answered)}</td><td>${number(party.failed, 'failed')}</td>
      <td>${formatPercent(party.asr)}</td><td>${formatPercent(party.ner)}</td><td>${formatPercent(party.ser)}</td><td>${formatDuration(party.acd)}</td><td>${spreadCell(party.responseTime)}</td></tr>`;
  }

  #tell(key: string, problem: string | undefined): void {
    this.dispatchEvent(new CustomEvent('sg-party', { detail: { key, problem }, bubbles: true, composed: true }));
  }
}
