/** CALL-488: the other side accepts nothing of what was offered. A T.38 offer refused in a call is FAX-488. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const call488: CallRule = {
  id: 'CALL-488',
  scope: 'call',
  severity: 'error',
  family: 'negotiation',
  reference: 'RFC 3261 section 21.4.26',
  check({ seen, summary, summarizer: { chain, transactions } }, report) {
    if (!seen.status(488) && !seen.status(606) && !seen.status(415)) return;
    for (let i = 0; i < chain.length; i++) {
      const status = chain.status[i]!;
      const method = chain.cseqMethod[i];
      if ((status !== 488 && status !== 606 && status !== 415) || (method !== Method.INVITE && method !== Method.UPDATE)) continue;
      const request = transactions.request[transactions.of[i]!]!;
      if (request >= 0 && (chain.flags[request]! & Flag.sdpImage) !== 0 && chain.toTag[request] !== 0) continue;
      const isFatal = summary.finalStatus === status;
      return report(
        found(this, {
          severity: isFatal ? 'error' : 'warning',
          evidence: messagesAt(chain, [request, i]),
          facts: { status, fatal: isFatal ? 1 : 0 },
        }),
      );
    }
  },
};
