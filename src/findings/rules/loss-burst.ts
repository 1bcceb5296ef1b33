/** LOSS-BURST: packets in a row never came: longer than any concealment bridges. */
import { tellsLoss } from '../../calls/call-state.ts';
import { found } from '../found.ts';
import { siteOfLoss } from '../loss-site.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams } from '../talk.ts';

/** BurstR (ITU-T G.107) from which loss is called bursty, and the percentage of loss it needs */
const BURSTY = 2;
const BURSTY_LOSS = 0.5;

export const lossBurst: CallRule = {
  id: 'LOSS-BURST',
  scope: 'call',
  severity: 'error',
  family: 'quality',
  reference: 'ITU-T G.107 section B.4',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const loss = of.details?.loss;
      if (loss === undefined || loss.bursts.count === 0) continue;
      const { worst, count } = loss.bursts;
      const ratio = loss.burstRatio ?? 1;
      if (worst < thresholds.lossBurst && !(ratio >= BURSTY && of.rfc3550.lostPercent >= BURSTY_LOSS)) continue;
      const isError = worst >= thresholds.lossBurstError;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          direction: of.direction,
          evidence: placesOf(of, loss.bursts),
          value: worst,
          threshold: isError ? thresholds.lossBurstError : thresholds.lossBurst,
          facts: { count, packets: loss.longest, longest: worst, ratio, ...siteOfLoss(subject, of.stream) },
          parent: of.rfc3550.lostPercent >= thresholds.loss && tellsLoss(of.rfc3550.lost, of.rfc3550.expected) ? 'LOSS' : undefined,
        }),
      );
    }
  },
};
