/**
 * Every threshold of the rules, in one place, with its unit, its default (semantics 8 unless said) and how far a person may
 * move it. A rule reads `thresholds.values.<name>`.
 */

import { mediaThresholdDefaults } from './media-thresholds.ts';
import { threshold, type Threshold } from './threshold.ts';

type MediaThresholdValues = { readonly [K in keyof typeof mediaThresholdDefaults]: number };

/** The values in force. */
export interface ThresholdValues extends MediaThresholdValues {
  /** 64·T1 (RFC 3261 section 17.1.1.2) */
  readonly noResponse: number;
  /** a request repeated and unanswered this long before the capture ends */
  readonly noResponseAtEnd: number;
  readonly retransmissionsError: number;
  readonly responseCopies: number;
  readonly missingAck: number;
  readonly lateAck: number;
  /** ITU-T E.721: local and international calls */
  readonly postDialDelayWarning: number;
  readonly postDialDelayError: number;
  readonly challenges: number;
  /** the first response to an INVITE later than this made it be sent again */
  readonly lateTrying: number;
  readonly crossingByes: number;
  readonly missingBye: number;
  /** changes of one registration within registerWindow */
  readonly registerChanges: number;
  readonly registerWindow: number;
  /** a refresh earlier than this though five minutes or more were granted */
  readonly earlyRefresh: number;
  /** SIP over UDP: 200 octets below an MTU of 1500 (RFC 3261 section 18.1.1) */
  readonly datagram: number;
  readonly clockSkew: number;
  readonly rewriteSigns: number;
  /** of one source within a minute: people asked for, servers asked, and how many of a hundred succeed at most */
  readonly scanUsers: number;
  readonly scanServers: number;
  readonly scanSuccess: number;
  readonly bruteFailures: number;
  /** new INVITE and OPTIONS of one source within a second */
  readonly floodRate: number;
  /** failed calls of one source within ten minutes */
  readonly fraudCalls: number;
  readonly loss: number;
  readonly lossError: number;
}

export type ThresholdName = keyof ThresholdValues;

export const thresholdDefaults: Readonly<Record<ThresholdName, Threshold>> = {
  noResponse: threshold(32, 's', 1, 600),
  noResponseAtEnd: threshold(4, 's', 1, 600),
  retransmissionsError: threshold(3, 'count', 2, 20),
  responseCopies: threshold(2, 'count', 1, 20),
  missingAck: threshold(4, 's', 1, 60),
  lateAck: threshold(1, 's', 0.1, 60),
  postDialDelayWarning: threshold(6, 's', 1, 120),
  postDialDelayError: threshold(11, 's', 1, 300),
  challenges: threshold(3, 'count', 2, 50),
  lateTrying: threshold(200, 'ms', 10, 10_000),
  crossingByes: threshold(2, 's', 0.1, 30),
  missingBye: threshold(30, 's', 5, 3600),
  registerChanges: threshold(3, 'count', 2, 100),
  registerWindow: threshold(600, 's', 10, 86_400),
  earlyRefresh: threshold(30, 's', 1, 300),
  datagram: threshold(1300, 'octets', 500, 65_000),
  clockSkew: threshold(60, 's', 10, 86_400),
  rewriteSigns: threshold(2, 'count', 1, 4),
  scanUsers: threshold(20, 'count', 5, 10_000),
  scanServers: threshold(10, 'count', 2, 10_000),
  scanSuccess: threshold(10, '%', 0, 100),
  bruteFailures: threshold(10, 'count', 3, 10_000),
  floodRate: threshold(50, 'count', 5, 100_000),
  fraudCalls: threshold(5, 'count', 2, 1000),
  loss: threshold(1, '%', 0.1, 100),
  lossError: threshold(3, '%', 0.1, 100),
  ...mediaThresholdDefaults,
};

/** The defaults, with what a person chose in their place, kept within bounds. */
export function thresholdValues(chosen: Readonly<Partial<Record<string, number>>> = {}): ThresholdValues {
  const values = Object.entries(thresholdDefaults).map(([name, { value, least, most }]) => {
    const own = chosen[name];
    return [name, own === undefined || !Number.isFinite(own) ? value : Math.min(most, Math.max(least, own))];
  });
  return Object.fromEntries(values) as unknown as ThresholdValues;
}
