/** FAX-T30: the two machines did not finish: no agreement, training failed, a page turned down, a line dropped. Looks into T.38. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

const FAILED: ReadonlySet<string> = new Set(['trainingFailed', 'disconnected', 'unconfirmed', 'pageRejected', 'noNegotiation']);

export const faxT30: CallRule = {
  id: 'FAX-T30',
  scope: 'call',
  severity: 'error',
  family: 'digits',
  reference: 'ITU-T T.30 section 5',
  check({ deep, summary }, report) {
    // a capture that ends within a fax has seen no failure
    if (summary.endedAt === undefined) return;
    for (const { outcome, pages, badPages, last, packet } of deep?.faxes ?? []) {
      if (!FAILED.has(outcome) && badPages === 0) continue;
      const kind = FAILED.has(outcome) ? outcome : 'pageRejected';
      report(found(this, { confidence: 'likely', evidence: [{ packet }], facts: { kind, pages, badPages, last: last === '' ? '–' : last } }));
    }
  },
};
