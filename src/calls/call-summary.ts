/**
 * What summary.ts says of a call: one borrowed record. Milliseconds, but for the moments on the time line; positions are
 * of the call's chain; -1 and undefined mean not there.
 */
import type { CallIndex, Milliseconds, Nanoseconds } from '../base/units.ts';
import { State, type StateId } from './call-state.ts';
import { createCause, type CallCause } from './cause.ts';

/** Borrowed: valid until the summarizer's next summarize(). */
export interface CallSummary {
  call: CallIndex;
  state: StateId;
  /** 0 none */
  finalStatus: number;
  /** position of the response that gave finalStatus */
  final: number;
  /** 0 unknown, 1 caller, 2 callee, 3 network */
  endedBy: number;
  cause: CallCause;
  pdd: Milliseconds | undefined;
  networkPdd: Milliseconds | undefined;
  trying: Milliseconds | undefined;
  ringTime: Milliseconds | undefined;
  setupTime: Milliseconds | undefined;
  /** INVITE to ACK, as Wireshark's sip,stat counts set-up */
  wiresharkSetup: Milliseconds | undefined;
  talkTime: Milliseconds | undefined;
  talkEstimated: boolean;
  disconnect: Milliseconds | undefined;
  answerToCallerMedia: Milliseconds | undefined;
  answerToCalleeMedia: Milliseconds | undefined;
  /** moments, for the rate strip: undefined when not answered */
  answeredAt: Nanoseconds | undefined;
  endedAt: Nanoseconds | undefined;
  attempts: number;
  challenges: number;
  /** dialogs one INVITE made: 0 or 1 is no fork */
  forks: number;
  restarts: number;
  /** the dialog the talk was in, -1 none */
  dialog: number;
  /** seconds, -1 none */
  sessionExpires: number;
  isTransferred: boolean;
  isFax: boolean;
  /** bits of CallProblemBit */
  problems: number;
  /** index into wiresharkStates */
  wiresharkState: number;
}

export function createSummary(): CallSummary {
  return {
    call: -1,
    state: State.CALLING,
    finalStatus: 0,
    final: -1,
    endedBy: 0,
    cause: createCause(),
    pdd: undefined,
    networkPdd: undefined,
    trying: undefined,
    ringTime: undefined,
    setupTime: undefined,
    wiresharkSetup: undefined,
    talkTime: undefined,
    talkEstimated: false,
    disconnect: undefined,
    answerToCallerMedia: undefined,
    answerToCalleeMedia: undefined,
    answeredAt: undefined,
    endedAt: undefined,
    attempts: 0,
    challenges: 0,
    forks: 0,
    restarts: 0,
    dialog: -1,
    sessionExpires: -1,
    isTransferred: false,
    isFax: false,
    problems: 0,
    wiresharkState: 0,
  };
}
