/** The capture in numbers: methods and their responses, how long answers took, outcomes by party, load over time. */
import type { Milliseconds, Nanoseconds } from '../base/units.ts';

/** How long something took, over many. */
export interface Spread {
  readonly count: number;
  readonly mean: Milliseconds;
  readonly median: Milliseconds;
  readonly p95: Milliseconds;
  readonly most: Milliseconds;
}

export interface MethodStatistics {
  readonly method: string;
  /** requests, retransmissions and capture duplicates left out */
  readonly requests: number;
  readonly retransmissions: number;
  /** requests without any response */
  readonly unanswered: number;
  /** by status, ascending; repeated responses left out */
  readonly responses: readonly { readonly status: number; readonly count: number }[];
  /** from the newest copy of the request before it to the first response; of requests whose response is in the capture */
  readonly firstResponse: Spread | undefined;
  /** from the request to its first final response */
  readonly finalResponse: Spread | undefined;
}

/** Outcomes of calls (RFC 6076; semantics 5.6), percent. */
export interface Outcomes {
  readonly calls: number;
  readonly answered: number;
  readonly failed: number;
  readonly asr: number | undefined;
  readonly ner: number | undefined;
  /** answered of those that were not redirected */
  readonly ser: number | undefined;
  /** SER that takes 480, 486, 600 and 603 for successes */
  readonly seer: number | undefined;
  /** mean talk time of answered calls */
  readonly acd: Milliseconds | undefined;
  readonly pdd: Spread | undefined;
}

/** An address that sent or received SIP, or a user agent as it names itself. */
export interface PartyStatistics extends Outcomes {
  readonly key: string;
  /** messages it sent, repeated ones among them */
  readonly messages: number;
  readonly retransmissions: number;
  /** of requests it answered */
  readonly responseTime: Spread | undefined;
}

export interface Statistics {
  readonly total: Outcomes;
  readonly messages: number;
  readonly retransmissions: number;
  readonly methods: readonly MethodStatistics[];
  /** most messages first, at most 500 */
  readonly endpoints: readonly PartyStatistics[];
  readonly userAgents: readonly PartyStatistics[];
  /** buckets over the whole capture: messages, calls in progress at most, RTP streams at most, kbit/s of all packets */
  readonly load: {
    readonly from: Nanoseconds;
    readonly width: Nanoseconds;
    readonly messages: Float64Array;
    readonly calls: Float64Array;
    readonly streams: Float64Array;
    readonly bitRate: Float64Array;
  };
  readonly revision: number;
}
