/** Two clocks with a known offset and drift, packets with known delays: what the fit finds is what was put in, within what it says. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../test/forge/random.ts';
import { fitClocks, type ClockPath } from './clock-fit.ts';

const MS = 1e6;

interface Way {
  readonly count: number;
  readonly forward: boolean;
  /** least delay and how much more at most, nanoseconds */
  readonly delay: number;
  readonly jitter: number;
  readonly seed: number;
  readonly from?: number;
}

/** Packets every 20 ms of true time; the second clock shows true time × (1 + drift) + offset. */
function way({ count, forward, delay, jitter, seed, from = 0 }: Way, offset: number, drift: number): { at: Float64Array; ahead: Float64Array } {
  const random = createRandom(seed);
  const second = (time: number): number => time + drift * time + offset;
  const at = new Float64Array(count);
  const ahead = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const sent = from + i * 20 * MS;
    const came = sent + delay + (jitter * random.below(1000) * random.below(1000)) / 1e6;
    const [first, other] = forward ? [sent, second(came)] : [came, second(sent)];
    at[i] = first;
    ahead[i] = other - first;
  }
  return { at, ahead };
}

const path = (samples: { at: Float64Array; ahead: Float64Array }, reverse: number, more: Partial<ClockPath> = {}): ClockPath => ({
  ...samples,
  reverse,
  hops: 0,
  onlyFirst: 0,
  onlySecond: 0,
  ...more,
});

describe('both ways', () => {
  test.each([
    [37.123e9, 40e-6],
    [-1e9, -80e-6],
    [0, 0],
    [2.5 * MS, 3e-6],
    [86_400e9, 200e-6],
  ])('offset %d ns, drift %d', (offset, drift) => {
    for (const seed of [1, 2, 3]) {
      const there = way({ count: 3000, forward: true, delay: 30 * MS, jitter: 15 * MS, seed }, offset, drift);
      const back = way({ count: 3000, forward: false, delay: 30 * MS, jitter: 10 * MS, seed: seed + 10 }, offset, drift);
      const fit = fitClocks([path(there, 1), path(back, 0)])!;
      const found = fit.ahead - fit.drift * fit.at;
      expect(fit.ways).toBe('both');
      expect(fit.senses).toEqual([1, -1]);
      expect(Math.abs(fit.drift - drift / (1 + drift))).toBeLessThan(2e-6);
      // at the middle of the time, where it matters
      const middle = 30e9 + offset;
      expect(Math.abs(found + fit.drift * middle - (offset + drift * 30e9))).toBeLessThan(0.3 * MS);
      expect(Math.abs(fit.uncertainty! - 30 * MS)).toBeLessThan(MS);
    }
  });

  test('the truth lies within what is said though one way is longer', () => {
    const there = way({ count: 500, forward: true, delay: 50 * MS, jitter: MS, seed: 4 }, 5e9, 0);
    const back = way({ count: 500, forward: false, delay: 10 * MS, jitter: MS, seed: 5 }, 5e9, 0);
    const fit = fitClocks([path(there, 1), path(back, 0)])!;
    expect(Math.abs(fit.ahead - 5e9)).toBeLessThanOrEqual(fit.uncertainty!);
    expect(fit.uncertainty! / MS).toBeCloseTo(30, 0);
  });

  test('calls of different delay, one after the other, are not taken for drift; a burst of congestion neither', () => {
    const parts = [0, 1, 2].flatMap((n) => [
      way({ count: 600, forward: true, delay: (20 + n * 15) * MS, jitter: 5 * MS, seed: n + 1, from: n * 12e9 }, 1e9, 10e-6),
      way({ count: 600, forward: false, delay: (20 + n * 15) * MS, jitter: 5 * MS, seed: n + 7, from: n * 12e9 }, 1e9, 10e-6),
    ]);
    for (let i = 300; i < 400; i++) parts[0]!.ahead[i]! += 200 * MS;
    const fit = fitClocks(parts.map((part, i) => path(part, i % 2 === 0 ? i + 1 : i - 1)))!;
    expect(Math.abs(fit.drift - 10e-6)).toBeLessThan(3e-6);
    expect(Math.abs(fit.ahead - (1e9 + 10e-6 * (fit.at - 1e9)))).toBeLessThan(0.5 * MS);
  });

  test('a few packets that overtake one way only move nothing, and the truth stays within what is said', () => {
    const there = way({ count: 2000, forward: true, delay: 30 * MS, jitter: 8 * MS, seed: 4 }, 5e9, 40e-6);
    const back = way({ count: 2000, forward: false, delay: 30 * MS, jitter: 8 * MS, seed: 5 }, 5e9, 40e-6);
    for (let i = 7; i < 2000; i += 211) there.ahead[i]! -= 18 * MS;
    const fit = fitClocks([path(there, 1), path(back, 0)])!;
    expect(Math.abs(fit.drift - 40e-6)).toBeLessThan(2e-6);
    expect(Math.abs(fit.ahead - 5e9)).toBeLessThan(0.3 * MS);
    expect(fit.uncertainty! / MS).toBeCloseTo(30, 0);
  });

  test('two places side by side, where one hears everything a little later both ways: no better than what that varies by', () => {
    const there = way({ count: 500, forward: true, delay: 3 * MS, jitter: 5 * MS, seed: 4 }, 1e9, 0);
    const back = way({ count: 500, forward: true, delay: 3 * MS, jitter: 5 * MS, seed: 5 }, 1e9, 0);
    const fit = fitClocks([path(there, 1), path(back, 0)])!;
    expect(Math.abs(fit.ahead - 1e9 - 3 * MS)).toBeLessThan(fit.uncertainty!);
    expect(fit.uncertainty! / MS).toBeGreaterThan(3);
  });

  test('a few messages: an offset, no drift', () => {
    const there = { at: Float64Array.of(0, 2e9), ahead: Float64Array.of(1e9 + 20 * MS, 1e9 + 22 * MS) };
    const back = { at: Float64Array.of(0.1e9, 1e9), ahead: Float64Array.of(1e9 - 20 * MS, 1e9 - 25 * MS) };
    const fit = fitClocks([path(there, 1), path(back, 0)])!;
    expect([fit.ahead, fit.uncertainty, fit.drift, fit.driftUncertainty]).toEqual([1e9, 20 * MS, 0, undefined]);
  });
});

describe('one way', () => {
  const there = way({ count: 1000, forward: true, delay: 30 * MS, jitter: 10 * MS, seed: 6 }, 2e9, 0);
  const back = way({ count: 1000, forward: false, delay: 30 * MS, jitter: 10 * MS, seed: 6 }, 2e9, 0);

  test('the least delay becomes none, drift is found all the same', () => {
    const drifting = way({ count: 3000, forward: true, delay: 30 * MS, jitter: 10 * MS, seed: 6 }, 2e9, 50e-6);
    const fit = fitClocks([path(drifting, -1)])!;
    expect([fit.ways, fit.uncertainty]).toEqual(['one', undefined]);
    expect(fit.ahead / MS).toBeCloseTo(2030, 0);
    expect(Math.abs(fit.drift - 50e-6)).toBeLessThan(2e-6);
  });

  test('which clock comes first is told by time to live, else by loss, else not', () => {
    expect(fitClocks([path(back, -1, { hops: -2 })])!.ahead / MS).toBeCloseTo(1970, 0);
    expect(fitClocks([path(back, -1, { onlySecond: 5 })])!.senses).toEqual([-1]);
    expect(fitClocks([path(there, -1, { onlyFirst: 5 })])).toMatchObject({ senses: [1], isOrderKnown: true });
    expect(fitClocks([path(there, -1)])).toMatchObject({ senses: [1], isOrderKnown: false });
  });

  test('nothing seen by both', () => expect(fitClocks([])).toBeUndefined());
});
