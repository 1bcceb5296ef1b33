/** TS-NONMONO: timestamps run backwards while sequence numbers rise. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams } from '../talk.ts';

export const tsNonmono: CallRule = {
  id: 'TS-NONMONO',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'RFC 3550 section 5.1',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      const backwards = of.details?.backwards;
      if (backwards === undefined || backwards.count === 0) continue;
      report(
        found(this, {
          direction: of.direction,
          evidence: placesOf(of, backwards),
          value: backwards.worst,
          facts: { count: backwards.count, most: backwards.worst },
        }),
      );
    }
  },
};
