/** CANCEL-RACE: the callee answered while the caller was giving up. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const cancelRace: CallRule = {
  id: 'CANCEL-RACE',
  scope: 'call',
  severity: 'note',
  family: 'signalling',
  reference: 'RFC 3261 section 9.1',
  check({ summarizer: { chain, progress } }, report) {
    if (progress.cancel < 0 || progress.answer < progress.cancel) return;
    const bye = progress.bye;
    report(
      found(this, {
        evidence: messagesAt(chain, [progress.cancel, progress.answer, bye]),
        facts: { ended: bye > progress.answer ? 1 : 0, apart: (chain.time[progress.answer]! - chain.time[progress.cancel]!) / 1e6 },
      }),
    );
  },
};
