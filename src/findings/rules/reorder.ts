/** REORDER: packets overtake each other, often or by far. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams, wholeStream } from '../talk.ts';

export const reorder: CallRule = {
  id: 'REORDER',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'RFC 4737',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const { reordered, unique } = of.rfc3550;
      const percent = (100 * reordered) / Math.max(1, unique);
      const extent = of.details?.reordered.worst ?? 0;
      if (reordered === 0 || (percent < thresholds.reordered && extent < thresholds.reorderExtent)) continue;
      const byShare = percent >= thresholds.reordered;
      report(
        found(this, {
          direction: of.direction,
          evidence: of.details !== undefined && of.details.reordered.count > 0 ? placesOf(of, of.details.reordered) : wholeStream(of),
          value: byShare ? percent : extent,
          threshold: byShare ? thresholds.reordered : thresholds.reorderExtent,
          facts: { count: reordered, percent, extent },
        }),
      );
    }
  },
};
