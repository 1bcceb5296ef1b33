/**
 * The engine: opens captures and answers the contract's questions about them. Runs unchanged in the worker and in Node.
 * Nothing here throws for what a capture holds; a file that cannot be read any more rejects the one answer that needed it.
 */
import type { CallIndex, FrameNumber, MessageIndex, PacketIndex, StreamIndex } from '../base/units.ts';
import type { BindingQuery, BindingRow } from '../contract/bindings.ts';
import type { CallDetail } from '../contract/call-detail.ts';
import type { CallQuery, CallRate, CallRow } from '../contract/calls.ts';
import type { DialogQuery, DialogRow } from '../contract/dialogs.ts';
import type { Ladder } from '../contract/ladder.ts';
import type { CaptureQueries, PacketExport, TableExport } from '../contract/capture-queries.ts';
import type { Chat } from '../contract/chat.ts';
import type { Endpoint, Page, Paged } from '../contract/common.ts';
import type { SeenPayloadType } from '../contract/decode-as.ts';
import type { MessageDetail, PacketDetail, PacketQuery, PacketRow } from '../contract/detail.ts';
import type { FindingChoice, FindingGroup, FindingGrouping, FindingRow, FindingThreshold } from '../contract/findings.ts';
import type { LabelCount } from '../contract/labels.ts';
import type { LegFamily, LegMedia } from '../contract/legs.ts';
import type { DiagnosticRow, OpenFailure, Opened, Overview } from '../contract/overview.ts';
import type { CallPoints, SegmentSeries, SegmentSeriesRequest, StreamPoints } from '../contract/points.ts';
import type { BufferSetting, CallQuality, QualityRequest, StreamQuality } from '../contract/quality.ts';
import type { CallReports, StreamReports } from '../contract/reports.ts';
import type { Statistics } from '../contract/statistics.ts';
import type { SeriesRequest, StreamDetail, StreamPacketRow, StreamQuery, StreamRow, StreamSeries } from '../contract/streams.ts';
import type { DecoderSource } from '../codec/packet-decoder.ts';
import type { Remedy } from '../contract/remedies.ts';
import type { KeyAnswer, TypedKey } from '../contract/seal.ts';
import type { SoundExport, SoundPiece, SoundPlan, SoundRequest, SoundSource, Waveform, WaveformRequest } from '../contract/sound.ts';
import { AudioQueries } from './audio.ts';
import { seenTypes } from './seen-types.ts';
import { exportPayload, exportSound } from './audio-export.ts';
import type { FaxSession } from '../contract/fax.ts';
import type { CallDigits } from '../contract/tones.ts';
import type { TlsConnectionRow } from '../contract/tls.ts';
import type { VideoFacts } from '../contract/video.ts';
import { ChatQueries } from './chats.ts';
import { CallDetails } from './call-details.ts';
import { DeepFindings } from './deep-findings.ts';
import { exportAnalysis, type AnalysisSource } from './export-analysis.ts';
import { pointsExport } from './export-points.ts';
import { exportTable } from './export-table.ts';
import { carriesKeys, exportPackets } from './export-choice.ts';
import { anew, secretsCameLate } from './late-secrets.ts';
import { ToneQueries } from './digits.ts';
import { epochText, sharedTick } from './epoch.ts';
import { findCall } from './find-call.ts';
import { FaxQueries } from './faxes.ts';
import { addChatRows } from './ladder-chat.ts';
import { addToneRows } from './ladder-tones.ts';
import { MessageReader } from './message-reader.ts';
import { createSession, nothingOpens, readAll, recognise, type OpenInput, type OpenOptions, type RecognisedFiles } from './open.ts';
import { captureFacts, diagnosticRows, overview } from './overview.ts';
import { PacketDetails } from './packet-details.ts';
import { CallQueries } from './query-calls.ts';
import { DialogQueries } from './query-dialogs.ts';
import { countLabels } from './query-labels.ts';
import { PacketQueries } from './query-packets.ts';
import { PointQueries } from './query-points.ts';
import { QualityQueries } from './query-quality.ts';
import { StreamQueries } from './query-streams.ts';
import { Reports } from './reports.ts';
import { RemedyFinder } from './remedies.ts';
import { Session } from './session.ts';
import { StatisticsMaker } from './statistics.ts';
import { handKey, typedKey } from './typed-key.ts';
import { tlsConnections } from './query-tls.ts';
import { VideoQueries } from './video.ts';

export const productVersion = '0.1.0';

export class Engine implements CaptureQueries {
  #session: Session = new Session(false);
  #calls = new CallQueries(this.#session);
  #dialogs = new DialogQueries(this.#session);
  #statistics = new StatisticsMaker(this.#session);
  #streams = new StreamQueries(this.#session);
  #points = new PointQueries(this.#session);
  #quality = qualityOf(this.#session, this.#streams, (stream) => this.#reports.roundTrip(stream));
  #reports = new Reports(this.#session, (stream) => this.#streams.reverse(stream));
  #packets = new PacketQueries(this.#session);
  #reader = new MessageReader(this.#session.tables);
  #callDetails = new CallDetails(this.#session, this.#calls, this.#reader, (stream) => this.#quality.stretches(stream));
  #packetDetails = new PacketDetails(this.#session, this.#reader);
  #tones = new ToneQueries(this.#session, this.#reader);
  #faxes = new FaxQueries(this.#session);
  #chats = new ChatQueries(this.#session);
  #video = new VideoQueries(this.#session, this.#reader);
  #deep = new DeepFindings(this.#session, { tones: this.#tones, faxes: this.#faxes, reports: this.#reports });
  readonly #decoders: DecoderSource | undefined;
  #audio: AudioQueries;

  /** @param decoders for codecs this code has no decoder for; without it their payload can only be exported */
  constructor(decoders?: DecoderSource) {
    this.#decoders = decoders;
    this.#audio = this.#listen();
  }

  /** Replaces what is open. Queries are answered meanwhile. Rejects only when a file cannot be read. */
  async open(inputs: readonly OpenInput[], options: OpenOptions): Promise<Opened | OpenFailure> {
    const files = await recognise(inputs, options.signal);
    const { recognised, refused } = files;
    if (recognised.length === 0) return nothingOpens(files);
    this.#use(await createSession(files, options));
    if (await this.#readFirst(files, options)) await this.#readAgain(files, options);
    const { tables } = this.#session;
    return { opens: true, captures: captureFacts(tables), packets: tables.packets.length, refused, cancelled: options.signal.aborted };
  }

  /** True when secrets came behind what they open. */
  async #readFirst({ recognised }: RecognisedFiles, options: OpenOptions): Promise<boolean> {
    let isLate = false;
    await readAll(this.#session, recognised, options, () => !(isLate = secretsCameLate(this.#session, options)));
    return isLate;
  }

  /** With all the secrets there are known from the start. What was made of the first reading is let go before. */
  async #readAgain(files: RecognisedFiles, options: OpenOptions): Promise<void> {
    const again = anew(files);
    this.#use(await this.#nextSession(again, options));
    await readAll(this.#session, again.recognised, { ...options, onProgress: (progress) => options.onProgress({ ...progress, again: true }) });
  }

  /** Knows what was learned so far. Apart from the reading: a local there would hold the first tables while the second fill. */
  async #nextSession(again: RecognisedFiles, options: OpenOptions): Promise<Session> {
    const first = this.#session;
    const next = await createSession(again, options, first.tables.secrets);
    return Object.assign(next, { revision: first.revision, typedKeys: first.typedKeys });
  }

  #use(session: Session): void {
    this.#session = session;
    this.#calls = new CallQueries(session);
    this.#dialogs = new DialogQueries(session);
    this.#statistics = new StatisticsMaker(session);
    this.#streams = new StreamQueries(session);
    this.#points = new PointQueries(session);
    this.#quality = qualityOf(session, this.#streams, (stream) => this.#reports.roundTrip(stream));
    this.#reports = new Reports(session, (stream) => this.#streams.reverse(stream));
    this.#packets = new PacketQueries(session);
    this.#reader = new MessageReader(session.tables);
    this.#callDetails = new CallDetails(session, this.#calls, this.#reader, (stream) => this.#quality.stretches(stream));
    this.#packetDetails = new PacketDetails(session, this.#reader);
    this.#tones = new ToneQueries(session, this.#reader);
    this.#faxes = new FaxQueries(session);
    this.#chats = new ChatQueries(session);
    this.#video = new VideoQueries(session, this.#reader);
    this.#deep = new DeepFindings(session, { tones: this.#tones, faxes: this.#faxes, reports: this.#reports });
    this.#audio = this.#listen();
  }

  #listen(): AudioQueries {
    return new AudioQueries(this.#session, this.#reader, (call) => this.#callDetails.detail(call), this.#decoders);
  }

  overview(): Overview {
    return overview(this.#session, this.#dialogs);
  }

  diagnostics(): readonly DiagnosticRow[] {
    return diagnosticRows(this.#session.tables);
  }

  calls(query: CallQuery, page: Page): Paged<CallRow> {
    return this.#calls.calls(query, page);
  }

  callRate(query: CallQuery, buckets: number): CallRate {
    return this.#calls.rate(query, buckets);
  }

  call(call: CallIndex): Promise<CallDetail | undefined> {
    return this.#callDetails.detail(call);
  }

  ladder(calls: readonly CallIndex[]): Promise<Ladder> {
    return addToneRows(addChatRows(this.#points.addTo(this.#callDetails.ladder(calls)), this.#chats), this.#tones, this.#faxes, (stream) =>
      this.#streams.row(stream),
    );
  }

  findCall(callId: string): CallIndex | undefined {
    return findCall(this.#session.tables, callId);
  }

  callPosition(query: CallQuery, call: CallIndex): number {
    return this.#calls.position(query, call);
  }

  labelCounts(): readonly LabelCount[] {
    return countLabels(this.#session);
  }

  findingGroups(by: FindingGrouping): readonly FindingGroup[] {
    return this.#session.findings.groups(by);
  }

  findingsOf(by: FindingGrouping, key: string, rule?: string): readonly FindingRow[] {
    return this.#session.findings.of(by, key, rule);
  }

  /** Looks at the octets of the call's packets first: some rules rest on them. */
  async findingsOfCall(call: CallIndex): Promise<readonly FindingRow[]> {
    const { findings } = this.#session;
    // a file that cannot be read any more leaves what is known without it
    await this.#deep.look(call).catch(() => undefined);
    return findings.ofCall(call);
  }

  findingThresholds(): readonly FindingThreshold[] {
    return this.#session.findings.thresholds();
  }

  chooseFindings(choice: FindingChoice): void {
    this.#session.rejudge(choice);
  }

  legs(call: CallIndex): Promise<LegFamily | undefined> {
    return this.#session.legs.legs(call, (one) => this.#calls.row(one));
  }

  legMedia(call: CallIndex): Promise<readonly LegMedia[]> {
    return this.#session.legs.media(call);
  }

  pinLeg(one: CallIndex, other: CallIndex, isPinned: boolean): void {
    this.#session.legs.pin(one, other, isPinned);
  }

  cutLeg(one: CallIndex, other: CallIndex, isCut: boolean): void {
    this.#session.legs.cut(one, other, isCut);
  }

  chooseLegHeader(name: string): Promise<void> {
    return this.#session.legs.chooseHeader(name, this.#reader);
  }

  dialogs(query: DialogQuery, page: Page): Paged<DialogRow> {
    return this.#dialogs.dialogs(query, page);
  }

  registrations(query: BindingQuery, page: Page): Paged<BindingRow> {
    return this.#dialogs.registrations(query, page);
  }

  tlsConnections(closed: boolean, page: Page): Paged<TlsConnectionRow> {
    return tlsConnections(this.#session, closed, page);
  }

  statistics(pause: () => Promise<void> = () => Promise.resolve()): Promise<Statistics> {
    return this.#statistics.get(pause);
  }

  streams(query: StreamQuery, page: Page): Paged<StreamRow> {
    return this.#streams.streams(query, page);
  }

  stream(stream: StreamIndex): StreamDetail | undefined {
    return this.#streams.detail(stream);
  }

  series(request: SeriesRequest): StreamSeries | undefined {
    return this.#streams.series(request);
  }

  streamPackets(stream: StreamIndex, page: Page): Paged<StreamPacketRow> {
    return this.#streams.packets(stream, page);
  }

  nextStreamProblem(stream: StreamIndex, row: number, direction: 1 | -1): number {
    return this.#streams.nextProblem(stream, row, direction);
  }

  streamPoints(stream: StreamIndex): StreamPoints | undefined {
    return this.#points.stream(stream);
  }

  segmentSeries(request: SegmentSeriesRequest): readonly SegmentSeries[] {
    return this.#points.series(request);
  }

  callPoints(call: CallIndex): CallPoints | undefined {
    return this.#points.call(call);
  }

  digits(call: CallIndex, listen: boolean): Promise<CallDigits | undefined> {
    const digits = this.#tones.digits(call, listen);
    // rules about digits know then what was heard
    if (listen) void digits.then(() => this.#deep.heard(call)).catch(() => undefined);
    return digits;
  }

  streamDigits(stream: StreamIndex, listen: boolean): Promise<CallDigits | undefined> {
    return this.#tones.streamDigits(stream, listen);
  }

  faxes(call: CallIndex): Promise<readonly FaxSession[]> {
    return this.#faxes.faxes(call);
  }

  chat(call: CallIndex): Promise<Chat | undefined> {
    return this.#chats.chat(call);
  }

  video(stream: StreamIndex): Promise<VideoFacts | undefined> {
    return this.#video.video(stream);
  }

  quality(request: QualityRequest): Promise<StreamQuality | undefined> {
    return this.#quality.quality(request);
  }

  callQuality(call: CallIndex, setting: BufferSetting): Promise<CallQuality | undefined> {
    return this.#quality.callQuality(call, setting);
  }

  /** Rates every stream once reading has ended: MOS of rows, of the export and of sorting. Shared by all who ask. */
  async rate(pause: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const session = this.#session;
    await session.ratings.rate(pause);
    await session.legs.deepen(pause);
  }

  /** Looks at the octets of every call's packets where there are few calls: what rules find there is in groups and lists then. */
  deepen(pause: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    return this.#deep.lookAtAll(pause);
  }

  reports(stream: StreamIndex): Promise<StreamReports | undefined> {
    return this.#reports.reports(stream);
  }

  callReports(call: CallIndex): Promise<CallReports | undefined> {
    return this.#reports.callReports(call);
  }

  seenTypes(source: Endpoint, destination: Endpoint, ssrc?: number): readonly SeenPayloadType[] {
    return seenTypes(this.#session, source, destination, ssrc);
  }

  remedies(): Promise<readonly Remedy[]> {
    return new RemedyFinder(this.#session).find();
  }

  /** What was opened with it is read anew by everything that remembers: the queries begin afresh. */
  async giveKey(typed: TypedKey): Promise<KeyAnswer> {
    const session = this.#session;
    const key = typedKey(typed);
    if (key === undefined) return 'noKey';
    const opens = await session.sealed.take(handKey(session.tables, typed, key));
    if (session !== this.#session || !opens) return 'fitsNothing';
    session.keep(typed);
    this.#use(session);
    session.touch();
    return 'opened';
  }

  packets(query: PacketQuery, page: Page): Promise<Paged<PacketRow>> {
    return this.#packets.packets(query, page);
  }

  packet(packet: PacketIndex): Promise<PacketDetail | undefined> {
    return this.#packetDetails.packet(packet);
  }

  message(message: MessageIndex): Promise<MessageDetail | undefined> {
    return this.#packetDetails.message(message);
  }

  findFrame(capture: number, frame: FrameNumber): PacketIndex | undefined {
    return this.#packets.findFrame(capture, frame);
  }

  messagesOf(packet: PacketIndex): readonly MessageIndex[] {
    return this.#packetDetails.messagesOf(packet);
  }

  async *analysis(): AsyncGenerator<string, void, void> {
    await this.rate();
    yield* exportAnalysis(this.#analysisSource());
  }

  carriesKeys(calls: readonly CallIndex[]): boolean {
    return carriesKeys(this.#session, calls);
  }

  exportPackets(request: PacketExport): AsyncIterable<Uint8Array<ArrayBuffer>> {
    return exportPackets(this.#session, request);
  }

  async *exportTable(request: TableExport): AsyncGenerator<string, void, void> {
    await this.rate();
    yield* exportTable(this.#session, this.#calls, this.#dialogs, this.#streams, this.#reports, pointsExport(this.#points, this.overview().points), request);
  }

  sound(source: SoundSource, setting: BufferSetting): Promise<SoundPlan> {
    return this.#audio.plan(source, setting);
  }

  soundPiece(request: SoundRequest): Promise<SoundPiece> {
    return this.#audio.piece(request);
  }

  waveform(request: WaveformRequest): Promise<Waveform | undefined> {
    return this.#audio.waveform(request);
  }

  exportSound(request: SoundExport): AsyncIterable<Uint8Array<ArrayBuffer>> {
    return exportSound(this.#audio, request);
  }

  exportPayload(stream: StreamIndex): AsyncIterable<Uint8Array<ArrayBuffer>> {
    return exportPayload(this.#audio, this.#session.tables, stream);
  }

  #analysisSource(): AnalysisSource {
    const { tables, bindings } = this.#session;
    const { epoch } = tables.timeBase;
    const tick = sharedTick(tables.interfaces.rows);
    return {
      product: `sipglass ${productVersion}`,
      overview: () => this.overview(),
      diagnostics: () => this.diagnostics(),
      sha256: (capture) => tables.captures[capture]!.sha256(),
      time: (moment) => epochText(epoch, moment, tick),
      callIds: () => this.#calls.ids(),
      dialogIds: () => this.#dialogs.ids(),
      streamIds: () => this.#streams.ids(),
      callRow: (call) => this.#calls.row(call),
      cause: (call) => this.#callDetails.cause(call),
      dialogRow: (call) => this.#dialogs.row(call),
      messageIds: (call) => this.#callDetails.messageIds(call),
      readMessages: (messages) => this.#reader.exported(messages),
      ...this.#tones.exporter(),
      faxes: (call) => this.#faxes.faxes(call),
      streamRow: (stream) => this.#streams.row(stream),
      streamDetail: (stream) => this.#streams.measures(stream),
      prefetchReports: (streams) => this.#reports.prefetch(streams),
      reports: (stream) => this.#reports.reports(stream),
      wiresharkSpan: (stream) => {
        const { start, end } = tables.streams.wireshark(stream);
        return { start: Math.round(start * 1e6), end: Math.round(end * 1e6) };
      },
      streamsOfCall: (call) => bindings.streamsOf(call),
      streamRating: (stream) => this.#session.ratings.of(stream),
      points: pointsExport(this.#points, this.overview().points),
    };
  }
}

function qualityOf(session: Session, streams: StreamQueries, roundTrip: Reports['roundTrip']): QualityQueries {
  return new QualityQueries(
    session,
    (stream) => streams.gathered(stream),
    async (stream) => {
      const found = await roundTrip(stream);
      return found?.endToEndMean ?? found?.reported;
    },
  );
}
