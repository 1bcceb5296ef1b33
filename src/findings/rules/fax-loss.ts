/** FAX-LOSS: packets of a fax never came, and no later packet brought them back. Looks into T.38. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

export const faxLoss: CallRule = {
  id: 'FAX-LOSS',
  scope: 'call',
  severity: 'error',
  family: 'digits',
  reference: 'ITU-T T.38 section 9.1',
  check({ deep, thresholds }, report) {
    for (const { lost, recovered, packet } of deep?.faxes ?? []) {
      if (lost < thresholds.faxLoss) continue;
      const isError = lost >= thresholds.faxLossError;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          evidence: [{ packet }],
          value: lost,
          threshold: isError ? thresholds.faxLossError : thresholds.faxLoss,
          facts: { lost, recovered },
        }),
      );
    }
  },
};
