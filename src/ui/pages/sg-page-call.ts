/**
 * The page of a call, or of several merged: the story on top, then ladder with inspector, media, or details. Everything a
 * person can point at is in the route: selected frame, tab, time mode, switches, profile, window of the plots.
 */
import { Pause, Play } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Session } from '../../app/session.ts';
import type { Route } from '../../app/route.ts';
import { bufferOf, keepBuffer } from '../../app/buffer.ts';
import { changeLanes, lanes, type LaneChange } from '../../app/lanes.ts';
import { changeSplit, settings } from '../../app/settings.ts';
import type { CallIndex, MessageIndex, Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { CallDetail } from '../../contract/call-detail.ts';
import type { Ladder, LadderRow } from '../../contract/ladder.ts';
import type { Chat } from '../../contract/chat.ts';
import type { PacketPlace } from '../../contract/common.ts';
import type { FindingEvidence } from '../../contract/findings.ts';
import type { MessageDetail, PacketDetail } from '../../contract/detail.ts';
import type { BufferSetting, QualityRequest, StreamQuality } from '../../contract/quality.ts';
import type { Profile, SeriesRequest, StreamRow, StreamSeries } from '../../contract/streams.ts';
import { icon } from '../parts/icon.ts';
import { ObserveController } from '../parts/observe.ts';
import { saveFile } from '../parts/save-file.ts';
import { fileNameOf } from '../parts/save-text.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-split-pane.ts';
import { isPacketRow, ladderTimeModes, rowKey } from '../views/ladder-rows.ts';
import type { LadderTimeMode } from '../views/ladder-rows.ts';
import '../views/sg-call-details.ts';
import '../views/sg-legs.ts';
import '../views/sg-call-facts.ts';
import '../views/sg-call-ladder.ts';
import type { SgCallLadder } from '../views/sg-call-ladder.ts';
import { ladderDigits } from '../views/ladder-tone-rows.ts';
import '../views/sg-call-media.ts';
import type { SgCallMedia } from '../views/sg-call-media.ts';
import type { ProblemPacket } from '../views/sg-media-plots.ts';
import '../views/sg-call-diff.ts';
import '../views/sg-finding-list.ts';
import '../views/sg-message-diff.ts';
import '../views/sg-call-inspector.ts';
import type { InspectorPane, SgCallInspector } from '../views/sg-call-inspector.ts';
import { partyName } from '../views/call-story.ts';
import { callWords } from '../words/call-words.ts';
import { legsWords } from '../words/legs-words.ts';
import { diffWords } from '../words/diff-words.ts';
import { WordsController } from '../words/language.ts';
import { soundWords } from '../words/sound-words.ts';
import { savedText } from './calls-export.ts';
import { PointsController } from './points-controller.ts';
import { ReportsController, saveReports } from './reports-controller.ts';
import { CompareController } from './compare-controller.ts';
import { LegsController } from './legs-controller.ts';
import { FindingsController } from './findings-controller.ts';
import { callPageStyles } from './call-page-styles.ts';
import { loadCalls, openRow, problemAfter } from './call-loader.ts';
import { toneSource } from './tone-source.ts';
import { ListeningController } from './listening-controller.ts';
import type { KeyAnswer, TypedKey } from '../../contract/seal.ts';

/** milliseconds between two looks at a call while its capture is still being read */
const RELOAD_PACE = 500;
const tabs = ['ladder', 'media', 'findings', 'compare', 'details'] as const;
type Tab = (typeof tabs)[number];

@customElement('sg-page-call')
export class SgPageCall extends LitElement {
  static override styles = [base, callPageStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'call' };

  @state() private details: readonly CallDetail[] = [];
  @state() private shownCall = 0;
  @state() private ladder: Ladder | undefined;
  @state() private streams: readonly StreamRow[] = [];
  @state() private phase: 'loading' | 'ready' | 'missing' = 'loading';
  @state() private message: MessageDetail | undefined;
  @state() private packet: PacketDetail | undefined;
  /** the engine has answered for the row with the cursor */
  @state() private answered = false;
  @state() private selected = '';
  @state() private pane: InspectorPane = 'message';
  @state() private stream: StreamIndex = -1;
  @state() private narrow = false;
  @query('sg-call-ladder') private ladderView!: SgCallLadder | null;
  @query('sg-call-inspector') private inspector!: SgCallInspector | null;
  @query('sg-call-media') private media!: SgCallMedia | null;
  readonly words = new WordsController(this);
  readonly sound: ListeningController = new ListeningController(this, 'call', () =>
    this.session && this.phase === 'ready' && this.streams.length > 0 && (this.tab === 'media' || this.pane === 'media' || this.sound.isWanted)
      ? { session: this.session, source: { calls: this.callIndices }, setting: this.buffer }
      : undefined,
  );
  readonly observe = new ObserveController(this, () => [this.session?.revision, this.session?.state, settings, lanes]);
  readonly reports: ReportsController = new ReportsController(this, () =>
    this.session && this.phase === 'ready' ? { session: this.session, calls: this.callIndices, streams: [], revision: this.loadedRevision } : undefined,
  );
  readonly points: PointsController = new PointsController(this, () =>
    this.session && this.phase === 'ready'
      ? { session: this.session, calls: this.callIndices, stream: undefined, from: undefined, to: undefined, revision: this.loadedRevision }
      : undefined,
  );
  readonly findings: FindingsController = new FindingsController(this, () =>
    this.session && this.phase === 'ready' ? { queries: this.session.queries, calls: this.callIndices, revision: this.loadedRevision } : undefined,
  );
  readonly legs: LegsController = new LegsController(this, () =>
    this.session && this.details[0] && this.session.state.value.status === 'open'
      ? { session: this.session, call: this.details[0].row.call, revision: this.loadedRevision, media: this.tab === 'details' }
      : undefined,
  );
  readonly compared: CompareController = new CompareController(this);
  private loadedFor = '';
  private loadedRevision = -1;
  private asked = 0;
  private loading = false;
  /** came into view before there was anything to take the focus */
  private arriving = false;
  private opened = '';
  private observer: ResizeObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => (this.narrow = this.clientWidth < 860));
    this.observer.observe(this);
    this.addEventListener('keydown', this.onKey);
    document.addEventListener('keydown', this.onKeyElsewhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.removeEventListener('keydown', this.onKey);
    document.removeEventListener('keydown', this.onKeyElsewhere);
  }

  override willUpdate(changed: PropertyValues): void {
    const ids = (this.route.callIds ?? []).join('\n');
    const revision = this.session?.revision.value ?? 0;
    if (ids !== this.loadedFor) {
      this.loadedFor = ids;
      this.phase = 'loading';
      this.details = [];
      this.ladder = undefined;
      this.message = undefined;
      this.packet = undefined;
      this.selected = this.opened = '';
      this.shownCall = 0;
      this.stream = -1;
      void this.load();
    } else if (revision !== this.loadedRevision && !this.loading) void this.load();
    if (changed.has('route') && this.phase === 'ready') this.followRoute();
  }

  private async load(): Promise<void> {
    const { session } = this;
    const ids = this.route.callIds ?? [];
    if (!session) return;
    const mine = ++this.asked;
    this.loading = true;
    this.loadedRevision = session.revision.value;
    const found = await loadCalls(session.queries, ids).catch(() => undefined);
    if (mine !== this.asked) return;
    this.loading = false;
    if (session.revision.value !== this.loadedRevision) setTimeout(() => this.requestUpdate(), RELOAD_PACE);
    if (!found || found.details.length === 0) {
      // a Call-ID without an INVITE is a dialog of its own kind: its ladder stands there
      if ((found?.ladder?.rows.length ?? 0) > 0 && this.isConnected) return session.navigate({ ...this.route, view: 'dialogs', tab: undefined }, 'replace');
      this.phase = 'missing';
      return;
    }
    this.details = found.details;
    this.ladder = found.ladder;
    this.streams = found.streams;
    this.phase = 'ready';
    this.followRoute();
    if (this.arriving) void this.updateComplete.then(() => document.activeElement === document.body && this.arrive());
  }

  /** Selects what the route names; without a frame, the first row. */
  private followRoute(): void {
    const { frame, capture = 0 } = this.route;
    const rows = this.ladder?.rows ?? [];
    const isPacket = rows.some((one) => isPacketRow(one) && rowKey(one) === this.selected);
    this.pane = this.route.show?.includes('packet') || isPacket ? 'packet' : this.pane === 'media' ? 'media' : 'message';
    const row =
      frame === undefined
        ? rows.find((one) => one.kind === 'message')
        : (rows.find((one) => one.kind === 'message' && one.place.frame === frame && one.place.capture === capture) ??
          rows.find((one) => one.place.frame === frame && one.place.capture === capture));
    if (row) {
      const current = rows.find((one) => rowKey(one) === this.selected);
      const same = current?.place.packet === row.place.packet;
      if (!same) void this.open(row, frame !== undefined);
    } else if (frame !== undefined) void this.openFrame(capture, frame);
  }

  private async openFrame(capture: number, frame: number): Promise<void> {
    const packet = await this.session?.queries.findFrame(capture, frame).catch(() => undefined);
    if (packet === undefined || `p${packet}` === this.opened) return;
    this.opened = `p${packet}`;
    this.packet = await this.session?.queries.packet(packet).catch(() => undefined);
    this.pane = 'packet';
  }

  /** Opens a row in the inspector: its message, its packet, or its stream. */
  private async open(row: LadderRow, reveal: boolean): Promise<void> {
    this.selected = rowKey(row);
    if (row.kind === 'media') {
      this.stream = row.stream;
      this.pane = 'media';
    } else if (isPacketRow(row)) this.pane = 'packet';
    else if (this.pane !== 'message' && !this.route.show?.includes('packet')) this.pane = 'message';
    if (reveal) void this.ladderView?.reveal(this.selected);
    const key = this.selected;
    if (key === this.opened) return;
    this.opened = key;
    this.answered = false;
    const found = await openRow(this.session!.queries, row);
    if (key !== this.opened) return;
    this.message = found.message;
    this.packet = found.packet;
    this.answered = true;
  }

  private go(change: Partial<Route>, how: 'push' | 'replace' = 'replace'): void {
    this.session?.navigate({ ...this.route, ...change }, how);
  }

  private onSelect(row: LadderRow): void {
    void this.open(row, false);
    this.sound.seek(row.time);
    this.go({ frame: row.place.frame, capture: row.place.capture });
  }

  private onJump(event: CustomEvent<{ message: MessageIndex; place?: PacketPlace }>): void {
    event.stopPropagation();
    const row = this.ladder?.rows.find((one) => one.kind === 'message' && one.message === event.detail.message);
    if (row) {
      this.setTab('ladder');
      void this.updateComplete.then(() => this.open(row, true));
      this.go({ tab: undefined, frame: row.place.frame, capture: row.place.capture });
    } else if (event.detail.place) void this.openFrame(event.detail.place.capture, event.detail.place.frame);
  }

  /** Two calls can be compared; one cannot. */
  private get tabs(): readonly Tab[] {
    return tabs.filter((tab) => tab !== 'compare' || this.details.length === 2);
  }

  private get tab(): Tab {
    return this.tabs.find((one) => one === this.route.tab) ?? 'ladder';
  }

  private setTab(tab: Tab): void {
    if (tab !== this.tab) this.go({ tab: tab === 'ladder' ? undefined : tab });
  }

  private setPane(pane: InspectorPane): void {
    this.pane = pane;
    const show = (this.route.show ?? []).filter((word) => word !== 'packet');
    this.go({ show: pane === 'packet' ? [...show, 'packet'] : show });
  }

  /** The page has come into view: the keyboard goes to the ladder. */
  arrive(): void {
    this.arriving = this.selected === '';
    if (!this.arriving) void this.ladderView?.reveal(this.selected, true);
  }

  private get profile(): Profile {
    return this.route.profile === 'wireshark' ? 'wireshark' : 'rfc3550';
  }

  private get buffer(): BufferSetting {
    return bufferOf(this.route);
  }

  private chooseBuffer(word: string): void {
    keepBuffer(word);
    this.go({ buffer: word });
  }

  private readonly loadQuality = (request: QualityRequest): Promise<StreamQuality | undefined> =>
    this.session?.queries.quality(request) ?? Promise.resolve(undefined);

  private get callIndices(): readonly CallIndex[] {
    return this.details.map((detail) => detail.row.call);
  }

  /** Keys pressed while nothing has the focus belong to the page that is shown. */
  private readonly onKeyElsewhere = (event: KeyboardEvent): void => {
    if (event.composedPath()[0] !== document.body || !this.checkVisibility()) return;
    if (['j', 'k', 'ArrowDown', 'ArrowUp'].includes(event.key) && this.tab === 'ladder') this.arrive();
    else this.onKey(event);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return;
    if ((event.key === 'N' || event.key === 'P' || event.key === 'n') && this.media) this.media.walk(event.key.toLowerCase() === 'n' ? 1 : -1);
    else if (event.key === 'x') this.flipFamily();
    else if (event.key === 'p' && this.streams.length > 0) this.sound.toggle();
    else if (event.key === 'Escape' && this.compared.isOn) this.endComparing();
    else if (event.key === 'Escape' && event.composedPath().some((node) => node === this.inspector)) this.arrive();
    else if (event.key === 'r' && this.tab === 'ladder') this.setPane(this.pane === 'packet' ? 'message' : 'packet');
    else if (this.tab !== 'ladder' || !this.ladderView?.handleKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly loadSeries = (request: SeriesRequest): Promise<StreamSeries | undefined> =>
    this.session?.queries.series(request) ?? Promise.resolve(undefined);

  private readonly nextProblem = (stream: StreamIndex, row: number, direction: 1 | -1): Promise<ProblemPacket | undefined> =>
    this.session ? problemAfter(this.session.queries, stream, row, direction) : Promise.resolve(undefined);

  private readonly tones = toneSource(
    () => this.session?.queries,
    () => this.callIndices,
  );

  private readonly chats = async (): Promise<readonly Chat[]> => {
    const { session } = this;
    if (!session) return [];
    return (await Promise.all(this.callIndices.map((call) => session.queries.chat(call)))).filter((chat) => chat !== undefined);
  };

  private async exportPackets(format: 'pcap' | 'pcapng'): Promise<void> {
    const name = `${this.fileName}.${format}`;
    const blob = await this.session?.exports.exportPackets({ format, calls: this.callIndices, streams: [], media: true }).catch(() => undefined);
    if (blob) saveFile(blob, name);
    const hasKeys = (await this.session?.queries.carriesKeys(this.callIndices).catch(() => false)) === true;
    const detail = blob ? { text: savedText(name, blob.size, hasKeys), tone: 'ok' } : { text: callWords().exportFailed, tone: 'error' };
    this.dispatchEvent(new CustomEvent('sg-toast', { detail, bubbles: true, composed: true }));
  }

  private get fileName(): string {
    const row = this.details[0]?.row;
    return fileNameOf(row ? `${row.from}-${row.to}-${row.number}` : 'call');
  }

  override render(): TemplateResult {
    const word = callWords();
    if (this.phase === 'missing') {
      const reading = this.session?.state.value.status === 'opening';
      return html`<sg-empty .title=${reading ? word.stillReading : word.unknownCall} .help=${reading ? '' : word.unknownHelp}></sg-empty>`;
    }
    if (this.phase === 'loading') return html`<p class="loading" role="status">${word.loading}</p>`;
    const detail = this.details[Math.min(this.shownCall, this.details.length - 1)];
    return html`<div class="page" @sg-jump=${this.onJump} @sg-listen=${this.sound.act} @sg-moment=${(event: CustomEvent<{ time: Nanoseconds }>) => this.sound.seek(event.detail.time)}>
      ${this.details.length > 1 ? this.renderCalls() : nothing}
      <sg-call-facts .detail=${detail} .streams=${this.streams} .found=${this.findings.rows} .calls=${this.details.length} .digits=${ladderDigits(this.ladder?.rows ?? [], detail?.row.call ?? -1)}></sg-call-facts>
      <div class="head"><div class="tabs" role="tablist">${this.tabs.map(
        (tab) =>
          html`<button type="button" role="tab" id="tab-${tab}" aria-controls="panel" aria-selected=${tab === this.tab ? 'true' : 'false'} tabindex=${tab === this.tab ? 0 : -1} @click=${() => this.setTab(tab)} @keydown=${this.onTabKey}>${tab === 'compare' ? diffWords().tab : word.tabs[tab]}${
            this.countOf(tab) > 0
              ? html` <span class="n" data-tone=${tab === 'findings' ? (this.findings.rows[0]?.severity ?? '') : ''}>${this.countOf(tab)}</span>`
              : nothing
          }</button>`,
      )}</div>${this.renderFamily()}${this.renderListen()}</div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${this.tab}">${this.tab === 'ladder' ? this.renderLadder() : this.tab === 'media' ? this.renderMedia(false) : this.tab === 'compare' ? html`<sg-call-diff tabindex="0" role="region" aria-label=${diffWords().titleCalls} .rows=${this.ladder?.rows ?? []} .left=${this.details[0]?.row} .right=${this.details[1]?.row} @sg-compare=${(event: CustomEvent<{ left: LadderRow; right: LadderRow }>) => void this.compareLine(event.detail)}></sg-call-diff>` : this.tab === 'findings' ? html`<sg-finding-list class="findings" tabindex="0" role="region" aria-label=${word.tabs.findings} .rows=${this.findings.rows} @sg-evidence=${this.onEvidence}></sg-finding-list>` : this.renderDetails()}</div></div>`;
  }

  private renderDetails(): TemplateResult {
    return html`<div class="details" tabindex="0" role="region" aria-label=${callWords().tabs.details} @sg-leg-pin=${this.legs.pin} @sg-leg-cut=${this.legs.cut} @sg-leg-header=${this.legs.header} @sg-leg-number=${this.legs.number} @sg-leg-open=${(event: CustomEvent<{ callIds: readonly string[] }>) => this.openFamily(event.detail.callIds)}>
      <sg-legs .family=${this.legs.family} .media=${this.legs.media} .shown=${this.callIndices}></sg-legs><sg-call-details .details=${this.details} .streams=${this.streams}></sg-call-details></div>`;
  }

  /** Opens the call with its legs, or alone again. */
  private renderFamily(): TemplateResult | typeof nothing {
    const { count } = this.legs;
    if (count === 0) return nothing;
    const word = legsWords();
    const isOpen = this.isFamilyOpen;
    return html`<button type="button" class="listen" aria-pressed=${isOpen ? 'true' : 'false'} title=${isOpen ? word.aloneHelp : word.openHelp} @click=${() => this.flipFamily()}>${isOpen ? word.alone : word.open(count)}</button>`;
  }

  private get isFamilyOpen(): boolean {
    const { callIds } = this.legs;
    return callIds.length > 1 && callIds.every((id) => this.route.callIds?.includes(id));
  }

  private flipFamily(): void {
    const shown = this.details[Math.min(this.shownCall, this.details.length - 1)];
    if (this.legs.count === 0 || shown === undefined) return;
    this.openFamily(this.isFamilyOpen ? [shown.row.callId] : this.legs.callIds);
  }

  /** Several calls are told apart by colour. */
  private openFamily(callIds: readonly string[]): void {
    const show = (this.route.show ?? []).filter((name) => !name.startsWith('by-'));
    this.go({ callIds, show: callIds.length > 1 ? [...show, 'by-call'] : show, frame: undefined, capture: undefined }, 'push');
  }

  /** Play and pause where the sound strip is not in sight. */
  private renderListen(): TemplateResult | typeof nothing {
    const { listening } = this.sound;
    if (this.tab === 'media' || (this.tab === 'ladder' && this.pane === 'media') || !this.streams.some((row) => row.media === 'audio')) return nothing;
    if (listening !== undefined && !listening.plan.tracks.some((track) => track.playable)) return nothing;
    const word = soundWords();
    const playing = listening?.status === 'playing' || listening?.status === 'starting';
    return html`<button type="button" class="listen" aria-pressed=${playing ? 'true' : 'false'} title=${playing ? word.pauseHelp : word.playHelp} @click=${() => this.sound.toggle()}>${icon(playing ? Pause : Play)}${playing ? word.pause : word.listen}</button>`;
  }

  private onTabKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const all = this.tabs;
    const next = all[(all.indexOf(this.tab) + step + all.length) % all.length]!;
    this.setTab(next);
    event.preventDefault();
    event.stopPropagation();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus());
  }

  private countOf(tab: Tab): number {
    return tab === 'media'
      ? this.streams.length + this.details.filter((detail) => detail.chatUnits > 0).length
      : tab === 'findings'
        ? this.findings.rows.length
        : 0;
  }

  private readonly onEvidence = (event: CustomEvent<FindingEvidence>): void => {
    const { place, message, stream } = event.detail;
    if (message !== undefined) this.go({ tab: undefined, frame: place.frame, capture: place.capture }, 'push');
    else if (stream !== undefined) this.session?.navigate({ view: 'stream', streams: [stream], frame: place.frame, capture: place.capture });
    else this.session?.navigate({ view: 'packets', frame: place.frame, capture: place.capture });
  };

  private async compareLine({ left, right }: { readonly left: LadderRow; readonly right: LadderRow }): Promise<void> {
    if (this.session) await this.compared.mark(this.session.queries, [left, right]);
    this.setTab('ladder');
  }

  private readonly endComparing = (): void => {
    this.ladderView?.unmark();
    this.compared.end();
    this.arrive();
  };

  private renderCompared(): TemplateResult {
    return html`<sg-message-diff slot="second" .left=${this.compared.left} .right=${this.compared.right} @sg-swap=${() => this.compared.swap()} @sg-diff-close=${this.endComparing}></sg-message-diff>`;
  }

  private renderCalls(): TemplateResult {
    return html`<div class="calls" role="tablist" aria-label=${callWords().merged(this.details.length)}>${this.details.map(
      ({ row }, i) =>
        html`<button type="button" role="tab" aria-selected=${i === this.shownCall ? 'true' : 'false'} title=${row.callId} @click=${() => (this.shownCall = i)}>${this.route.show?.includes('by-call') ? html`<span class="dot" data-series=${(i % 6) + 1}></span> ` : nothing}#${row.number} ${partyName(row.from, '', row.fromUri)} → ${partyName(row.to, '', row.toUri)}</button>`,
    )}</div>`;
  }

  private renderLadder(): TemplateResult {
    const captures = this.session?.overview.value?.captures.length ?? 1;
    const name = this.narrow ? 'call-column' : 'call';
    return html`<sg-split-pane class="split" direction=${this.narrow ? 'column' : 'row'} .percent=${settings.value.splits.get(name) ?? (this.narrow ? 55 : 54)} .min=${20} .max=${80} .label=${callWords().inspector}
        @sg-split=${(event: CustomEvent<{ percent: number }>) => changeSplit(name, event.detail.percent)}>
      <sg-call-ladder slot="first" .ladder=${this.ladder} .selected=${this.selected} .time=${this.timeMode} .show=${this.route.show ?? []} .captures=${captures} .name=${this.heading()} .fileName=${this.fileName} .moment=${this.sound.cursor} ?playing=${this.sound.listening?.status === 'playing'} .reports=${this.reports.known} .proofs=${this.findings.proofs} .laneChoices=${lanes.value}
        @sg-lane-change=${(event: CustomEvent<LaneChange>) => changeLanes(event.detail)}
        @sg-ladder-marked=${(event: CustomEvent<{ rows: readonly LadderRow[] }>) => this.session && void this.compared.mark(this.session.queries, event.detail.rows)}
        @sg-ladder-select=${(event: CustomEvent<{ row: LadderRow }>) => this.onSelect(event.detail.row)} @sg-ladder-open=${(event: CustomEvent<{ row: LadderRow }>) => this.onOpen(event.detail.row)}
        @sg-ladder-state=${(event: CustomEvent<{ time: LadderTimeMode; show: readonly string[] }>) => this.go({ time: event.detail.time === 'absolute' ? undefined : event.detail.time, show: event.detail.show })}
        @sg-ladder-export=${(event: CustomEvent<{ format: 'pcap' | 'pcapng' }>) => void this.exportPackets(event.detail.format)}></sg-call-ladder>
      ${
        this.compared.isOn
          ? this.renderCompared()
          : html`<sg-call-inspector slot="second" .pane=${this.pane} ?stream=${this.selected.startsWith('s')} .message=${this.message} .packet=${this.packet} ?answered=${this.answered} .captures=${captures}
        @sg-pane=${(event: CustomEvent<{ pane: InspectorPane }>) => this.setPane(event.detail.pane)}>${this.pane === 'media' ? this.renderMedia(true) : nothing}</sg-call-inspector>`
      }</sg-split-pane>`;
  }

  private heading(): string {
    return this.details.map(({ row }) => `${partyName(row.from, '', row.fromUri)} → ${partyName(row.to, '', row.toUri)} (${row.callId})`).join(', ');
  }

  private get timeMode(): LadderTimeMode {
    return ladderTimeModes.find((mode) => mode === this.route.time) ?? 'absolute';
  }

  private onOpen(row: LadderRow): void {
    if (row.kind === 'media' || (isPacketRow(row) && row.kind !== 'report')) this.go({ tab: 'media' }, 'push');
    else this.inspector?.focus();
  }

  /** Tries a key for every call shown here: the first that it opens is enough. */
  private readonly tryKey = async (key: Pick<TypedKey, 'suite' | 'text'>): Promise<KeyAnswer> => {
    const { session } = this;
    let answer: KeyAnswer = 'fitsNothing';
    for (const callId of this.route.callIds ?? []) {
      answer = (await session?.giveKey({ ...key, callId, stream: undefined })) ?? 'fitsNothing';
      if (answer !== 'fitsNothing') break;
    }
    return answer;
  };

  private renderMedia(only: boolean): TemplateResult {
    return html`<sg-call-media slot=${only ? 'media' : nothing} tabindex="0" role="region" aria-label=${only ? callWords().pane.media : callWords().tabs.media} ?only=${only} .details=${this.details} .streams=${this.streams} .profile=${this.profile} .selected=${this.stream}
      .from=${this.route.from} .to=${this.route.to} .revision=${this.loadedRevision} .load=${this.loadSeries} .nextProblem=${this.nextProblem} .buffer=${this.buffer} .loadQuality=${this.loadQuality} .listening=${this.sound.listening} .fileName=${this.fileName} .tones=${this.tones} .chats=${this.chats} .reports=${this.reports.known} .tryKey=${this.tryKey} .known=${this.points.known}
      @sg-stream-open=${(event: CustomEvent<{ stream: StreamIndex }>) => this.session?.navigate({ view: 'stream', streams: [event.detail.stream] })}
      @sg-reports-csv=${(event: CustomEvent<{ stream: StreamIndex }>) => this.session && saveReports(this, this.session, event.detail.stream)}
      @sg-profile=${(event: CustomEvent<{ profile: Profile }>) => this.go({ profile: event.detail.profile === 'rfc3550' ? undefined : event.detail.profile })}
      @sg-buffer=${(event: CustomEvent<{ word: string }>) => this.chooseBuffer(event.detail.word)}
      @sg-stream-select=${(event: CustomEvent<{ stream: StreamIndex }>) => (this.stream = event.detail.stream)}
      @sg-window=${(event: CustomEvent<{ from: Nanoseconds | undefined; to: Nanoseconds | undefined }>) => this.go({ from: event.detail.from, to: event.detail.to })}></sg-call-media>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-page-call': SgPageCall;
  }
}
