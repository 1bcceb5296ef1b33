/** ACK-LATE: the answer was acknowledged, but late: the call is up for the callee and not for the caller. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const ackLate: CallRule = {
  id: 'ACK-LATE',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 13.2.2.4',
  check({ summary, summarizer, thresholds }, report) {
    const { chain, dialogs } = summarizer;
    const answer = summary.dialog < 0 ? -1 : dialogs.answer[summary.dialog]!;
    const ack = answer < 0 ? -1 : summarizer.ack(summary.dialog);
    if (ack < 0 || chain.status[ack] !== 0) return;
    const delay = (chain.time[ack]! - chain.time[answer]!) / 1e9;
    if (delay <= thresholds.lateAck) return;
    const isMissing = delay >= thresholds.missingAck && summarizer.answerRepeatTime(summary.dialog) > 0;
    report(
      found(this, {
        evidence: messagesAt(chain, [answer, ack]),
        value: delay,
        threshold: thresholds.lateAck,
        facts: { delay },
        parent: isMissing ? 'ACK-MISSING' : undefined,
      }),
    );
  },
};
