/** CLOCK-SKEW: the sender's sound clock runs faster or slower than the capture's: buffers run full or dry from time to time. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams, wholeStream } from '../talk.ts';

/** milliseconds over which it is measured at least; beyond this much it is another clock rate, not a drift */
const SPAN = 50_000;
const OTHER_RATE = 50_000;

export const clockSkew: CallRule = {
  id: 'CLOCK-SKEW',
  scope: 'call',
  severity: 'error',
  family: 'quality',
  reference: 'RFC 3550 section 6.4.1',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const drift = of.details?.drift;
      if (drift === undefined || drift.span < SPAN || Math.abs(drift.ppm) < thresholds.mediaClockSkew || Math.abs(drift.ppm) > OTHER_RATE) continue;
      const isError = Math.abs(drift.ppm) >= thresholds.mediaClockSkewError;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          confidence: 'likely',
          direction: of.direction,
          evidence: wholeStream(of),
          value: Math.abs(drift.ppm),
          threshold: isError ? thresholds.mediaClockSkewError : thresholds.mediaClockSkew,
          facts: { ppm: Math.abs(drift.ppm), kind: drift.ppm > 0 ? 'fast' : 'slow', slip: (20 / Math.abs(drift.ppm)) * 1000 },
        }),
      );
    }
  },
};
