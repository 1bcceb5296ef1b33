/**
 * CODEC-TRANSCODE: the same way through the call has another codec behind a relay, or on the next leg of a call over several Call-IDs:
 * each decodes what the other encoded.
 */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { CallSubject, StreamFacts } from '../subject.ts';
import { toward, voiceStreams, ways, wholeStream, type Way } from '../talk.ts';

export const codecTranscode: CallRule = {
  id: 'CODEC-TRANSCODE',
  scope: 'call',
  severity: 'note',
  family: 'negotiation',
  reference: 'ITU-T G.113',
  check(subject, report) {
    if (subject.streams.length === 0) return;
    for (const way of ways) {
      const change = changeWithin(subject, way) ?? changeBetweenLegs(subject, way);
      if (change === undefined) continue;
      const { first, second, leg } = change;
      const evidence = [...wholeStream(first), ...wholeStream(second)];
      report(found(this, { direction: way, evidence, facts: { from: first.codec, to: second.codec, leg } }));
    }
  },
};

interface Change {
  readonly first: StreamFacts;
  readonly second: StreamFacts;
  /** Call-ID of the other leg; empty within one */
  readonly leg: string;
}

/** Two streams of one Call-ID, the one beginning where the other arrives. */
function changeWithin(subject: CallSubject, way: Way): Change | undefined {
  if (subject.streams.length < 2) return undefined;
  const long = new Set(voiceStreams(subject));
  const streams = toward(subject, way).filter((stream) => long.has(stream));
  for (const first of streams) {
    const second = streams.find((other) => other.source === first.destination && isTranscoded(first, other));
    if (second !== undefined) return { first, second, leg: '' };
  }
  return undefined;
}

function changeBetweenLegs(subject: CallSubject, way: Way): Change | undefined {
  for (const { direction, first, second, callId } of subject.legSound()) {
    if (direction !== way || voiceStreams({ streams: [first, second] }).length < 2 || !isTranscoded(first, second)) continue;
    return { first, second, leg: callId };
  }
  return undefined;
}

function isTranscoded(first: StreamFacts, second: StreamFacts): boolean {
  return first.codec !== second.codec && second.first < first.last && first.first < second.last;
}
