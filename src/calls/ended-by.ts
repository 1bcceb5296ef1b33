/**
 * Who ended a call (semantics 5.6): the sender of the BYE, the caller for a CANCEL, the node that answered with a failure.
 * A failure counts as the callee's when its To-tag rang before or came up from a hop further down, and on a single hop
 * when it is one a phone sends; what a server says of itself, and silence, is the network's.
 */
import { Method } from '../sip/method.ts';
import { State } from './call-state.ts';
import { Fact } from './fact-table.ts';
import type { CallSummary } from './call-summary.ts';
import type { CallSummarizer } from './summary.ts';

const CALLER = 1,
  CALLEE = 2,
  NETWORK = 3;

/** 0 unknown or not ended, 1 caller, 2 callee, 3 network. */
export function endedBy(call: CallSummarizer, summary: CallSummary): number {
  const { progress, dialogs } = call;
  switch (summary.state) {
    case State.COMPLETED:
    case State.CANCELLED_LATE:
    case State.NO_ACK: {
      const bye = summary.dialog >= 0 && dialogs.bye[summary.dialog]! >= 0 ? dialogs.bye[summary.dialog]! : progress.bye;
      return bye < 0 ? NETWORK : call.leg.sideOfRequest(call.chain, bye);
    }
    case State.CANCELLED:
      return cancelledBy(call);
    case State.TIMEOUT:
      return NETWORK;
    case State.NO_ANSWER:
      if (progress.final < 0 || call.chain.status[progress.final] === 487) return CALLER;
      return answeredBy(call, progress.final);
    case State.AUTH_FAILED:
      return summary.final < 0 ? NETWORK : answeredBy(call, summary.final);
    default:
      return summary.state > State.COMPLETED && progress.final >= 0 ? answeredBy(call, progress.final) : 0;
  }
}

/** A proxy that cancels the other branches of a fork says so: Reason: SIP;cause=200;text="Call completed elsewhere". */
function cancelledBy(call: CallSummarizer): number {
  const cancel = call.progress.cancel;
  if (cancel < 0) return CALLER;
  return call.chain.table!.fact(call.chain.message[cancel]!, Fact.reasonSip) === 200 ? NETWORK : CALLER;
}

function answeredBy(call: CallSummarizer, final: number): number {
  const { chain, transactions, dialogs } = call;
  const tag = chain.toTag[final]!;
  for (let dialog = 0; dialog < dialogs.count; dialog++) if (tag !== 0 && dialogs.toTag[dialog] === tag) return CALLEE;
  const own = transactions.of[final]!;
  let isForwarded = false;
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    if (transaction === own || transactions.method[transaction] !== Method.INVITE || request < call.leg.begin || call.leg.isAttempt(chain, request)) continue;
    isForwarded = true;
    const answer = transactions.firstFinal[transaction]!;
    if (answer >= 0 && chain.status[answer] === chain.status[final]) return CALLEE;
  }
  return isForwarded || !isOfPhone(chain.status[final]!) ? NETWORK : CALLEE;
}

/** Statuses an answering phone gives, when nothing else tells who spoke. */
function isOfPhone(status: number): boolean {
  return (
    status === 486 ||
    status === 600 ||
    status === 603 ||
    status === 607 ||
    status === 480 ||
    status === 487 ||
    status === 488 ||
    status === 606 ||
    status === 415 ||
    status === 491 ||
    (status >= 300 && status < 400)
  );
}
