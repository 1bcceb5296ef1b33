/**
 * RTCP: what the two ends of a stream said about it (RFC 3550 section 6, RFC 3611, RFC 4585), beside what passed the capture
 * point. Read from the file when asked. Percents are 0 to 100; SSRCs are text, "0x1a2b3c4d".
 */
import type { CallIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { Endpoint, PacketPlace } from './common.ts';

/** Where packets were lost, seen from the capture point. */
export type LossPlace = 'none' | 'upstream' | 'downstream' | 'both' | 'notCaptured';

/** One RTCP packet and who sent it. */
export interface ReportPlace {
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** SSRC of who reports */
  readonly reporter: string;
}

/** A report block: how a receiver gets this stream. */
export interface ReceptionReport extends ReportPlace {
  /** since the report before, from the 8-bit field */
  readonly fractionLost: number;
  /** below zero: copies came */
  readonly cumulativeLost: number;
  readonly extendedHighest: number;
  /** at the source's clock rate; undefined when that is unknown */
  readonly jitter: Milliseconds | undefined;
  /** since the report before, recomputed from both: packets sent, lost to the receiver, and lost before the capture point */
  readonly expected: number | undefined;
  readonly lost: number | undefined;
  readonly lostHere: number | undefined;
  /** capture point ↔ reporter; below zero says that a clock is wrong */
  readonly roundTrip: Milliseconds | undefined;
  /** as Wireshark 4.0 computes it: the packet with the sender report, whole milliseconds since, and what is left of them (hidden within 10 ms of zero) */
  readonly wireshark: { readonly report: PacketPlace; readonly gap: Milliseconds; readonly roundTrip: Milliseconds | undefined } | undefined;
  /** a value that cannot be: jitter above 2^31, highest number running backwards */
  readonly malformed: 'jitter' | 'backwards' | undefined;
  /** the report before, captured once more: counted once */
  readonly isCopy: boolean;
}

/** A sender report: what the sender says it sent, beside what passed here until then. */
export interface SenderReport extends ReportPlace {
  readonly packets: number;
  readonly octets: number;
  readonly packetsHere: number;
  readonly rtpTimestamp: number;
  /** epoch seconds with nine decimals; undefined when the sender has no wall clock */
  readonly wallClock: string | undefined;
  /** the sender's wall clock less the capture's */
  readonly clockOffset: Milliseconds | undefined;
}

/** VoIP metrics (RFC 3611 section 4.7); undefined is "unavailable". */
export interface VoipMetricsReport extends ReportPlace {
  readonly lossRate: number;
  readonly discardRate: number;
  readonly burstDensity: number;
  readonly gapDensity: number;
  readonly burstDuration: Milliseconds;
  readonly gapDuration: Milliseconds;
  readonly roundTripDelay: Milliseconds;
  readonly endSystemDelay: Milliseconds;
  /** dBm */
  readonly signalLevel: number | undefined;
  readonly noiseLevel: number | undefined;
  readonly echoReturnLoss: number | undefined;
  readonly gapThreshold: number;
  readonly rFactor: number | undefined;
  readonly externalRFactor: number | undefined;
  readonly mosListening: number | undefined;
  readonly mosConversational: number | undefined;
  readonly concealment: 'unspecified' | 'disabled' | 'enhanced' | 'standard';
  readonly jitterBuffer: 'unknown' | 'reserved' | 'fixed' | 'adaptive';
  readonly jitterBufferRate: number;
  readonly jitterBufferNominal: Milliseconds;
  readonly jitterBufferMaximum: Milliseconds;
  readonly jitterBufferAbsoluteMaximum: Milliseconds;
}

/** Other extended reports about the stream: run lengths of loss and duplicates, statistics summary, receipt times. */
export interface ExtendedReport extends ReportPlace {
  readonly kind: 'loss' | 'duplicate' | 'statistics' | 'receiptTimes';
  /** sequence numbers reported on: from, and one past the last */
  readonly begin: number;
  readonly end: number;
  readonly lost: number | undefined;
  readonly duplicates: number | undefined;
  readonly jitterMean: Milliseconds | undefined;
  readonly jitterMax: Milliseconds | undefined;
  readonly hopsMean: number | undefined;
}

export interface RoundTripSample {
  readonly time: Nanoseconds;
  readonly place: PacketPlace;
  readonly value: Milliseconds;
}

/** Round trips; means are over what is not below zero. */
export interface RoundTrip {
  /** capture point ↔ receiver of the stream, and ↔ its sender */
  readonly toReceiver: readonly RoundTripSample[];
  readonly toSender: readonly RoundTripSample[];
  /** sums of the two, measured within ten seconds of each other */
  readonly endToEnd: readonly RoundTripSample[];
  readonly toReceiverMean: Milliseconds | undefined;
  readonly toSenderMean: Milliseconds | undefined;
  readonly endToEndMean: Milliseconds | undefined;
  /** last that an endpoint measured itself (VoIP metrics) */
  readonly reported: Milliseconds | undefined;
  /** of how many measurements how many were below zero */
  readonly measured: number;
  readonly negative: number;
}

export const feedbackNames = ['nack', 'tmmbr', 'tmmbn', 'transportCc', 'pli', 'sli', 'rpsi', 'fir', 'remb', 'other'] as const;
export type FeedbackName = (typeof feedbackNames)[number];

/** clock: more than a tenth of the round trips below zero. encrypted: packets that cannot be read. otherLeg: reports came on a way that is not the stream's. */
export type ReportNote = 'clock' | 'malformed' | 'encrypted' | 'otherLeg';

export interface StreamReports {
  readonly stream: StreamIndex;
  /** RTCP packets that name the stream */
  readonly packets: number;
  /** of them, those that could not be read, and those beyond what is read at once (20,000) */
  readonly unread: number;
  readonly omitted: number;
  /** what receivers said, oldest first */
  readonly received: readonly ReceptionReport[];
  readonly sent: readonly SenderReport[];
  readonly metrics: readonly VoipMetricsReport[];
  readonly extended: readonly ExtendedReport[];
  /** over the intervals of the receiver at the stream's destination */
  readonly loss: { readonly expected: number; readonly lostThere: number; readonly lostHere: number; readonly place: LossPlace } | undefined;
  readonly worstJitter: Milliseconds | undefined;
  readonly worstFractionLost: number | undefined;
  readonly roundTrip: RoundTrip;
  /** items of the source description in the order of RFC 3550 */
  readonly description: readonly { readonly item: string; readonly text: string }[];
  /** CNAME of the receiver that reports */
  readonly receiverName: string | undefined;
  readonly bye: { readonly place: PacketPlace; readonly time: Nanoseconds; readonly reason: string | undefined } | undefined;
  readonly applications: readonly (ReportPlace & { readonly name: string; readonly subtype: number; readonly octets: number })[];
  /** messages of each kind about the stream */
  readonly feedback: Readonly<Partial<Record<FeedbackName, number>>>;
  /** packets asked for again by NACK; bit/s last asked for by REMB or TMMBR */
  readonly askedAgain: number;
  readonly askedBitRate: number | undefined;
  /** of the sender, from its reports: Hz, and parts per million from what the codec says */
  readonly clockRate: number | undefined;
  readonly clockRatePpm: number | undefined;
  readonly notes: readonly ReportNote[];
  readonly revision: number;
}

/** A source that reports speak of (or come from) though no media of it was captured: another leg, or another way. */
export interface UnseenSource {
  readonly ssrc: string;
  readonly first: PacketPlace;
  readonly time: Nanoseconds;
  /** what receivers say about it; jitter needs a clock rate, so it is of the stream it is like */
  readonly received: readonly ReceptionReport[];
  readonly metrics: readonly VoipMetricsReport[];
  /** packets it says it sent; undefined without a sender report */
  readonly packets: number | undefined;
  /** its CNAME */
  readonly name: string | undefined;
  /** a stream it is likely another leg or another SSRC of: by its ports or by its CNAME */
  readonly like: { readonly stream: StreamIndex; readonly by: 'ports' | 'cname' } | undefined;
}

export const reportKinds = ['SR', 'RR', 'SDES', 'BYE', 'APP', 'FB', 'XR', 'other'] as const;
export type ReportKind = (typeof reportKinds)[number];

export interface CallReports {
  readonly call: CallIndex;
  /** in the order of the call's streams; streams nobody reports on are among them */
  readonly streams: readonly StreamReports[];
  readonly unseen: readonly UnseenSource[];
  readonly revision: number;
}
