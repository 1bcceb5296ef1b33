/** JITTER-SPIKE: a packet comes far too late and the next ones in a bunch behind it: something held them all. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams } from '../talk.ts';

export const jitterSpike: CallRule = {
  id: 'JITTER-SPIKE',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: '',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const spikes = of.details?.spikes;
      if (spikes === undefined || spikes.count === 0 || spikes.worst < thresholds.delaySpike) continue;
      report(
        found(this, {
          direction: of.direction,
          evidence: placesOf(of, spikes),
          value: spikes.worst,
          threshold: thresholds.delaySpike,
          facts: { count: spikes.count, longest: spikes.worst },
          parent: (of.rfc3550.maxJitter ?? 0) >= thresholds.jitter ? 'JITTER' : undefined,
        }),
      );
    }
  },
};
