/** RTP streams: rows of the table, per-packet rows, and series for plots. Two profiles, never mixed (semantics 1). */
import type { CallIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { Endpoint, PacketPlace, Sort } from './common.ts';
import type { SegmentLoss } from './points.ts';
import type { RowMos } from './quality.ts';
import type { Seal } from './seal.ts';

export type Profile = 'wireshark' | 'rfc3550';

/** Profile ws40: what Wireshark 4.0 shows. -1 in min columns is Wireshark's own "no value". */
export interface WiresharkStats {
  readonly packets: number;
  readonly expected: number;
  readonly lost: number;
  readonly lostPercent: number;
  readonly minDelta: Milliseconds;
  readonly meanDelta: Milliseconds;
  readonly maxDelta: Milliseconds;
  readonly maxDeltaPacket: PacketPlace | undefined;
  readonly minJitter: Milliseconds;
  readonly meanJitter: Milliseconds;
  readonly maxJitter: Milliseconds;
  readonly maxSkew: Milliseconds;
  readonly sequenceErrors: number;
  readonly problem: boolean;
  readonly clockDrift: Milliseconds;
  readonly frequencyDriftHz: number;
  readonly frequencyDriftPercent: number;
  readonly duration: Milliseconds;
}

/** Profile expert: RFC 3550 A.1, A.3, A.8 done fully (semantics 1.9). */
export interface Rfc3550Stats {
  readonly packets: number;
  readonly expected: number;
  readonly lost: number;
  readonly lostPercent: number;
  readonly duplicates: number;
  readonly reordered: number;
  readonly jitter: Milliseconds | undefined;
  readonly maxJitter: Milliseconds | undefined;
  readonly segments: number;
  readonly timestampJumps: number;
  readonly ptime: Milliseconds | undefined;
  readonly clockDriftPpm: number | undefined;
}

/** Only in a stream's detail and in the export: needs a pass over the stream's packets. */
export interface Rfc3550Detail {
  /** [first missing extended sequence number modulo 65536, length] */
  readonly lossRuns: readonly (readonly [number, number])[];
  readonly burstRatio: number | undefined;
  readonly longestBurst: number;
  readonly reorderExtent: number;
  /** packet delay variation over transit - min transit in a 10 s window */
  readonly pdv50: Milliseconds | undefined;
  readonly pdv95: Milliseconds | undefined;
  readonly pdv99: Milliseconds | undefined;
  readonly pdvMax: Milliseconds | undefined;
  readonly payloadBitRate: number;
  readonly ipBitRate: number;
  readonly packetRate: number;
}

export interface PayloadTypeUse {
  readonly number: number;
  readonly name: string;
  /** Hz; 0 is unknown */
  readonly clockRate: number;
  readonly clockInferred: boolean;
  readonly packets: number;
}

export const streamColumns = [
  'index',
  'start',
  'duration',
  'source',
  'sourcePort',
  'destination',
  'destinationPort',
  'ssrc',
  'codec',
  'packets',
  'lost',
  'lostPercent',
  'minDelta',
  'meanDelta',
  'maxDelta',
  'minJitter',
  'meanJitter',
  'maxJitter',
  'problem',
  'expertLost',
  'expertJitter',
  'mos',
  'duplicates',
  'reordered',
  'detectedBy',
  'call',
  'setupFrame',
] as const;
export type StreamColumn = (typeof streamColumns)[number];

export interface StreamQuery {
  readonly text: string;
  readonly detectedBy: readonly DetectedBy[];
  readonly problemOnly: boolean;
  /** only streams with packets that came before their SDP */
  readonly beforeSdp?: boolean;
  readonly call?: CallIndex;
  readonly sort: Sort<StreamColumn>;
}

export type DetectedBy = 'sdp' | 'decode-as' | 'heuristic';

/** why a stream was bound to its call: semantics 2.4 */
export type BindingReason = 'destination' | 'source' | 'candidate' | 'ssrc' | 'symmetric' | 'reverse' | 'rebinding' | 'probable';

export interface StreamRow {
  readonly stream: StreamIndex;
  readonly number: number;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** "0x1a2b3c4d" */
  readonly ssrc: string;
  readonly payloadTypes: readonly PayloadTypeUse[];
  /** names joined as tshark prints them */
  readonly payloadNames: string;
  readonly codec: string;
  readonly media: 'audio' | 'video' | 'other';
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  readonly first: PacketPlace;
  readonly last: PacketPlace;
  readonly packets: number;
  /** packets that came before the SDP announced them: in rfc3550, not in wireshark */
  readonly beforeSdp: number;
  readonly detectedBy: DetectedBy;
  readonly bindingReason: BindingReason | undefined;
  readonly score: number | undefined;
  readonly call: CallIndex | undefined;
  readonly callId: string | undefined;
  readonly direction: 'toCaller' | 'toCallee' | undefined;
  readonly setupFrame: PacketPlace | undefined;
  readonly encrypted: boolean;
  /** of an encrypted one */
  readonly seal: Seal | undefined;
  /** true when tshark with its defaults would show this stream with the same packets */
  readonly seenByWireshark: boolean;
  readonly wireshark: WiresharkStats;
  readonly rfc3550: Rfc3550Stats;
  /** listening quality behind an adaptive buffer */
  readonly mos: RowMos;
  /** where its lost packets were most likely lost: seen from other streams and the sender's packet numbers; undefined without loss and until all are rated */
  readonly lossSite: LossSite | undefined;
  /** of those lost between capture points: from where to where; undefined where that is not what became of them */
  readonly lostBetween: readonly SegmentLoss[] | undefined;
  readonly reverse: StreamIndex | undefined;
  readonly rtcp: { readonly senderReports: number; readonly receiverReports: number };
}

/** `sender`: never sent by that host; `before`: sent, lost before or at the capture; `elsewhere`: not lost, sent to another place of the call */
export type LossSite = 'network' | 'capture' | 'sender' | 'before' | 'elsewhere' | 'between' | 'unclear';

export interface StreamDetail {
  readonly row: StreamRow;
  /** ICMP errors that quote its packets, by kind */
  readonly errors: readonly { readonly error: string; readonly by: string; readonly count: number; readonly place: PacketPlace }[];
  readonly rfc3550: Rfc3550Detail;
  readonly revision: number;
}

/** Per-packet measures. `sequence` is the extended sequence number; `bitRate` is kbit/s over the last second, IP. */
export const seriesMeasures = ['jitter', 'delta', 'skew', 'loss', 'bitRate', 'sequence'] as const;
export type SeriesMeasure = (typeof seriesMeasures)[number];

export interface SeriesRequest {
  readonly stream: StreamIndex;
  readonly profile: Profile;
  readonly measures: readonly SeriesMeasure[];
  /** window on the time line; the whole stream when absent */
  readonly from?: Nanoseconds;
  readonly to?: Nanoseconds;
  /** buckets wanted: about the plot's width in pixels */
  readonly buckets: number;
}

/** Built for its width. x is unique and rising: bucket centres, seconds on the time line. Empty buckets are left out. */
export interface StreamSeries {
  readonly stream: StreamIndex;
  readonly profile: Profile;
  readonly x: Float64Array;
  /** per measure asked: min, max, mean per bucket; NaN where the bucket has no value */
  readonly measures: readonly { readonly measure: SeriesMeasure; readonly min: Float64Array; readonly max: Float64Array; readonly mean: Float64Array }[];
  /** lost packets per bucket (expert), always present */
  readonly lost: Float64Array;
  readonly events: readonly SeriesEvent[];
  readonly revision: number;
}

export interface SeriesEvent {
  readonly kind: 'marker' | 'payloadTypeChange' | 'loss' | 'duplicate' | 'reordered' | 'timestampJump' | 'restart' | 'telephoneEvent' | 'comfortNoise';
  /** seconds on the time line */
  readonly time: number;
  readonly place: PacketPlace;
  /** packets lost, new payload type, event code … */
  readonly value: number;
}

export interface StreamPacketRow {
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly payloadType: number;
  readonly marker: boolean;
  readonly length: number;
  /** profile ws40, milliseconds; kbit/s */
  readonly delta: Milliseconds;
  readonly jitter: Milliseconds;
  readonly skew: Milliseconds;
  readonly bandwidth: number;
  /** Wireshark's own status text (semantics 1.7); empty is OK */
  readonly status: string;
  readonly problem: boolean;
  /** expert view of the same packet */
  readonly expert: 'first' | 'duplicate' | 'reordered' | 'afterGap' | 'held' | 'beforeSdp' | '';
  readonly missingBefore: number;
}
