/**
 * The ladder of one or several calls with its switches: time mode, colours, what is shown, and export. Keys as in sngrep:
 * d SDP, m media, w time mode, c colours, s boxes. It asks nothing; whoever owns it gives the ladder and keeps its state.
 *
 * @fires sg-ladder-select - detail { row: LadderRow }: the cursor is on another row
 * @fires sg-ladder-open - detail { row: LadderRow }: Enter or double click
 * @fires sg-ladder-state - detail { time, show }: switches changed; keep them
 * @fires sg-ladder-marked - detail { rows: LadderRow[] }: messages marked for comparing, two at most
 * @fires sg-lane-change - detail: a LaneChange, from lane-desk.ts
 * @fires sg-ladder-export - detail { format: 'pcap' | 'pcapng' }: packets wanted
 */
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Ladder, LadderReport, LadderRow } from '../../contract/ladder.ts';
import type { PacketIndex } from '../../base/units.ts';
import { ClockController, formatDuration, formatNumber, formatRelative, formatTime } from '../parts/format.ts';
import { ladderToMermaid, ladderToSvg, ladderToText } from '../parts/ladder-export.ts';
import type { LadderExport } from '../parts/ladder-export.ts';
import type { LadderItem, LadderTip } from '../parts/ladder-model.ts';
import { saveFile } from '../parts/save-file.ts';
import { saveText } from '../parts/save-text.ts';
import type { MomentSource } from '../parts/moment.ts';
import '../parts/sg-ladder-diagram.ts';
import type { SgLadderDiagram } from '../parts/sg-ladder-diagram.ts';
import '../parts/sg-menu.ts';
import type { MenuEntry, SgMenu } from '../parts/sg-menu.ts';
import { base } from '../parts/shared-styles.ts';
import { svgToPng } from '../parts/svg-to-png.ts';
import { chatWords } from '../words/chat-words.ts';
import { ladderWords } from '../words/ladder-words.ts';
import { lanesWords } from '../words/lanes-words.ts';
import { WordsController } from '../words/language.ts';
import { reportsWords } from '../words/reports-words.ts';
import { tonesWords } from '../words/tones-words.ts';
import { noLaneChoices, type LaneChoices } from './arrange-lanes.ts';
import { callLadderStyles } from './call-ladder-styles.ts';
import { colourModes, ladderItems, ladderTimeModes, methodsOf } from './ladder-rows.ts';
import type { ColourMode, LadderSwitches, LadderTimeMode } from './ladder-rows.ts';
import { withNames } from './ladder-stations.ts';
import { mediaTip, messageTip } from './ladder-tips.ts';
import { LaneDesk } from './lane-desk.ts';
import { hasHops, oneHop } from './one-hop.ts';
import { reportTexts, noReports, type KnownReports } from './known-reports.ts';
import { errorTip, isErrorRow } from './ladder-error-rows.ts';
import type { ReportTexts } from './known-reports.ts';
import { reportTip } from './ladder-report-rows.ts';
import { chatTip } from './chat-look.ts';
import { isToneRow, toneTip } from './ladder-tone-rows.ts';
import { spanText } from './limited-time.ts';

/** switches that are on unless told otherwise are kept as their opposite */
const shownSwitches = ['sdp', 'media', 'duplicates', 'compact'] as const;
/** shown where a ladder has such rows */
const reportSwitches = ['reports', 'all-reports'] as const;
const toneSwitches = ['digits', 'fax', 'chat'] as const;
const defaultOn: ReadonlySet<string> = new Set(['sdp', 'media', 'hops', 'boxes', 'digits', 'fax', 'chat', 'reports']);

/** By packet: the worst of the findings it proves, and what they are called. */
export type Proofs = ReadonlyMap<PacketIndex, { readonly severity: 'note' | 'warning' | 'error'; readonly titles: readonly string[] }>;

/** lanes from which on one is looked for rather than seen */
const MANY_LANES = 10;

const noProofs: Proofs = new Map();

function proven(item: LadderItem, proof: { readonly severity: 'note' | 'warning' | 'error' } | undefined): LadderItem {
  return proof === undefined || item.kind !== 'arrow' ? item : { ...item, proof: proof.severity };
}

@customElement('sg-call-ladder')
export class SgCallLadder extends LitElement {
  static override styles = [base, callLadderStyles];

  @property({ attribute: false }) ladder: Ladder | undefined;
  /** key of the row with the cursor: see rowKey() */
  @property() selected = '';
  @property() time: LadderTimeMode = 'absolute';
  /** words that differ from the defaults: no-sdp, no-media, no-hops, no-reports, all-reports, duplicates, compact, by-dialog, hide-ACK */
  @property({ attribute: false }) show: readonly string[] = [];
  /** number of open captures: frames are named with theirs when there are several */
  @property({ type: Number }) captures = 1;
  /** the shared cursor */
  @property({ attribute: false }) moment: MomentSource | undefined;
  /** sound plays: its moment stays in sight */
  @property({ type: Boolean }) playing = false;
  /** heading of exports, and their file name without ending */
  @property() name = '';
  @property() fileName = 'ladder';
  /** what RTCP says; arrives after the ladder */
  @property({ attribute: false }) reports: KnownReports = noReports;
  /** packets that prove findings, with the worst and their titles */
  @property({ attribute: false }) proofs: Proofs = noProofs;
  /** names, folds and order a person chose */
  @property({ attribute: false }) laneChoices: LaneChoices = noLaneChoices;
  @state() private marked: readonly string[] = [];
  @state() private note = '';
  @query('.lane-menu') private laneMenu!: SgMenu | null;
  @query('sg-ladder-diagram') private diagram!: SgLadderDiagram | null;
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);
  private items: readonly LadderItem[] = [];
  private rows: readonly LadderRow[] = [];
  private runs: readonly (readonly LadderRow[])[] = [];
  private texts: ReportTexts = new Map();
  private readonly desk = new LaneDesk(this);
  private byKey: ReadonlyMap<string, number> = new Map();
  private built = '';

  /** The switches as they stand. */
  get switches(): LadderSwitches {
    const colour = colourModes.find((mode) => this.show.includes(`by-${mode}`)) ?? 'kind';
    return {
      sdp: this.isOn('sdp'),
      media: this.isOn('media'),
      duplicates: this.isOn('duplicates'),
      hops: this.isOn('hops'),
      digits: this.isOn('digits'),
      fax: this.isOn('fax'),
      chat: this.isOn('chat'),
      reports: this.isOn('reports'),
      allReports: this.isOn('all-reports'),
      colour,
      hidden: new Set(this.show.filter((word) => word.startsWith('hide-')).map((word) => word.slice(5))),
    };
  }

  private isOn(name: string): boolean {
    return defaultOn.has(name) ? !this.show.includes(`no-${name}`) : this.show.includes(name);
  }

  override willUpdate(changed: PropertyValues): void {
    const word = ladderWords();
    const wanted = `${this.show.join()}|${this.captures}|${word.title}`;
    if (changed.has('reports') || wanted !== this.built) this.texts = reportTexts(this.reports, reportsWords());
    if (!changed.has('ladder') && !changed.has('reports') && !changed.has('proofs') && !changed.has('laneChoices') && wanted === this.built) return;
    this.built = wanted;
    const ladder = this.ladder === undefined || this.isOn('hops') ? this.ladder : oneHop(this.ladder);
    const built = ladder ? ladderItems(ladder, this.switches, this.captures, word, this.texts) : { items: [], rows: [], runs: [] };
    this.desk.arrange(ladder, this.laneChoices, this.isOn('boxes'));
    const items = this.desk.placed(built.items);
    this.items = this.proofs.size === 0 ? items : items.map((item, i) => proven(item, this.proofs.get(built.rows[i]!.place.packet)));
    this.rows = built.rows;
    this.runs = built.runs;
    this.byKey = new Map(built.items.map((item, i) => [item.key, i]));
  }

  /** Brings a row into view and, with `focus`, the keyboard to the ladder. */
  async reveal(key: string, focus = false): Promise<void> {
    await this.updateComplete;
    await this.diagram?.updateComplete;
    this.diagram?.reveal(key, focus);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private setState(change: { readonly time?: LadderTimeMode; readonly show?: readonly string[] }): void {
    this.time = change.time ?? this.time;
    this.show = change.show ?? this.show;
    this.tell('sg-ladder-state', { time: this.time, show: this.show });
  }

  private flip(name: string): void {
    const word = defaultOn.has(name) ? `no-${name}` : name;
    this.setState({ show: this.show.includes(word) ? this.show.filter((other) => other !== word) : [...this.show, word] });
  }

  private setColour(mode: ColourMode): void {
    const rest = this.show.filter((word) => !word.startsWith('by-'));
    this.setState({ show: mode === 'kind' ? rest : [...rest, `by-${mode}`] });
  }

  private flipMethod(method: string): void {
    const word = `hide-${method}`;
    this.setState({ show: this.show.includes(word) ? this.show.filter((other) => other !== word) : [...this.show, word] });
  }

  /** A key of the ladder; true when it was one. Pages may forward keys pressed elsewhere. */
  handleKey(key: string): boolean {
    const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length]!;
    if (key === 'd') this.flip('sdp');
    else if (key === 'm') this.flip('media');
    else if (key === 's') this.flip('boxes');
    else if (key === 'w') this.setState({ time: next(ladderTimeModes, this.time) });
    else if (key === 'c') this.setColour(next(colourModes, this.switches.colour));
    else return false;
    return true;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (!this.handleKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private rowOf(key: string): LadderRow | undefined {
    return this.rows[this.byKey.get(key) ?? -1];
  }

  private onSelect(event: CustomEvent<{ key: string }>, name: string): void {
    event.stopPropagation();
    this.selected = event.detail.key;
    const row = this.rowOf(event.detail.key);
    if (row) this.tell(name, { row });
  }

  private onMark(event: CustomEvent<{ key: string }>): void {
    const { key } = event.detail;
    this.marked = this.marked.includes(key) ? this.marked.filter((other) => other !== key) : [...this.marked.slice(-1), key];
    this.tell('sg-ladder-marked', { rows: this.marked.map((one) => this.rowOf(one)).filter((row) => row?.kind === 'message') });
  }

  /** Forgets the marks. */
  unmark(): void {
    this.marked = [];
  }

  private readonly timeText = (row: LadderItem, previous: LadderItem | undefined): string => {
    const start = this.ladder?.rows[0]?.time ?? 0;
    const { limits } = this.ladder ?? {};
    if (limits?.timeStep === Infinity) return '–';
    if (limits !== undefined && limits.timeStep > 0 && this.time === 'previous' && previous !== undefined)
      return `+${spanText((row.time - previous.time) / 1e6, limits, formatDuration)}`;
    const digits = (limits?.timeStep ?? 0) > 0 ? 0 : 3;
    if (this.time === 'absolute') return formatTime(row.time, digits);
    if (this.time === 'previous') return previous === undefined ? formatTime(row.time, digits) : `+${formatRelative(row.time - previous.time)}`;
    return formatRelative(row.time - start, digits);
  };

  private readonly describe = (item: LadderItem): string => {
    const word = ladderWords();
    const row = this.rowOf(item.key);
    if (row === undefined) return item.label;
    const from = this.desk.headers[item.from]?.title ?? '';
    const to = this.desk.headers[item.to]?.title ?? '';
    const at = formatTime(row.time);
    if (row.kind === 'report' || row.kind === 'chat') return [word.aria.arrow(item.label, from, to, at), item.aside].filter((part) => part !== '').join(', ');
    if (item.kind === 'band') return [word.aria.band(item.label, from, to, at), item.aside, item.second ?? ''].filter((part) => part !== '').join(', ');
    return [word.aria.arrow(item.label, from, to, at), ...item.badges.map((badge) => badge.text), ...(item.problem ? [word.problem] : [])].join(', ');
  };

  private readonly tip = (item: LadderItem): LadderTip | undefined => {
    const row = this.rowOf(item.key);
    if (row === undefined) return undefined;
    if (isToneRow(row)) return toneTip(row, ladderWords());
    if (isErrorRow(row)) return errorTip(row, item.number);
    if (row.kind === 'chat') return chatTip(row, ladderWords());
    if (row.kind === 'report') return reportTip(this.runs[this.byKey.get(item.key) ?? 0] as readonly LadderReport[], this.texts, item.number);
    if (row.kind !== 'message') return withNames(mediaTip(row, this.ladder?.points), row.kind === 'media' && row.segments !== undefined, this.ladder);
    const tip = withNames(
      messageTip(row, this.rows[(this.byKey.get(item.key) ?? 0) - 1], this.captures, this.ladder?.points, this.ladder?.limits),
      row.sightings !== undefined,
      this.ladder,
    );
    const proof = this.proofs.get(row.place.packet);
    return proof === undefined ? tip : { ...tip, facts: [...tip.facts, [ladderWords().proves, proof.titles.join(', ')]] };
  };

  private async export(format: string): Promise<void> {
    const word = ladderWords();
    this.note = '';
    if (format === 'pcap' || format === 'pcapng') return this.tell('sg-ladder-export', { format });
    const ladder: LadderExport = {
      title: this.name,
      lanes: this.desk.headers,
      rows: this.items,
      scaled: this.time === 'scale',
      timeText: this.timeText,
      footer: word.footer(''),
    };
    if (format === 'mermaid') return saveText(`${this.fileName}.mmd`, ladderToMermaid(ladder));
    if (format === 'text') return saveText(`${this.fileName}.txt`, ladderToText(ladder));
    const picture = ladderToSvg(ladder);
    if (format === 'svg') return saveText(`${this.fileName}.svg`, picture.svg, 'image/svg+xml');
    const png = await svgToPng(picture.svg, picture.width, picture.height);
    if (png) saveFile(png, `${this.fileName}.png`);
    else this.note = picture.height > 30_000 ? word.tooTall : word.failed;
  }

  override render(): TemplateResult {
    const word = ladderWords();
    const [first, second] = this.marked.map((key) => this.rowOf(key)?.time).filter((time) => time !== undefined);
    return html`<div class="all" @keydown=${this.onKey}>
      <div class="bar" role="toolbar" aria-label=${word.title}>
        ${this.renderTimes()}${this.renderSwitches()}${this.renderMenus()}${this.desk.headers.length < MANY_LANES ? nothing : this.renderFind()}
        <span class="count">${first !== undefined && second !== undefined ? word.between(spanText(Math.abs(second - first) / 1e6, this.ladder?.limits)) : this.countText()}</span>
      </div>
      ${this.note === '' ? nothing : html`<p class="note" role="status">${this.note}</p>`}
      ${(this.ladder?.omitted ?? 0) > 0 ? html`<p class="note">${word.omitted(formatNumber(this.ladder!.omitted))}</p>` : nothing}
      <sg-ladder-diagram .lanes=${this.desk.headers} .rows=${this.items} .selected=${this.selected} .marked=${new Set(this.marked)} .scaled=${this.time === 'scale'} ?compact=${this.isOn('compact')}
        .label=${word.title} .timeText=${this.timeText} .gapText=${(gap: number) => spanText(gap / 1e6, this.ladder?.limits, formatDuration)} .describe=${this.describe} .tip=${this.tip} .moment=${this.moment} ?following=${this.playing} .emptyText=${this.ladder ? word.empty : word.loading}
        @sg-select=${(event: CustomEvent<{ key: string }>) => this.onSelect(event, 'sg-ladder-select')} @sg-open=${(event: CustomEvent<{ key: string }>) => this.onSelect(event, 'sg-ladder-open')}
        @sg-lane-menu=${(event: CustomEvent<{ lane: number; anchor: HTMLElement }>) => this.desk.openMenu(this.laneMenu, event)}
        @sg-lane-move=${(event: CustomEvent<{ lane: number; to: number }>) => this.desk.move(event.detail.lane, event.detail.to)}
        @sg-lane-rename=${(event: CustomEvent<{ lane: number; name: string }>) => this.desk.rename(event.detail.lane, event.detail.name)}
        @sg-mark=${this.onMark}></sg-ladder-diagram>${this.desk.renderMenu((lane) => this.diagram?.revealLane(lane, 'rename'))}</div>`;
  }

  private countText(): string {
    const messages = this.rows.filter((row) => row.kind === 'message');
    return this.ladder
      ? ladderWords().counted(formatNumber(messages.length), messages.filter((row) => row.kind === 'message' && row.retransmissionOf !== undefined).length)
      : '';
  }

  private renderTimes(): TemplateResult {
    const word = ladderWords();
    return html`<span class="group" role="radiogroup" aria-label=${word.time}>${ladderTimeModes.map(
      (mode) =>
        html`<button type="button" role="radio" aria-checked=${mode === this.time ? 'true' : 'false'} title=${word.timeHelp[mode]} @click=${() => this.setState({ time: mode })}>${word.timeModes[mode]}</button>`,
    )}</span>`;
  }

  private renderSwitches(): TemplateResult {
    const word = ladderWords();
    const boxes = lanesWords();
    return html`${(['sdp', 'media'] as const).map(
      (name) =>
        html`<button type="button" class="switch" aria-pressed=${this.isOn(name) ? 'true' : 'false'} title=${word.switchHelp[name]} @click=${() => this.flip(name)}>${word.switches[name]}</button>`,
    )}${
      hasHops(this.ladder)
        ? html`<button type="button" class="switch" aria-pressed=${this.isOn('hops') ? 'false' : 'true'} title=${word.oneHopHelp} @click=${() => this.flip('hops')}>${word.oneHop}</button>`
        : nothing
    }${
      this.ladder?.bonds.some((bond) => bond.isSure) === true || this.laneChoices.joined.length > 0
        ? html`<button type="button" class="switch" aria-pressed=${this.isOn('boxes') ? 'true' : 'false'} title=${boxes.foldHelp} @click=${() => this.flip('boxes')}>${boxes.fold}</button>`
        : nothing
    }`;
  }

  private renderMenus(): TemplateResult {
    const word = ladderWords();
    const { colour, hidden } = this.switches;
    const shown: readonly MenuEntry[] = [
      ...shownSwitches.slice(2).map((name) => ({ key: `switch:${name}`, label: word.switches[name], checked: this.isOn(name) })),
      ...toneSwitches
        .filter((name) => this.ladder?.rows.some((row) => row.kind === (name === 'fax' ? 'faxStep' : name)))
        .map((name) => ({
          key: `switch:${name}`,
          label: name === 'chat' ? chatWords().ladder.switch : tonesWords().ladder.switches[name],
          checked: this.isOn(name),
        })),
      ...reportSwitches
        .filter(() => this.ladder?.rows.some((row) => row.kind === 'report'))
        .map((name) => ({ key: `switch:${name}`, label: reportsWords().ladder.switches[name], checked: this.isOn(name) })),
      { heading: word.colour },
      ...colourModes.map((mode) => ({ key: `colour:${mode}`, label: word.colourModes[mode], checked: mode === colour })),
      { heading: word.methods },
      ...(this.ladder ? methodsOf(this.ladder) : [])
        .slice(0, 24)
        .map(({ method, count }) => ({ key: `method:${method}`, label: method, hint: formatNumber(count), checked: !hidden.has(method) })),
    ];
    const formats = (['svg', 'png', 'mermaid', 'text', 'pcap', 'pcapng'] as const).map((format) => ({ key: format, label: word.exports[format] }));
    return html`<sg-menu look="small" .stays=${true} .items=${shown} .label=${word.show} @sg-choose=${(event: CustomEvent<{ key: string }>) => this.onShow(event.detail.key)}></sg-menu>
      <sg-menu look="small" .items=${formats} .label=${word.exportAs} @sg-choose=${(event: CustomEvent<{ key: string }>) => this.export(event.detail.key)}></sg-menu>`;
  }

  /** Where a ladder is wider than the window: a lane by name or address. Enter goes to its head. */
  private renderFind(): TemplateResult {
    const word = lanesWords();
    const lane = (event: Event): number => this.desk.find((event.target as HTMLInputElement).value);
    return html`<input class="find" type="search" aria-label=${word.find} placeholder=${word.findPlaceholder} @input=${(event: Event) => lane(event) >= 0 && this.diagram?.revealLane(lane(event))}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || lane(event) < 0) return;
        event.preventDefault();
        this.diagram?.revealLane(lane(event), 'focus');
      }}>`;
  }

  private onShow(key: string): void {
    const mark = key.indexOf(':');
    const kind = key.slice(0, mark);
    const name = key.slice(mark + 1);
    if (kind === 'switch') this.flip(name);
    else if (kind === 'colour') this.setColour(colourModes.find((mode) => mode === name) ?? 'kind');
    else this.flipMethod(name);
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLInputElement
    ? target.type !== 'checkbox' && target.type !== 'radio'
    : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-ladder': SgCallLadder;
  }
}
