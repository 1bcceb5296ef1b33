/** VIA-NORPORT: a client behind NAT does not ask for rport, and answers go where nobody listens. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const viaNorport: MessagesRule = {
  id: 'VIA-NORPORT',
  scope: 'messages',
  severity: 'warning',
  family: 'network',
  reference: 'RFC 3581 section 3',
  check({ seen, summarizer: { chain, transactions }, captureEnd, thresholds }, report) {
    if ((seen.flags & Flag.viaStuck) === 0) return;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const request = transactions.request[transaction]!;
      if (request < 0 || transactions.method[transaction] === Method.ACK || (chain.flags[request]! & (Flag.viaStuck | Flag.stream)) !== Flag.viaStuck) continue;
      const response = transactions.firstResponse[transaction]!;
      const isElsewhere = response >= 0 && chain.destination[response] !== chain.source[request];
      const isLost = response < 0 && transactions.copies[transaction]! > 1 && captureEnd - chain.time[request]! >= thresholds.noResponseAtEnd * 1e9;
      if (isElsewhere || isLost) return report(found(this, { evidence: messagesAt(chain, [request, response]), facts: { lost: isLost ? 1 : 0 } }));
    }
  },
};
