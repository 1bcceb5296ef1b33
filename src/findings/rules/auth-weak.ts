/** AUTH-WEAK: a challenge that asks for the password in the clear, or for MD5 without protection against replay. */
import { Fact } from '../../calls/fact-table.ts';
import { WeakChallenge } from '../../calls/suspicions.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const authWeak: MessagesRule = {
  id: 'AUTH-WEAK',
  scope: 'messages',
  severity: 'note',
  family: 'security',
  reference: 'RFC 8760 section 2',
  check({ seen, messages, summarizer: { chain } }, report) {
    if (!seen.fact(Fact.weakChallenge)) return;
    for (let i = 0; i < chain.length; i++) {
      const weak = messages.fact(chain.message[i]!, Fact.weakChallenge);
      const isBasic = weak > 0 && (weak & WeakChallenge.basic) !== 0;
      const isOld = weak > 0 && (weak & (WeakChallenge.md5 | WeakChallenge.withoutQop)) === (WeakChallenge.md5 | WeakChallenge.withoutQop);
      if (isBasic || isOld) return report(found(this, { evidence: messagesAt(chain, [i]), facts: { basic: isBasic ? 1 : 0 } }));
    }
  },
};
