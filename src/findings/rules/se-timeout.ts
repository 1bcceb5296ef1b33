/** SE-TIMEOUT: the session timer ran out because nobody refreshed it: the call ends by itself after 15 or 30 minutes. */
import { Fact } from '../../calls/fact-table.ts';
import { isSessionExpired, lastRefresh } from '../../calls/problems.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const seTimeout: CallRule = {
  id: 'SE-TIMEOUT',
  scope: 'call',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 4028 section 10',
  check({ seen, summary, summarizer }, report) {
    if (!seen.fact(Fact.sessionExpires) || summarizer.progress.bye < 0 || !isSessionExpired(summarizer, summary)) return;
    const { chain, dialogs, progress } = summarizer;
    const own = summary.dialog < 0 ? -1 : dialogs.bye[summary.dialog]!;
    const refresh = lastRefresh(summarizer);
    const bye = own >= 0 ? own : progress.bye;
    const refresher = chain.table!.fact(chain.message[refresh]!, Fact.refresher);
    report(
      found(this, {
        confidence: 'likely',
        evidence: messagesAt(chain, [refresh, bye]),
        value: (chain.time[bye]! - chain.time[refresh]!) / 1e9,
        threshold: summary.sessionExpires,
        facts: { expires: summary.sessionExpires, after: (chain.time[bye]! - chain.time[refresh]!) / 1e9, refresher: Math.max(0, refresher) },
      }),
    );
  },
};
