/** VAD-GAP: silence is left out and no comfort noise fills it: the listener asks whether anyone is there. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams, wasHeld } from '../talk.ts';

export const vadGap: CallRule = {
  id: 'VAD-GAP',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 3389',
  check(subject, report) {
    const { thresholds } = subject;
    if (wasHeld(subject)) return;
    for (const of of voiceStreams(subject)) {
      const silences = of.details?.silences;
      if (silences === undefined || silences.worst <= thresholds.silenceGap || of.comfortNoise > 0) continue;
      report(
        found(this, {
          direction: of.direction,
          evidence: placesOf(of, silences),
          value: silences.worst,
          threshold: thresholds.silenceGap,
          facts: { count: silences.count, longest: silences.worst },
        }),
      );
    }
  },
};
