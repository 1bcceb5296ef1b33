/**
 * Labels of what went wrong between the machines and was mended or not (semantics 7): session intervals, crossing
 * requests, overload, loops.
 */
import { Method } from '../sip/method.ts';
import { Sign, type CallSigns } from './call-signs.ts';
import type { Chain } from './chain.ts';
import { Fact } from './fact-table.ts';
import { Label } from './label-names.ts';
import type { CallView, LabelBits } from './label-view.ts';
import { Flag } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';

const MOST_PASSES = 16;
/** messages and transactions looked at around one: what crosses is near, and a long call must not cost its square */
const NEAR = 64;

export function labelProtocol(view: CallView): void {
  const { statuses } = view.signs;
  if (statuses !== 0) {
    if ((statuses & Sign.tooSmall) !== 0) labelTooSmall(view);
    if ((statuses & Sign.pending) !== 0) labelGlare(view);
    if ((statuses & Sign.serverError) !== 0) labelOverlap(view);
    labelTrouble(view.call.chain, view.table, view.signs, view.labels);
  }
  // an INVITE that comes by a node twice and then rings was routed so, as IMS cores do
  if (view.call.transactions.count > 3 && view.call.progress.ringing < 0 && view.summary.answeredAt === undefined) labelLoop(view);
}

/** Overload, loops and hops: of any Call-ID. */
export function labelTrouble(chain: Chain, table: MessageTable, signs: CallSigns, labels: LabelBits): void {
  if ((signs.statuses & Sign.loop) !== 0) labels.add(Label.LOOP_482);
  if ((signs.statuses & Sign.hops) !== 0) labels.add(Label.HOPS_483);
  if ((signs.statuses & Sign.unavailable) === 0) return;
  for (let i = 0; i < chain.length; i++)
    if (chain.status[i] === 503 && table.fact(chain.message[i]!, Fact.retryAfter) >= 0) return labels.add(Label.OVERLOAD_503);
}

/** 422 with Min-SE, then the same request again with an interval that is long enough (RFC 4028 section 7.3). */
function labelTooSmall({ call: { chain }, table, labels }: CallView): void {
  for (let i = 0; i < chain.length; i++) {
    const least = chain.status[i] === 422 ? table.fact(chain.message[i]!, Fact.minSe) : -1;
    const end = Math.min(chain.length, i + NEAR);
    for (let j = i + 1; least >= 0 && j < end; j++) {
      const isAgain = chain.status[j] === 0 && chain.method[j] === chain.cseqMethod[i] && chain.cseqNumber[j]! > chain.cseqNumber[i]!;
      if (isAgain && table.fact(chain.message[j]!, Fact.sessionExpires) >= least) return labels.add(Label.SE_TOO_SMALL);
    }
  }
}

/** 491 to a request inside the dialog while the other side's own is on its way (RFC 3261 section 14.1). */
function labelGlare({ call: { chain, transactions, leg }, labels }: CallView): void {
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const final = transactions.firstFinal[transaction]!;
    const request = transactions.request[transaction]!;
    if (final < 0 || chain.status[final] !== 491 || request < 0 || chain.toTag[request] === 0) continue;
    const side = leg.sideOfRequest(chain, request);
    const last = Math.min(transactions.count, transaction + NEAR);
    for (let other = Math.max(0, transaction - NEAR); other < last; other++) {
      const crossing = transactions.request[other]!;
      if (crossing < 0 || !isOffer(chain, crossing) || chain.toTag[crossing] === 0 || leg.sideOfRequest(chain, crossing) === side) continue;
      const end = transactions.firstFinal[other]!;
      if (crossing < final && (end < 0 || end > request)) return labels.add(Label.GLARE_491);
    }
  }
}

/** 500 with Retry-After to an INVITE that came before the first had its final response (RFC 3261 section 14.2). */
function labelOverlap({ call: { chain, transactions, leg }, table, labels }: CallView): void {
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const final = transactions.firstFinal[transaction]!;
    const request = transactions.request[transaction]!;
    if (final < 0 || chain.status[final] !== 500 || request < 0 || !isOffer(chain, request)) continue;
    if (table.fact(chain.message[final]!, Fact.retryAfter) < 0) continue;
    const side = leg.sideOfRequest(chain, request);
    for (let other = Math.max(0, transaction - NEAR); other < transaction; other++) {
      const earlier = transactions.request[other]!;
      if (earlier < 0 || !isOffer(chain, earlier) || leg.sideOfRequest(chain, earlier) !== side || chain.viaCount[earlier] !== chain.viaCount[request])
        continue;
      const end = transactions.firstFinal[other]!;
      if (chain.cseqNumber[earlier]! < chain.cseqNumber[request]! && (end < 0 || end > request)) return labels.add(Label.OVERLAP_500);
    }
  }
}

function isOffer(chain: Chain, position: number): boolean {
  return chain.method[position] === Method.INVITE || chain.method[position] === Method.UPDATE;
}

/** The INVITE passes one node twice with the same Request-URI and fewer Max-Forwards left. */
function labelLoop({ call: { chain, transactions, leg }, table, labels }: CallView): void {
  const passes: number[] = [];
  for (let transaction = 0; transaction < transactions.count && passes.length < MOST_PASSES; transaction++) {
    const request = transactions.request[transaction]!;
    if (transactions.method[transaction] !== Method.INVITE || request < leg.begin || chain.toTag[request] !== 0) continue;
    if ((chain.flags[request]! & (Flag.captureDuplicate | Flag.retransmission)) !== 0) continue;
    for (const before of passes) if (isSecondPass(chain, table, before, request)) return labels.add(Label.LOOP_482);
    passes.push(request);
  }
}

function isSecondPass(chain: Chain, table: MessageTable, first: number, second: number): boolean {
  if (chain.destination[first] !== chain.destination[second] || chain.branch[first] === chain.branch[second]) return false;
  if (chain.cseqNumber[first] !== chain.cseqNumber[second] || chain.viaCount[second]! <= chain.viaCount[first]!) return false;
  const [one, other] = [chain.message[first]!, chain.message[second]!];
  const isFewer = table.maxForwards(other) >= 0 && table.maxForwards(other) < table.maxForwards(one);
  return isFewer && table.fact(one, Fact.requestUri) === table.fact(other, Fact.requestUri);
}
