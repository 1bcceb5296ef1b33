/** PRACK-MISSING: a reliable provisional response is repeated because no PRACK comes; its sender will give up the call. */
import { Fact } from '../../calls/fact-table.ts';
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt, type CallSubject } from '../subject.ts';

export const prackMissing: CallRule = {
  id: 'PRACK-MISSING',
  scope: 'call',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3262 section 3',
  check(subject, report) {
    const { seen, summarizer, thresholds } = subject;
    if ((seen.flags & Flag.reliable) === 0 || !seen.hasRetransmission) return;
    const { chain } = summarizer;
    for (let first = 0; first < chain.length; first++) {
      if ((chain.flags[first]! & (Flag.reliable | Flag.retransmission | Flag.captureDuplicate)) !== Flag.reliable) continue;
      const copies = copiesOf(subject, first);
      if (copies.length < 3 || isAcknowledged(subject, first)) continue;
      const waited = (chain.time[copies.at(-1)!]! - chain.time[first]!) / 1e9;
      report(
        found(this, {
          evidence: messagesAt(chain, copies),
          value: waited,
          threshold: thresholds.missingAck,
          facts: { status: chain.status[first]!, copies: copies.length, waited },
        }),
      );
      return;
    }
  },
};

function copiesOf({ summarizer: { chain, transactions } }: CallSubject, first: number): number[] {
  const copies = [first];
  const rseq = chain.table!.fact(chain.message[first]!, Fact.rseq);
  for (let i = first + 1; i < chain.length; i++) {
    const isCopy = chain.isRetransmission(i) && (chain.flags[i]! & Flag.reliable) !== 0 && transactions.of[i] === transactions.of[first];
    if (isCopy && chain.toTag[i] === chain.toTag[first] && chain.table!.fact(chain.message[i]!, Fact.rseq) === rseq) copies.push(i);
  }
  return copies;
}

function isAcknowledged({ summarizer: { chain } }: CallSubject, first: number): boolean {
  const rseq = chain.table!.fact(chain.message[first]!, Fact.rseq);
  for (let i = first + 1; i < chain.length; i++)
    if (chain.isRequest(i, Method.PRACK) && chain.table!.fact(chain.message[i]!, Fact.rackRseq) === rseq) return true;
  return false;
}
