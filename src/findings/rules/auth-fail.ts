/** AUTH-FAIL: credentials were given and refused for good, or the client never gave any. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt, type MessagesSubject } from '../subject.ts';
import { authLoopOf } from './auth-loop.ts';

export const authFail: MessagesRule = {
  id: 'AUTH-FAIL',
  scope: 'messages',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 22',
  check(subject, report) {
    const { seen, summarizer } = subject;
    if (!seen.status(401) && !seen.status(407) && !seen.status(403)) return;
    const { chain, transactions } = summarizer;
    const refused = refusedAt(subject);
    const ignored = refused >= 0 ? -1 : ignoredChallenge(subject);
    const response = refused >= 0 ? refused : ignored;
    if (response < 0) return;
    const request = transactions.request[transactions.of[response]!]!;
    const isRefused = refused >= 0 || (request >= 0 && (chain.flags[request]! & Flag.hasAuthorization) !== 0 && (chain.flags[response]! & Flag.stale) === 0);
    report(
      found(this, {
        confidence: isRefused ? 'sure' : 'likely',
        evidence: messagesAt(chain, [request, response]),
        facts: { status: chain.status[response]!, refused: isRefused ? 1 : 0, method: subject.methodName(chain.cseqMethod[response]!) },
        parent: authLoopOf(subject) !== undefined ? 'AUTH-LOOP' : undefined,
      }),
    );
  },
};

/** A 403 to a request that brought credentials. */
function refusedAt({ seen, summarizer: { chain, transactions } }: MessagesSubject): number {
  if (!seen.status(403)) return -1;
  for (let i = 0; i < chain.length; i++) {
    if (chain.status[i] !== 403) continue;
    const request = transactions.request[transactions.of[i]!]!;
    if (request >= 0 && (chain.flags[request]! & Flag.hasAuthorization) !== 0) return i;
  }
  return -1;
}

/** The newest challenge, when nothing of that method came after it for as long as a transaction lasts. OPTIONS only ask whether anyone is there. */
function ignoredChallenge({ summarizer: { chain }, captureEnd, thresholds }: MessagesSubject): number {
  for (let i = chain.length - 1; i >= 0; i--) {
    const status = chain.status[i]!;
    const method = chain.cseqMethod[i]!;
    if (status === 0 && method !== Method.ACK && method !== Method.CANCEL) return -1;
    if (status !== 401 && status !== 407) continue;
    if (method === Method.OPTIONS || captureEnd - chain.time[i]! < thresholds.noResponse * 1e9) return -1;
    return i;
  }
  return -1;
}
