/** DSCP-MEDIA: media is marked for another treatment than voice or video, or loses its mark on the way. Looks into packets. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { CallSubject, StreamFacts } from '../subject.ts';

/** expedited forwarding (RFC 4594 section 4.1); voice admit (RFC 5865); AF41, AF42, CS4 for video (RFC 4594 section 4.3, 4.4) */
const VOICE: ReadonlySet<number> = new Set([46, 44]);
const VIDEO: ReadonlySet<number> = new Set([34, 36, 32, 46]);

export const dscpMedia: CallRule = {
  id: 'DSCP-MEDIA',
  scope: 'call',
  severity: 'warning',
  family: 'network',
  reference: 'RFC 4594 section 4.1',
  check(subject, report) {
    const { deep, streams } = subject;
    // where nothing is marked nobody meant to
    if (deep === undefined || !isMarkedAtAll(subject)) return;
    for (const { stream, direction, media } of streams) {
      const marks = deep.streams.get(stream)?.marks ?? [];
      const wanted = media === 'video' ? VIDEO : VOICE;
      const wrong = marks.find(({ dscp }) => !wanted.has(dscp));
      if (wrong === undefined) continue;
      report(
        found(this, {
          direction,
          evidence: [{ stream, packet: wrong.packet }],
          value: wrong.dscp,
          facts: { dscp: wrong.dscp, wanted: media === 'video' ? 34 : 46, changes: marks.some(({ dscp }) => dscp !== wrong.dscp) ? 1 : 0 },
        }),
      );
    }
  },
};

function isMarkedAtAll({ deep, streams }: CallSubject): boolean {
  return (
    deep!.signallingMarks.some(({ dscp }) => dscp > 0) ||
    streams.some((stream: StreamFacts) => deep!.streams.get(stream.stream)?.marks.some(({ dscp }) => dscp > 0))
  );
}
