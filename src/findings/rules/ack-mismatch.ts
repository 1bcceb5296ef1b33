/** ACK-MISMATCH: an ACK to a 2xx is a request of its own with a new branch; one to a failure belongs to the INVITE and has its branch. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const ackMismatch: CallRule = {
  id: 'ACK-MISMATCH',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 sections 13.2.2.4 and 17.1.1.3',
  check({ summarizer: { chain, transactions } }, report) {
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const ack = transactions.ack[transaction]!;
      const request = transactions.request[transaction]!;
      const final = transactions.firstFinal[transaction]!;
      if (ack < 0 || request < 0 || final < 0 || transactions.method[transaction] !== Method.INVITE) continue;
      const isSuccess = chain.status[final]! < 300;
      if (isSuccess !== chain.status[transactions.lastFinal[transaction]!]! < 300 || ack < final) continue;
      const isSame = chain.branch[ack] === chain.branch[request];
      const isSameHop = chain.sourceAddress[ack] === chain.sourceAddress[request] && chain.destinationAddress[ack] === chain.destinationAddress[request];
      if (chain.branch[ack] === 0 || isSame !== isSuccess || (!isSuccess && !isSameHop)) continue;
      report(
        found(this, {
          confidence: isSuccess ? 'sure' : 'likely',
          evidence: messagesAt(chain, [request, final, ack]),
          facts: { status: chain.status[final]!, reused: isSuccess ? 1 : 0 },
        }),
      );
      return;
    }
  },
};
