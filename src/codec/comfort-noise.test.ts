import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder.ts';

function noise(payload: readonly number[], samples = 16000): Int16Array {
  const decoder = createDecoder({ name: 'CN', clockRate: 8000, channels: 1, parameters: '' })!;
  const out = new Int16Array(samples);
  expect(decoder.decode(Uint8Array.from(payload), 0, payload.length, out, 0)).toBe(0);
  decoder.conceal(samples, out, 0);
  return out;
}

/** dB below a square wave of ±32124. */
function level(sound: Int16Array): number {
  const power = sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length;
  return -10 * Math.log10(power / 32124 ** 2);
}

/** Correlation of neighbours: near 1 is dark, near -1 is bright. */
function colour(sound: Int16Array): number {
  let product = 0;
  let power = 0;
  for (let i = 1; i < sound.length; i++) {
    product += sound[i]! * sound[i - 1]!;
    power += sound[i]! * sound[i]!;
  }
  return product / power;
}

describe('comfort noise', () => {
  it('is as loud as RFC 3389 says, whatever its colour', () => {
    expect(level(noise([40]))).toBeCloseTo(40, 0);
    expect(level(noise([60]))).toBeCloseTo(60, 0);
    expect(level(noise([50, 50, 150, 120]))).toBeCloseTo(50, 0);
  });

  it('has the colour of the reflection coefficients: minus the correlation of neighbours', () => {
    // 127 is 0; 258 · (27 - 127) / 32768 = -0.787.
    expect(colour(noise([40]))).toBeCloseTo(0, 1);
    expect(colour(noise([40, 27]))).toBeCloseTo(0.787, 1);
    expect(colour(noise([40, 227]))).toBeCloseTo(-0.787, 1);
  });

  it('is silence until it is told, and the same in every run', () => {
    expect(noise([]).every((sample) => sample === 0)).toBe(true);
    expect(noise([45, 100, 140])).toEqual(noise([45, 100, 140]));
  });
});
