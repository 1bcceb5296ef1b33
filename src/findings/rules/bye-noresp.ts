/** BYE-NORESP: a BYE sent again and again that nobody answered: the other side may still think the call is up. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { copiesOfRequest, isUnanswered } from '../transactions.ts';

export const byeNoresp: CallRule = {
  id: 'BYE-NORESP',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 15.1.1',
  check(subject, report) {
    const { seen, summarizer, thresholds, captureEnd } = subject;
    if (!seen.hasRetransmission || !seen.request(Method.BYE)) return;
    const { chain, transactions, progress } = summarizer;
    if (progress.byeAnswer >= 0 && chain.status[progress.byeAnswer]! < 300) return;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      if (transactions.method[transaction] !== Method.BYE || !isUnanswered(subject, transaction)) continue;
      const copies = copiesOfRequest(subject, transaction);
      const waited = Math.min(thresholds.noResponse, (captureEnd - chain.time[copies[0]!]!) / 1e9);
      report(
        found(this, {
          evidence: messagesAt(chain, copies),
          value: waited,
          threshold: thresholds.noResponse,
          facts: { copies: copies.length, waited, destination: subject.addressText(chain.destinationAddress[copies[0]!]!) },
        }),
      );
      return;
    }
  },
};
