import { describe, expect, it } from 'vitest';
import { InBandDigits } from './in-band-digits.ts';
import { Resampler } from './resample.ts';

function tones(rate: number, seconds: number, ...frequencies: number[]): Int16Array {
  return Int16Array.from({ length: rate * seconds }, (_, i) =>
    Math.round(frequencies.reduce((sum, f) => sum + 5000 * Math.sin((2 * Math.PI * f * i) / rate), 0)),
  );
}

function resampled(samples: Int16Array, rate: number): Int16Array {
  const resampler = new Resampler(rate);
  const out = new Int16Array(resampler.room(samples.length));
  return out.subarray(0, resampler.take(samples, 0, samples.length, 1, out));
}

function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

describe('sound at 8000 Hz', () => {
  it.each([11_025, 16_000, 22_050, 32_000, 44_100, 48_000])('out of %d Hz: as long, as loud, without what folds down', (rate) => {
    const low = resampled(tones(rate, 1, 1000), rate);
    expect(Math.abs(low.length - 8000)).toBeLessThan(16);
    expect(rms(low.subarray(100)) / (5000 / Math.SQRT2)).toBeGreaterThan(0.93);
    expect(rms(low.subarray(100)) / (5000 / Math.SQRT2)).toBeLessThan(1.07);
    if (rate >= 16_000) expect(rms(resampled(tones(rate, 1, 5500), rate)) / (5000 / Math.SQRT2)).toBeLessThan(0.1);
  });

  it('keeps digits', () => {
    const digits = new InBandDigits();
    const samples = resampled(tones(16_000, 1, 770, 1336), 16_000);
    digits.feed(samples, 0, samples.length);
    digits.finish();
    expect(digits.found.map(({ digit }) => digit)).toEqual(['5']);
  });
});
