/** What the engine answers. Node tests call these directly; the worker exposes them to the page. */
import type { CallIndex, FrameNumber, MessageIndex, PacketIndex, StreamIndex } from '../base/units.ts';
import type { BindingQuery, BindingRow } from './bindings.ts';
import type { CallDetail } from './call-detail.ts';
import type { CallQuery, CallRate, CallRow } from './calls.ts';
import type { DialogQuery, DialogRow } from './dialogs.ts';
import type { Ladder } from './ladder.ts';
import type { Chat } from './chat.ts';
import type { Endpoint, Page, Paged } from './common.ts';
import type { SeenPayloadType } from './decode-as.ts';
import type { MessageDetail, PacketDetail, PacketQuery, PacketRow } from './detail.ts';
import type { FaxSession } from './fax.ts';
import type { FindingChoice, FindingGroup, FindingGrouping, FindingRow, FindingThreshold } from './findings.ts';
import type { LabelCount } from './labels.ts';
import type { LegFamily, LegMedia } from './legs.ts';
import type { DiagnosticRow, Overview } from './overview.ts';
import type { CallPoints, SegmentSeries, SegmentSeriesRequest, StreamPoints } from './points.ts';
import type { CallReports, StreamReports } from './reports.ts';
import type { BufferSetting, CallQuality, QualityRequest, StreamQuality } from './quality.ts';
import type { Remedy } from './remedies.ts';
import type { KeyAnswer, TypedKey } from './seal.ts';
import type { SoundExport, SoundPiece, SoundPlan, SoundRequest, SoundSource, Waveform, WaveformRequest } from './sound.ts';
import type { SeriesRequest, StreamDetail, StreamPacketRow, StreamQuery, StreamRow, StreamSeries } from './streams.ts';
import type { CallDigits } from './tones.ts';
import type { TlsConnectionRow } from './tls.ts';
import type { VideoFacts } from './video.ts';
import type { Statistics } from './statistics.ts';

/** A table as CSV (RFC 4180); cells that a spreadsheet would run as a formula are defused. */
export type TableExport =
  | { readonly table: 'calls'; readonly query: CallQuery }
  | { readonly table: 'dialogs'; readonly query: DialogQuery }
  | { readonly table: 'registrations'; readonly query: BindingQuery }
  | { readonly table: 'streams'; readonly query: StreamQuery }
  | { readonly table: 'streamPackets'; readonly stream: StreamIndex }
  | { readonly table: 'reports'; readonly stream: StreamIndex };

/** Selected calls (or other dialogs, by CallIndex) with their media and RTCP, or streams, as a capture. */
export interface PacketExport {
  readonly format: 'pcap' | 'pcapng';
  readonly calls: readonly CallIndex[];
  readonly streams: readonly StreamIndex[];
  readonly media: boolean;
}

export interface CaptureQueries {
  overview(): Overview;
  diagnostics(): readonly DiagnosticRow[];

  calls(query: CallQuery, page: Page): Paged<CallRow>;
  callRate(query: CallQuery, buckets: number): CallRate;
  call(call: CallIndex): Promise<CallDetail | undefined>;
  /** Several calls merge into one ladder on one time line. */
  ladder(calls: readonly CallIndex[]): Promise<Ladder>;
  /** The call of a Call-ID, or undefined: resolves links. */
  findCall(callId: string): CallIndex | undefined;
  /** Row of a call under a query, or -1: to scroll to it. */
  callPosition(query: CallQuery, call: CallIndex): number;

  /** labels that occur; all at zero, so none, while reading */
  labelCounts(): readonly LabelCount[];
  /** what fired, the worst and most frequent first */
  findingGroups(by: FindingGrouping): readonly FindingGroup[];
  /** every finding of a group, at most a thousand; of one rule alone when `rule` is given */
  findingsOf(by: FindingGrouping, key: string, rule?: string): readonly FindingRow[];
  /** what the rules say of one Call-ID, the worst first; those that look into packets are asked as well */
  findingsOfCall(call: CallIndex): Promise<readonly FindingRow[]>;
  findingThresholds(): readonly FindingThreshold[];
  /** judges everything anew */
  chooseFindings(choice: FindingChoice): void;

  /** The legs of a call: which Call-IDs belong to it, why, and what differs between them; looks at payload in the file. */
  legs(call: CallIndex): Promise<LegFamily | undefined>;
  /** What differs between the media of linked legs: codec, loss, and what the box added; reads streams again. */
  legMedia(call: CallIndex): Promise<readonly LegMedia[]>;
  /** Links two calls by hand, or takes that back; and parts two, or takes that back. Kept while the capture is open. */
  pinLeg(one: CallIndex, other: CallIndex, isPinned: boolean): void;
  cutLeg(one: CallIndex, other: CallIndex, isCut: boolean): void;
  /** Names the header whose value is the Call-ID of the other leg; '' takes it back. */
  chooseLegHeader(name: string): Promise<void>;

  dialogs(query: DialogQuery, page: Page): Paged<DialogRow>;
  registrations(query: BindingQuery, page: Page): Paged<BindingRow>;

  /** TLS connections in the order they began; those that stay closed alone when `closed` */
  tlsConnections(closed: boolean, page: Page): Paged<TlsConnectionRow>;

  /** everything counted; takes a while on a large capture, during which other questions are answered */
  statistics(): Promise<Statistics>;

  streams(query: StreamQuery, page: Page): Paged<StreamRow>;
  stream(stream: StreamIndex): StreamDetail | undefined;
  series(request: SeriesRequest): StreamSeries | undefined;
  streamPackets(stream: StreamIndex, page: Page): Paged<StreamPacketRow>;
  /** Row of the next packet with a problem after `row` (or before, with direction -1), or -1. */
  nextStreamProblem(stream: StreamIndex, row: number, direction: 1 | -1): number;
  /** A stream at every capture point it passed, and what happened in between; undefined when it passed one. */
  streamPoints(stream: StreamIndex): StreamPoints | undefined;
  segmentSeries(request: SegmentSeriesRequest): readonly SegmentSeries[];
  /** The same for the messages and streams of a call. */
  callPoints(call: CallIndex): CallPoints | undefined;
  /** Digits and tones of a call, or of one stream; with `listen` those in the sound too, which reads the media from the file. */
  digits(call: CallIndex, listen: boolean): Promise<CallDigits | undefined>;
  streamDigits(stream: StreamIndex, listen: boolean): Promise<CallDigits | undefined>;
  /** Faxes over T.38 of a call, oldest first; read from the file. */
  faxes(call: CallIndex): Promise<readonly FaxSession[]>;
  /** Messages and files of a call over MSRP; texts are read from the file. Undefined when it carried none. */
  chat(call: CallIndex): Promise<Chat | undefined>;
  /** Frames of a video stream; read from the file. Undefined when it is no video. */
  video(stream: StreamIndex): Promise<VideoFacts | undefined>;
  /** What RTCP says about a stream; read from the file. */
  reports(stream: StreamIndex): Promise<StreamReports | undefined>;
  /** The same for every stream of a call, and what it says of sources that were not captured. */
  callReports(call: CallIndex): Promise<CallReports | undefined>;

  /** A stream behind a jitter buffer, rated; undefined when there is no such stream. */
  quality(request: QualityRequest): Promise<StreamQuality | undefined>;
  callQuality(call: CallIndex, setting: BufferSetting): Promise<CallQuality | undefined>;

  /** Payload types of the streams between two ends, both ways, or of one source alone: what they are taken for. Most used first. */
  seenTypes(source: Endpoint, destination: Endpoint, ssrc?: number): readonly SeenPayloadType[];
  /** What is not read, and what would help; reads some packets again. */
  remedies(): Promise<readonly Remedy[]>;
  /** Tries a key that a person typed; it is kept in memory as long as the capture is open, and nowhere else. */
  giveKey(key: TypedKey): Promise<KeyAnswer>;

  packets(query: PacketQuery, page: Page): Promise<Paged<PacketRow>>;
  packet(packet: PacketIndex): Promise<PacketDetail | undefined>;
  message(message: MessageIndex): Promise<MessageDetail | undefined>;
  /** The packet of a frame number of a capture, or undefined. */
  findFrame(capture: number, frame: FrameNumber): PacketIndex | undefined;
  messagesOf(packet: PacketIndex): readonly MessageIndex[];

  /** What can be heard of calls or streams, and how much of it under a jitter buffer. */
  sound(source: SoundSource, setting: BufferSetting): Promise<SoundPlan>;
  soundPiece(request: SoundRequest): Promise<SoundPiece>;
  /** Answered at once with what is known; ask again while `known` is below 1. */
  waveform(request: WaveformRequest): Promise<Waveform | undefined>;

  /** spec/analysis-json.md, streamed in pieces. */
  analysis(): AsyncIterable<string>;
  /** The signalling of these calls has keys of media in the clear: their packets, exported, tell them on. */
  carriesKeys(calls: readonly CallIndex[]): boolean;
  exportPackets(request: PacketExport): AsyncIterable<Uint8Array<ArrayBuffer>>;
  exportTable(request: TableExport): AsyncIterable<string>;
  /** A WAV file; nothing when there is nothing to hear. */
  exportSound(request: SoundExport): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** RTP payloads of a stream one after the other. */
  exportPayload(stream: StreamIndex): AsyncIterable<Uint8Array<ArrayBuffer>>;
}
