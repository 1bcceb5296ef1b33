import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder.ts';

function decode(name: string, octets: readonly number[]): number[] {
  const decoder = createDecoder({ name, clockRate: 8000, channels: 1, parameters: '' })!;
  const out = new Int16Array(decoder.room(octets.length));
  return [...out.subarray(0, decoder.decode(Uint8Array.from(octets), 0, octets.length, out, 0))];
}

describe('G.726', () => {
  it('begins in the state of the Recommendation: by hand, Y = 544, so DQL = DQLN + 136', () => {
    // 32 kbit/s: code 7 is 425 + 136 = 561: exponent 4, mantissa 177, 22, four times 88. Code 8 is its negative, code 0 nothing.
    expect(decode('G726-32', [0x07])[0]).toBe(88);
    expect(decode('G726-32', [0x08])[0]).toBe(-88);
    expect(decode('G726-32', [0x00])).toEqual([0, 0]);
    expect(decode('G726-40', [15])[0]).toBe(188);
    expect(decode('G726-24', [3])[0]).toBe(60);
    expect(decode('G726-16', [1])[0]).toBe(60);
  });

  it('packs the first code lowest in RTP and highest in AAL2', () => {
    // Codes of 24 kbit/s: 1, 2, 3, 4, 5, 6, 7, 0.
    expect(decode('G726-24', [0b11_010_001, 0b0_101_100_0, 0b000_111_11])).toEqual(decode('AAL2-G726-24', [0b001_010_01, 0b1_100_101_1, 0b10_111_000]));
    expect(decode('G726-32', [0x21, 0x43])).toEqual(decode('AAL2-G726-32', [0x12, 0x34]));
    expect(decode('G726-16', [0b11100100])).toEqual(decode('AAL2-G726-16', [0b00011011]));
    expect(decode('G726-40', [0x41, 0x0c, 0x52, 0xcc, 0x41])).toEqual(decode('AAL2-G726-40', [0x08, 0x86, 0x42, 0x98, 0xe8]));
  });

  it('gives whole codes only', () => {
    expect(decode('G726-24', [0, 0]).length).toBe(5);
    expect(decode('G726-40', [0]).length).toBe(1);
    expect(decode('G726-32', []).length).toBe(0);
  });

  it('is found under its old name', () => {
    expect(decode('G721', [0x07])[0]).toBe(88);
  });
});
