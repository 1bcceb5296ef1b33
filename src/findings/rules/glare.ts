/** GLARE: both sides changed the call at the same moment; the one told 491 tries again. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const glare: CallRule = {
  id: 'GLARE',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 14.1',
  check({ seen, summarizer: { chain, transactions } }, report) {
    if (!seen.status(491)) return;
    for (let i = 0; i < chain.length; i++) {
      if (chain.status[i] !== 491) continue;
      const request = transactions.request[transactions.of[i]!]!;
      let other = -1;
      let retry = -1;
      let ended = false;
      for (let n = 0; n < chain.length; n++) {
        if (chain.status[n] !== 0 || chain.isCaptureDuplicate(n)) continue;
        if (chain.method[n] === Method.BYE && n > i) ended = true;
        if (chain.method[n] !== Method.INVITE && chain.method[n] !== Method.UPDATE) continue;
        if (n > i && chain.fromTag[n] === chain.fromTag[i] && chain.cseqNumber[n]! > chain.cseqNumber[i]!) retry = retry < 0 ? n : retry;
        else if (n < i && chain.fromTag[n] === chain.toTag[i] && chain.toTag[n] !== 0) other = n;
      }
      const isRetried = retry >= 0 || ended;
      return report(
        found(this, {
          severity: isRetried ? 'note' : 'warning',
          evidence: messagesAt(chain, [other, request, i, retry]),
          facts: { retried: retry >= 0 ? 1 : 0 },
        }),
      );
    }
  },
};
