/**
 * Registrations by binding (address of record and contact): state, lifetime, history. Under the list the binding opened:
 * its transactions, or its messages as a ladder. A binding is named in the route by the frame of its first transaction.
 */
import { X } from 'lucide';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeLanes, lanes, type LaneChange } from '../../app/lanes.ts';
import { changeSplit, changeTable, settings } from '../../app/settings.ts';
import type { PacketIndex } from '../../base/units.ts';
import { bindingColumns, bindingStates, type BindingQuery, type BindingRow } from '../../contract/bindings.ts';
import { type Ladder, type LadderRow } from '../../contract/ladder.ts';
import { callLabels, type LabelCount } from '../../contract/labels.ts';
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
import '../parts/sg-split-pane.ts';
import { base, controls } from '../parts/shared-styles.ts';
import type { TableLayout, TableSort } from '../parts/table-columns.ts';
import { bindingState, bindingTableColumns } from '../views/binding-columns.ts';
import { chosenLabels, labelMenu, labelName, loadLabelWords } from '../views/label-marks.ts';
import { listStyles } from '../views/list-styles.ts';
import '../views/sg-binding-detail.ts';
import '../views/sg-history-strip.ts';
import '../views/sg-ladder-pane.ts';
import type { OpenedRow } from '../views/sg-ladder-pane.ts';
import { WordsController } from '../words/language.ts';
import { registrationsWords } from '../words/registrations-words.ts';
import { words } from '../words/words.ts';
import { openRow } from './call-loader.ts';
import { known, presetButtons, toggledIn, type Preset } from './list-filters.ts';
import { saveBuilt } from './say.ts';
import { splitListStyles } from './split-list-styles.ts';

const COUNT_PACE = 1500;
/** bindings looked through for the one a link names */
const SOUGHT = 20_000;
const tabs = ['transactions', 'openLadder'] as const;

function bindingQueryOf(route: Route): BindingQuery {
  const column = bindingColumns.find((name) => name === route.sort?.column) ?? 'start';
  return {
    text: route.text ?? '',
    states: known(bindingStates, route.states),
    ...(route.labels === undefined ? {} : { labels: known(callLabels, route.labels) }),
    sort: { column, descending: route.sort?.descending ?? false },
  };
}

@customElement('sg-page-registrations')
export class SgPageRegistrations extends LitElement {
  static override styles = [base, controls, listStyles, splitListStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'registrations' };
  @state() private _counts: ReadonlyMap<string, number> = new Map();
  @state() private _labels: readonly LabelCount[] = [];
  @state() private _total = 0;
  @state() private _row: BindingRow | undefined;
  @state() private _ladder: Ladder | undefined;
  @query('sg-filter-box') private readonly _filter!: SgFilterBox | null;
  @query('sg-data-table') private readonly _table!: SgDataTable | null;
  #source: RowSource<BindingRow> | undefined;
  #key = '';
  #asked = '';
  #sought = '';
  #laddered = '';
  #counted = 0;
  #cursor = -1;

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
    const wanted = bindingQueryOf(this.route);
    const key = JSON.stringify(wanted);
    if (this.#source === undefined || key !== this.#key) {
      this.#source = (page) => session.queries.registrations(wanted, page);
      if (this.#key !== '' && key !== this.#key) this.#cursor = -1;
      this.#key = key;
    }
    this.#followRoute(session);
    this.#followLadder(session);
    const asks = `${wanted.text}/${(wanted.labels ?? []).join()}/${session.revision.value}`;
    const reading = session.state.value.status === 'opening';
    if (asks === this.#asked || (reading && performance.now() - this.#counted < COUNT_PACE)) return;
    this.#asked = asks;
    this.#counted = performance.now();
    this.#count(session);
    this.#askLabels(session);
  }

  #followRoute(session: Session): void {
    const { frame, capture = 0 } = this.route;
    const sought = frame === undefined ? '' : `${capture}/${frame}/${session.revision.value}`;
    if (sought === this.#sought) return;
    this.#sought = sought;
    if (frame === undefined) this._row = undefined;
    else this.#find(session, capture, frame);
  }

  /** The binding whose first transaction is in a frame. */
  readonly #find = latest(
    async (session: Session, capture: number, frame: number) => {
      const packet = await session.queries.findFrame(capture, frame);
      const all: BindingQuery = { text: '', states: [], sort: { column: 'start', descending: false } };
      for (let offset = 0; packet !== undefined && offset < SOUGHT; offset += 1000) {
        const { rows } = await session.queries.registrations(all, { offset, limit: 1000 });
        const found = rows.find((row) => row.history[0]?.packet === packet);
        if (found !== undefined || rows.length < 1000) return found;
      }
      return undefined;
    },
    (row: BindingRow | undefined) => {
      if (row !== undefined || this._row === undefined) this._row = row;
    },
  );

  #followLadder(session: Session): void {
    const row = this.route.tab === 'openLadder' ? this._row : undefined;
    const wanted = row === undefined ? '' : `${row.binding}/${session.revision.value}`;
    if (wanted === this.#laddered) return;
    this.#laddered = wanted;
    if (row === undefined) this._ladder = undefined;
    else this.#openLadder(session, row);
  }

  readonly #openLadder = latest(
    (session: Session, row: BindingRow) => session.queries.ladder(row.calls),
    (ladder: Ladder) => {
      this._ladder = ladder;
    },
  );

  readonly #count = latest(
    async (session: Session) => {
      const wanted = { ...bindingQueryOf(this.route), states: [] };
      const count = async (state: (typeof bindingStates)[number]): Promise<readonly [string, number]> => [
        state,
        (await session.queries.registrations({ ...wanted, states: [state] }, { offset: 0, limit: 1 })).total,
      ];
      return new Map(await Promise.all(bindingStates.map(count)));
    },
    (counts: ReadonlyMap<string, number>) => {
      this._counts = counts;
    },
  );

  /** Labels occur or not whatever the filter says; their words travel with the answer. */
  readonly #askLabels = latest(
    async (session: Session) => (await Promise.all([session.queries.labelCounts(), loadLabelWords()]))[0],
    (labels: readonly LabelCount[]) => {
      this._labels = labels;
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined) return nothing;
    const w = registrationsWords();
    const overview = session.overview.value;
    const all = overview?.counts.registrations ?? this._total;
    if (all === 0 && session.state.value.status !== 'opening') return html`<sg-empty .title=${w.empty} .help=${w.emptyHelp}></sg-empty>`;
    const { text, sort, labels } = bindingQueryOf(this.route);
    return html`<div class="tools">
        <sg-filter-box .text=${text} .placeholder=${w.filterPlaceholder} .chips=${(labels ?? []).map((label) => ({ key: label, label: labelName(label) }))} @sg-chip=${(event: CustomEvent<{ key: string }>) => this.#chooseLabel(event.detail.key)} @sg-filter=${(event: CustomEvent<{ text: string }>) => this.#go({ text: event.detail.text || undefined })}></sg-filter-box>
        ${presetButtons(words().common.filter.label, this.#presets(), (key) => this.#go({ states: toggledIn(this.route.states, key) }))}
        <div class="end"><span class="count number">${w.count(formatNumber(this._total), formatNumber(all))}</span>
        ${labelMenu(this._labels, 'bindings', labels, (label) => this.#chooseLabel(label))}
        <sg-menu .label=${w.exportMenu} .items=${[{ key: 'csv', label: w.exportCsv, disabled: this._total === 0 }]} @sg-choose=${() => void saveBuilt(this, session, 'registrations.csv', () => session.exports.exportTable({ table: 'registrations', query: bindingQueryOf(this.route) }))}></sg-menu></div>
      </div>
      <sg-split-pane direction="column" ?single=${this._row === undefined} .percent=${settings.value.splits.get('registrations') ?? 46} .label=${w.detail} @sg-split=${(event: CustomEvent<{ percent: number }>) => event.target === event.currentTarget && changeSplit('registrations', event.detail.percent)}>
        <sg-data-table slot="first" .label=${w.title} .columns=${bindingTableColumns(overview?.duration ?? 1)} .source=${this.#source as RowSource<unknown>} .revision=${session.revision.value} .sort=${sort} .layout=${settings.value.tables.get('registrations')}
          .rowKey=${(row: BindingRow) => row.binding} .cursor=${this.#cursor} @sg-cursor=${(event: CustomEvent<{ index: number; row: BindingRow | undefined }>) => this.#moved(event.detail)} @sg-open=${(event: CustomEvent<{ row: BindingRow }>) => void this.#open(session, event.detail.row)}
          @sg-sort=${(event: CustomEvent<TableSort>) => this.#go({ sort: event.detail })} @sg-layout=${(event: CustomEvent<TableLayout>) => changeTable('registrations', event.detail)} @sg-total=${(
            event: CustomEvent<{ total: number }>,
          ) => {
            this._total = event.detail.total;
          }}>
          <sg-empty slot="empty" .title=${w.emptyFilter}><button class="button" @click=${() => this.#go({ text: undefined, states: undefined, labels: undefined })}>${w.clearAll}</button></sg-empty></sg-data-table>
        ${this._row === undefined ? nothing : this.#detail(session, this._row)}</sg-split-pane>`;
  }

  #presets(): readonly Preset[] {
    const w = registrationsWords();
    return bindingStates.map((state) => ({
      key: state,
      label: w.states[state] ?? state,
      count: this._counts.get(state) ?? 0,
      on: this.route.states?.includes(state) === true,
      help: w.stateHelp[state],
      tone: state === 'FAILED' || state === 'NO_RESPONSE' ? 'error' : state === 'EXPIRED' ? 'warning' : undefined,
    }));
  }

  #detail(session: Session, row: BindingRow): TemplateResult {
    const w = registrationsWords();
    const tab = tabs.find((one) => one === this.route.tab) ?? 'transactions';
    const captures = session.overview.value?.captures.length ?? 1;
    return html`<div slot="second" class="pane" @keydown=${this.#paneKey}><header><h2 class="cut">${row.aor} <span class="muted">→ ${row.contact}</span></h2>${bindingState(row.state)}
        <div class="tabs" role="tablist" aria-label=${w.detail}>${tabs.map((one) => html`<button role="tab" aria-selected=${one === tab} title=${one === 'openLadder' ? w.openLadderHelp : nothing} @click=${() => this.#go({ tab: one === 'transactions' ? undefined : one })}>${w[one]}</button>`)}</div>
        <button class="button quiet icon end" aria-label=${words().common.close} @click=${this.#close}>${icon(X)}</button></header>
      <div class="body">${
        tab === 'transactions'
          ? html`<sg-binding-detail tabindex="0" role="region" aria-label=${w.transactions} .row=${row} .captures=${captures} @sg-packet-link=${(event: CustomEvent<{ packet: PacketIndex }>) => void this.#openPacket(session, event.detail.packet)}></sg-binding-detail>`
          : html`<sg-ladder-pane .laneChoices=${lanes.value} @sg-lane-change=${(event: CustomEvent<LaneChange>) => changeLanes(event.detail)} .ladder=${this._ladder} .load=${(one: LadderRow): Promise<OpenedRow> => openRow(session.queries, one)} .captures=${captures} .time=${this.route.time ?? ''} .show=${this.route.show ?? []} .name=${row.aor} .fileName=${fileNameOf(row.aor)}
              @sg-ladder-state=${(event: CustomEvent<{ time: string; show: readonly string[] }>) => this.#go({ time: event.detail.time === 'absolute' ? undefined : event.detail.time, show: event.detail.show })}
              @sg-ladder-export=${(event: CustomEvent<{ format: 'pcap' | 'pcapng' }>) => void saveBuilt(this, session, `registration.${event.detail.format}`, () => session.exports.exportPackets({ format: event.detail.format, calls: row.calls, streams: [], media: false }))}></sg-ladder-pane>`
      }</div></div>`;
  }

  #chooseLabel(label: string): void {
    this.#go({ labels: chosenLabels(toggledIn(bindingQueryOf(this.route).labels, label)) });
  }

  #go(change: Partial<Route>): void {
    this.session?.navigate({ ...this.route, ...change }, 'replace');
  }

  /** While a binding is open, the pane follows the cursor. */
  #moved({ index, row }: { index: number; row: BindingRow | undefined }): void {
    this.#cursor = index;
    if (this._row !== undefined && row !== undefined && this.session !== undefined) void this.#open(this.session, row);
  }

  async #open(session: Session, row: BindingRow): Promise<void> {
    this._row = row;
    const first = row.history[0]?.packet;
    const place = first === undefined ? undefined : (await session.queries.packet(first).catch(() => undefined))?.place;
    if (place === undefined || this._row !== row) return;
    this.#sought = `${place.capture}/${place.frame}/${session.revision.value}`;
    this.#go({ frame: place.frame, capture: place.capture });
  }

  async #openPacket(session: Session, packet: PacketIndex): Promise<void> {
    const place = (await session.queries.packet(packet).catch(() => undefined))?.place;
    if (place !== undefined) session.navigate({ view: 'packets', frame: place.frame, capture: place.capture });
  }

  readonly #close = (): void => {
    this._row = undefined;
    this.#go({ frame: undefined, capture: undefined, tab: undefined });
    this.arrive();
  };

  readonly #paneKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.#close();
  };
}
