import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder.ts';
import { gsmSubframe, newGsmFrame, unpackGsm } from './gsm-frame.ts';

const format = { name: 'GSM', clockRate: 8000, channels: 1, parameters: '' };
/** The silence frame of GSM 06.11 table 1. */
const SILENCE = Uint8Array.of(0xda, 0xa7, 0xaa, 0xa5, 0x1a, ...Array.from({ length: 4 }, () => [0x50, 0x20, 0x38, 0xe4, 0x6d, 0xb9, 0x1b]).flat());

function loudFrame(): Uint8Array {
  const octets = SILENCE.slice();
  // Block amplitude 63 in every sub-frame: bits 11 to 16 of its seven octets.
  for (let index = 0; index < 4; index++) {
    octets[5 + 7 * index + 1]! |= 0x1f;
    octets[5 + 7 * index + 2]! |= 0x80;
  }
  return octets;
}

function loudness(sound: Int16Array): number {
  return Math.sqrt(sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length);
}

describe('GSM full rate', () => {
  it('unpacks as RFC 3551 figure 2 says', () => {
    const frame = newGsmFrame();
    expect(unpackGsm(SILENCE, 0, 33, frame)).toBe(true);
    expect([...frame.subarray(0, 8)]).toEqual([42, 39, 21, 10, 9, 4, 3, 2]);
    for (let index = 0; index < 4; index++) {
      const base = gsmSubframe(index);
      expect([...frame.subarray(base, base + 17)]).toEqual([40, 0, 1, 0, 3, 4, 3, 4, 4, 3, 3, 3, 3, 4, 4, 3, 3]);
    }
    expect(unpackGsm(SILENCE, 0, 32, frame)).toBe(false);
    expect(unpackGsm(SILENCE, 1, 33, frame)).toBe(false);
  });

  it('gives 160 samples of 13 bits a frame, and nothing for what has no signature', () => {
    const decoder = createDecoder(format)!;
    const out = new Int16Array(480);
    const two = Uint8Array.of(...loudFrame(), ...SILENCE, 0xd0, 1, 2);
    expect(decoder.room(two.length)).toBe(320);
    expect(decoder.decode(two, 0, two.length, out, 10)).toBe(320);
    expect(out.every((sample) => (sample & 7) === 0)).toBe(true);
    expect(loudness(out.subarray(10, 170))).toBeGreaterThan(1000);
    expect(decoder.decode(new Uint8Array(33), 0, 33, out, 0)).toBe(0);
  });

  it('conceals by the last frame, ever softer, to the silence frame', () => {
    const decoder = createDecoder(format)!;
    const out = new Int16Array(160);
    for (let i = 0; i < 3; i++) decoder.decode(loudFrame(), 0, 33, out, 0);
    const levels = Array.from({ length: 20 }, () => {
      decoder.conceal(160, out, 0);
      return loudness(out);
    });
    expect(levels[0]).toBeGreaterThan(1000);
    expect(levels[8]).toBeLessThan(levels[0]! / 8);
    expect(levels[19]).toBeLessThan(100);
  });

  it('has silence before anything came', () => {
    const out = new Int16Array(160).fill(9999);
    createDecoder(format)!.conceal(160, out, 0);
    expect(loudness(out)).toBeLessThan(50);
  });
});
