/** MARKER-MISS: talk begins after silence without the marker that tells buffers so. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams } from '../talk.ts';

/** talk spurts below which nothing is said */
const LEAST = 3;

export const markerMiss: CallRule = {
  id: 'MARKER-MISS',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 3551 section 4.1',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      if (of.details === undefined || of.details.spurts < LEAST) continue;
      const { unmarked, spurts } = of.details;
      if (unmarked.count * 2 <= spurts) continue;
      report(found(this, { direction: of.direction, evidence: placesOf(of, unmarked), value: unmarked.count, facts: { count: unmarked.count, spurts } }));
    }
  },
};
