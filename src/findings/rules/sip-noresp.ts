/** SIP-NORESP: a request sent again and again, and nothing came back. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt, type MessagesSubject } from '../subject.ts';
import { copiesOfRequest, isUnanswered } from '../transactions.ts';

export const sipNoresp: MessagesRule = {
  id: 'SIP-NORESP',
  scope: 'messages',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3261 section 17.1',
  check(subject, report) {
    if (!subject.seen.hasRetransmission) return;
    const { summarizer, thresholds, captureEnd } = subject;
    const { chain, transactions } = summarizer;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      if (transactions.method[transaction] === Method.BYE || !isUnanswered(subject, transaction)) continue;
      // a proxy that tries one place again and again begins a new transaction each time
      const copies = unansweredAt(subject, transaction);
      const waited = (captureEnd - chain.time[copies[0]!]!) / 1e9;
      report(
        found(this, {
          confidence: waited >= thresholds.noResponse ? 'sure' : 'likely',
          evidence: messagesAt(chain, copies),
          value: waited,
          threshold: thresholds.noResponse,
          facts: {
            method: subject.methodName(transactions.method[transaction]!),
            copies: copies.length,
            destination: subject.addressText(chain.destinationAddress[copies[0]!]!),
            waited: Math.min(waited, thresholds.noResponse),
          },
        }),
      );
      return;
    }
  },
};

/** Copies of this request and of later ones of its method to the same place, none of them answered. */
function unansweredAt(subject: MessagesSubject, first: number): readonly number[] {
  const { chain, transactions } = subject.summarizer;
  const { destination } = chain;
  const copies: number[] = [];
  for (let transaction = first; transaction < transactions.count; transaction++) {
    const isSame = transactions.method[transaction] === transactions.method[first] && isUnanswered(subject, transaction);
    if (isSame && destination[transactions.request[transaction]!] === destination[transactions.request[first]!])
      copies.push(...copiesOfRequest(subject, transaction));
  }
  return copies;
}
