/** BYE-481: the other side does not know the dialog that a BYE is to end. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { crossingByes } from './bye-cross.ts';

export const bye481: CallRule = {
  id: 'BYE-481',
  scope: 'call',
  severity: 'note',
  family: 'signalling',
  reference: 'RFC 3261 section 15.1.2',
  check(subject, report) {
    if (!subject.seen.status(481)) return;
    const { chain, transactions } = subject.summarizer;
    for (let i = 0; i < chain.length; i++) {
      if (chain.status[i] !== 481 || chain.cseqMethod[i] !== Method.BYE || chain.isCaptureDuplicate(i)) continue;
      const parent = crossingByes(subject) === undefined ? undefined : 'BYE-CROSS';
      return report(found(this, { evidence: messagesAt(chain, [transactions.request[transactions.of[i]!]!, i]), parent }));
    }
  },
};
