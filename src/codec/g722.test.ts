import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder.ts';
import { mirrorFilter } from './g722.ts';

function decode(octets: Uint8Array, parameters = ''): Int16Array {
  const decoder = createDecoder({ name: 'G722', clockRate: 8000, channels: 1, parameters })!;
  const out = new Int16Array(decoder.room(octets.length));
  decoder.decode(octets, 0, octets.length, out, 0);
  return out;
}

describe('G.722', () => {
  it('has a filter of gain one: each phase adds up to 4096', () => {
    expect(mirrorFilter.reduce((sum, coefficient) => sum + coefficient, 0)).toBe(4096);
  });

  it('gives two samples an octet, the first of the filter by hand', () => {
    // Lower code 111110: 32 · -432 >> 15 = -1; higher code 01: 8 · -1616 >> 15 = -1. Sum -2, difference 0:
    // the newest of 24 places weighs 3 and -11, so -2 · -11 >> 11 is 0 and 0 · 3 >> 11 is 0, later ones show.
    const sound = decode(Uint8Array.of(0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0x7e, 0x7e));
    expect(sound.length).toBe(16);
    expect([...sound.subarray(0, 2)]).toEqual([0, 0]);
    expect(sound.some((sample) => sample !== 0)).toBe(true);
  });

  it('leaves out the data bits of the modes of 56 and 48 kbit/s, and only those', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 200 }), (octets) => {
        for (const [parameters, data] of [
          ['bitrate=56000', 1],
          ['x=1; bitrate=48', 3],
        ] as const) {
          expect(
            decode(
              octets.map((octet) => octet | data),
              parameters,
            ),
          ).toEqual(
            decode(
              octets.map((octet) => octet & ~data),
              parameters,
            ),
          );
        }
      }),
      { numRuns: 20 },
    );
    const heard = Uint8Array.from({ length: 100 }, (_, i) => (i * 37) & 255);
    expect(decode(heard)).not.toEqual(decode(heard.map((octet) => octet ^ 1)));
    expect(decode(heard, 'bitrate=64000')).toEqual(decode(heard));
  });
});
