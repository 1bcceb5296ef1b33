/** CODEC-TRANSCODE: the same way through the call has another codec behind a relay: each decodes what the other encoded. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { toward, voiceStreams, ways, wholeStream } from '../talk.ts';

export const codecTranscode: CallRule = {
  id: 'CODEC-TRANSCODE',
  scope: 'call',
  severity: 'note',
  family: 'negotiation',
  reference: 'ITU-T G.113',
  check(subject, report) {
    if (subject.streams.length < 2) return;
    const long = new Set(voiceStreams(subject));
    for (const way of ways) {
      const streams = toward(subject, way).filter((stream) => long.has(stream));
      for (const near of streams) {
        const far = streams.find(
          (other) => other.source === near.destination && other.codec !== near.codec && other.first < near.last && near.first < other.last,
        );
        if (far === undefined) continue;
        report(found(this, { direction: way, evidence: [...wholeStream(near), ...wholeStream(far)], facts: { from: near.codec, to: far.codec } }));
        break;
      }
    }
  },
};
