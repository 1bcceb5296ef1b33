import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dvi4Decoder, dvi4IndexMoves, dvi4Steps } from './dvi4.ts';

/** The coder of the IMA's recommendation, written from its flow chart: step by step, by the largest bit that fits. */
function encode(sound: readonly number[], value: number, index: number): { readonly octets: Uint8Array; readonly made: number[] } {
  const octets = [(value >> 8) & 255, value & 255, index, 0];
  const made: number[] = [];
  for (const [i, sample] of sound.entries()) {
    let rest = Math.abs(sample - value);
    let code = sample < value ? 8 : 0;
    let step = dvi4Steps[index]!;
    let change = step >> 3;
    for (let bit = 4; bit > 0; bit >>= 1, step >>= 1) {
      if (rest < step) continue;
      code |= bit;
      rest -= step;
      change += step;
    }
    value = Math.max(-32768, Math.min(32767, code & 8 ? value - change : value + change));
    index = Math.max(0, Math.min(88, index + dvi4IndexMoves[code & 7]!));
    made.push(value);
    if (i % 2 === 0) octets.push(code << 4);
    else octets[octets.length - 1]! |= code;
  }
  return { octets: Uint8Array.from(octets), made };
}

function decode(octets: Uint8Array): number[] {
  const decoder = new Dvi4Decoder(8000);
  const out = new Int16Array(decoder.room(octets.length));
  return [...out.subarray(0, decoder.decode(octets, 0, octets.length, out, 0))];
}

describe('DVI4', () => {
  it('goes by hand', () => {
    // From 0 at step 7: code 7 is 0 + 7 + 3 + 1 up, to step 16; code 15 is 2 + 16 + 8 + 4 down, to step 34; code 0 is 34 >> 3 up.
    expect(decode(Uint8Array.of(0, 0, 0, 0, 0x7f, 0x00))).toEqual([11, -19, -15, -12]);
    // The header is the state before the first sample, and its index stays within the table.
    expect(decode(Uint8Array.of(0xff, 0x00, 200, 9, 0x08))).toEqual([-256 + 4095, -256 + 4095 - 3724]);
    expect(decode(Uint8Array.of(1, 2, 3, 4))).toEqual([]);
    expect(decode(Uint8Array.of())).toEqual([]);
  });

  it('has 89 steps, each about a tenth larger', () => {
    expect(dvi4Steps.length).toBe(89);
    for (let i = 8; i < 88; i++) expect(dvi4Steps[i + 1]! / dvi4Steps[i]!).toBeCloseTo(1.1, 1);
  });

  it('gives what the coder saw, for any sound and any first state', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -32768, max: 32767 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: -32768, max: 32767 }),
        fc.integer({ min: 0, max: 88 }),
        (sound, value, index) => {
          const { octets, made } = encode(sound, value, index);
          expect(decode(octets).slice(0, made.length)).toEqual(made);
        },
      ),
    );
  });
});
