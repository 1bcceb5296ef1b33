/** SIP-RETX-REQ: requests that had to be sent again. An ACK is repeated because its 2xx is: that is no loss of its own. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt, type MessagesSubject } from '../subject.ts';
import { copiesOfRequest, isUnanswered } from '../transactions.ts';

/** Timers A and E double from T1, 500 ms: the first repetition of a stack that keeps to them comes within this */
const FIRST_LEAST = 400;
const FIRST_MOST = 700;
/** T2: copies are never further apart, so the one before a copy within this of the capture's beginning was not seen */
const LONGEST = 4e9;
/** milliseconds of T2 that still are T2 */
const NEAR = 500;

export const sipRetxReq: MessagesRule = {
  id: 'SIP-RETX-REQ',
  scope: 'messages',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3261 section 17.1',
  check(subject, report) {
    if (!subject.seen.hasRetransmission) return;
    const { chain, transactions } = subject.summarizer;
    let worst = -1;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const method = transactions.method[transaction];
      if (method === Method.ACK || transactions.copies[transaction]! < 2 || transactions.request[transaction]! < 0) continue;
      // over a stream nothing is sent again (RFC 3261 section 17.1.1.2): what stands twice was written or captured twice
      if ((chain.flags[transactions.request[transaction]!]! & Flag.stream) !== 0) continue;
      if (worst < 0 || transactions.copies[transaction]! > transactions.copies[worst]!) worst = transaction;
    }
    if (worst < 0) return;
    const copies = copiesOfRequest(subject, worst).filter((position, n) => n === 0 || chain.isRetransmission(position));
    const again = copies.length - 1;
    if (again < 1) return;
    const isError = again >= subject.thresholds.retransmissionsError;
    const interval = (chain.time[copies[1]!]! - chain.time[copies[0]!]!) / 1e6;
    const parent = !isUnanswered(subject, worst) ? undefined : transactions.method[worst] === Method.BYE ? 'BYE-NORESP' : 'SIP-NORESP';
    report(
      found(this, {
        severity: isError ? 'error' : 'warning',
        evidence: messagesAt(chain, copies),
        value: again,
        threshold: subject.thresholds.retransmissionsError,
        facts: {
          method: subject.methodName(transactions.method[worst]!),
          again,
          interval: subject.timeStep > NEAR ? -1 : interval,
          offSchedule:
            subject.timeStep <= NEAR && (interval < FIRST_LEAST || (interval > FIRST_MOST && !mayBeLater(subject, chain.time[copies[0]!]!, interval))) ? 1 : 0,
        },
        parent,
      }),
    );
  },
};

/** What seems the first copy may be a later one, when the capture had only begun: the pause is the longest of the schedule. */
function mayBeLater({ captureStart }: MessagesSubject, time: number, interval: number): boolean {
  return time - captureStart < LONGEST && Math.abs(interval - LONGEST / 1e6) < NEAR;
}
