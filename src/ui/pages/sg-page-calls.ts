/**
 * The list of calls, with the strip of calls over time above it. Everything that filters is in the route; the rows, the
 * strip and the counts are asked of the worker, the newest question first.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { steady } from '../../app/latest.ts';
import type { Route, View } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeTable, settings } from '../../app/settings.ts';
import { callProblems, type CallProblem, type CallQuery, type CallRate, type CallRow } from '../../contract/calls.ts';
import type { FindingGroup } from '../../contract/findings.ts';
import type { LabelCount } from '../../contract/labels.ts';
import { ClockController, formatMoment, formatNumber } from '../parts/format.ts';
import { ObserveController } from '../parts/observe.ts';
import type { RowSource } from '../parts/row-pages.ts';
import '../parts/sg-data-table.ts';
import type { SgDataTable } from '../parts/sg-data-table.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-filter-box.ts';
import type { Chip, SgFilterBox } from '../parts/sg-filter-box.ts';
import '../parts/sg-menu.ts';
import { base, controls } from '../parts/shared-styles.ts';
import type { TableLayout, TableSort } from '../parts/table-columns.ts';
import { callTableColumns } from '../views/call-columns.ts';
import { problemTone } from '../views/call-look.ts';
import { chosenLabels, labelMenu, labelName, loadLabelWords } from '../views/label-marks.ts';
import '../views/sg-call-figures.ts';
import '../views/sg-call-strip.ts';
import '../views/sg-no-calls.ts';
import '../views/sg-outcomes.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';
import { exportCalls, exportItems } from './calls-export.ts';
import { openWithLegs } from './open-with-legs.ts';
import { callsStyles } from './calls-styles.ts';
import { callQueryOf, withoutStates, withoutWindow } from './calls-query.ts';
import { toggledIn } from './list-filters.ts';

const BUCKETS = 180;
/** milliseconds between two counts of the presets while reading, at least; and how many times as long as counting takes */
const COUNT_PACE = 1500;
const COUNT_REST = 15;

type Counts = ReadonlyMap<CallProblem | 'any', number>;

/** Every preset and the problems it stands for; a call matches when it has one of them. */
const presets: readonly (readonly [CallProblem | 'any', readonly CallProblem[]])[] = [
  ['any', callProblems],
  ...callProblems.map((problem) => [problem, [problem]] as const),
];

function isAny(query: CallQuery): boolean {
  return query.problems.length === callProblems.length;
}

@customElement('sg-page-calls')
export class SgPageCalls extends LitElement {
  static override styles = [base, controls, callsStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'calls' };
  @state() private _strip: CallRate | undefined;
  @state() private _outcomes: CallRate | undefined;
  @state() private _counts: Counts = new Map();
  @state() private _total = 0;
  /** some call has legs */
  @state() private _linked = false;
  @state() private _groups: readonly FindingGroup[] | undefined;
  @state() private _labels: readonly LabelCount[] = [];
  /** the table comes a task after the summary, so that neither holds the page up for long */
  @state() private _settled = false;
  @state() private _selection: ReadonlyMap<number, unknown> = new Map();
  @query('sg-filter-box') private readonly _filter!: SgFilterBox | null;
  @query('sg-data-table') private readonly _table!: SgDataTable | null;
  #source: RowSource<CallRow> | undefined;
  #key = '';
  #nextCount = 0;
  #cursorKept = -1;
  #cursorRow: CallRow | undefined;

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, this.session?.state, settings]);
  }

  /** The shell: the page is shown. */
  arrive(): void {
    if (this._settled) this._table?.focus();
    else
      setTimeout(() => {
        this._settled = true;
        void this.updateComplete.then(() => this._table?.focus());
      });
  }

  /** The shell: the filter key was pressed. */
  focusFilter(): void {
    this._filter?.focus();
  }

  protected override willUpdate(_: PropertyValues): void {
    const session = this.session;
    if (session === undefined) return;
    const key = JSON.stringify(this.#query);
    const revision = session.revision.value;
    const asks = `${key}/${revision}/${session.state.value.status}`;
    if (asks === this.#asked) return;
    if (this.#source === undefined || key !== this.#key) {
      const wanted = this.#query;
      this.#source = (page) => session.queries.calls(wanted, page);
      if (this.#key !== '' && key !== this.#key) this.#cursorKept = -1;
      this.#key = key;
    }
    this.#asked = asks;
    this.#ask();
  }

  #asked = '';

  get #query(): CallQuery {
    return callQueryOf(this.route);
  }

  #ask(): void {
    const wanted = this.#query;
    this.#askStrip(withoutWindow(wanted));
    this.#askLinked();
    if (wanted.states.length > 0 || wanted.from !== undefined) this.#askOutcomes(withoutStates(wanted));
    else this._outcomes = undefined;
    const reading = this.session?.state.value.status === 'opening';
    if (reading && performance.now() < this.#nextCount) return;
    this.#askCounts({ ...wanted, problems: [] });
  }

  readonly #askStrip = steady(
    (wanted: CallQuery) => this.#queries.callRate(wanted, BUCKETS),
    (rate) => {
      this._strip = rate;
    },
  );
  readonly #askLinked = steady(
    () => this.#queries.calls({ text: '', states: [], problems: [], sort: { column: 'legs', descending: true } }, { offset: 0, limit: 1 }),
    ({ rows }) => {
      this._linked = (rows[0]?.legs ?? 0) > 0;
    },
  );
  readonly #askOutcomes = steady(
    (wanted: CallQuery) => this.#queries.callRate(wanted, 1),
    (rate) => {
      this._outcomes = rate;
    },
  );
  readonly #askCounts = steady(
    async (wanted: CallQuery) => {
      const began = performance.now();
      this.#nextCount = Infinity;
      const counts = await Promise.all(
        presets.map(async ([name, problems]) => [name, (await this.#queries.calls({ ...wanted, problems }, { offset: 0, limit: 1 })).total] as const),
      ).catch(() => []);
      this.#nextCount = performance.now() + Math.max(COUNT_PACE, (performance.now() - began) * COUNT_REST);
      return new Map(counts);
    },
    (counts: Counts) => {
      this._counts = counts;
    },
  );

  get #queries(): Session['queries'] {
    return (this.session as Session).queries;
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.session;
    if (session === undefined) return nothing;
    const overview = session.overview.value;
    if (overview !== undefined && overview.counts.calls === 0 && session.state.value.status !== 'opening')
      return html`<sg-no-calls .overview=${this.session?.overview.value} @sg-view=${(event: CustomEvent<{ view: View }>) => this.session?.navigate({ view: event.detail.view })}></sg-no-calls>`;
    const wanted = this.#query;
    const rate = this._outcomes ?? this._strip;
    const window = wanted.from !== undefined && wanted.to !== undefined ? { from: wanted.from, to: wanted.to } : undefined;
    const w = words().calls;
    return html`<div class="verdict">${this.#verdict(session, wanted)}</div><section class="summary" aria-label=${w.strip}>
        <sg-call-figures .rate=${rate}></sg-call-figures>
        <div class="over-time"><div class="legend"><span class="begun">${w.stripBegun}</span><span class="failed">${w.stripFailed}</span><span class="once">${w.stripConcurrent}: <b class="number">${formatNumber(this.#peak())}</b></span><span class="hint">${w.stripHint}</span></div>
          <sg-call-strip .rate=${this._strip} .chosen=${window} @sg-window=${this.#windowed}></sg-call-strip></div>
        <sg-outcomes .rate=${rate} .states=${wanted.states} @sg-states=${(event: CustomEvent<{ states: readonly string[] }>) => this.#go({ states: event.detail.states })}>${this.#presets(wanted)}</sg-outcomes>
      </section>
      <div class="tools">
        <sg-filter-box .text=${wanted.text} .placeholder=${w.filterPlaceholder} .chips=${this.#chips(wanted)} @sg-filter=${(event: CustomEvent<{ text: string }>) => this.#go({ text: event.detail.text || undefined })} @sg-chip=${this.#unchip}></sg-filter-box>
        <span class="count number">${w.count(formatNumber(this._total), formatNumber(Math.max(this._total, overview?.counts.calls ?? 0)))}</span>
        ${this.#selectionTools()}${this.#families(wanted)}${labelMenu(this._labels, 'calls', wanted.labels, (label) => this.#go({ labels: chosenLabels(toggledIn(wanted.labels, label)) }))}
        <sg-menu .label=${w.exportMenu} .items=${exportItems(this._selection.size, this._total)} @sg-choose=${this.#export}></sg-menu>
      </div>
      ${this._settled ? this.#table(wanted) : nothing}`;
  }

  /** What most needs attention; its words come in a chunk of their own, after the first paint. */
  #verdict(session: Session, wanted: CallQuery): TemplateResult | typeof nothing {
    const { overview, revision, state } = session;
    if (overview.value === undefined || state.value.status === 'opening') return nothing;
    if (customElements.get('sg-verdict') === undefined) {
      void import('../views/sg-verdict.ts').then(() => this.requestUpdate());
      return nothing;
    }
    if (this.#judged !== revision.value) {
      this.#judged = revision.value;
      this.#askGroups(session);
      this.#askLabels(session);
    }
    return html`<sg-verdict .groups=${this._groups} .calls=${overview.value.counts.calls} .errors=${overview.value.counts.callsInError} .warnings=${overview.value.counts.callsInWarning} .duration=${overview.value.duration} ?timeless=${overview.value.isTimeless} .chosen=${wanted.rules ?? []} @sg-rule=${(event: CustomEvent<{ rule: string }>) => this.#go({ rules: wanted.rules?.includes(event.detail.rule) === true ? undefined : [event.detail.rule] })}
      @sg-all=${() => session.navigate({ view: 'findings' })}></sg-verdict>`;
  }

  #judged = -1;
  readonly #askGroups = steady(
    (session: Session) => session.queries.findingGroups('rule'),
    (groups: readonly FindingGroup[]) => {
      this._groups = groups;
    },
  );

  readonly #askLabels = steady(
    async (session: Session) => (await Promise.all([session.queries.labelCounts(), loadLabelWords()]))[0],
    (labels: readonly LabelCount[]) => {
      this._labels = labels;
    },
  );

  #table(wanted: CallQuery): TemplateResult {
    const w = words().calls;
    const session = this.session as Session;
    return html`<sg-data-table selectable .label=${w.title} .columns=${callTableColumns(session.overview.value?.counts.calls ?? 0)} .source=${this.#source as RowSource<unknown>} .revision=${session.revision.value} .sort=${wanted.sort} .layout=${settings.value.tables.get('calls')} .cursor=${this.#cursorKept}
        .rowKey=${(row: CallRow) => row.call} .selection=${this._selection} @sg-open=${this.#opened} @keydown=${this.#openLegs} @sg-cursor=${(
          event: CustomEvent<{ index: number; row: CallRow | undefined }>,
        ) => {
          this.#cursorKept = event.detail.index;
          this.#cursorRow = event.detail.row;
        }} @sg-select=${this.#selected}
        @sg-sort=${(event: CustomEvent<TableSort>) => this.#go({ sort: event.detail })} @sg-layout=${(event: CustomEvent<TableLayout>) => changeTable('calls', event.detail)} @sg-total=${(
          event: CustomEvent<{ total: number }>,
        ) => {
          this._total = event.detail.total;
        }}>
        <sg-empty slot="empty" .title=${w.emptyFilter}><button class="button" @click=${this.#clear}>${w.clearAll}</button></sg-empty>
      </sg-data-table>`;
  }

  /** Where calls have legs: the switch that puts them together. */
  #families(wanted: CallQuery): TemplateResult | typeof nothing {
    const on = wanted.families === true;
    if (!this._linked && !on) return nothing;
    const w = words().calls;
    const show = (this.route.show ?? []).filter((name) => name !== 'families');
    return html`<button class="button" aria-pressed=${on} title=${w.familiesHelp} @click=${() => this.#go({ show: on ? show : [...show, 'families'] })}>${w.families}</button>`;
  }

  /** Opens the row at the cursor with its linked legs. */
  readonly #openLegs = (event: KeyboardEvent): void => {
    const row = this.#cursorRow;
    if (event.key !== 'x' || event.ctrlKey || event.metaKey || event.altKey || row === undefined || this.session === undefined) return;
    event.preventDefault();
    void openWithLegs(this.session, row);
  };

  #peak(): number {
    let most = 0;
    for (const value of this._strip?.concurrent ?? []) if (value > most) most = value;
    return most;
  }

  #presets(wanted: CallQuery): TemplateResult {
    const w = words();
    const isOn = (name: CallProblem | 'any'): boolean => (name === 'any' ? isAny(wanted) : !isAny(wanted) && wanted.problems.includes(name));
    const found = presets.filter(([name]) => (this._counts.get(name) ?? 0) > 0 || isOn(name));
    return html`<div class="presets" slot="beside" role="group" aria-label=${w.calls.problemFilter}>${found.map(
      ([
        name,
        problems,
      ]) => html`<button class="preset" data-tone=${name === 'any' ? nothing : problemTone(name)} aria-pressed=${isOn(name)} title=${w.common.problemHelp[name] ?? nothing}
      @click=${() => this.#togglePreset(wanted, name, problems)}>${name === 'any' ? w.calls.withProblems : w.common.problems[name]} <b>${formatNumber(this._counts.get(name) ?? 0)}</b></button>`,
    )}</div>`;
  }

  #togglePreset(wanted: CallQuery, name: CallProblem | 'any', problems: readonly CallProblem[]): void {
    if (name === 'any') this.#go({ problems: isAny(wanted) ? [] : problems });
    else if (isAny(wanted)) this.#go({ problems });
    else this.#go({ problems: wanted.problems.includes(name) ? wanted.problems.filter((other) => other !== name) : [...wanted.problems, name] });
  }

  #selectionTools(): TemplateResult | typeof nothing {
    if (this._selection.size === 0) return nothing;
    const w = words();
    return html`<button class="button primary" @click=${this.#openSelected}>${w.calls.openLadder(this._selection.size)}</button>
      <button class="button quiet" @click=${() => {
        this._selection = new Map();
      }}>${w.common.table.clearSelection}</button>`;
  }

  #chips(wanted: CallQuery): readonly Chip[] {
    const w = words();
    const chips: Chip[] = [];
    if (wanted.from !== undefined && wanted.to !== undefined)
      chips.push({ key: 'window', label: w.calls.timeChip(formatMoment(wanted.from), formatMoment(wanted.to)) });
    for (const name of wanted.states) chips.push({ key: `state:${name}`, label: w.common.states[name] ?? name });
    if (isAny(wanted)) chips.push({ key: 'any', label: w.calls.withProblems });
    else for (const name of wanted.problems) chips.push({ key: `problem:${name}`, label: w.common.problems[name] ?? name });
    for (const label of wanted.labels ?? []) chips.push({ key: `label:${label}`, label: labelName(label) });
    if (wanted.status !== undefined) chips.push({ key: 'status', label: String(wanted.status) });
    for (const rule of wanted.rules ?? []) chips.push({ key: `rule:${rule}`, label: rule });
    return chips;
  }

  #go(change: Partial<Route>): void {
    this.session?.navigate({ ...this.route, ...change }, 'replace');
  }

  readonly #unchip = (event: CustomEvent<{ key: string }>): void => {
    const [kind, name] = event.detail.key.split(':');
    if (kind === 'window') this.#go({ from: undefined, to: undefined });
    else if (kind === 'any') this.#go({ problems: [] });
    else if (kind === 'status') this.#go({ status: undefined });
    else if (kind === 'rule') this.#go({ rules: this.#query.rules?.filter((rule) => rule !== name) });
    else if (kind === 'label') this.#go({ labels: chosenLabels(this.#query.labels?.filter((label) => label !== name)) });
    else if (kind === 'state') this.#go({ states: this.#query.states.filter((state) => state !== name) });
    else this.#go({ problems: this.#query.problems.filter((problem) => problem !== name) });
  };

  readonly #windowed = (event: CustomEvent<{ from: number | undefined; to: number | undefined }>): void => {
    this.#go({ from: event.detail.from, to: event.detail.to });
  };

  readonly #clear = (): void => {
    this.#go({
      text: undefined,
      states: undefined,
      problems: undefined,
      rules: undefined,
      status: undefined,
      labels: undefined,
      from: undefined,
      to: undefined,
    });
  };

  readonly #selected = (event: CustomEvent<{ rows: ReadonlyMap<number, unknown> }>): void => {
    this._selection = event.detail.rows;
  };

  readonly #opened = (event: CustomEvent<{ row: CallRow }>): void => {
    this.session?.navigate({ view: 'call', callIds: [event.detail.row.callId] });
  };

  readonly #openSelected = (): void => {
    const rows = [...this._selection.values()] as CallRow[];
    this.session?.navigate({ view: 'call', callIds: rows.toSorted((a, b) => a.call - b.call).map((row) => row.callId) });
  };

  readonly #export = (event: CustomEvent<{ key: string }>): void => {
    const session = this.session;
    if (session === undefined) return;
    const toast = (text: string, tone: 'ok' | 'error'): void =>
      void this.dispatchEvent(new CustomEvent('sg-toast', { detail: { text, tone }, bubbles: true, composed: true }));
    exportCalls(session, event.detail.key, this.#query, [...this._selection.values()] as CallRow[]).then(
      (text) => toast(text, 'ok'),
      () => toast(words().calls.exportFailed, 'error'),
    );
  };
}
