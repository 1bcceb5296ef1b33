/** TS-JUMP: a timestamp leaves the clock by far, and no marker says that something began anew. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams } from '../talk.ts';

export const tsJump: CallRule = {
  id: 'TS-JUMP',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'RFC 3550 section 5.1',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      const jumps = of.details?.jumps;
      if (jumps === undefined || jumps.count === 0) continue;
      report(found(this, { direction: of.direction, evidence: placesOf(of, jumps), value: jumps.worst, facts: { count: jumps.count, longest: jumps.worst } }));
    }
  },
};
