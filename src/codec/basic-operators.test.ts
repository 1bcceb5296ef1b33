import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as op from './basic-operators.ts';

const short = fc.integer({ min: -32768, max: 32767 });
const long = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const clamp = (value: bigint, bits: bigint): number => {
  const most = (1n << (bits - 1n)) - 1n;
  return Number(value > most ? most : value < -most - 1n ? -most - 1n : value);
};

describe('basic operators of ITU-T G.191', () => {
  it('saturate where the standard says so', () => {
    expect([op.add(32767, 1), op.subtract(-32768, 1), op.absolute(-32768), op.multiply(-32768, -32768)]).toEqual([32767, -32768, 32767, 32767]);
    expect([op.longMultiply(-32768, -32768), op.longMultiply(-32768, 32767)]).toEqual([0x7fffffff, -2147418112]);
    expect([op.multiplyAdd(0x7ffffff0, 10, 10), op.multiplySubtract(-0x7ffffff0, 10, 10)]).toEqual([0x7fffffff, -0x80000000]);
    expect([op.round(0x7fff8000), op.round(0x00008000), op.round(-0x8001)]).toEqual([32767, 1, -1]);
    expect([op.shiftLeft(1, 15), op.shiftLeft(-1, 15), op.shiftLeft(0, 40), op.shiftLeft(-5, -20)]).toEqual([32767, -32768, 0, -1]);
    expect([op.shiftRightRounded(3, 1), op.shiftRightRounded(-3, 1), op.shiftRightRounded(9, 16)]).toEqual([2, -1, 0]);
  });

  it('normalise and divide', () => {
    expect([op.normal16(0), op.normal16(-1), op.normal16(1), op.normal16(0x4000), op.normal16(-32768)]).toEqual([0, 15, 14, 0, 0]);
    expect([op.normal32(0), op.normal32(-1), op.normal32(1), op.normal32(-0x80000000)]).toEqual([0, 31, 30, 0]);
    expect([op.divide(1, 2), op.divide(7, 7), op.divide(0, 9), op.divide(1, 3), op.divide(0, 0)]).toEqual([16384, 32767, 0, 10922, 32767]);
  });

  it('are the exact sums and products, saturated', () => {
    fc.assert(
      fc.property(long, short, short, fc.integer({ min: 0, max: 31 }), (sum, a, b, bits) => {
        const product = BigInt(clamp(BigInt(a) * BigInt(b) * 2n, 32n));
        expect(op.multiplyAdd(sum, a, b)).toBe(clamp(BigInt(sum) + product, 32n));
        expect(op.multiplySubtract(sum, a, b)).toBe(clamp(BigInt(sum) - product, 32n));
        expect(op.longShiftLeft(sum, bits)).toBe(clamp(BigInt(sum) << BigInt(bits), 32n));
        expect(op.longShiftRight(sum, bits)).toBe(sum >> bits);
        expect(op.multiplyRounded(a, b)).toBe(clamp((BigInt(a) * BigInt(b) + 0x4000n) >> 15n, 16n));
        expect(op.lower(sum)).toBe(Number(BigInt.asIntN(16, BigInt(sum))));
      }),
    );
  });
});
