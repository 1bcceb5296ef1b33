/**
 * Call-IDs without an INVITE: OPTIONS, SUBSCRIBE, MESSAGE, REGISTER and the like. Enter opens the ladder under the list; the
 * dialogs opened, the frame looked at and every filter are in the route.
 */
import { X } from 'lucide';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeLanes, lanes, type LaneChange } from '../../app/lanes.ts';
import { changeSplit, changeTable, settings } from '../../app/settings.ts';
import { dialogStates, type DialogQuery, type DialogRow } from '../../contract/dialogs.ts';
import { type Ladder, type LadderRow } from '../../contract/ladder.ts';
import type { PacketPlace } from '../../contract/common.ts';
import type { LabelCount } from '../../contract/labels.ts';
import { ClockController, formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { ObserveController } from '../parts/observe.ts';
import type { RowSource } from '../parts/row-pages.ts';
import { fileNameOf } from '../parts/save-text.ts';
import '../parts/sg-data-table.ts';
import type { SgDataTable } from '../parts/sg-data-table.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-filter-box.ts';
import type { SgFilterBox } from '../parts/sg-filter-box.ts';
import '../parts/sg-menu.ts';
import type { MenuEntry } from '../parts/sg-menu.ts';
import '../parts/sg-split-pane.ts';
import { base, controls } from '../parts/shared-styles.ts';
import type { TableLayout, TableSort } from '../parts/table-columns.ts';
import { dialogTableColumns } from '../views/dialog-columns.ts';
import { listStyles } from '../views/list-styles.ts';
import { chosenLabels, labelMenu, labelName, loadLabelWords } from '../views/label-marks.ts';
import '../views/sg-ladder-pane.ts';
import type { OpenedRow, SgLadderPane } from '../views/sg-ladder-pane.ts';
import { dialogsWords } from '../words/dialogs-words.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';
import { openRow } from './call-loader.ts';
import { dialogMethods, dialogQueryOf } from './dialogs-query.ts';
import { presetButtons, toggledIn, type Preset } from './list-filters.ts';
import { saveBuilt } from './say.ts';
import { splitListStyles } from './split-list-styles.ts';

const EXPORT_DIALOGS = 1000;
const TOGETHER = 100;
const COUNT_PACE = 1500;
@customElement('sg-page-dialogs')
export class SgPageDialogs extends LitElement {
  static override styles = [base, controls, listStyles, splitListStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'dialogs' };
  @state() private _counts: ReadonlyMap<string, number> = new Map();
  @state() private _total = 0;
  @state() private _labels: readonly LabelCount[] = [];
  @state() private _selection: ReadonlyMap<number, unknown> = new Map();
  @state() private _ladder: Ladder | undefined;
  @state() private _gone = false;
  @query('sg-filter-box') private readonly _filter!: SgFilterBox | null;
  @query('sg-data-table') private readonly _table!: SgDataTable | null;
  @query('sg-ladder-pane') private readonly _pane!: SgLadderPane | null;
  #source: RowSource<DialogRow> | undefined;
  #key = '';
  #asked = '';
  #opened = '';
  #counted = 0;
  #cursor = -1;
  #takeFocus = false;

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, this.session?.state, settings, lanes]);
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
    const wanted = dialogQueryOf(this.route);
    const key = JSON.stringify(wanted);
    if (this.#source === undefined || key !== this.#key) {
      this.#source = (page) => session.queries.dialogs(wanted, page);
      if (this.#key !== '' && key !== this.#key) this.#cursor = -1;
      this.#key = key;
    }
    const ids = this.route.callIds ?? [];
    const opened = `${ids.join('\n')}/${session.revision.value}`;
    if (opened !== this.#opened) {
      this.#opened = opened;
      if (ids.length === 0) this._ladder = undefined;
      this.#openLadder(session, ids);
    }
    const asks = `${wanted.text}/${(wanted.labels ?? []).join()}/${session.revision.value}`;
    const reading = session.state.value.status === 'opening';
    if (asks === this.#asked || (reading && performance.now() - this.#counted < COUNT_PACE)) return;
    this.#asked = asks;
    this.#counted = performance.now();
    this.#count(session);
    this.#askLabels(session);
  }

  readonly #openLadder = latest(
    async (session: Session, ids: readonly string[]) => {
      const calls = (await Promise.all(ids.slice(0, TOGETHER).map((id) => session.queries.findCall(id)))).filter((call) => call !== undefined);
      return calls.length === 0 ? undefined : session.queries.ladder(calls);
    },
    (ladder: Ladder | undefined, _: Session, ids: readonly string[]) => {
      this._ladder = ladder;
      this._gone = ladder === undefined && ids.length > 0;
    },
  );

  readonly #count = latest(
    async (session: Session) => {
      const wanted = { ...dialogQueryOf(this.route), states: [], methods: [] };
      const count = async (key: string, change: Partial<DialogQuery>): Promise<readonly [string, number]> => [
        key,
        (await session.queries.dialogs({ ...wanted, ...change }, { offset: 0, limit: 1 })).total,
      ];
      return new Map(
        await Promise.all([
          ...dialogMethods.map((method) => count(method, { methods: [method] })),
          ...dialogStates.map((state) => count(state, { states: [state] })),
        ]),
      );
    },
    (counts: ReadonlyMap<string, number>) => {
      this._counts = counts;
    },
  );

  readonly #askLabels = latest(
    async (session: Session) => (await Promise.all([session.queries.labelCounts(), loadLabelWords()]))[0],
    (labels: readonly LabelCount[]) => {
      this._labels = labels;
    },
  );

  protected override updated(): void {
    const pane = this._pane;
    if (!this.#takeFocus || pane === null || this._ladder === undefined) return;
    this.#takeFocus = false;
    void pane.updateComplete.then(() => pane.focus());
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined) return nothing;
    const w = dialogsWords();
    const all = session.overview.value?.counts.dialogs ?? this._total;
    if (all === 0 && session.state.value.status !== 'opening') return html`<sg-empty .title=${w.empty} .help=${w.emptyHelp}></sg-empty>`;
    const { text, labels } = dialogQueryOf(this.route);
    const isOpen = (this.route.callIds ?? []).length > 0;
    return html`<div class="tools">
        <sg-filter-box .text=${text} .placeholder=${w.filterPlaceholder} .chips=${(labels ?? []).map((label) => ({ key: label, label: labelName(label) }))} @sg-chip=${(event: CustomEvent<{ key: string }>) => this.#go({ labels: chosenLabels(toggledIn(labels, event.detail.key)) })} @sg-filter=${(event: CustomEvent<{ text: string }>) => this.#go({ text: event.detail.text || undefined })}></sg-filter-box>
        ${presetButtons(w.methods, this.#methodPresets(), (key) => this.#go({ kinds: toggledIn(this.route.kinds, key) }))}
        ${presetButtons(w.stateFilter, this.#statePresets(), (key) => this.#go({ states: toggledIn(this.route.states, key) }))}
        <div class="end"><span class="count number">${w.count(formatNumber(this._total), formatNumber(all))}</span>
        ${
          this._selection.size === 0
            ? nothing
            : html`<button class="button primary" @click=${this.#openSelected}>${w.openTogether(Math.min(TOGETHER, this._selection.size))}</button><button class="button quiet" @click=${() => {
                this._selection = new Map();
              }}>${words().common.table.clearSelection}</button>`
        }
        ${labelMenu(this._labels, 'dialogs', labels, (label) => this.#go({ labels: chosenLabels(toggledIn(labels, label)) }))}
        <sg-menu .label=${w.exportMenu} .items=${this.#exportItems()} @sg-choose=${(event: CustomEvent<{ key: string }>) => void this.#export(session, event.detail.key)}></sg-menu></div>
      </div>
      <sg-split-pane direction="column" ?single=${!isOpen} .percent=${settings.value.splits.get('dialogs') ?? 36} .label=${w.ladder} @sg-split=${(event: CustomEvent<{ percent: number }>) => event.target === event.currentTarget && changeSplit('dialogs', event.detail.percent)}>
        ${this.#table(session)}${isOpen ? this.#ladderPane(session) : nothing}</sg-split-pane>`;
  }

  #table(session: Session): TemplateResult {
    const w = dialogsWords();
    return html`<sg-data-table slot="first" selectable .label=${w.title} .columns=${dialogTableColumns()} .source=${this.#source as RowSource<unknown>} .revision=${session.revision.value} .sort=${dialogQueryOf(this.route).sort} .layout=${settings.value.tables.get('dialogs')}
      .rowKey=${(row: DialogRow) => row.call} .cursor=${this.#cursor} .selection=${this._selection} @sg-cursor=${(event: CustomEvent<{ index: number }>) => {
        this.#cursor = event.detail.index;
      }}
      @sg-select=${(event: CustomEvent<{ rows: ReadonlyMap<number, unknown> }>) => {
        this._selection = event.detail.rows;
      }} @sg-open=${(event: CustomEvent<{ row: DialogRow }>) => this.#open([event.detail.row])}
      @sg-sort=${(event: CustomEvent<TableSort>) => this.#go({ sort: event.detail })} @sg-layout=${(event: CustomEvent<TableLayout>) => changeTable('dialogs', event.detail)} @sg-total=${(
        event: CustomEvent<{ total: number }>,
      ) => {
        this._total = event.detail.total;
      }}>
      <sg-empty slot="empty" .title=${w.emptyFilter}><button class="button" @click=${() => this.#go({ text: undefined, kinds: undefined, states: undefined, labels: undefined })}>${w.clearAll}</button></sg-empty></sg-data-table>`;
  }

  #ladderPane(session: Session): TemplateResult {
    const w = dialogsWords();
    const ids = this.route.callIds ?? [];
    const { frame, capture, time, show } = this.route;
    return html`<div slot="second" class="pane" @keydown=${this.#paneKey}><header><h2 class="cut">${w.ladder} <span class="mono muted">${ids.join(', ')}</span></h2>
        <button class="button quiet icon end" aria-label=${w.closeLadder} title=${w.closeLadder} @click=${this.#close}>${icon(X)}</button></header>
      <div class="body">${
        this._gone
          ? html`<sg-empty .title=${w.gone}></sg-empty>`
          : html`<sg-ladder-pane .laneChoices=${lanes.value} @sg-lane-change=${(event: CustomEvent<LaneChange>) => changeLanes(event.detail)} .ladder=${this._ladder} .load=${(row: LadderRow): Promise<OpenedRow> => openRow(session.queries, row)} .captures=${session.overview.value?.captures.length ?? 1} .frame=${frame} .capture=${capture ?? 0} .time=${time ?? ''} .show=${show ?? []}
        .name=${ids.join(', ')} .fileName=${fileNameOf(ids[0] ?? 'dialog')} @sg-ladder-frame=${(event: CustomEvent<PacketPlace>) => this.#go({ frame: event.detail.frame, capture: event.detail.capture })}
        @sg-ladder-state=${(event: CustomEvent<{ time: string; show: readonly string[] }>) => this.#go({ time: event.detail.time === 'absolute' ? undefined : event.detail.time, show: event.detail.show })}
        @sg-ladder-export=${(event: CustomEvent<{ format: 'pcap' | 'pcapng' }>) => void this.#export(session, event.detail.format, this._ladder?.calls)}></sg-ladder-pane>`
      }</div></div>`;
  }

  #methodPresets(): readonly Preset[] {
    return dialogMethods.map((method) => ({
      key: method,
      label: method,
      count: this._counts.get(method) ?? 0,
      on: this.route.kinds?.includes(method) === true,
    }));
  }

  #statePresets(): readonly Preset[] {
    const w = dialogsWords();
    const wanted = dialogStates.filter((state) => state !== 'OK');
    return wanted.map((state) => ({
      key: state,
      label: w.states[state] ?? state,
      count: this._counts.get(state) ?? 0,
      on: this.route.states?.includes(state) === true,
      help: w.stateHelp[state],
      tone: state === 'FAILED' || state === 'NO_RESPONSE' ? 'error' : undefined,
    }));
  }

  #go(change: Partial<Route>, how: 'push' | 'replace' = 'replace'): void {
    this.session?.navigate({ ...this.route, ...change }, how);
  }

  #open(rows: readonly DialogRow[]): void {
    this.#takeFocus = true;
    const callIds = rows
      .toSorted((a, b) => a.call - b.call)
      .slice(0, TOGETHER)
      .map((row) => row.callId);
    this.#go({ callIds, frame: undefined, capture: undefined }, this.route.callIds === undefined ? 'push' : 'replace');
    this.requestUpdate();
  }

  readonly #openSelected = (): void => this.#open([...this._selection.values()] as DialogRow[]);

  readonly #close = (): void => {
    this.#go({ callIds: undefined, frame: undefined, capture: undefined });
    this.arrive();
  };

  readonly #paneKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.#close();
  };

  #exportItems(): readonly MenuEntry[] {
    const w = dialogsWords();
    const { size } = this._selection;
    const scope =
      size > 0 ? words().common.table.selected(formatNumber(size)) : this._total > EXPORT_DIALOGS ? w.exportTooMany : w.exportAll(formatNumber(this._total));
    const disabled = this._total === 0;
    return [
      { heading: scope },
      { key: 'pcapng', label: w.exportPcapng, disabled },
      { key: 'pcap', label: w.exportPcap, disabled },
      '-',
      { key: 'csv', label: w.exportCsv, disabled },
    ];
  }

  #export(session: Session, kind: string, chosen?: readonly number[]): Promise<void> {
    const wanted = dialogQueryOf(this.route);
    if (kind === 'csv') return saveBuilt(this, session, 'dialogs.csv', () => session.exports.exportTable({ table: 'dialogs', query: wanted }));
    const format = kind === 'pcap' ? 'pcap' : 'pcapng';
    return saveBuilt(this, session, `dialogs.${format}`, async () => {
      const rows =
        this._selection.size > 0
          ? ([...this._selection.values()] as DialogRow[])
          : (await session.queries.dialogs(wanted, { offset: 0, limit: EXPORT_DIALOGS })).rows;
      return session.exports.exportPackets({ format, calls: chosen ?? rows.map((row) => row.call), streams: [], media: true });
    });
  }
}
