/** ONE-SIDE-QUALITY: one direction sounds much better than the other: the two ways differ. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { toward, voiceStreams, type Way } from '../talk.ts';
import type { CallSubject, StreamFacts } from '../subject.ts';

export const oneSideQuality: CallRule = {
  id: 'ONE-SIDE-QUALITY',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'ITU-T G.107',
  check(subject, report) {
    const [there, back] = [worst(subject, 'toCallee'), worst(subject, 'toCaller')];
    if (there?.mos === undefined || back?.mos === undefined || there.codec !== back.codec) return;
    const difference = Math.abs(there.mos - back.mos);
    if (difference < subject.thresholds.mosDifference) return;
    const bad = there.mos < back.mos ? there : back;
    report(
      found(this, {
        confidence: 'likely',
        direction: bad.direction,
        evidence: [
          { stream: there.stream, packet: there.firstPacket },
          { stream: back.stream, packet: back.firstPacket },
        ],
        value: difference,
        threshold: subject.thresholds.mosDifference,
        facts: { worse: bad.mos!, better: Math.max(there.mos, back.mos) },
      }),
    );
  },
};

function worst(subject: CallSubject, way: Way): StreamFacts | undefined {
  const long = new Set(voiceStreams(subject));
  const rated = toward(subject, way).filter((stream) => stream.mos !== undefined && long.has(stream));
  return rated.length === 0 ? undefined : rated.reduce((a, b) => (b.mos! < a.mos! ? b : a));
}
