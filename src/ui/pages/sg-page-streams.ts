/**
 * The list of RTP streams: Wireshark's columns and ours, presets, several streams analysed together, their reverse, and
 * export. What filters is in the route.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeTable, settings } from '../../app/settings.ts';
import type { StreamIndex } from '../../base/units.ts';
import type { StreamQuery, StreamRow } from '../../contract/streams.ts';
import { ClockController, formatNumber } from '../parts/format.ts';
import { ObserveController } from '../parts/observe.ts';
import type { RowSource } from '../parts/row-pages.ts';
import '../parts/sg-data-table.ts';
import type { SgDataTable } from '../parts/sg-data-table.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-filter-box.ts';
import type { SgFilterBox } from '../parts/sg-filter-box.ts';
import '../parts/sg-menu.ts';
import type { MenuEntry } from '../parts/sg-menu.ts';
import { base, controls } from '../parts/shared-styles.ts';
import type { TableLayout, TableSort } from '../parts/table-columns.ts';
import { listStyles } from '../views/list-styles.ts';
import { streamTableColumns } from '../views/stream-columns.ts';
import { WordsController } from '../words/language.ts';
import { decodeWords } from '../words/decode-words.ts';
import { streamsWords } from '../words/streams-words.ts';
import { words } from '../words/words.ts';
import { decodeOffer } from './decode-offer.ts';
import { say, saveBuilt } from './say.ts';
import { presetsOf, streamPresets, streamQueryOf, type StreamPreset } from './streams-query.ts';

const EXPORT_STREAMS = 1000;
const ANALYSE_TOGETHER = 12;
/** milliseconds between two counts of the presets while reading */
const COUNT_PACE = 1500;

@customElement('sg-page-streams')
export class SgPageStreams extends LitElement {
  static override styles = [base, controls, listStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'streams' };
  @state() private _counts: ReadonlyMap<StreamPreset, number> = new Map();
  @state() private _total = 0;
  @state() private _selection: ReadonlyMap<number, unknown> = new Map();
  @query('sg-filter-box') private readonly _filter!: SgFilterBox | null;
  @query('sg-data-table') private readonly _table!: SgDataTable | null;
  #source: RowSource<StreamRow> | undefined;
  #key = '';
  #asked = '';
  #counted = 0;
  #cursor = -1;

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, this.session?.state, settings]);
  }

  arrive(): void {
    void this.updateComplete.then(() => this._table?.focus());
  }

  focusFilter(): void {
    this._filter?.focus();
  }

  protected override willUpdate(): void {
    const { session } = this;
    if (session === undefined) return;
    const wanted = streamQueryOf(this.route);
    const key = JSON.stringify(wanted);
    if (this.#source === undefined || key !== this.#key) {
      this.#source = (page) => session.queries.streams(wanted, page);
      if (this.#key !== '' && key !== this.#key) this.#cursor = -1;
      this.#key = key;
    }
    const asks = `${wanted.text}/${session.revision.value}`;
    const reading = session.state.value.status === 'opening';
    if (asks === this.#asked || (reading && performance.now() - this.#counted < COUNT_PACE)) return;
    this.#asked = asks;
    this.#counted = performance.now();
    this.#count(session);
  }

  readonly #count = latest(
    async (session: Session) => {
      const count = async (preset: StreamPreset): Promise<readonly [StreamPreset, number]> => [
        preset,
        (await session.queries.streams(streamQueryOf(this.route, [preset]), { offset: 0, limit: 1 })).total,
      ];
      return new Map(await Promise.all(streamPresets.map(count)));
    },
    (counts: ReadonlyMap<StreamPreset, number>) => {
      this._counts = counts;
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined) return nothing;
    const w = streamsWords();
    const overview = session.overview.value;
    const all = overview?.counts.streams ?? this._total;
    if (all === 0 && session.state.value.status !== 'opening') return html`<sg-empty .title=${w.empty} .help=${w.emptyHelp}></sg-empty>`;
    const { text, sort } = streamQueryOf(this.route);
    return html`<div class="tools">
        <sg-filter-box .text=${text} .placeholder=${w.filterPlaceholder} @sg-filter=${(event: CustomEvent<{ text: string }>) => this.#go({ text: event.detail.text || undefined })}></sg-filter-box>
        ${this.#presets()}
        <div class="end"><span class="count number">${w.count(formatNumber(this._total), formatNumber(all))}</span>
        ${this.#selectionTools()}
        <sg-menu .label=${w.exportMenu} .items=${this.#exportItems()} @sg-choose=${(event: CustomEvent<{ key: string }>) => void this.#export(event.detail.key)}></sg-menu></div>
      </div>
      <sg-data-table selectable .label=${w.title} .columns=${streamTableColumns(this)} .source=${this.#source as RowSource<unknown>} .revision=${session.revision.value} .sort=${sort} .layout=${settings.value.tables.get('streams')}
        .rowKey=${(row: StreamRow) => row.stream} .cursor=${this.#cursor} .selection=${this._selection} @keydown=${this.#keyed} @sg-open=${(event: CustomEvent<{ row: StreamRow }>) => this.openStream(event.detail.row.stream)}
        @sg-cursor=${(event: CustomEvent<{ index: number }>) => {
          this.#cursor = event.detail.index;
        }} @sg-select=${(event: CustomEvent<{ rows: ReadonlyMap<number, unknown> }>) => {
          this._selection = event.detail.rows;
        }}
        @sg-sort=${(event: CustomEvent<TableSort>) => this.#go({ sort: event.detail })} @sg-layout=${(event: CustomEvent<TableLayout>) => changeTable('streams', event.detail)} @sg-total=${(
          event: CustomEvent<{ total: number }>,
        ) => {
          this._total = event.detail.total;
        }}>
        <sg-empty slot="empty" .title=${w.emptyFilter}><button class="button" @click=${() => this.#go({ text: undefined, kinds: undefined })}>${w.clearAll}</button></sg-empty>
      </sg-data-table>`;
  }

  #presets(): TemplateResult {
    const w = streamsWords();
    const on = presetsOf(this.route);
    const shown = streamPresets.filter((preset) => (this._counts.get(preset) ?? 0) > 0 || on.includes(preset));
    return html`<div class="presets" role="group" aria-label=${words().common.filter.label}>${shown.map(
      (
        preset,
      ) => html`<button class="preset" data-tone=${preset === 'problem' ? 'error' : ''} aria-pressed=${on.includes(preset)} title=${w.presetHelp[preset] ?? nothing} @click=${() => this.#togglePreset(preset)}>
      ${w.presets[preset]} <b>${formatNumber(this._counts.get(preset) ?? 0)}</b></button>`,
    )}</div>`;
  }

  #selectionTools(): TemplateResult | typeof nothing {
    const { size } = this._selection;
    if (size === 0) return nothing;
    const w = streamsWords();
    return html`<button class="button primary" @click=${this.#analyse}>${w.analyse(Math.min(size, ANALYSE_TOGETHER))}</button>
      <button class="button" title=${w.findReverseHelp} @click=${() => void this.#addReverse()}>${w.findReverse}</button>
      ${size === 1 ? html`<button class="button" title=${decodeWords().buttonHelp} @click=${() => this.dispatchEvent(decodeOffer([...this._selection.values()][0] as StreamRow))}>${decodeWords().button}</button>` : nothing}
      <button class="button quiet" @click=${() => {
        this._selection = new Map();
      }}>${words().common.table.clearSelection}</button>`;
  }

  #go(change: Partial<Route>): void {
    this.session?.navigate({ ...this.route, ...change }, 'replace');
  }

  #togglePreset(preset: StreamPreset): void {
    const on = presetsOf(this.route);
    this.#go({ kinds: on.includes(preset) ? on.filter((other) => other !== preset) : [...on, preset] });
  }

  openCall(callId: string): void {
    this.session?.navigate({ view: 'call', callIds: [callId], tab: 'media' });
  }

  openStream(stream: StreamIndex): void {
    this.session?.navigate({ view: 'stream', streams: [stream] });
  }

  readonly #analyse = (): void => {
    const rows = [...this._selection.values()] as StreamRow[];
    this.session?.navigate({
      view: 'stream',
      streams: rows.slice(0, ANALYSE_TOGETHER).map((row) => row.stream),
    });
  };

  /** The streams the other way join the selection; without one, the row under the cursor is meant. */
  async #addReverse(): Promise<void> {
    const { session } = this;
    const under = this._table?.row(this.#cursor) as StreamRow | undefined;
    const rows = this._selection.size > 0 ? ([...this._selection.values()] as StreamRow[]) : under === undefined ? [] : [under];
    const wanted = rows.map((row) => row.reverse).filter((stream) => stream !== undefined);
    if (session === undefined || rows.length === 0) return;
    if (wanted.length === 0) return say(this, streamsWords().noReverse);
    const found = await Promise.all(wanted.map((stream) => session.queries.stream(stream).catch(() => undefined)));
    const next = new Map<number, unknown>(rows.map((row) => [row.stream, row]));
    for (const detail of found) if (detail !== undefined) next.set(detail.row.stream, detail.row);
    this._selection = next;
  }

  readonly #keyed = (event: KeyboardEvent): void => {
    if ((event.key !== 'r' && event.key !== 'R') || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void this.#addReverse();
  };

  #exportItems(): readonly MenuEntry[] {
    const w = streamsWords();
    const { size } = this._selection;
    const scope =
      size > 0 ? words().common.table.selected(formatNumber(size)) : this._total > EXPORT_STREAMS ? w.exportTooMany : w.exportAll(formatNumber(this._total));
    const disabled = this._total === 0;
    return [
      { heading: scope },
      { key: 'pcapng', label: w.exportPcapng, disabled },
      { key: 'pcap', label: w.exportPcap, disabled },
      '-',
      { key: 'csv', label: w.exportCsv, disabled },
    ];
  }

  async #export(kind: string): Promise<void> {
    const { session } = this;
    if (session === undefined) return;
    const wanted: StreamQuery = streamQueryOf(this.route);
    if (kind === 'csv') return saveBuilt(this, session, 'streams.csv', () => session.exports.exportTable({ table: 'streams', query: wanted }));
    const format = kind === 'pcap' ? 'pcap' : 'pcapng';
    await saveBuilt(this, session, `streams.${format}`, async () => {
      const rows =
        this._selection.size > 0
          ? ([...this._selection.values()] as StreamRow[])
          : (await session.queries.streams(wanted, { offset: 0, limit: EXPORT_STREAMS })).rows;
      return session.exports.exportPackets({ format, calls: [], streams: rows.map((row) => row.stream), media: true });
    });
  }
}
