/** XFER-FAIL: a transfer was refused, or its target could not be reached. */
import { Fact } from '../../calls/fact-table.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const xferFail: CallRule = {
  id: 'XFER-FAIL',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3515 section 2.4.4',
  check({ seen, messages, summarizer: { chain, transactions } }, report) {
    if (!seen.request(Method.REFER) && !seen.fact(Fact.sipfragStatus)) return;
    let refer = -1;
    let failed = -1;
    let status = 0;
    for (let i = 0; i < chain.length; i++) {
      if (chain.isRequest(i, Method.REFER)) refer = i;
      const told = chain.isRequest(i, Method.NOTIFY) ? messages.fact(chain.message[i]!, Fact.sipfragStatus) : -1;
      const refused = chain.status[i]! >= 300 && chain.status[i] !== 401 && chain.status[i] !== 407 && chain.cseqMethod[i] === Method.REFER;
      if (told >= 300 || refused) {
        failed = i;
        status = refused ? chain.status[i]! : told;
      } else if (told >= 200) failed = -1;
    }
    if (failed < 0) return;
    const isRefused = chain.status[failed] !== 0;
    const request = isRefused ? transactions.request[transactions.of[failed]!]! : refer;
    report(found(this, { evidence: messagesAt(chain, [request, failed]), facts: { status, refused: isRefused ? 1 : 0 } }));
  },
};
