/** The ladder of one call or several: its lanes, and every kind of row in it. */
import type { CallIndex, MessageIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { ChatState } from './chat.ts';
import type { Endpoint, PacketPlace, SourceLimits, Transport } from './common.ts';
import type { FaxOutcome, FaxStep } from './fax.ts';
import type { MessageSightings, Segment, SegmentLoss } from './points.ts';
import type { QualityStretch, RowMos } from './quality.ts';
import type { ReportKind } from './reports.ts';
import type { Seal } from './seal.ts';
import type { LossSite } from './streams.ts';

/** One SIP message as a row of the ladder. */
export interface LadderMessage {
  readonly kind: 'message';
  readonly message: MessageIndex;
  readonly call: CallIndex;
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** indices into Ladder.lanes */
  readonly fromLane: number;
  readonly toLane: number;
  readonly transport: Transport;
  /** request method, or undefined for a response */
  readonly method: string | undefined;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly cseqNumber: number;
  readonly cseqMethod: string;
  readonly hasSdp: boolean;
  readonly retransmissionOf: PacketPlace | undefined;
  readonly captureDuplicateOf: PacketPlace | undefined;
  /** early-dialog or dialog number within the call, from 0; -1 before a To-tag is known */
  readonly dialog: number;
  /** transaction number within the call, from 0 */
  readonly transaction: number;
  /** named in place: these are keys of words, not sentences */
  readonly marks: readonly LadderMark[];
  /** "PCMA/8000, PCMU/8000 10.0.0.1:4000 sendrecv" for the SDP line under the arrow */
  readonly sdp: string | undefined;
  /** digits its body carries (INFO, NOTIFY); absent when none */
  readonly digits?: readonly string[];
  /** how long its sender, a proxy, kept what it passes on; absent when it passes nothing on */
  readonly hopDelay?: Milliseconds;
  readonly hasProblem: boolean;
  /** it stands behind its cause, which the clock stamps so much later (0: alike); absent when the clock agrees */
  readonly clock?: { readonly cause: PacketPlace; readonly behind: Nanoseconds };
  /** capture points it was seen at, or missed at; absent when it had one to pass */
  readonly sightings?: MessageSightings;
}

export type LadderMark =
  | 'offer'
  | 'answer'
  | 'hold'
  | 'resume'
  | 'reinvite'
  | 'challenge'
  | 'credentials'
  | 'sessionTimerRefresh'
  | 'sessionModify'
  | 'hopForward'
  | 'codecChange'
  | 'forwardedBusy'
  | 'forwardedNoAnswer'
  | 'forwardedAlways'
  | 'redirect'
  | 'blindTransfer'
  | 'attendedTransfer'
  | 'transferTarget'
  | 'replaces'
  | 'join'
  | 'transferFailed'
  | 'transferDone'
  | 'earlyMedia'
  | 'intervalTooSmall'
  | 'intervalTooBrief'
  | 'glare'
  | 'overlap'
  | 'overload'
  | 'loop'
  | 'fax'
  | 'callWaiting';

/** One RTP stream (or a part of it) as a band between two lanes. */
export interface LadderMedia {
  readonly kind: 'media';
  readonly stream: StreamIndex;
  readonly call: CallIndex;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly fromLane: number;
  readonly toLane: number;
  readonly codec: string;
  readonly packets: number;
  /** of an encrypted one */
  readonly seal: Seal | undefined;
  /** percent, RFC 3550 profile */
  readonly loss: number;
  /** where they went; undefined without loss and until all streams are rated */
  readonly lossSite: LossSite | undefined;
  /** of those lost between capture points: from where to where; undefined where that is not what became of them */
  readonly lostBetween: readonly SegmentLoss[] | undefined;
  /** what happened to it between the capture points; absent where one saw it, and in a call of very many streams */
  readonly segments?: readonly Segment[];
  readonly jitter: Milliseconds | undefined;
  readonly place: PacketPlace;
  /** listening quality behind an adaptive buffer */
  readonly mos: RowMos;
  /** the same over time; empty for what is not rated */
  readonly quality: readonly QualityStretch[];
}

/** One RTCP packet along the call's media; what it says comes with callReports(). */
export interface LadderReport {
  readonly kind: 'report';
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly fromLane: number;
  readonly toLane: number;
  /** empty when it cannot be read: encrypted, cut */
  readonly kinds: readonly ReportKind[];
}

export const icmpErrors = ['network', 'host', 'port', 'protocol', 'prohibited', 'tooBig', 'timeExceeded', 'parameter'] as const;

/** An ICMP error about a message or a stream of the call: from whoever sent it to whoever had sent what it quotes. */
export interface LadderError {
  readonly kind: 'icmp';
  readonly call: CallIndex;
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly fromLane: number;
  readonly toLane: number;
  readonly error: (typeof icmpErrors)[number];
  /** "INVITE", "486", "RTP"; '' when too little of the packet was kept to say */
  readonly quote: string;
  /** address of the sender of the error */
  readonly by: string;
  /** ends of the quoted packet */
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** Digits sent as RTP events one after the other, nothing else between them. */
export interface LadderDigits {
  readonly kind: 'digits';
  readonly call: CallIndex;
  readonly stream: StreamIndex;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly fromLane: number;
  readonly toLane: number;
  /** "1", "2", "#", "flash" */
  readonly digits: readonly string[];
  /** of them, those whose end was not seen, and those that also came another way */
  readonly unended: number;
  readonly doubled: number;
  readonly place: PacketPlace;
}

/** A fax over T.38, from its first to its last packet. */
export interface LadderFax {
  readonly kind: 'fax';
  readonly call: CallIndex;
  /** index into the call's faxes */
  readonly fax: number;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly fromLane: number;
  readonly toLane: number;
  readonly outcome: FaxOutcome;
  readonly pages: number;
  readonly speed: number | undefined;
  readonly packets: number;
  readonly recovered: number;
  readonly lost: number;
  readonly place: PacketPlace;
}

/** What one fax machine said, or a page. */
export interface LadderFaxStep {
  readonly kind: 'faxStep';
  readonly call: CallIndex;
  readonly fax: number;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly fromLane: number;
  readonly toLane: number;
  readonly step: FaxStep;
  readonly place: PacketPlace;
}

/** A message or file over MSRP, or another request of it. */
export interface LadderChat {
  readonly kind: 'chat';
  readonly call: CallIndex;
  /** index into the messages of the call's chat */
  readonly index: number;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly fromLane: number;
  readonly toLane: number;
  /** "SEND", "AUTH" */
  readonly method: string;
  readonly contentType: string;
  /** octets */
  readonly size: number;
  readonly state: ChatState;
  readonly status: number;
  readonly reason: string;
  readonly file: string;
  readonly hops: number;
  /** its first 80 characters, "" for what is no text */
  readonly text: string;
  readonly place: PacketPlace;
}

export type LadderRow = LadderMessage | LadderMedia | LadderReport | LadderError | LadderDigits | LadderFax | LadderFaxStep | LadderChat;

export interface Lane {
  readonly address: string;
  /** ports seen on this lane, most used first, at most four */
  readonly ports: readonly number[];
  readonly userAgent: string | undefined;
  readonly role: 'caller' | 'callee' | 'proxy' | 'media' | undefined;
  /** how the capture agent (HEP) that stands there names itself */
  readonly node?: string;
}

/** Two lanes that are one box, and why: folded by themselves when that is sure, else offered. */
export interface LaneBond {
  /** indices into Ladder.lanes, a < b */
  readonly a: number;
  readonly b: number;
  readonly reasons: readonly ('relay' | 'via' | 'recordRoute' | 'contact' | 'media' | 'name' | 'rtp')[];
  readonly isSure: boolean;
}

export interface Ladder {
  readonly lanes: readonly Lane[];
  readonly limits?: SourceLimits | undefined;
  /** sure ones first */
  readonly bonds: readonly LaneBond[];
  readonly rows: readonly LadderRow[];
  /** calls in the order asked */
  readonly calls: readonly CallIndex[];
  /** letters of the capture points, when there are several */
  readonly points?: readonly string[];
  /** and what each is: a file, or an interface */
  readonly pointNames?: readonly string[];
  /** messages left out because there are more than the ladder carries (200,000) */
  readonly omitted: number;
  readonly revision: number;
}
