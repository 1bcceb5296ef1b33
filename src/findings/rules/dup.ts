/** DUP: packets were captured more than once: a port mirror, a loop, or a sender that repeats itself. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams, wholeStream } from '../talk.ts';

export const dup: CallRule = {
  id: 'DUP',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 7198',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const { duplicates, unique } = of.rfc3550;
      const percent = (100 * duplicates) / Math.max(1, unique);
      if (percent < thresholds.duplicates) continue;
      report(
        found(this, {
          direction: of.direction,
          evidence: wholeStream(of),
          value: percent,
          threshold: thresholds.duplicates,
          facts: { count: duplicates, percent },
        }),
      );
    }
  },
};
