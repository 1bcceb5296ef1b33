/** MARKER-ALL: most packets of sound carry the marker: buffers begin anew with each. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams, wholeStream } from '../talk.ts';

export const markerAll: CallRule = {
  id: 'MARKER-ALL',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 3551 section 4.1',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      const percent = (100 * of.markers) / of.packets;
      if (percent <= 50) continue;
      report(found(this, { direction: of.direction, evidence: wholeStream(of), value: percent, facts: { percent } }));
    }
  },
};
