/** FAX-JITTER: packets of a page come after long pauses: the printing machine may think the carrier gone. Looks into T.38. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

export const faxJitter: CallRule = {
  id: 'FAX-JITTER',
  scope: 'call',
  severity: 'note',
  family: 'digits',
  reference: 'ITU-T T.38',
  check({ deep, thresholds }, report) {
    for (const { pause } of deep?.faxes ?? []) {
      if (pause === undefined || pause.value <= thresholds.faxPause) continue;
      report(found(this, { evidence: [{ packet: pause.packet }], value: pause.value, threshold: thresholds.faxPause, facts: { longest: pause.value } }));
    }
  },
};
