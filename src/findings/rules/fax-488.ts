/** FAX-488: the change to T.38 was refused. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

const REFUSALS: ReadonlySet<number> = new Set([415, 488, 606]);

export const fax488: CallRule = {
  id: 'FAX-488',
  scope: 'call',
  severity: 'error',
  family: 'digits',
  reference: 'ITU-T T.38 annex D',
  check({ seen, summarizer: { chain, transactions } }, report) {
    if ((seen.flags & Flag.sdpImage) === 0) return;
    for (let i = 0; i < chain.length; i++) {
      if (!REFUSALS.has(chain.status[i]!) || chain.cseqMethod[i] !== Method.INVITE || chain.isRetransmission(i) || chain.isCaptureDuplicate(i)) continue;
      const request = transactions.request[transactions.of[i]!]!;
      if (request < 0 || (chain.flags[request]! & Flag.sdpImage) === 0) continue;
      report(found(this, { evidence: messagesAt(chain, [request, i]), facts: { status: chain.status[i]! } }));
      return;
    }
  },
};
