import { describe, expect, it } from 'vitest';
import { Concealer } from './conceal.ts';
import { pitchOf, pitchRange } from './pitch.ts';

const rates = [8000, 11025, 16000, 44100, 48000];

function tone(rate: number, hertz: number, from: number, samples: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) => Math.round(10000 * Math.sin((2 * Math.PI * hertz * (from + i)) / rate)));
}

describe('pitch', () => {
  it('is found to the sample', () => {
    for (const rate of rates) {
      const range = pitchRange(rate);
      const period = Math.round(rate / 125);
      const sound = Float32Array.from({ length: range.longest + range.window }, (_, i) => 5000 * Math.sin((2 * Math.PI * i) / period) ** 3 + 10 * (i % period));
      expect(pitchOf(sound, range)).toBe(period);
    }
  });
});

describe('concealment', () => {
  it('goes on with a tone for 10 ms, then grows softer by a fifth each 10 ms, silent from 60 ms', () => {
    for (const rate of rates) {
      const ten = Math.round(rate / 100);
      const concealer = new Concealer(rate, 1);
      // Whole periods fit, so that repeating is going on.
      const hertz = rate / Math.round(rate / 160);
      concealer.heard(tone(rate, hertz, 0, 6 * ten), 0, 6 * ten);
      const made = new Int16Array(8 * ten);
      concealer.conceal(made.length, made, 0);
      const wanted = tone(rate, hertz, 6 * ten, 8 * ten);
      for (let i = 0; i < made.length; i++) {
        const gain = i < ten ? 1 : Math.max(0, 1 - 0.2 * (i / ten - 1));
        expect(Math.abs(made[i]! - gain * wanted[i]!)).toBeLessThan(1);
        if (i >= 6 * ten) expect(made[i]).toBe(0);
      }
    }
  });

  it('has no edge where the loss begins or ends', () => {
    const concealer = new Concealer(8000, 1);
    const sound = tone(8000, 173, 0, 1600);
    const steepest = 10000 * 2 * Math.PI * (173 / 8000);
    concealer.heard(sound, 0, 800);
    concealer.conceal(160, sound, 800);
    const after = sound.subarray(960);
    concealer.heard(after, 0, after.length);
    for (let i = 1; i < sound.length; i++) expect(Math.abs(sound[i]! - sound[i - 1]!)).toBeLessThan(3 * steepest);
  });

  it('leaves alone what follows the blend', () => {
    const concealer = new Concealer(8000, 1);
    concealer.heard(tone(8000, 300, 0, 800), 0, 800);
    concealer.conceal(480, new Int16Array(480), 0);
    const after = tone(8000, 300, 1280, 400);
    const before = after.slice();
    concealer.heard(after, 0, 400);
    expect(after.subarray(0, 80)).not.toEqual(before.subarray(0, 80));
    expect(after.subarray(80)).toEqual(before.subarray(80));
    after.set(before);
    concealer.heard(after, 0, 400);
    expect(after).toEqual(before);
  });

  it('is the same in parts, also while it ends, and between other channels', () => {
    const parts = new Concealer(8000, 3);
    const whole = new Concealer(8000, 1);
    const sound = tone(8000, 210, 0, 900);
    const spread = new Int16Array(2700).fill(77);
    for (const [i, sample] of sound.entries()) spread[3 * i + 1] = sample;
    whole.heard(sound, 0, 400);
    whole.conceal(200, sound, 400);
    whole.heard(sound.subarray(600), 0, 300);
    for (const count of [7, 93, 250, 50]) parts.heard(spread, next(count), count);
    for (const count of [1, 79, 100, 20]) parts.conceal(count, spread, next(count));
    for (const count of [20, 20, 150, 110]) parts.heard(spread, next(count), count);
    expect(Int16Array.from(sound, (_, i) => spread[3 * i + 1]!)).toEqual(sound);
    expect(spread.filter((_, i) => i % 3 !== 1).every((sample) => sample === 77)).toBe(true);
  });

  it('is silence when nothing was heard', () => {
    const concealer = new Concealer(8000, 1);
    const out = new Int16Array(100).fill(5);
    concealer.conceal(100, out, 0);
    expect(out.every((sample) => sample === 0)).toBe(true);
  });
});

let place = 0;
/** Where the next `count` samples of the middle one of three channels are. */
function next(count: number): number {
  place += count;
  return 3 * (place - count) + 1;
}
