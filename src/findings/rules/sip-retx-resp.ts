/** SIP-RETX-RESP: a final response repeated: it, or the ACK to it, was lost. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { copiesOfFinal } from '../transactions.ts';

export const sipRetxResp: MessagesRule = {
  id: 'SIP-RETX-RESP',
  scope: 'messages',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 17.2.1',
  check(subject, report) {
    if (!subject.seen.hasRetransmission) return;
    const { chain, transactions } = subject.summarizer;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      if (transactions.firstFinal[transaction]! < 0 || transactions.lastFinal[transaction] === transactions.firstFinal[transaction]) continue;
      const copies = copiesOfFinal(subject, transaction);
      const again = copies.length - 1;
      if (again < subject.thresholds.responseCopies) continue;
      const status = chain.status[copies[0]!]!;
      const isAnswer = transactions.method[transaction] === Method.INVITE && status < 300;
      const ack = transactions.ack[transaction]!;
      const last = chain.time[copies.at(-1)!]! - chain.time[copies[0]!]!;
      const isMissing = isAnswer && last >= subject.thresholds.missingAck * 1e9;
      report(
        found(this, {
          evidence: messagesAt(chain, [...copies, ack]),
          value: again,
          threshold: subject.thresholds.responseCopies,
          facts: { status, again, method: subject.methodName(transactions.method[transaction]!), acknowledged: ack >= 0 ? 1 : 0 },
          parent: isMissing ? 'ACK-MISSING' : transactions.copies[transaction]! > again ? 'SIP-RETX-REQ' : undefined,
        }),
      );
      return;
    }
  },
};
