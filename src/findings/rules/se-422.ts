/** SE-422: the session interval asked for was too small for the other side. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { Method } from '../../sip/method.ts';

export const se422: CallRule = {
  id: 'SE-422',
  scope: 'call',
  severity: 'note',
  family: 'signalling',
  reference: 'RFC 4028 section 6',
  check({ seen, summarizer: { chain, transactions } }, report) {
    if (!seen.status(422)) return;
    for (let i = 0; i < chain.length; i++) {
      if (chain.status[i] !== 422) continue;
      let retry = -1;
      for (let n = i + 1; n < chain.length && retry < 0; n++)
        if (chain.isRequest(n, chain.cseqMethod[i]!) && chain.cseqNumber[n]! > chain.cseqNumber[i]!) retry = n;
      const isInvite = chain.cseqMethod[i] === Method.INVITE;
      return report(
        found(this, {
          evidence: messagesAt(chain, [transactions.request[transactions.of[i]!]!, i, retry]),
          facts: { retried: retry >= 0 ? 1 : 0, invite: isInvite ? 1 : 0 },
        }),
      );
    }
  },
};
