import { describe, expect, it } from 'vitest';
import { formatFixed } from './format-fixed.ts';

/** The same text by exact integer arithmetic on the double's own bits. */
function exact(value: number, digits: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const negative = bits >> 63n === 1n;
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const power = (exponent === 0 ? 1 : exponent) - 1075;
  const numerator = mantissa * 10n ** BigInt(digits) * (power > 0 ? 1n << BigInt(power) : 1n);
  const denominator = power < 0 ? 1n << BigInt(-power) : 1n;
  let quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator || (twice === denominator && (quotient & 1n) === 1n)) quotient++;
  const text = quotient.toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return (negative ? '-' : '') + whole + (digits > 0 ? `.${text.slice(text.length - digits)}` : '');
}

let state = 12345;
function random(): number {
  state = (Math.imul(1103515245, state) + 12345) & 0x7fffffff;
  return (state >> 8) / 0x800000;
}

describe('formatFixed', () => {
  it('rounds ties to even, as C does', () => {
    expect(formatFixed(0.0625, 3)).toBe('0.062');
    expect(formatFixed(0.1875, 3)).toBe('0.188');
    expect(formatFixed(0.25, 1)).toBe('0.2');
    expect(formatFixed(0.75, 1)).toBe('0.8');
    expect(formatFixed(0.5, 0)).toBe('0');
    expect(formatFixed(1.5, 0)).toBe('2');
    expect(formatFixed(2.5, 0)).toBe('2');
    expect(formatFixed(9.5, 0)).toBe('10');
    expect(formatFixed(-0.0625, 3)).toBe('-0.062');
    expect(formatFixed(-2.25, 1)).toBe('-2.2');
    expect(formatFixed(0.9375, 3)).toBe('0.938');
  });

  it('prints sentinels, zeros, and what is not finite', () => {
    expect(formatFixed(-1, 3)).toBe('-1.000');
    expect(formatFixed(0, 3)).toBe('0.000');
    expect(formatFixed(-0, 1)).toBe('-0.0');
    expect(formatFixed(-0.0001, 3)).toBe('-0.000');
    expect(formatFixed(1e21, 2)).toBe('1000000000000000000000.00');
    expect(formatFixed(Number.POSITIVE_INFINITY, 3)).toBe('inf');
    expect(formatFixed(Number.NEGATIVE_INFINITY, 3)).toBe('-inf');
    expect(formatFixed(Number.NaN, 3)).toBe('nan');
    expect(formatFixed(Number.MIN_VALUE, 6)).toBe('0.000000');
  });

  it('equals exact arithmetic on random values of every size', () => {
    for (let i = 0; i < 10_000; i++) {
      const digits = i % 8;
      const value = (random() - 0.5) * 10 ** (random() * 24 - 6);
      expect(formatFixed(value, digits)).toBe(exact(value, digits));
    }
  });

  it('equals exact arithmetic on random ties', () => {
    for (let i = 0; i < 10_000; i++) {
      const digits = i % 8;
      const value = (Math.floor(random() * 0x800000) * 2 + 1) / 2 ** (digits + 1);
      expect(formatFixed(-value, digits)).toBe(exact(-value, digits));
    }
  });
});
