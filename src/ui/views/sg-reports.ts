/**
 * What RTCP says about streams: for each a conclusion in plain words, facts, and its reports as a table; then the sources
 * that reports speak of though their media was not captured.
 *
 * @fires sg-navigate - detail: the route of the packet of a report
 * @fires sg-reports-csv - detail { stream }: its reports are wanted as CSV
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StreamIndex } from '../../base/units.ts';
import type { ReceptionReport, StreamReports, UnseenSource } from '../../contract/reports.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { ClockController, formatEndpoint, formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { mediaWords } from '../words/media-words.ts';
import { reportsWords } from '../words/reports-words.ts';
import { WordsController } from '../words/language.ts';
import { conclusionOf, noReports, percentText } from './known-reports.ts';
import type { KnownReports } from './known-reports.ts';
import { reportColumns } from './report-columns.ts';
import { reportFacts } from './report-facts.ts';
import { reportsStyles } from './reports-styles.ts';

const ROWS = 100;

@customElement('sg-reports')
export class SgReports extends LitElement {
  static override styles = [base, controls, reportsStyles, css`:host { display: block; min-width: 0; }`];

  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  @property({ attribute: false }) known: KnownReports = noReports;
  @state() private closed: ReadonlySet<StreamIndex> = new Set();
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    const word = reportsWords();
    const told = this.streams.filter((row) => (this.known.streams.get(row.stream)?.packets ?? 0) > 0);
    const silent = this.streams.filter((row) => !told.includes(row));
    const { unseen, isLoaded } = this.known;
    return html`<h2 title=${word.titleHelp}>${word.title}</h2>
      ${isLoaded ? nothing : html`<p class="quiet" role="status">${word.loading}</p>`}
      ${isLoaded && told.length === 0 && unseen.length === 0 ? html`<p class="quiet">${this.streams.length === 1 ? word.none : word.noneAtAll}</p>` : nothing}
      ${told.map((row) => this.renderStream(row, this.known.streams.get(row.stream)!))}
      ${isLoaded && told.length > 0 ? silent.map((row) => html`<section><h3>${this.heading(row)}</h3><p class="quiet">${word.none}</p></section>`) : nothing}
      ${unseen.map((one) => this.renderUnseen(one))}`;
  }

  private heading(row: StreamRow): TemplateResult {
    const index = this.streams.indexOf(row);
    return html`<i class="swatch c-${(index % 6) + 1}"></i>${row.direction ? mediaWords().direction[row.direction] : ''} <span class="path">${formatEndpoint(row.source)} → ${formatEndpoint(row.destination)}</span>`;
  }

  private renderStream(row: StreamRow, reports: StreamReports): TemplateResult {
    const word = reportsWords();
    const facts = reportFacts(reports, word);
    const place = reports.loss?.place;
    const tone = place === undefined || place === 'none' ? '' : place === 'notCaptured' ? 'note' : 'warning';
    return html`<section><h3>${this.heading(row)}</h3>
      <p class="conclusion ${tone}">${conclusionOf(reports, word)}</p>
      ${reports.notes.map((note) => html`<p class="caution">${word.notes[note]}</p>`)}
      <dl>${facts.map((fact) => html`<div><dt title=${fact.help}>${fact.name}</dt><dd title=${fact.note || nothing}>${fact.value}</dd></div>`)}</dl>
      ${reports.received.length === 0 ? nothing : this.renderTable(row, reports)}</section>`;
  }

  private renderTable(row: StreamRow, reports: StreamReports): TemplateResult {
    const word = reportsWords();
    const rows = reports.received.filter(({ isCopy }) => !isCopy);
    const columns = reportColumns(reports, word);
    const isOpen = !this.closed.has(row.stream);
    const flip = (): void => {
      const next = new Set(this.closed);
      if (!next.delete(row.stream)) next.add(row.stream);
      this.closed = next;
    };
    return html`<details ?open=${isOpen} @toggle=${(event: Event) => (event.target as HTMLDetailsElement).open !== isOpen && flip()}><summary>${word.count(formatNumber(rows.length))}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="${word.title}: ${row.direction ? mediaWords().direction[row.direction] : row.ssrc}"><table>
        <thead><tr>${columns.map((column) => html`<th scope="col" class=${column.left ? 'left' : ''}><span title=${column.help}>${column.name}</span></th>`)}</tr></thead>
        <tbody>${rows.slice(0, ROWS).map((report) => html`<tr>${columns.map((column) => html`<td class="${column.left ? 'left' : ''} ${column.tone?.(report) ?? ''}" title=${(column.note?.(report) ?? '') || nothing}>${column.key === 'frame' ? this.renderFrame(report) : column.text(report)}</td>`)}</tr>`)}</tbody></table></div>
      <p class="under">${rows.length > ROWS ? word.more(formatNumber(rows.length - ROWS)) : nothing} <button type="button" class="button" @click=${() => this.tell('sg-reports-csv', { stream: row.stream })}>${word.saveCsv}</button></p></details>`;
  }

  private renderFrame({ place }: ReceptionReport): TemplateResult {
    const route = { view: 'packets', frame: place.frame, capture: place.capture };
    return html`<button type="button" class="link" @click=${() => this.tell('sg-navigate', route)}>#${place.frame}</button>`;
  }

  private renderUnseen(source: UnseenSource): TemplateResult {
    const word = reportsWords();
    const last = source.received.at(-1);
    const like = this.streams.find((row) => row.stream === source.like?.stream);
    const name = like === undefined ? '' : `${formatEndpoint(like.source)} → ${formatEndpoint(like.destination)}`;
    const likeness = like === undefined ? '' : source.like!.by === 'ports' ? word.unseenLike(name) : word.unseenNamed(name);
    const route = { view: 'packets', frame: source.first.frame, capture: source.first.capture };
    return html`<section class="unseen"><p>${word.unseen(source.ssrc)} ${last ? word.unseenLoss(formatNumber(last.cumulativeLost), percentText(last.fractionLost)) : nothing}
      ${source.packets === undefined ? nothing : word.unseenSent(formatNumber(source.packets))} ${likeness}
      <button type="button" class="link" @click=${() => this.tell('sg-navigate', route)}>#${source.first.frame}</button></p></section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-reports': SgReports;
  }
}
