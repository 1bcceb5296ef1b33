/** AUTH-LOOP: credentials refused again and again, with no success between. A challenge because of an old nonce is none. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt, type MessagesSubject } from '../subject.ts';

export const authLoop: MessagesRule = {
  id: 'AUTH-LOOP',
  scope: 'messages',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3261 section 22',
  check(subject, report) {
    if ((subject.seen.flags & Flag.hasAuthorization) === 0) return;
    const challenges = refusals(subject);
    if (challenges.length < subject.thresholds.challenges) return;
    const { chain } = subject.summarizer;
    report(
      found(this, {
        evidence: messagesAt(chain, challenges),
        value: challenges.length,
        threshold: subject.thresholds.challenges,
        facts: { challenges: challenges.length, method: subject.methodName(chain.cseqMethod[challenges[0]!]!) },
      }),
    );
  },
};

/** Positions of the longest run of challenges to one method, each to a request with another CSeq number. */
export function refusals({ seen, summarizer: { chain } }: MessagesSubject): number[] {
  if (!seen.status(401) && !seen.status(407)) return [];
  let longest: number[] = [];
  for (const method of [Method.REGISTER, Method.INVITE, Method.SUBSCRIBE, Method.MESSAGE, Method.PUBLISH, Method.BYE, Method.REFER]) {
    if (!seen.request(method)) continue;
    let run: number[] = [];
    for (let i = 0; i < chain.length; i++) {
      const status = chain.status[i]!;
      if (status < 200 || chain.cseqMethod[i] !== method || (chain.flags[i]! & (Flag.captureDuplicate | Flag.retransmission)) !== 0) continue;
      if (status !== 401 && status !== 407) run = [];
      else if ((chain.flags[i]! & Flag.stale) === 0 && run.every((other) => chain.cseqNumber[other] !== chain.cseqNumber[i])) run.push(i);
      if (run.length > longest.length) longest = run.slice();
    }
  }
  return longest;
}
