/** CANCEL-NO487: the CANCEL was taken, but the INVITE it cancels never got its final response. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const cancelNo487: CallRule = {
  id: 'CANCEL-NO487',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 9.2',
  check({ summarizer: { chain, progress, transactions }, thresholds, captureEnd }, report) {
    const { cancel, cancelAnswer } = progress;
    if (cancel < 0 || cancelAnswer < 0 || chain.status[cancelAnswer]! >= 300 || progress.final >= 0 || progress.answer >= 0) return;
    const invite = transactions.cancel[transactions.of[cancel]!]!;
    if (invite < 0 || transactions.firstFinal[invite]! >= 0) return;
    const waited = (captureEnd - chain.time[cancel]!) / 1e9;
    if (waited < thresholds.noResponse) return;
    report(
      found(this, {
        evidence: messagesAt(chain, [transactions.request[invite]!, cancel, cancelAnswer]),
        value: waited,
        threshold: thresholds.noResponse,
        facts: { waited: thresholds.noResponse },
      }),
    );
  },
};
