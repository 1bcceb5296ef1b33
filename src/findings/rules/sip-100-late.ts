/** SIP-100-LATE: an INVITE was sent again because the next hop took its time with the 100. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { copiesOfRequest } from '../transactions.ts';

export const sip100Late: CallRule = {
  id: 'SIP-100-LATE',
  scope: 'call',
  severity: 'note',
  family: 'signalling',
  reference: 'RFC 3261 section 17.2.1',
  check(subject, report) {
    if (!subject.seen.hasRetransmission) return;
    const { chain, transactions } = subject.summarizer;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const response = transactions.firstResponse[transaction]!;
      if (transactions.method[transaction] !== Method.INVITE || transactions.copies[transaction]! < 2 || response < 0) continue;
      const request = transactions.request[transaction]!;
      if (request < 0 || chain.status[response]! >= 200) continue;
      const delay = (chain.time[response]! - chain.time[request]!) / 1e6;
      if (delay <= subject.thresholds.lateTrying) continue;
      report(
        found(this, {
          evidence: messagesAt(chain, [...copiesOfRequest(subject, transaction).slice(0, 2), response]),
          value: delay,
          threshold: subject.thresholds.lateTrying,
          facts: { delay, status: chain.status[response]! },
        }),
      );
      return;
    }
  },
};
