/** CN-MISUSE: comfort noise comes packet upon packet, or to a receiver that never said it understands it. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams, wholeStream } from '../talk.ts';

/** packets of noise below which nothing is said */
const LEAST = 3;

export const cnMisuse: CallRule = {
  id: 'CN-MISUSE',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 3389 section 4',
  check(subject, report) {
    const { media } = subject;
    for (const of of voiceStreams(subject)) {
      if (of.comfortNoise < LEAST || of.details === undefined) continue;
      const announced = media.receiver(of);
      const isUnknown =
        announced.length > 0 && announced.every(({ shape }) => shape.formats.every(({ payloadType, name }) => payloadType !== 13 && name !== 'cn'));
      const often = of.details.noiseTooOften;
      if (!isUnknown && often.count < LEAST) continue;
      report(
        found(this, {
          direction: of.direction,
          evidence: [...(isUnknown ? [{ message: announced.at(-1)!.message }] : []), ...(often.count > 0 ? placesOf(of, often) : wholeStream(of))],
          value: of.comfortNoise,
          facts: { kind: isUnknown ? 'unknown' : 'often', packets: of.comfortNoise },
        }),
      );
    }
  },
};
