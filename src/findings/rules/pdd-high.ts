/** PDD-HIGH: the caller waits long for any sign of the far end. */
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const pddHigh: CallRule = {
  id: 'PDD-HIGH',
  scope: 'call',
  severity: 'error',
  family: 'signalling',
  reference: 'ITU-T E.721',
  check({ summary, summarizer: { chain, leg, progress }, thresholds }, report) {
    if (summary.pdd === undefined) return;
    const delay = summary.pdd / 1000;
    if (delay <= thresholds.postDialDelayWarning) return;
    // before the INVITE that was let through the client was at work: credentials asked for, perhaps of a person
    const client = delay - (summary.networkPdd ?? summary.pdd) / 1000;
    const isError = delay > thresholds.postDialDelayError && delay - client > thresholds.postDialDelayWarning;
    report({
      rule: this.id,
      severity: isError ? 'error' : 'warning',
      confidence: 'sure',
      evidence: messagesAt(chain, [leg.invite, progress.alerted]),
      value: delay,
      threshold: isError ? thresholds.postDialDelayError : thresholds.postDialDelayWarning,
      facts: { delay, client },
    });
  },
};
