/** SIP-TRUNC: the capture holds less of a message than was sent: what is said of it may be wrong. */
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const sipTrunc: MessagesRule = {
  id: 'SIP-TRUNC',
  scope: 'messages',
  severity: 'note',
  family: 'network',
  reference: '',
  check({ seen, summarizer: { chain } }, report) {
    if ((seen.flags & Flag.cut) === 0) return;
    const cut: number[] = [];
    for (let i = 0; i < chain.length; i++) if ((chain.flags[i]! & Flag.cut) !== 0) cut.push(i);
    report(found(this, { evidence: messagesAt(chain, cut), facts: { count: cut.length } }));
  },
};
