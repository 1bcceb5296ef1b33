/**
 * Transfers (RFC 5589), told by what one Call-ID shows: the REFER and its NOTIFY in the transferred call, Referred-By and
 * Replaces in the call it makes. The calls that are named are labelled by linked-labels.ts.
 */
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import { Fact } from './fact-table.ts';
import { Label } from './label-names.ts';
import type { CallSummary } from './call-summary.ts';
import type { CallView } from './label-view.ts';
import type { CallSummarizer } from './summary.ts';

export function labelTransfer(view: CallView): void {
  const { signs, labels, summary } = view;
  if (signs.has(Method.REFER)) labelRefers(view);
  if ((signs.requestTraits & Trait.referredBy) === 0 || view.call.leg.invite < 0) return;
  const { chain, leg } = view.call;
  const message = chain.message[leg.invite]!;
  const traits = view.table.fact(message, Fact.traits);
  if (traits < 0 || (traits & Trait.referredBy) === 0 || (traits & Trait.earlyOnly) !== 0) return;
  if (summary.finalStatus >= 300) labels.add(Label.XFER_FAIL);
  else labels.add(view.table.fact(message, Fact.replaces) >= 0 ? Label.XFER_ATTENDED : Label.XFER_BLIND);
}

function labelRefers(view: CallView): void {
  const { call, labels, table } = view;
  const { chain, transactions, leg } = call;
  const told = newestTold(view);
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    if (transactions.method[transaction] !== Method.REFER || request < leg.begin || chain.toTag[request] === 0) continue;
    const final = transactions.firstFinal[transaction]!;
    const status = final < 0 ? 0 : chain.status[final]!;
    if (final < 0 || status === 401 || status === 407) continue;
    if (status >= 300 || hasFailed(view, request, told)) labels.add(Label.XFER_FAIL);
    else labels.add(table.fact(chain.message[request]!, Fact.referReplaces) >= 0 ? Label.XFER_ATTENDED : Label.XFER_BLIND);
  }
}

/** Position of the newest NOTIFY that tells a final status of a transfer, or -1. */
function newestTold({ call: { chain, leg }, table, signs }: CallView): number {
  if (!signs.has(Method.NOTIFY)) return -1;
  for (let i = chain.length - 1; i > leg.begin; i--)
    if (chain.isRequest(i, Method.NOTIFY) && table.fact(chain.message[i]!, Fact.sipfragStatus) >= 200) return i;
  return -1;
}

/** The newest sipfrag says so; or none says how it ended, and the transferor took the call back. */
function hasFailed({ call, table, summary }: CallView, refer: number, told: number): boolean {
  if (told > refer) return table.fact(call.chain.message[told]!, Fact.sipfragStatus) >= 300;
  return isTakenBack(call, summary, refer);
}

/** Whoever sent the REFER ended its hold after it, and not with the call. */
export function isTakenBack({ chain, leg, holds }: CallSummarizer, summary: CallSummary, refer: number): boolean {
  const transferor = leg.sideOfRequest(chain, refer);
  for (let hold = 0; hold < holds.count; hold++) {
    const isOpen = holds.to[hold] === Infinity || holds.to[hold] === summary.endedAt;
    if (holds.by[hold] === transferor && !isOpen && holds.to[hold]! > chain.time[refer]!) return true;
  }
  return false;
}
