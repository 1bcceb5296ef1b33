/** MOS-LOW: ten seconds of a direction sounded bad for what was missing or late in them (listening, adaptive buffer). */
import { tellsLoss } from '../../calls/call-state.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams } from '../talk.ts';
import type { PacketFacts } from '../../quality/packet-facts.ts';
import type { Rfc3550Result } from '../../rtp/rfc3550-result.ts';
import type { ThresholdValues } from '../thresholds.ts';
import { hasOwnPace } from './ts-wrong-step.ts';

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
          parent: causeOf(details!, rfc3550, thresholds),
        }),
      );
    }
  },
};

/** The rule that says why. */
function causeOf(details: PacketFacts, { lost, expected, lostPercent, maxJitter }: Rfc3550Result, thresholds: ThresholdValues): string | undefined {
  if (!hasOwnPace(details)) return 'TS-WRONG-STEP';
  if (lostPercent >= thresholds.loss && tellsLoss(lost, expected)) return 'LOSS';
  return (maxJitter ?? 0) >= thresholds.jitter || details.delay95 >= thresholds.delayVariation ? 'JITTER' : undefined;
}
