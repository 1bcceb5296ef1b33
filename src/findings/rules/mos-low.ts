/** MOS-LOW: ten seconds of a direction sounded bad for what was missing or late in them (listening, adaptive buffer). */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams } from '../talk.ts';

export const mosLow: CallRule = {
  id: 'MOS-LOW',
  scope: 'call',
  severity: 'error',
  family: 'quality',
  reference: 'ITU-T G.107',
  check(subject, report) {
    const { thresholds } = subject;
    for (const { stream, direction, details, mos, rfc3550 } of voiceStreams(subject)) {
      const worst = details?.worstWindow;
      if (worst === undefined || worst.mos >= thresholds.mos) continue;
      const isError = worst.mos < thresholds.mosError;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          confidence: 'likely',
          direction,
          evidence: [{ stream, packet: worst.packet }],
          value: worst.mos,
          threshold: isError ? thresholds.mosError : thresholds.mos,
          facts: { mos: worst.mos, whole: mos ?? worst.mos },
          parent: rfc3550.lostPercent >= thresholds.loss ? 'LOSS' : (rfc3550.maxJitter ?? 0) >= thresholds.jitter ? 'JITTER' : undefined,
        }),
      );
    }
  },
};
