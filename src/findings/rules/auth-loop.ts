/**
 * AUTH-LOOP: credentials refused again and again, with no success between; or once, when the server asks anew with the nonce they were
 * made with, so that the nonce was good and the answer was not. A challenge because of an old nonce is none.
 */
import { Fact } from '../../calls/fact-table.ts';
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
    const loop = authLoopOf(subject);
    if (loop === undefined) return;
    const { chain } = subject.summarizer;
    const { kind, challenges } = loop;
    const method = subject.methodName(chain.cseqMethod[challenges[0]!]!);
    if (kind === 'count') {
      const { challenges: threshold } = subject.thresholds;
      report(
        found(this, { evidence: messagesAt(chain, challenges), value: challenges.length, threshold, facts: { kind, challenges: challenges.length, method } }),
      );
      return;
    }
    const pairs = challenges.flatMap((position) => [requestOf(subject, position), position]);
    report(found(this, { evidence: messagesAt(chain, pairs), facts: { kind, challenges: challenges.length, method } }));
  },
};

interface AuthLoop {
  /** so many in a row; or `same`: refused with the very nonce they were made for */
  readonly kind: 'count' | 'same';
  /** positions of the challenges, oldest first */
  readonly challenges: readonly number[];
}

/** What speaks of a loop, undefined when nothing does. */
export function authLoopOf(subject: MessagesSubject): AuthLoop | undefined {
  if ((subject.seen.flags & Flag.hasAuthorization) === 0) return undefined;
  const challenges = refusals(subject);
  if (challenges.length >= subject.thresholds.challenges) return { kind: 'count', challenges };
  const same = challenges.filter((position) => {
    const request = requestOf(subject, position);
    const nonce = request < 0 ? -1 : nonceOf(subject, request);
    return nonce >= 0 && nonce === nonceOf(subject, position);
  });
  // a client that asked its user again and then got in had no loop
  return same.length === 0 || isLetIn(subject, same.at(-1)!) ? undefined : { kind: 'same', challenges: same };
}

function requestOf({ summarizer: { transactions } }: MessagesSubject, position: number): number {
  return transactions.request[transactions.of[position]!]!;
}

/** -1 none. Only of requests with credentials and of challenges. */
function nonceOf({ messages, summarizer: { chain } }: MessagesSubject, position: number): number {
  return messages.fact(chain.message[position]!, Fact.nonce);
}

/** A later request of that method was taken, whatever became of it: no challenge, no refusal. */
function isLetIn({ summarizer: { chain } }: MessagesSubject, after: number): boolean {
  for (let i = after + 1; i < chain.length; i++) {
    const status = chain.status[i]!;
    if (
      chain.cseqMethod[i] === chain.cseqMethod[after] &&
      status > 100 &&
      status !== 401 &&
      status !== 407 &&
      status !== 403 &&
      chain.cseqNumber[i]! > chain.cseqNumber[after]!
    )
      return true;
  }
  return false;
}

/** Positions of the longest run of challenges to one method, each to a request with another CSeq number; of those to requests without credentials one. */
function refusals({ seen, summarizer: { chain, transactions } }: MessagesSubject): number[] {
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
