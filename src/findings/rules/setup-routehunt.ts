/** SETUP-ROUTEHUNT: several next hops failed one after the other before one took the call. */
import { isAnswered } from '../../calls/call-state.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const setupRoutehunt: CallRule = {
  id: 'SETUP-ROUTEHUNT',
  scope: 'call',
  severity: 'note',
  family: 'signalling',
  reference: 'RFC 3261 section 16.7',
  check({ seen, summary, summarizer: { chain, transactions } }, report) {
    if (!seen.hasFailure || !isAnswered(summary.state)) return;
    const failed: number[] = [];
    let taken = -1;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const request = transactions.request[transaction]!;
      const final = transactions.firstFinal[transaction]!;
      if (transactions.method[transaction] !== Method.INVITE || request < 0 || final < 0 || chain.toTag[request] !== 0) continue;
      if (chain.status[final]! < 300) taken = failed.some((position) => isNextHop(position, request)) ? final : taken;
      else if (isHunted(chain.status[final]!)) failed.push(final);
    }
    const tried = taken < 0 ? [] : failed.filter((position) => position < taken);
    if (tried.length > 0) report(found(this, { evidence: messagesAt(chain, [...tried, taken]), facts: { failed: tried.length } }));

    /** sent by the node that got the failure, after it, to another place */
    function isNextHop(failure: number, request: number): boolean {
      return request > failure && chain.sourceAddress[request] === chain.destinationAddress[failure] && chain.destination[request] !== chain.source[failure];
    }
  },
};

/** What makes a proxy or gateway try the next route; a busy or absent person does not. */
function isHunted(status: number): boolean {
  return status === 403 || status === 404 || status === 408 || status === 480 || (status >= 500 && status < 600);
}
