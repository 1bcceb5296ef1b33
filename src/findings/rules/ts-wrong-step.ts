/** TS-WRONG-STEP: a second of packets brings more or less than a second of sound by their timestamps: they run at another clock. */
import type { PacketFacts } from '../../quality/packet-facts.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams, wholeStream } from '../talk.ts';

/** seconds of sound a second may bring: beyond are rates mistaken for each other, not clocks that drift */
const LEAST = 0.8;
const MOST = 1.25;

export function hasOwnPace({ pace }: PacketFacts): boolean {
  return pace >= LEAST && pace <= MOST;
}

export const tsWrongStep: CallRule = {
  id: 'TS-WRONG-STEP',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'RFC 3551 section 4.1',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      if (of.details === undefined || of.packets < 100) continue;
      const { pace, stalls } = of.details;
      if (hasOwnPace(of.details) || stalls.count * 10 > of.packets) continue;
      const rate = of.payloadTypes.reduce((a, b) => (b.packets > a.packets ? b : a)).clockRate;
      report(
        found(this, {
          confidence: 'likely',
          direction: of.direction,
          evidence: wholeStream(of),
          value: pace,
          facts: { codec: of.codec, rate, measured: Math.round(rate * pace) },
        }),
      );
    }
  },
};
