/**
 * One call, summed up (semantics 5.5 and 5.6): state, final status, who ended it and why, timings, forks, holds, problems.
 * Pure over the call's chain of messages; all scratch is reused, nothing is made per message. Times are nanoseconds inside
 * and milliseconds in the result; undefined is unknown.
 */
import type { CallIndex, Milliseconds, Nanoseconds } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { State, stateOfFinal, thresholds, type StateId } from './call-state.ts';
import { CallerLeg } from './caller-leg.ts';
import { createSummary, type CallSummary } from './call-summary.ts';
import { findCause } from './cause.ts';
import { Chain } from './chain.ts';
import { Dialogs } from './dialogs.ts';
import { endedBy } from './ended-by.ts';
import { Fact } from './fact-table.ts';
import { Holds } from './holds.ts';
import type { MediaEvidence } from './media-evidence.ts';
import { Flag } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';
import { findProblems } from './problems.ts';
import { Progress } from './progress.ts';
import { Transactions } from './transactions.ts';
import { wiresharkState } from './wireshark-state.ts';

export class CallSummarizer {
  readonly chain: Chain = new Chain();
  readonly transactions: Transactions = new Transactions();
  readonly leg: CallerLeg = new CallerLeg();
  readonly dialogs: Dialogs = new Dialogs();
  readonly holds: Holds = new Holds();
  readonly progress: Progress = new Progress();
  readonly #summary: CallSummary = createSummary();

  /**
   * Sums up a call that carries an INVITE request. `captureEnd` is the time of the newest packet of the capture: it
   * decides between "still waiting" and "timed out". The parts of the summarizer stay valid until the next call.
   */
  summarize(table: MessageTable, call: CallIndex, captureEnd: Nanoseconds, media?: MediaEvidence): CallSummary {
    const chain = this.chain.load(table, call);
    this.transactions.group(chain);
    this.leg.find(chain);
    this.dialogs.build(chain, this.transactions, this.leg);
    this.progress.read(chain, this.transactions, this.leg);
    const out = this.#summary;
    out.call = call;
    out.dialog = this.#talkDialog();
    out.state = this.#state(out.dialog, captureEnd);
    this.#noteFinal(out);
    out.endedBy = endedBy(this, out);
    findCause(chain, this.#bye(out.dialog), this.progress.cancel, out.final, out.cause);
    this.#measure(out, media);
    this.#count(out);
    this.holds.read(chain, this.transactions, this.leg, this.#answer(out.dialog), this.#bye(out.dialog));
    out.problems = findProblems(this, out, captureEnd, media);
    out.wiresharkState = wiresharkState(chain);
    return out;
  }

  /** State of one dialog of the summarized call, by the same machine (semantics 5.5). */
  dialogState(dialog: number, summary: CallSummary): StateId {
    if (dialog === summary.dialog) return summary.state;
    if (this.dialogs.bye[dialog]! >= 0) return State.COMPLETED;
    if (this.dialogs.answer[dialog]! >= 0) return this.dialogs.ack[dialog]! >= 0 ? State.IN_CALL : State.ANSWERED;
    if (summary.dialog >= 0 && this.dialogs.answer[summary.dialog]! >= 0) return State.CANCELLED;
    return this.dialogs.ringing[dialog]! >= 0 || this.progress.final >= 0 ? summary.state : State.PARTIAL;
  }

  /** Of the answered dialogs of the caller the one that lasted longest: a fork's surplus 2xx gets an ACK and a BYE at once. */
  #talkDialog(): number {
    const dialogs = this.dialogs;
    let best = -1;
    let bestEnd = -Infinity;
    for (let dialog = 0; dialog < dialogs.count; dialog++) {
      if (dialogs.answer[dialog]! < 0 || dialogs.onCallerLeg[dialog] === 0) continue;
      const bye = dialogs.bye[dialog]!;
      const end = bye < 0 ? Infinity : this.chain.time[bye]!;
      if (end <= bestEnd) continue;
      best = dialog;
      bestEnd = end;
    }
    if (best >= 0) return best;
    const implied = this.progress.impliedAnswer;
    return implied >= 0 ? this.dialogs.of[implied]! : -1;
  }

  #answer(dialog: number): number {
    if (dialog >= 0 && this.dialogs.answer[dialog]! >= 0) return this.dialogs.answer[dialog]!;
    return this.progress.answer >= 0 ? this.progress.answer : this.progress.impliedAnswer;
  }

  /** BYE of that dialog; else any BYE, unless it belongs to another branch of a fork. */
  #bye(dialog: number): number {
    if (dialog >= 0 && this.dialogs.bye[dialog]! >= 0) return this.dialogs.bye[dialog]!;
    const bye = this.progress.bye;
    if (bye < 0) return -1;
    const other = this.dialogs.of[bye]!;
    return other >= 0 && other !== dialog && dialog >= 0 && this.dialogs.onCallerLeg[other] === 1 ? -1 : bye;
  }

  #state(dialog: number, captureEnd: Nanoseconds): StateId {
    const progress = this.progress;
    const answer = this.#answer(dialog);
    if (answer >= 0) return this.#answeredState(dialog, answer);
    if (progress.final >= 0 && !this.#isSuperseded(captureEnd)) return this.#finalState(progress.final);
    if (progress.bye >= 0) return State.COMPLETED;
    if (this.leg.invite < 0) return State.ORPHAN;
    return this.#waitingState(captureEnd);
  }

  #answeredState(dialog: number, answer: number): StateId {
    const bye = this.#bye(dialog);
    if (this.#gaveUpWaitingForAck(dialog, bye)) return State.NO_ACK;
    if (bye >= 0) return this.progress.cancel >= 0 && this.progress.cancel < answer ? State.CANCELLED_LATE : State.COMPLETED;
    return this.ack(dialog) >= 0 || this.#hasLaterRequest(answer) ? State.IN_CALL : State.ANSWERED;
  }

  /** Position of the ACK to the 2xx, or -1. */
  ack(dialog: number): number {
    if (dialog >= 0 && this.dialogs.ack[dialog]! >= 0) return this.dialogs.ack[dialog]!;
    const answer = this.progress.answer;
    if (answer < 0) return this.progress.impliedAnswer;
    // An ACK whose tags fit no dialog still answers the CSeq.
    return this.dialogs.count > 1 ? -1 : this.transactions.ack[this.transactions.of[answer]!]!;
  }

  /** Nanoseconds from the first to the newest copy of the 2xx. */
  answerRepeatTime(dialog: number): Nanoseconds {
    if (dialog < 0 || this.dialogs.answer[dialog]! < 0) return 0;
    return this.chain.time[this.dialogs.lastAnswer[dialog]!]! - this.chain.time[this.dialogs.answer[dialog]!]!;
  }

  #gaveUpWaitingForAck(dialog: number, bye: number): boolean {
    if (dialog < 0 || this.dialogs.answer[dialog]! < 0 || this.ack(dialog) >= 0) return false;
    const repeated = this.answerRepeatTime(dialog);
    if (repeated >= thresholds.unacknowledged) return true;
    if (bye < 0 || repeated <= 0 || this.leg.sideOfRequest(this.chain, bye) !== 2) return false;
    const age = this.chain.time[bye]! - this.chain.time[this.dialogs.answer[dialog]!]!;
    return age >= thresholds.dropFrom && age <= thresholds.dropTo;
  }

  /** A request by the caller inside the dialog after the 2xx: the ACK went by unseen. */
  #hasLaterRequest(answer: number): boolean {
    const chain = this.chain;
    for (let i = answer + 1; i < chain.length; i++) {
      const isRetried = chain.status[i] !== 0 || chain.toTag[i] === 0 || chain.isCaptureDuplicate(i);
      if (!isRetried && chain.method[i] !== Method.CANCEL && chain.method[i] !== Method.PRACK && this.leg.sideOfRequest(chain, i) === 1) return true;
    }
    return false;
  }

  /** The next server is being tried: the same CSeq on another branch, sent after that failure and not answered for good. */
  #isSuperseded(captureEnd: Nanoseconds): boolean {
    const { newestInvite, final } = this.progress;
    if (newestInvite <= final) return false;
    const transaction = this.transactions.of[newestInvite]!;
    if (this.transactions.firstFinal[transaction]! >= 0) return false;
    return this.transactions.firstResponse[transaction]! >= 0 || captureEnd - this.chain.time[newestInvite]! < thresholds.transaction;
  }

  #finalState(final: number): StateId {
    const state = stateOfFinal(this.chain.status[final]!, this.chain.toTag[final] !== 0);
    return state === State.CANCELLED ? this.#cancelledState(final) : state;
  }

  #cancelledState(end: number): StateId {
    const { cancel, ringing } = this.progress;
    if (ringing < 0) return State.CANCELLED;
    const rang = this.chain.time[cancel >= 0 ? cancel : end]! - this.chain.time[ringing]!;
    return rang >= thresholds.noAnswer ? State.NO_ANSWER : State.CANCELLED;
  }

  #waitingState(captureEnd: Nanoseconds): StateId {
    const progress = this.progress;
    const chain = this.chain;
    const attempt = progress.attempt;
    const waited = attempt < 0 ? 0 : captureEnd - chain.time[attempt]!;
    if (progress.cancel >= 0 && (progress.attemptResponses > 0 || progress.cancelAnswer >= 0 || waited < thresholds.transaction))
      return this.#cancelledState(progress.cancel);
    if (progress.challenge >= 0 && progress.challenge > attempt) {
      const isOver = progress.freshChallenges >= thresholds.challenges || captureEnd - chain.time[progress.challenge]! >= thresholds.transaction;
      return isOver ? State.AUTH_FAILED : State.AUTH;
    }
    if (progress.attemptResponses === 0) return waited >= thresholds.transaction ? State.TIMEOUT : State.CALLING;
    if (captureEnd - chain.time[chain.length - 1]! >= thresholds.timerC) return State.PARTIAL;
    return progress.ringState >= 0 ? progress.ringState : State.CALLING;
  }

  #noteFinal(out: CallSummary): void {
    const answer = this.#answer(out.dialog);
    out.final = -1;
    if (answer >= 0) out.final = this.chain.status[answer] === 0 ? -1 : answer;
    else if (out.state === State.AUTH_FAILED && this.progress.final < 0) out.final = this.progress.challenge;
    else if (out.state > State.COMPLETED && out.state !== State.PARTIAL && out.state !== State.ORPHAN) out.final = this.progress.final;
    out.finalStatus = out.final < 0 ? 0 : this.chain.status[out.final]!;
  }

  #measure(out: CallSummary, media: MediaEvidence | undefined): void {
    const time = this.chain.time;
    const progress = this.progress;
    const start = this.leg.invite;
    const answer = this.#answer(out.dialog);
    const bye = this.#bye(out.dialog);
    const isImplied = answer >= 0 && this.chain.status[answer] === 0;
    const ack = this.ack(out.dialog);
    out.pdd = span(time, start, progress.alerted);
    out.networkPdd = span(time, this.#inviteOf(progress.alerted), progress.alerted);
    out.trying = span(time, start, progress.trying);
    out.ringTime = span(time, progress.ringing, this.#ringEnd(answer));
    out.setupTime = isImplied ? undefined : span(time, start, answer);
    out.wiresharkSetup = span(time, start, ack);
    out.disconnect = span(time, bye, this.#byeAnswer(bye));
    out.answeredAt = answer < 0 ? undefined : time[answer]!;
    out.talkEstimated = answer >= 0 && (bye < 0 || isImplied);
    const end = bye >= 0 ? time[bye]! : this.#lastSign(media);
    out.talkTime = answer < 0 ? undefined : Math.max(0, end - time[answer]!) / 1e6;
    out.endedAt = answer < 0 ? undefined : end;
    out.answerToCallerMedia = sinceAnswer(time, answer, media?.toCaller?.first);
    out.answerToCalleeMedia = sinceAnswer(time, answer, media?.toCallee?.first);
  }

  #inviteOf(response: number): number {
    return response < 0 ? -1 : this.transactions.request[this.transactions.of[response]!]!;
  }

  #ringEnd(answer: number): number {
    if (answer >= 0) return answer;
    const { cancel, final } = this.progress;
    return cancel >= 0 && (final < 0 || cancel < final) ? cancel : final;
  }

  #byeAnswer(bye: number): number {
    if (bye < 0) return -1;
    const own = this.transactions.firstFinal[this.transactions.of[bye]!]!;
    return own >= 0 && this.chain.status[own]! < 300 ? own : this.progress.byeAnswer;
  }

  #lastSign(media: MediaEvidence | undefined): Nanoseconds {
    let last = this.chain.time[this.chain.length - 1]!;
    if (media?.toCaller !== undefined) last = Math.max(last, media.toCaller.last);
    if (media?.toCallee !== undefined) last = Math.max(last, media.toCallee.last);
    return last;
  }

  #count(out: CallSummary): void {
    const chain = this.chain;
    out.attempts = this.progress.attempts;
    out.challenges = this.progress.challenges;
    out.forks = this.dialogs.branches();
    out.restarts = this.leg.restarts;
    out.isTransferred = this.progress.refer >= 0;
    out.isFax = false;
    out.sessionExpires = -1;
    for (let i = this.leg.begin; i < chain.length; i++) {
      if ((chain.flags[i]! & Flag.sdpImage) !== 0) out.isFax = true;
      const status = chain.status[i]!;
      if (status < 200 || status >= 300 || (chain.cseqMethod[i] !== Method.INVITE && chain.cseqMethod[i] !== Method.UPDATE)) continue;
      const seconds = chain.table!.fact(chain.message[i]!, Fact.sessionExpires);
      if (seconds >= 0) out.sessionExpires = seconds;
    }
  }
}

/** Milliseconds from one position to another; clocks that step back give 0, never a negative time. */
function span(time: Float64Array, from: number, to: number): Milliseconds | undefined {
  return from < 0 || to < 0 ? undefined : Math.max(0, time[to]! - time[from]!) / 1e6;
}

/** Early media gives a negative time: that is what it is. */
function sinceAnswer(time: Float64Array, answer: number, first: Nanoseconds | undefined): Milliseconds | undefined {
  return answer < 0 || first === undefined ? undefined : (first - time[answer]!) / 1e6;
}
