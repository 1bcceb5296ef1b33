/**
 * One RTP stream, or several together: what it is, both profiles side by side, plots whose zoom asks the engine again, and
 * every packet with Wireshark's status. Streams, profile, window and the packet looked at are in the route.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { bufferOf, keepBuffer } from '../../app/buffer.ts';
import { changeSplit, changeTable, settings } from '../../app/settings.ts';
import type { StreamIndex } from '../../base/units.ts';
import type { PacketPlace } from '../../contract/common.ts';
import type { QualityRequest, StreamQuality } from '../../contract/quality.ts';
import type { Profile, SeriesRequest, StreamDetail, StreamPacketRow, StreamRow, StreamSeries } from '../../contract/streams.ts';
import type { VideoFacts } from '../../contract/video.ts';
import { ClockController } from '../parts/format.ts';
import { ObserveController } from '../parts/observe.ts';
import type { RowSource } from '../parts/row-pages.ts';
import '../parts/sg-data-table.ts';
import type { SgDataTable } from '../parts/sg-data-table.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-menu.ts';
import '../parts/sg-split-pane.ts';
import { base, controls } from '../parts/shared-styles.ts';
import type { TableLayout } from '../parts/table-columns.ts';
import '../views/sg-call-sound.ts';
import '../views/sg-media-plots.ts';
import type { ProblemPacket, SgMediaPlots } from '../views/sg-media-plots.ts';
import { lateTimesOf } from '../views/late-marks.ts';
import '../views/sg-quality.ts';
import '../views/sg-reports.ts';
import '../views/sg-point-way.ts';
import '../views/sg-segment-plots.ts';
import '../views/sg-stream-facts.ts';
import '../views/sg-stream-measures.ts';
import '../views/sg-call-tones.ts';
import '../views/sg-video-facts.ts';
import { streamPacketColumns } from '../views/stream-packet-columns.ts';
import { WordsController } from '../words/language.ts';
import { decodeWords } from '../words/decode-words.ts';
import { mediaWords } from '../words/media-words.ts';
import { streamsWords } from '../words/streams-words.ts';
import { decodeOffer } from './decode-offer.ts';
import { ListeningController } from './listening-controller.ts';
import { rowOfPacket } from './row-of-packet.ts';
import { streamToneSource } from './tone-source.ts';
import { PointsController } from './points-controller.ts';
import { ReportsController, saveReports } from './reports-controller.ts';
import { saveBuilt } from './say.ts';
import { streamPageStyles } from './stream-page-styles.ts';
import type { KeyAnswer, TypedKey } from '../../contract/seal.ts';
import '../views/sg-seal-notes.ts';

const TOGETHER = 12;
/** milliseconds before the packet under the cursor goes into the address */
const ROUTE_PACE = 250;
const profiles: readonly Profile[] = ['wireshark', 'rfc3550'];

@customElement('sg-page-stream')
export class SgPageStream extends LitElement {
  static override styles = [base, controls, streamPageStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'stream' };
  @state() private _details: readonly StreamDetail[] | undefined;
  @state() private _chosen: StreamIndex = -1;
  @state() private _under: StreamPacketRow | undefined;
  @state() private _late: ReadonlyMap<StreamIndex, Float64Array> = new Map();
  @state() private _video: VideoFacts | undefined;
  #videoAsked = '';
  @query('sg-data-table') private readonly _table!: SgDataTable | null;
  @query('sg-media-plots') private readonly _plots!: SgMediaPlots | null;
  readonly #reports: ReportsController = new ReportsController(this, () =>
    this.session && this._details ? { session: this.session, calls: [], streams: this.#streams, revision: this.session.revision.value } : undefined,
  );
  readonly #points: PointsController = new PointsController(this, () =>
    this.session && this.#detail
      ? { session: this.session, calls: [], stream: this.#detail.row.stream, from: this.route.from, to: this.route.to, revision: this.session.revision.value }
      : undefined,
  );
  #source: RowSource<StreamPacketRow> | undefined;
  #of = -1;
  #asked = '';
  #sought = '';
  #arriving = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #sound: ListeningController = new ListeningController(this, 'stream', () =>
    this.session !== undefined && this.#detail !== undefined
      ? { session: this.session, source: { streams: this.#streams }, setting: bufferOf(this.route) }
      : undefined,
  );

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, settings]);
    this.addEventListener('keydown', this.#key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** The shell: the page is shown; the keyboard goes to the packets once they are there. */
  arrive(): void {
    this.#arriving = true;
    this.requestUpdate();
  }

  protected override updated(): void {
    const table = this._table;
    if (!this.#arriving || table === null) return;
    this.#arriving = false;
    void table.updateComplete.then(() => table.focus());
  }

  get #streams(): readonly StreamIndex[] {
    return (this.route.streams ?? []).slice(0, TOGETHER);
  }

  get #profile(): Profile {
    return this.route.profile === 'wireshark' ? 'wireshark' : 'rfc3550';
  }

  get #detail(): StreamDetail | undefined {
    return this._details?.find((detail) => detail.row.stream === this._chosen) ?? this._details?.[0];
  }

  protected override willUpdate(): void {
    const { session } = this;
    if (session === undefined) return;
    const asks = `${this.#streams.join()}/${session.revision.value}`;
    if (asks !== this.#asked) {
      this.#asked = asks;
      this.#load(session, this.#streams);
    }
    this.#follow();
    const stream = this.#detail?.row.stream ?? -1;
    if (stream === this.#of) return;
    this.#of = stream;
    this._under = undefined;
    this.#source = stream < 0 ? undefined : (page) => session.queries.streamPackets(stream, page);
  }

  readonly #load = latest(
    (session: Session, streams: readonly StreamIndex[]) => Promise.all(streams.map((stream) => session.queries.stream(stream))),
    (details: readonly (StreamDetail | undefined)[]) => {
      this._details = details.filter((detail) => detail !== undefined);
    },
    () => {
      this._details = [];
    },
  );

  /** Shows the packet the route names. */
  #follow(): void {
    const { session, route } = this;
    const detail = this.#detail;
    if (session === undefined || detail === undefined || route.frame === undefined) return;
    const sought = `${detail.row.stream}/${route.capture ?? 0}/${route.frame}`;
    if (sought === this.#sought) return;
    this.#sought = sought;
    if (this._under?.place.frame === route.frame && this._under.place.capture === (route.capture ?? 0)) return;
    void this.#seek(session, detail.row.stream, route.capture ?? 0, route.frame);
  }

  async #seek(session: Session, stream: StreamIndex, capture: number, frame: number): Promise<void> {
    const packet = await session.queries.findFrame(capture, frame).catch(() => undefined);
    if (packet === undefined) return;
    const row = await rowOfPacket((page) => session.queries.streamPackets(stream, page), packet).catch(() => -1);
    if (row >= 0) await this.#show(session, stream, row);
  }

  async #show(session: Session, stream: StreamIndex, row: number): Promise<void> {
    await this.updateComplete;
    this._table?.show(row);
    this._under = (await session.queries.streamPackets(stream, { offset: row, limit: 1 }).catch(() => undefined))?.rows[0];
    this.#tellRoute();
  }

  protected override render(): TemplateResult | typeof nothing {
    const w = streamsWords();
    const { session } = this;
    if (session === undefined || (this._details === undefined && this.#streams.length > 0)) return nothing;
    const detail = this.#detail;
    if (detail === undefined)
      return html`<sg-empty .title=${w.gone}><button class="button" @click=${() => session.navigate({ view: 'streams' })}>${w.back}</button></sg-empty>`;
    const captures = session.overview.value?.captures.length ?? 1;
    return html`<header>${this.#tabs()}<sg-stream-facts .detail=${detail} .captures=${captures} @sg-frame-link=${(event: CustomEvent<PacketPlace>) => this.#openPacket(event.detail)}>
        <div class="actions" slot="actions">${this.#actions(session, detail.row)}</div></sg-stream-facts><sg-seal-notes always .streams=${[detail.row]} .tryKey=${this.#tryKey}></sg-seal-notes></header>
      <div class="main" @sg-listen=${this.#sound.act} @sg-moment=${(event: CustomEvent<{ time: number }>) => this.#sound.seek(event.detail.time)}><aside tabindex="0" aria-label=${w.measures}>${this.#renderQuality(session, detail.row)}<sg-stream-measures .detail=${detail}></sg-stream-measures></aside>
        <sg-split-pane direction="column" .percent=${settings.value.splits.get('stream') ?? 56} .label=${w.plots} @sg-split=${(event: CustomEvent<{ percent: number }>) => changeSplit('stream', event.detail.percent)}>
          <div slot="first" class="plots" tabindex="0" role="region" aria-label=${mediaWords().plots}>${this.#renderPlots(session, detail.row)}</div>
          <div slot="second" class="packets">${this.#renderPackets(session, detail.row, captures)}</div></sg-split-pane></div>`;
  }

  readonly #tryKey = async (key: Pick<TypedKey, 'suite' | 'text'>): Promise<KeyAnswer> => {
    const { session } = this;
    const row = this.#detail?.row;
    if (session === undefined || row === undefined) return 'fitsNothing';
    const { source, destination, ssrc } = row;
    return session.giveKey({ ...key, callId: undefined, stream: { source, destination, ssrc } });
  };

  #tabs(): TemplateResult | typeof nothing {
    const details = this._details ?? [];
    if (details.length < 2) return nothing;
    const chosen = this.#detail?.row.stream;
    return html`<div class="tabs" role="tablist" aria-label=${streamsWords().tabs}>${details.map(
      ({ row }) =>
        html`<button role="tab" aria-selected=${row.stream === chosen} @click=${() => {
          this._chosen = row.stream;
        }}>#${row.number} ${row.source.address} → ${row.destination.address} ${row.codec}</button>`,
    )}</div>`;
  }

  #actions(session: Session, row: StreamRow): TemplateResult {
    const w = streamsWords();
    const word = mediaWords();
    const { callId, reverse } = row;
    return html`<span class="group" role="radiogroup" aria-label=${word.profile}>${profiles.map((profile) => html`<button role="radio" aria-checked=${profile === this.#profile} title=${word.profileHelp[profile]} @click=${() => this.#go({ profile: profile === 'rfc3550' ? undefined : profile })}>${word.profiles[profile]}</button>`)}</span>
      ${callId === undefined ? nothing : html`<button class="button" @click=${() => session.navigate({ view: 'call', callIds: [callId], tab: 'media' })}>${w.openCall}</button>`}
      ${reverse === undefined || this.#streams.includes(reverse) ? nothing : html`<button class="button" @click=${() => this.#go({ streams: [...this.#streams, reverse] })}>${w.findReverse}</button>`}
      <button class="button" title=${decodeWords().buttonHelp} @click=${() => this.dispatchEvent(decodeOffer(row))}>${decodeWords().button}</button>
      <sg-menu .label=${w.exportMenu} .items=${[{ key: 'pcapng', label: w.exportPcapng }, { key: 'pcap', label: w.exportPcap }, '-' as const, { key: 'csv', label: w.exportPackets }]} @sg-choose=${(event: CustomEvent<{ key: string }>) => void this.#export(event.detail.key, row)}></sg-menu>`;
  }

  #renderQuality(session: Session, row: StreamRow): TemplateResult {
    return html`${row.media === 'video' ? html`<sg-video-facts .facts=${this.#videoOf(session, row)}></sg-video-facts>` : html`<sg-call-tones .source=${this.#tones} .of=${String(row.stream)} .packets=${row.media === 'audio' ? row.packets : 0} .origin=${row.start} .revision=${session.revision.value}></sg-call-tones>`}
      <sg-quality .streams=${[row]} .setting=${bufferOf(this.route)} .origin=${row.start} .revision=${session.revision.value} .load=${this.#quality} @sg-buffer=${(event: CustomEvent<{ word: string }>) => this.#chooseBuffer(event.detail.word)}
      @sg-qualities=${(event: CustomEvent<{ qualities: ReadonlyMap<StreamIndex, StreamQuality> }>) => (this._late = lateTimesOf(event.detail.qualities))}></sg-quality>`;
  }

  #renderPlots(session: Session, row: StreamRow): TemplateResult {
    const rows = (this._details ?? []).map((detail) => detail.row);
    const origin = Math.min(...rows.map((one) => one.start));
    const end = Math.max(...rows.map((one) => one.end), origin + 1e6);
    const under = this._under;
    const marks = under === undefined ? [] : [{ time: under.time, label: streamsWords().cursorAt(String(under.place.frame)) }];
    return html`<sg-point-way .points=${this.#points.known.points} .of=${this.#points.known.of} @sg-stream-open=${(event: CustomEvent<{ stream: StreamIndex }>) => session.navigate({ view: 'stream', streams: [event.detail.stream] })}></sg-point-way>
      <sg-media-plots .reports=${this.#reports.known.streams} .late=${this._late} .streams=${rows} .profile=${this.#profile} .selected=${row.stream} .origin=${origin} .end=${end} .from=${this.route.from} .to=${this.route.to} .chartHeight=${112} .revision=${session.revision.value}
      .callEvents=${marks} .load=${this.#series} .nextProblem=${this.#nextProblem} .moment=${this.#sound.cursor} @sg-window=${(event: CustomEvent<{ from: number | undefined; to: number | undefined }>) => this.#go({ from: event.detail.from, to: event.detail.to })}></sg-media-plots>
      <sg-segment-plots .points=${this.#points.known.points} .series=${this.#points.known.series} .origin=${origin} .end=${end} .from=${this.route.from} .to=${this.route.to} .moment=${this.#sound.cursor} @sg-window=${(event: CustomEvent<{ from: number | undefined; to: number | undefined }>) => this.#go({ from: event.detail.from, to: event.detail.to })}></sg-segment-plots>
      <sg-reports .streams=${rows} .known=${this.#reports.known} @sg-reports-csv=${(event: CustomEvent<{ stream: StreamIndex }>) => saveReports(this, session, event.detail.stream)}></sg-reports>
      <sg-call-sound .listening=${this.#sound.listening} .origin=${origin} .end=${end} .from=${this.route.from} .to=${this.route.to} .fileName=${`stream-${row.number}`} .colourOf=${(
        stream: StreamIndex,
      ) =>
        (
          Math.max(
            0,
            rows.findIndex((one) => one.stream === stream),
          ) % 6
        ) + 1}
        @sg-window=${(event: CustomEvent<{ from: number | undefined; to: number | undefined }>) => this.#go({ from: event.detail.from, to: event.detail.to })}></sg-call-sound>`;
  }

  readonly #tones = streamToneSource(
    () => this.session?.queries,
    () => this.#detail?.row.stream ?? -1,
  );

  /** Frames of a video stream: asked for once a revision, shown when they are there. */
  #videoOf(session: Session, row: StreamRow): VideoFacts | undefined {
    const key = `${row.stream} ${session.revision.value}`;
    if (key !== this.#videoAsked) {
      this.#videoAsked = key;
      void session.queries.video(row.stream).then(
        (facts) => (this._video = facts),
        () => undefined,
      );
    }
    return this._video?.stream === row.stream ? this._video : undefined;
  }

  #renderPackets(session: Session, row: StreamRow, captures: number): TemplateResult {
    const w = streamsWords();
    const under = this._under;
    return html`<div class="bar"><h2>${w.packets}</h2><span class="hint cut" title=${w.packetsHelp}>${w.packetsHelp}</span>
        <button class="button" title=${w.openPacketHelp} ?disabled=${under === undefined} @click=${() => under !== undefined && this.#openPacket(under.place)}>${w.openPacket}</button></div>
      <sg-data-table opens="dblclick" .label=${w.packets} .columns=${streamPacketColumns(captures)} .source=${this.#source as RowSource<unknown>} .revision=${session.revision.value} .rowKey=${(one: StreamPacketRow) => one.place.packet}
        .layout=${settings.value.tables.get('streamPackets')} @sg-layout=${(event: CustomEvent<TableLayout>) => changeTable('streamPackets', event.detail)} @sg-cursor=${(event: CustomEvent<{ index: number; row: StreamPacketRow | undefined }>) => this.#moved(session, row.stream, event.detail)}
        @sg-open=${(event: CustomEvent<{ row: StreamPacketRow }>) => this.#openPacket(event.detail.row.place)}></sg-data-table>`;
  }

  #moved(session: Session, stream: StreamIndex, { index, row }: { index: number; row: StreamPacketRow | undefined }): void {
    if (row === undefined) return void this.#show(session, stream, index);
    this._under = row;
    if (this._table?.matches(':focus-within') === true) this.#sound.seek(row.time);
    this.#tellRoute();
  }

  #tellRoute(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const place = this._under?.place;
      if (place === undefined || !this.isConnected) return;
      this.#sought = `${this.#of}/${place.capture}/${place.frame}`;
      this.#go({ frame: place.frame, capture: place.capture });
    }, ROUTE_PACE);
  }

  #chooseBuffer(word: string): void {
    keepBuffer(word);
    this.#go({ buffer: word });
  }

  readonly #quality = (request: QualityRequest): Promise<StreamQuality | undefined> => this.session?.queries.quality(request) ?? Promise.resolve(undefined);

  #go(change: Partial<Route>): void {
    this.session?.navigate({ ...this.route, ...change }, 'replace');
  }

  #openPacket(place: PacketPlace): void {
    this.session?.navigate({ view: 'packets', frame: place.frame, capture: place.capture });
  }

  readonly #series = (request: SeriesRequest): Promise<StreamSeries | undefined> => this.session?.queries.series(request) ?? Promise.resolve(undefined);

  /** The plots walk problems; the table walks with them, from where its own cursor is. */
  readonly #nextProblem = async (stream: StreamIndex, row: number, direction: 1 | -1): Promise<ProblemPacket | undefined> => {
    const { session } = this;
    if (session === undefined) return undefined;
    const isShown = stream === this.#of;
    const from = isShown && this._under !== undefined && (this._table?.cursor ?? -1) >= 0 ? (this._table?.cursor ?? row) : row;
    const found = await session.queries.nextStreamProblem(stream, from, direction);
    if (found < 0) return undefined;
    const packet = (await session.queries.streamPackets(stream, { offset: found, limit: 1 })).rows[0];
    if (packet === undefined) return undefined;
    if (isShown) {
      this._table?.show(found);
      this._under = packet;
      this.#tellRoute();
    }
    return { row: found, packet };
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.composedPath()[0] instanceof HTMLInputElement) return;
    if (event.key === 'p') this.#sound.toggle();
    else if (event.key === 'n' || event.key === 'N' || event.key === 'P') void this._plots?.walk(event.key === 'P' ? -1 : 1);
    else return;
    event.preventDefault();
  };

  async #export(kind: string, row: StreamRow): Promise<void> {
    const { session } = this;
    if (session === undefined) return;
    const name = `stream-${row.number}`;
    if (kind === 'csv') return saveBuilt(this, session, `${name}.csv`, () => session.exports.exportTable({ table: 'streamPackets', stream: row.stream }));
    const format = kind === 'pcap' ? 'pcap' : 'pcapng';
    await saveBuilt(this, session, `${name}.${format}`, () => session.exports.exportPackets({ format, calls: [], streams: this.#streams, media: true }));
  }
}
