/** LOSS-PERIODIC: packets are lost at equal intervals: something regular takes them, not chance. */
import { found } from '../found.ts';
import { siteOfLoss } from '../loss-site.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams } from '../talk.ts';

export const lossPeriodic: CallRule = {
  id: 'LOSS-PERIODIC',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: '',
  check(subject, report) {
    for (const { stream, direction, details } of voiceStreams(subject)) {
      const period = details?.loss.period;
      if (period === undefined) continue;
      report(
        found(this, {
          confidence: 'likely',
          direction,
          evidence: details!.loss.runs.map(({ packet }) => ({ stream, packet })),
          value: period.mean,
          facts: { interval: period.mean / 1000, events: period.events, ...siteOfLoss(subject, stream) },
        }),
      );
    }
  },
};
