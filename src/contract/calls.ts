/** Calls: rows of the table, what they may be asked by, and their rate over time. */
import type { CallIndex, Milliseconds, Nanoseconds } from '../base/units.ts';
import type { Endpoint, Sort, SourceLimits, Transport } from './common.ts';
import type { FindingSeverity } from './findings.ts';
import type { CallLabel } from './labels.ts';
import type { SegmentLoss } from './points.ts';
import type { RowMos } from './quality.ts';
import type { SealSummary } from './seal.ts';
import type { LossSite } from './streams.ts';

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
