/** CL-MISMATCH: Content-Length is not the length of the body. A datagram the capture cut says nothing. */
import { Fact } from '../../calls/fact-table.ts';
import { Flag } from '../../calls/message-fields.ts';
import { Problem } from '../../sip/problem.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

const mismatch = Problem.contentLengthTooLarge | Problem.contentLengthTooSmall;

export const clMismatch: MessagesRule = {
  id: 'CL-MISMATCH',
  scope: 'messages',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 18.3',
  check({ seen, messages, summarizer: { chain } }, report) {
    if ((seen.flags & Flag.hasProblem) === 0 || !seen.fact(Fact.problems)) return;
    for (let i = 0; i < chain.length; i++) {
      const problems = (chain.flags[i]! & Flag.cut) !== 0 ? -1 : messages.fact(chain.message[i]!, Fact.problems);
      if (problems < 0 || (problems & mismatch) === 0) continue;
      return report(found(this, { evidence: messagesAt(chain, [i]), facts: { more: (problems & Problem.contentLengthTooLarge) !== 0 ? 1 : 0 } }));
    }
  },
};
