/** VIA-NAT: a response says that its request came from another address or port than it claims: NAT between them. */
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const viaNat: MessagesRule = {
  id: 'VIA-NAT',
  scope: 'messages',
  severity: 'note',
  family: 'network',
  reference: 'RFC 3581 section 4',
  check({ seen, summarizer: { chain, transactions }, addressText }, report) {
    if ((seen.flags & Flag.viaChanged) === 0) return;
    for (let i = 0; i < chain.length; i++) {
      if ((chain.flags[i]! & Flag.viaChanged) === 0) continue;
      const request = transactions.request[transactions.of[i]!]!;
      return report(found(this, { evidence: messagesAt(chain, [request, i]), facts: { address: addressText(chain.destinationAddress[i]!) } }));
    }
  },
};
