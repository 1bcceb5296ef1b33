/**
 * States of a call as small numbers, in the order of the contract's `callStates` (a test compares them), what a final
 * status means, and which states are failures (semantics 5.5, 5.6).
 */

export const State = {
  CALLING: 0,
  AUTH: 1,
  RINGING: 2,
  EARLY_MEDIA: 3,
  QUEUED: 4,
  FORWARDING: 5,
  ANSWERED: 6,
  IN_CALL: 7,
  COMPLETED: 8,
  CANCELLED: 9,
  CANCELLED_LATE: 10,
  BUSY: 11,
  NO_ANSWER: 12,
  DECLINED: 13,
  NOT_FOUND: 14,
  REDIRECTED: 15,
  REJECTED: 16,
  SERVER_FAIL: 17,
  GLOBAL_FAIL: 18,
  AUTH_FAILED: 19,
  TIMEOUT: 20,
  NO_ACK: 21,
  ORPHAN: 22,
  PARTIAL: 23,
} as const;
export type StateId = number & { readonly unit?: 'call state id' };

/** Bits of a call's problems; bit n is the contract's callProblems[n]. */
export const CallProblemBit = {
  failed: 1,
  noAck: 2,
  noResponse: 4,
  retransmissions: 8,
  slowSetup: 16,
  oneWay: 32,
  noMedia: 64,
  loss: 128,
  jitter: 256,
  dropped: 512,
  short: 1024,
  natAddress: 2048,
  authLoop: 4096,
  lowMos: 8192,
} as const;

/** Packets from which a percentage of loss says something: one in fifty is two percent; fewer do when as many as this were lost. */
const LEAST_EXPECTED = 100;
const LEAST_LOST = 3;

export function tellsLoss(lost: number, expected: number): boolean {
  return expected >= LEAST_EXPECTED || lost >= LEAST_LOST;
}

/** Thresholds of summaries, in one place; each with its reason. Times in nanoseconds. */
export const thresholds = {
  /** 64·T1: timers B and F, and how long a challenge may wait for credentials (semantics 5.5) */
  transaction: 32e9,
  /** nothing for longer than timer C (RFC 3261 section 16.6): what ended the set-up is not in the capture */
  timerC: 180e9,
  /** CANCEL after ringing this long is "no answer" (semantics 5.5) */
  noAnswer: 15e9,
  /** last copy of a 2xx this long after the first: its sender has given up waiting for the ACK (the schedule ends with copies at 27.5 and 31.5 s) */
  unacknowledged: 24e9,
  /** a 2xx repeated and not acknowledged for this long (finding ACK-MISSING) */
  missingAck: 4e9,
  /** BYE this long after a 2xx without ACK is the "32-second drop" */
  dropFrom: 30e9,
  dropTo: 34e9,
  /** 95 % of international calls shall ring earlier than 11 s, of toll calls 8 s, of local calls 6 s (ITU-T E.721): finding PDD-HIGH warns at 6 s */
  slowSetup: 6e9,
  /** carriers count calls up to 6 s as short-duration calls */
  short: 6e9,
  /** a request repeated and unanswered this long before the capture ends */
  unanswered: 4e9,
  /** answered this long without media (finding RTP-NONE), one direction this long without (RTP-ONEWAY) */
  noMedia: 3e9,
  oneWay: 2e9,
  /** percent and milliseconds, findings LOSS and JITTER */
  loss: 1,
  jitter: 30,
  /** MOS below which some users are dissatisfied (ITU-T G.109: R 70) */
  mos: 3.6,
  /** challenges of one attempt series (finding AUTH-LOOP) */
  challenges: 3,
} as const;

/** What a final status of 300 or more makes of a call; 408 without a To-tag is a local timeout, not the callee's answer. */
export function stateOfFinal(status: number, hasToTag: boolean): StateId {
  if (status === 486 || status === 600) return State.BUSY;
  if (status === 408 && !hasToTag) return State.TIMEOUT;
  if (status === 408 || status === 480) return State.NO_ANSWER;
  if (status === 603 || status === 607) return State.DECLINED;
  if (status === 404 || status === 410 || status === 484 || status === 604) return State.NOT_FOUND;
  if (status === 487) return State.CANCELLED;
  if (status === 401 || status === 403 || status === 407) return State.AUTH_FAILED;
  if (status < 400) return State.REDIRECTED;
  if (status < 500) return State.REJECTED;
  return status < 600 ? State.SERVER_FAIL : State.GLOBAL_FAIL;
}

/** What a provisional status makes of a call, or -1 when it says nothing (100, 199). */
export function stateOfProvisional(status: number, hasSdp: boolean): StateId {
  if (status <= 100 || status === 199) return -1;
  if (status === 183 || hasSdp) return State.EARLY_MEDIA;
  if (status === 181) return State.FORWARDING;
  return status === 182 ? State.QUEUED : State.RINGING;
}

/** Failures for the list and the rates: what neither the caller nor the callee chose. Busy, declined and no answer are outcomes. */
export function isFailure(state: StateId): boolean {
  return state === State.NOT_FOUND || (state >= State.REJECTED && state <= State.NO_ACK);
}

/** The call was answered: numerator of ASR (semantics 5.6). */
export function isAnswered(state: StateId): boolean {
  return (state >= State.ANSWERED && state <= State.COMPLETED) || state === State.CANCELLED_LATE || state === State.NO_ACK;
}

/** The network did its part: numerator of NER (semantics 5.6): answered, busy, no answer, declined. */
export function isEffective(state: StateId): boolean {
  return isAnswered(state) || state === State.BUSY || state === State.NO_ANSWER || state === State.DECLINED;
}

/** Rank of a final response over forks: 2xx, then 6xx, then 3xx, then the lowest 4xx or 5xx. Smaller is better. */
export function finalRank(status: number): number {
  if (status < 300) return 0;
  if (status >= 600) return 1;
  return status < 400 ? 2 : status;
}

/** SIP status for a Q.850 cause (semantics 5.6), or -1 when none is defined (16, normal clearing, among them). */
export function sipOfQ850(cause: number): number {
  switch (cause) {
    case 1:
    case 2:
    case 3:
    case 26:
      return 404;
    case 17:
      return 486;
    case 18:
      return 408;
    case 19:
    case 20:
    case 31:
      return 480;
    case 21:
    case 55:
    case 57:
    case 87:
      return 403;
    case 22:
    case 23:
      return 410;
    case 27:
      return 502;
    case 28:
      return 484;
    case 29:
    case 79:
      return 501;
    case 34:
    case 38:
    case 41:
    case 42:
    case 47:
    case 58:
    case 88:
      return 503;
    case 65:
    case 70:
      return 488;
    case 102:
      return 504;
    case 111:
    case 127:
      return 500;
    default:
      return -1;
  }
}
