/**
 * What is wrong with a call at a glance, as bits (contract: callProblems). Signalling problems come from the chain, media
 * problems from MediaEvidence when there is some. Every threshold stands in call-state.ts with its reason.
 */
import type { Nanoseconds } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { CallProblemBit, isFailure, State, thresholds } from './call-state.ts';
import { Fact } from './fact-table.ts';
import type { MediaEvidence } from './media-evidence.ts';
import { Flag } from './message-fields.ts';
import type { CallSummary } from './call-summary.ts';
import type { CallSummarizer } from './summary.ts';

export function findProblems(call: CallSummarizer, summary: CallSummary, captureEnd: Nanoseconds, media: MediaEvidence | undefined): number {
  let problems = isFailure(summary.state) ? CallProblemBit.failed : 0;
  problems |= messageProblems(call, captureEnd);
  if (isUnacknowledged(call, summary, captureEnd)) problems |= CallProblemBit.noAck;
  if (summary.state === State.TIMEOUT) problems |= CallProblemBit.noResponse;
  if (summary.pdd !== undefined && summary.pdd * 1e6 > thresholds.slowSetup) problems |= CallProblemBit.slowSetup;
  if (summary.talkTime !== undefined && !summary.talkEstimated && summary.talkTime * 1e6 < thresholds.short) problems |= CallProblemBit.short;
  if (call.progress.freshChallenges >= thresholds.challenges) problems |= CallProblemBit.authLoop;
  if (isDropped(call, summary)) problems |= CallProblemBit.dropped;
  return media === undefined ? problems : problems | mediaProblems(call, summary, media);
}

function messageProblems(call: CallSummarizer, captureEnd: Nanoseconds): number {
  const { chain, transactions } = call;
  let problems = 0;
  for (let i = 0; i < chain.length; i++) {
    const flags = chain.flags[i]!;
    if ((flags & (Flag.privateContact | Flag.privateMedia)) !== 0) problems |= CallProblemBit.natAddress;
    if ((flags & Flag.retransmission) !== 0 && isLossSign(call, i)) problems |= CallProblemBit.retransmissions;
  }
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    if (transactions.copies[transaction]! < 2 || transactions.firstResponse[transaction]! >= 0) continue;
    const method = transactions.method[transaction];
    if (method !== Method.INVITE && method !== Method.BYE) continue;
    const last = transactions.lastRequest[transaction]!;
    if (captureEnd - chain.time[last]! >= thresholds.unanswered) problems |= CallProblemBit.noResponse;
  }
  return problems;
}

/** A repeated ACK only answers a repeated 2xx, and servers repeat an unreliable 180 on purpose: neither is a sign of loss. */
function isLossSign(call: CallSummarizer, position: number): boolean {
  const { chain } = call;
  const status = chain.status[position]!;
  if (status === 0) return chain.method[position] !== Method.ACK;
  return status >= 200 || (chain.flags[position]! & Flag.reliable) !== 0;
}

function isUnacknowledged(call: CallSummarizer, summary: CallSummary, captureEnd: Nanoseconds): boolean {
  if (summary.state === State.NO_ACK) return true;
  const dialog = summary.dialog;
  if (dialog < 0 || call.dialogs.answer[dialog]! < 0 || call.answerRepeatTime(dialog) <= 0) return false;
  const ack = call.ack(dialog);
  const until = ack >= 0 ? call.chain.time[ack]! : captureEnd;
  return until - call.chain.time[call.dialogs.answer[dialog]!]! >= thresholds.missingAck;
}

/** The call was ended by a timer or a failure, not by a person. */
function isDropped(call: CallSummarizer, summary: CallSummary): boolean {
  if (summary.state === State.NO_ACK) return true;
  if (summary.state !== State.COMPLETED || summary.talkTime === undefined) return false;
  const { q850, sip, from } = summary.cause;
  if (from === 1 && (isNetworkCause(q850) || sip === 408 || sip === 504 || sip === 503)) return true;
  return isSessionExpired(call, summary);
}

/** Q.850: destination or network out of order, temporary failure, congestion, no resource, recovery on timer expiry, interworking. */
function isNetworkCause(cause: number): boolean {
  return cause === 27 || cause === 38 || cause === 41 || cause === 42 || cause === 47 || cause === 102;
}

/** The BYE came min(32 s, SE/3) or less before the session timer ran out, no refresh since (RFC 4028 section 10). */
export function isSessionExpired(call: CallSummarizer, summary: CallSummary): boolean {
  if (summary.sessionExpires <= 0 || summary.endedAt === undefined) return false;
  const refreshed = lastRefresh(call);
  if (refreshed < 0) return false;
  const expires = summary.sessionExpires * 1e9;
  const left = expires - (summary.endedAt - call.chain.time[refreshed]!);
  return left <= Math.min(32e9, expires / 3) && left >= -2e9;
}

/** Position of the newest 2xx that set the session timer, or -1. */
export function lastRefresh({ chain, leg }: CallSummarizer): number {
  let refreshed = -1;
  for (let i = leg.begin; i < chain.length; i++) {
    const status = chain.status[i]!;
    if (status >= 200 && status < 300 && chain.table!.fact(chain.message[i]!, Fact.sessionExpires) >= 0) refreshed = i;
  }
  return refreshed;
}

function mediaProblems(call: CallSummarizer, summary: CallSummary, media: MediaEvidence): number {
  const { toCaller, toCallee } = media;
  let problems = 0;
  const loss = Math.max(toCaller?.loss ?? 0, toCallee?.loss ?? 0);
  const jitter = Math.max(toCaller?.jitter ?? 0, toCallee?.jitter ?? 0);
  if (loss >= thresholds.loss) problems |= CallProblemBit.loss;
  if (jitter >= thresholds.jitter) problems |= CallProblemBit.jitter;
  if (Math.min(toCaller?.mos ?? Infinity, toCallee?.mos ?? Infinity) < thresholds.mos) problems |= CallProblemBit.lowMos;
  if (summary.talkTime === undefined || !media.captureHasMedia || summary.isFax) return problems;
  const talk = summary.talkTime * 1e6;
  const toCallerPackets = toCaller?.packets ?? 0;
  const toCalleePackets = toCallee?.packets ?? 0;
  if (toCallerPackets === 0 && toCalleePackets === 0) {
    const isExpected = media.expectedToCaller || media.expectedToCallee;
    return isExpected && talk >= thresholds.noMedia && call.holds.count === 0 ? problems | CallProblemBit.noMedia : problems;
  }
  const isSilentToCaller = media.expectedToCaller && toCallerPackets === 0 && lasts(toCallee) >= thresholds.oneWay;
  const isSilentToCallee = media.expectedToCallee && toCalleePackets === 0 && lasts(toCaller) >= thresholds.oneWay;
  return isSilentToCaller || isSilentToCallee ? problems | CallProblemBit.oneWay : problems;
}

function lasts(direction: { readonly first: Nanoseconds; readonly last: Nanoseconds } | undefined): Nanoseconds {
  return direction === undefined ? 0 : direction.last - direction.first;
}
