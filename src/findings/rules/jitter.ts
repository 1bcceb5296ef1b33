/** JITTER: packets come unevenly: the largest jitter of RFC 3550, or the delay that one packet in twenty exceeds. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams, wholeStream } from '../talk.ts';
import { hasOwnPace } from './ts-wrong-step.ts';

export const jitter: CallRule = {
  id: 'JITTER',
  scope: 'call',
  severity: 'error',
  family: 'quality',
  reference: 'RFC 3550 appendix A.8',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      // at a clock that is mistaken every packet is late or early
      if (of.details !== undefined && !hasOwnPace(of.details)) continue;
      const most = of.rfc3550.maxJitter ?? 0;
      const variation = of.details?.delay95 ?? 0;
      if (most < thresholds.jitter && variation < thresholds.delayVariation) continue;
      const isError = most >= thresholds.jitterError || variation >= thresholds.delayVariationError;
      const isJitter = isError ? most >= thresholds.jitterError : most >= thresholds.jitter;
      const limit = isJitter ? (isError ? thresholds.jitterError : thresholds.jitter) : isError ? thresholds.delayVariationError : thresholds.delayVariation;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          direction: of.direction,
          evidence: of.details !== undefined && of.details.spikes.count > 0 ? placesOf(of, of.details.spikes) : wholeStream(of),
          value: isJitter ? most : variation,
          threshold: limit,
          facts: { jitter: most, mean: of.rfc3550.jitter ?? 0, variation },
        }),
      );
    }
  },
};
