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

/** Positions of the longest run of challenges to one method, each to a request with another CSeq number; of those to requests without credentials one. */
export function refusals({ seen, summarizer: { chain, transactions } }: MessagesSubject): number[] {
  if (!seen.status(401) && !seen.status(407)) return [];
  let longest: number[] = [];
  for (const method of [Method.REGISTER, Method.INVITE, Method.SUBSCRIBE, Method.MESSAGE, Method.PUBLISH, Method.BYE, Method.REFER]) {
    if (!seen.request(method)) continue;
    let run: number[] = [];
    let first = -1;
    for (let i = 0; i < chain.length; i++) {
      const status = chain.status[i]!;
      if (status < 200 || chain.cseqMethod[i] !== method || (chain.flags[i]! & (Flag.captureDuplicate | Flag.retransmission)) !== 0) continue;
      if (status !== 401 && status !== 407) {
        run = [];
        first = -1;
        continue;
      }
      const request = transactions.request[transactions.of[i]!]!;
      if ((chain.flags[i]! & Flag.stale) !== 0 || run.some((other) => chain.cseqNumber[other] === chain.cseqNumber[i])) continue;
      if (request < 0 || (chain.flags[request]! & Flag.hasAuthorization) === 0) first = first < 0 ? i : first;
      else run.push(i);
      if (run.length > 0 && run.length + (first < 0 ? 0 : 1) > longest.length) longest = first < 0 ? run.slice() : [first, ...run].sort((a, b) => a - b);
    }
  }
  return longest;
}
