/** SEQ-RESTART: the sender begins to count anew in the middle of a stream. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams } from '../talk.ts';

export const seqRestart: CallRule = {
  id: 'SEQ-RESTART',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'RFC 3550 appendix A.1',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      const restarts = of.details?.restarts;
      if (restarts === undefined || restarts.count === 0) continue;
      report(found(this, { direction: of.direction, evidence: placesOf(of, restarts), value: restarts.count, facts: { count: restarts.count } }));
    }
  },
};
