/** Calls, other dialogs and registrations: rows of the tables, and a call with its ladder. */
import type { ChatState } from './chat.ts';
import type { CallIndex, Milliseconds, MessageIndex, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import type { ReportKind } from './reports.ts';
import type { Endpoint, PacketPlace, Sort, SourceLimits, Transport } from './common.ts';
import type { FaxOutcome, FaxStep } from './fax.ts';
import type { FindingSeverity } from './findings.ts';
import type { CallLabel } from './labels.ts';
import type { QualityStretch, RowMos } from './quality.ts';
import type { Seal, SealSummary } from './seal.ts';
import type { LossSite } from './streams.ts';
import type { MessageSightings, Segment, SegmentLoss } from './points.ts';

/** semantics 5.5; the words stand in the export too */
export const callStates = [
  'CALLING',
  'AUTH',
  'RINGING',
  'EARLY_MEDIA',
  'QUEUED',
  'FORWARDING',
  'ANSWERED',
  'IN_CALL',
  'COMPLETED',
  'CANCELLED',
  'CANCELLED_LATE',
  'BUSY',
  'NO_ANSWER',
  'DECLINED',
  'NOT_FOUND',
  'REDIRECTED',
  'REJECTED',
  'SERVER_FAIL',
  'GLOBAL_FAIL',
  'AUTH_FAILED',
  'TIMEOUT',
  'NO_ACK',
  'ORPHAN',
  'PARTIAL',
] as const;
export type CallState = (typeof callStates)[number];

/** what is wrong with a call at a glance; drives the presets and the marks in the list */
export const callProblems = [
  'failed',
  'noAck',
  'noResponse',
  'retransmissions',
  'slowSetup',
  'oneWay',
  'noMedia',
  'loss',
  'jitter',
  'dropped',
  'short',
  'natAddress',
  'authLoop',
  'lowMos',
] as const;
export type CallProblem = (typeof callProblems)[number];

export type EndedBy = 'caller' | 'callee' | 'network';

export const callColumns = [
  'index',
  'start',
  'from',
  'to',
  'state',
  'status',
  'duration',
  'pdd',
  'ringTime',
  'setupTime',
  'talkTime',
  'endedBy',
  'codec',
  'loss',
  'jitter',
  'mos',
  'messages',
  'retransmissions',
  'source',
  'destination',
  'transport',
  'userAgent',
  'problems',
  'labels',
  'findings',
  'callId',
  'streams',
  'legs',
] as const;
export type CallColumn = (typeof callColumns)[number];

export interface CallQuery {
  /** free text: every word must occur in from, to, Call-ID, user agent, an address, the state or the status; case does not matter */
  readonly text: string;
  readonly states: readonly CallState[];
  readonly problems: readonly CallProblem[];
  /** only calls on which one of these rules fired (contract/findings.ts); all when empty */
  readonly rules?: readonly string[];
  /** only calls in which an INVITE was answered with this status */
  readonly status?: number;
  /** only calls with one of these labels; all when empty */
  readonly labels?: readonly CallLabel[];
  /** only calls that overlap [from, to] on the time line */
  readonly from?: Nanoseconds;
  readonly to?: Nanoseconds;
  readonly sort: Sort<CallColumn>;
  /** legs of one call stand together, at the place of the one that comes first */
  readonly families?: boolean;
}

export interface CallRow {
  readonly call: CallIndex;
  /** 1 for the first call of the capture */
  readonly number: number;
  readonly callId: string;
  /** undefined when the source says everything */
  readonly limits?: SourceLimits | undefined;
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  /** user part, or the host when there is none; `fromDisplay` the display name */
  readonly from: string;
  readonly fromUri: string;
  readonly fromDisplay: string;
  readonly to: string;
  readonly toUri: string;
  readonly toDisplay: string;
  readonly requestUri: string;
  readonly state: CallState;
  readonly finalStatus: number | undefined;
  readonly finalReason: string | undefined;
  readonly endedBy: EndedBy | undefined;
  /** semantics 5.6 */
  readonly pdd: Milliseconds | undefined;
  readonly ringTime: Milliseconds | undefined;
  readonly setupTime: Milliseconds | undefined;
  readonly talkTime: Milliseconds | undefined;
  /** true when there was no BYE and talk time is taken from the last packet */
  readonly talkEstimated: boolean;
  readonly codecs: readonly string[];
  /** worst direction, RFC 3550 profile: percent and milliseconds */
  readonly loss: number | undefined;
  /** of the stream that lost most: where its packets went; undefined without loss and until all streams are rated */
  readonly lossSite: LossSite | undefined;
  /** of those lost between capture points: from where to where; undefined where that is not what became of them */
  readonly lostBetween: readonly SegmentLoss[] | undefined;
  readonly jitter: Milliseconds | undefined;
  /** worst direction: listening quality behind an adaptive buffer */
  readonly mos: RowMos;
  readonly messages: number;
  readonly retransmissions: number;
  readonly captureDuplicates: number;
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
  readonly transports: readonly Transport[];
  readonly userAgents: readonly string[];
  readonly problems: readonly CallProblem[];
  /** what kind of call it is, in the order of callLabels; empty while reading */
  readonly labels: readonly CallLabel[];
  /** rules that fired, by id, and the worst of what they said */
  readonly findings: readonly string[];
  readonly worstFinding: FindingSeverity | undefined;
  readonly streams: number;
  readonly encrypted: boolean;
  /** undefined without encrypted media */
  readonly seal: SealSummary | undefined;
  /** other calls of its family of legs, and links between it and the first of them (contract/legs.ts) */
  readonly legs: number;
  readonly legDepth: number;
}

/** Calls begun per bucket of the time line, for the strip above the table. */
export interface CallRate {
  /** nanoseconds of the first bucket's left edge, and a bucket's width */
  readonly from: Nanoseconds;
  readonly width: Nanoseconds;
  readonly begun: Float64Array;
  /** of those, calls that ended in a failure state */
  readonly failed: Float64Array;
  /** largest number of calls in progress within the bucket */
  readonly concurrent: Float64Array;
  readonly outcomes: Readonly<Partial<Record<CallState, number>>>;
  /** attempts, answered, ASR and NER in percent (semantics 5.6) */
  readonly attempts: number;
  readonly answered: number;
  readonly asr: number | undefined;
  readonly ner: number | undefined;
  readonly revision: number;
}

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

export interface Dialog {
  readonly localTag: string;
  readonly remoteTag: string;
  readonly state: CallState;
  readonly early: boolean;
  readonly remote: Endpoint | undefined;
  readonly messages: number;
}

export interface Cause {
  readonly q850: number | undefined;
  readonly sip: number | undefined;
  readonly text: string | undefined;
  /** header it was taken from: "Reason", "X-Asterisk-HangupCauseCode", "status" */
  readonly from: string;
  readonly message: MessageIndex;
}

/** Media as the offer/answer of one dialog left it, per m-line; declared against observed. */
export interface MediaLine {
  readonly index: number;
  readonly media: string;
  readonly protocol: string;
  readonly caller: MediaSide | undefined;
  readonly callee: MediaSide | undefined;
  readonly streams: readonly StreamIndex[];
}

export interface MediaSide {
  readonly endpoint: Endpoint;
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly codecs: readonly string[];
  /** of MSRP (RFC 4975): the MIME types it takes, and whether a file is offered (RFC 5547) */
  readonly messages?: { readonly types: readonly string[]; readonly file: boolean } | undefined;
  readonly ptime: number | undefined;
  readonly encrypted: boolean;
  readonly message: MessageIndex;
}

/** Messages in which the moments of a call are seen, where they are in the capture. */
export interface CallMoments {
  readonly invite: MessageIndex | undefined;
  readonly challenge: MessageIndex | undefined;
  readonly ringing: MessageIndex | undefined;
  readonly answer: MessageIndex | undefined;
  readonly ack: MessageIndex | undefined;
  readonly cancel: MessageIndex | undefined;
  readonly bye: MessageIndex | undefined;
  /** the response that gave the final status */
  readonly final: MessageIndex | undefined;
  /** first message that repeats another */
  readonly repeated: MessageIndex | undefined;
}

/** One side of an m-line within one exchange. */
export interface ExchangeSide extends MediaSide {
  /** how keys are agreed: suites of a=crypto, "DTLS-SRTP", or nothing */
  readonly keys: string;
  /** attributes of T.38 that matter, "14400 bit/s, t38UDPRedundancy"; '' for other media */
  readonly fax: string;
}

/** One offer of a call and what became of it (RFC 3264), as the caller's hop saw it. */
export interface MediaExchange {
  readonly by: 'caller' | 'callee';
  /** preview: answered by an unreliable provisional response alone */
  readonly outcome: 'open' | 'preview' | 'answered' | 'refused';
  /** the offer, its answer, the response that refused it */
  readonly offer: ExchangeMessage;
  readonly answer: ExchangeMessage | undefined;
  readonly refusal: ExchangeMessage | undefined;
  readonly lines: readonly {
    readonly index: number;
    readonly media: string;
    readonly protocol: string;
    /** formats both sides named; what was offered while nothing answers */
    readonly kept: readonly string[];
    readonly caller: ExchangeSide | undefined;
    readonly callee: ExchangeSide | undefined;
  }[];
}

export interface ExchangeMessage {
  readonly message: MessageIndex;
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  /** "INVITE", "200 OK" */
  readonly title: string;
}

export interface CallDetail {
  readonly row: CallRow;
  readonly cause: Cause | undefined;
  readonly dialogs: readonly Dialog[];
  readonly media: readonly MediaLine[];
  /** in order of time */
  readonly exchanges: readonly MediaExchange[];
  readonly streams: readonly StreamIndex[];
  /** milliseconds; semantics 5.6 */
  readonly times: {
    readonly trying: Milliseconds | undefined;
    readonly networkPdd: Milliseconds | undefined;
    readonly disconnect: Milliseconds | undefined;
    readonly firstMediaToCaller: Milliseconds | undefined;
    readonly firstMediaToCallee: Milliseconds | undefined;
  };
  readonly moments: CallMoments;
  readonly challenges: number;
  readonly forks: number;
  /** T.38 packets of the call */
  readonly faxPackets: number;
  /** MSRP requests and responses of the call */
  readonly chatUnits: number;
  readonly held: readonly { readonly from: Nanoseconds; readonly to: Nanoseconds | undefined; readonly by: 'caller' | 'callee' }[];
  readonly sessionExpires: number | undefined;
  readonly firstPacket: PacketIndex;
  readonly lastPacket: PacketIndex;
  /** what Wireshark and sngrep would call this state (semantics 5.5) */
  readonly wiresharkState: string;
  readonly revision: number;
}

export const dialogStates = ['OK', 'CHALLENGED', 'FAILED', 'NO_RESPONSE', 'PARTIAL'] as const;
export type DialogState = (typeof dialogStates)[number];

export const dialogColumns = [
  'index',
  'start',
  'method',
  'from',
  'to',
  'state',
  'status',
  'duration',
  'messages',
  'retransmissions',
  'source',
  'destination',
  'userAgent',
  'labels',
  'callId',
] as const;
export type DialogColumn = (typeof dialogColumns)[number];

export interface DialogQuery {
  readonly text: string;
  readonly states: readonly DialogState[];
  readonly methods: readonly string[];
  readonly labels?: readonly CallLabel[];
  readonly sort: Sort<DialogColumn>;
}

/** A Call-ID without an INVITE request: REGISTER, OPTIONS, SUBSCRIBE, MESSAGE, or a call whose start is missing. */
export interface DialogRow {
  readonly call: CallIndex;
  readonly number: number;
  readonly callId: string;
  readonly method: string;
  readonly limits?: SourceLimits | undefined;
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  readonly from: string;
  readonly fromUri: string;
  readonly to: string;
  readonly toUri: string;
  readonly state: DialogState;
  readonly finalStatus: number | undefined;
  readonly finalReason: string | undefined;
  readonly messages: number;
  readonly retransmissions: number;
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
  readonly userAgents: readonly string[];
  readonly labels: readonly CallLabel[];
  /** round trip of the last transaction that was answered */
  readonly responseTime: Milliseconds | undefined;
}

export const bindingColumns = [
  'start',
  'aor',
  'contact',
  'state',
  'expires',
  'refreshes',
  'challenges',
  'failures',
  'source',
  'destination',
  'userAgent',
  'labels',
] as const;
export type BindingColumn = (typeof bindingColumns)[number];

export interface BindingQuery {
  readonly text: string;
  readonly states: readonly BindingState[];
  /** only bindings with one of these labels; all when empty */
  readonly labels?: readonly CallLabel[];
  readonly sort: Sort<BindingColumn>;
}

export const bindingStates = ['REGISTERED', 'EXPIRED', 'DEREGISTERED', 'CHALLENGED', 'FAILED', 'NO_RESPONSE', 'QUERY'] as const;
export type BindingState = (typeof bindingStates)[number];

/** One binding: address of record and contact (semantics 5.7). */
export interface BindingRow {
  readonly binding: number;
  readonly aor: string;
  readonly contact: string;
  readonly state: BindingState;
  readonly start: Nanoseconds;
  readonly last: Nanoseconds;
  /** seconds granted by the last 200, and when that ends on the time line */
  readonly expires: number | undefined;
  readonly expiresAt: Nanoseconds | undefined;
  readonly refreshes: number;
  readonly challenges: number;
  readonly failures: number;
  readonly lastStatus: number | undefined;
  /** mean seconds between successful refreshes */
  readonly refreshInterval: number | undefined;
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
  readonly userAgent: string | undefined;
  /** what happened to it: REG_DIGEST, REG_REFRESH, DEREG … of those Call-IDs together */
  readonly labels: readonly CallLabel[];
  /** every Call-ID that touched it, first hundred */
  readonly calls: readonly CallIndex[];
  /** time and outcome of each transaction, first five hundred: for the history strip */
  readonly history: readonly { readonly time: Nanoseconds; readonly status: number; readonly packet: PacketIndex }[];
}
