/**
 * What was agreed on media over the life of a call: per m-line a row for each offer and what became of it, changes marked, and what
 * was really sent above it, differences first.
 *
 * @fires sg-jump - detail { message }: the message of an offer, an answer, a refusal
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CallDetail, ExchangeMessage, MediaExchange } from '../../contract/call-detail.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { ClockController, formatEndpoint, formatNumber, formatTime } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import { callWords } from '../words/call-words.ts';
import { exchangesWords } from '../words/exchanges-words.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { exchangeCells, exchangeRows, type ExchangeRow } from './exchange-rows.ts';
import { mismatchesOf } from './media-mismatch.ts';

const challenges: ReadonlySet<string> = new Set(['401', '407']);

@customElement('sg-media-history')
export class SgMediaHistory extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; }
    h2 { font-size: var(--sg-size); margin: 14px 0 6px; }
    h3 { margin: 8px 0 4px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .seen, ul { margin: 0 0 4px; padding: 0; list-style: none; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
    li::before { content: '▲ '; font-size: 9px; }
    li.error { color: var(--sg-error); } li.warning { color: var(--sg-warning); } li.note { color: var(--sg-note); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: var(--sg-size-s); }
    th, td { text-align: left; vertical-align: top; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--sg-line); font-variant-numeric: tabular-nums; }
    th { color: var(--sg-text-2); font-weight: 500; white-space: nowrap; }
    td { white-space: nowrap; }
    td.kept { white-space: normal; min-width: 22ch; }
    tr.void td { color: var(--sg-text-2); }
    mark { background: var(--sg-note-soft); color: inherit; border-radius: 3px; padding: 0 3px; margin: 0 -3px; }
    .link { font: inherit; border: 0; background: none; padding: 0; color: var(--sg-accent); cursor: pointer; }
    .link:hover { text-decoration: underline; }
  `,
  ];

  @property({ attribute: false }) detail: CallDetail | undefined;
  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);

  override render(): TemplateResult | typeof nothing {
    const { detail } = this;
    if (!detail || detail.exchanges.length === 0) return nothing;
    const word = exchangesWords();
    const indices = [...new Set(detail.exchanges.flatMap((exchange) => exchange.lines.map((line) => line.index)))].sort((a, b) => a - b);
    return html`<h2 title=${word.help}>${word.title}</h2>${indices.map((index) => this.renderLine(detail, index))}`;
  }

  private renderLine(detail: CallDetail, index: number): TemplateResult {
    const word = exchangesWords();
    const rows = exchangeRows(detail.exchanges, index, word);
    const line = rows.at(-1)!.exchange.lines.find((one) => one.index === index)!;
    const name = mediaWords().line(index, `${line.media} ${line.protocol}`);
    return html`<section><h3>${name}</h3>${this.renderSeen(detail, index)}
      <div class="scroll" tabindex="0" role="region" aria-label=${`${word.title}, #${this.detail?.row.number ?? 0}, ${name}`}><table><thead><tr>${Object.values(word.columns).map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => this.renderRow(row))}</tbody></table></div></section>`;
  }

  private renderSeen(detail: CallDetail, index: number): TemplateResult | typeof nothing {
    const line = detail.media.find((one) => one.index === index);
    if (!line) return nothing;
    const found = mismatchesOf(line, this.streams, detail.row.talkTime !== undefined, mediaWords(), callWords());
    const own = this.streams.filter((stream) => line.streams.includes(stream.stream));
    return html`${found.length === 0 ? nothing : html`<ul>${found.map((one) => html`<li class=${one.severity}>${one.text}</li>`)}</ul>`}
      ${own.map((stream) => html`<p class="seen">${exchangesWords().observed}: ${formatEndpoint(stream.source)} → ${formatEndpoint(stream.destination)} · ${stream.codec} · ${mediaWords().direction[stream.direction === 'toCaller' ? 'toCaller' : 'toCallee']} · ${formatNumber(stream.packets)}</p>`)}`;
  }

  private renderRow({ exchange, cells, changed }: ExchangeRow): TemplateResult {
    const word = exchangesWords();
    const isVoid = exchange.outcome === 'refused' || exchange.outcome === 'open';
    return html`<tr class=${isVoid ? 'void' : ''}><td class="time">${formatTime(exchange.offer.time)}</td><td class="offer">${this.link(exchange.offer)} <span class="muted">${word.by[exchange.by]}</span></td><td class="answer">${this.renderOutcome(exchange)}</td>
      ${exchangeCells.map((cell) => html`<td class=${cell}>${changed.has(cell) ? html`<mark title=${word.changed}>${cells[cell]}</mark>` : cells[cell]}</td>`)}</tr>`;
  }

  private renderOutcome({ answer, refusal, outcome }: MediaExchange): TemplateResult | string {
    const word = exchangesWords();
    if (outcome === 'refused' && refusal !== undefined)
      return html`${this.link(refusal)}${challenges.has(refusal.title.slice(0, 3)) ? html` <span class="muted">${word.challenged}</span>` : nothing}`;
    if (answer === undefined) return word.outcomes[outcome];
    return html`${this.link(answer)}${outcome === 'preview' ? html` <span class="muted" title=${word.previewHelp}>${word.outcomes.preview}</span>` : nothing}`;
  }

  private link(one: ExchangeMessage): TemplateResult {
    return html`<button type="button" class="link" @click=${() => this.dispatchEvent(new CustomEvent('sg-jump', { detail: { message: one.message, place: one.place }, bubbles: true, composed: true }))}>${one.title} #${one.place.frame}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-media-history': SgMediaHistory;
  }
}
