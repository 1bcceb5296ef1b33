import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tick } from './tick.ts';

function split(resolution: number, ticks: bigint): [number, number] {
  const tick = new Tick(resolution);
  tick.split(Number(ticks >> 32n), Number(ticks & 0xffffffffn));
  return [tick.seconds, tick.nanoseconds];
}

test('usual clocks', () => {
  expect(split(6, 1_700_000_000_123_456n)).toEqual([1_700_000_000, 123_456_000]);
  expect(split(9, 1_700_000_000_123_456_789n)).toEqual([1_700_000_000, 123_456_789]);
  expect(split(3, 1_700_000_000_123n)).toEqual([1_700_000_000, 123_000_000]);
  expect(split(0, 1_700_000_000n)).toEqual([1_700_000_000, 0]);
  expect(split(0x80 | 20, (1_700_000_000n << 20n) | 0x80000n)).toEqual([1_700_000_000, 500_000_000]);
});

test('the same as 64-bit arithmetic, for every resolution', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (resolution, ticks) => {
      const power = BigInt(resolution & 0x7f);
      const perSecond = resolution > 127 ? 2n ** power : 10n ** power;
      expect(split(resolution, ticks)).toEqual([Number(ticks / perSecond), Number(((ticks % perSecond) * 1_000_000_000n) / perSecond)]);
    }),
    { numRuns: 2000 },
  );
});

test('resolution as text', () => {
  expect([6, 9, 0, 12, 0x8a].map((resolution) => new Tick(resolution).text)).toEqual(['1000', '1', '1000000000', '0.001', '2^-10 s']);
});
