/** TIME-SKEW: the clock of a server is not that of the capture. */
import { Fact } from '../../calls/fact-table.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const timeSkew: MessagesRule = {
  id: 'TIME-SKEW',
  scope: 'messages',
  severity: 'note',
  family: 'network',
  reference: 'RFC 3261 section 20.17',
  check({ seen, messages, summarizer: { chain }, thresholds, addressText }, report) {
    if (!seen.fact(Fact.clockSkew)) return;
    for (let i = 0; i < chain.length; i++) {
      if (chain.isCaptureDuplicate(i)) continue;
      const fact = messages.fact(chain.message[i]!, Fact.clockSkew);
      const skew = fact < 0 ? 0 : fact | 0;
      if (Math.abs(skew) <= thresholds.clockSkew) continue;
      const facts = { seconds: Math.abs(skew), ahead: skew > 0 ? 1 : 0, address: addressText(chain.sourceAddress[i]!) };
      return report(found(this, { evidence: messagesAt(chain, [i]), value: Math.abs(skew), threshold: thresholds.clockSkew, facts }));
    }
  },
};
