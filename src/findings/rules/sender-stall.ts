/** SENDER-STALL: the sender pauses in the middle of speech and goes on as if no time had passed. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams } from '../talk.ts';

export const senderStall: CallRule = {
  id: 'SENDER-STALL',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: '',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      const stalls = of.details?.stalls;
      if (stalls === undefined || stalls.count === 0) continue;
      report(
        found(this, { direction: of.direction, evidence: placesOf(of, stalls), value: stalls.worst, facts: { count: stalls.count, longest: stalls.worst } }),
      );
    }
  },
};
