/** DTMF-DUP: one press travels by two ways at once, in RTP events, in SIP or in the sound: the far end counts two digits. Looks into digits. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { DeepDigit } from '../deep-facts.ts';

export const dtmfDup: CallRule = {
  id: 'DTMF-DUP',
  scope: 'call',
  severity: 'warning',
  family: 'digits',
  reference: 'RFC 4733 section 2.3.4',
  check({ deep, thresholds }, report) {
    const digits = (deep?.digits ?? []).filter(({ isRefused }) => !isRefused);
    const doubles: (readonly [DeepDigit, DeepDigit])[] = [];
    for (const [i, late] of digits.entries()) {
      for (let n = i - 1; n >= 0 && late.time - digits[n]!.time <= thresholds.digitDouble * 1e6; n--) {
        const early = digits[n]!;
        if (early.digit === late.digit && early.method !== late.method && early.direction === late.direction) doubles.push([early, late]);
      }
    }
    const [first] = doubles;
    if (first === undefined) return;
    report(
      found(this, {
        direction: first[0].direction,
        evidence: doubles.flatMap((pair) => pair.map(({ message, packet }) => (message !== undefined ? { message } : { packet }))),
        value: (first[1].time - first[0].time) / 1e6,
        threshold: thresholds.digitDouble,
        facts: {
          count: doubles.length,
          digits: doubles
            .map(([{ digit }]) => digit)
            .join('')
            .slice(0, 32),
          one: first[0].method,
          other: first[1].method,
        },
      }),
    );
  },
};
