/**
 * The filters of G.729: coefficients from line spectral pairs (clauses 3.2.5 and 3.2.6), the synthesis filter 1/A(z), its
 * inverse A(z), and the widened A(z/γ) of the postfilter. Coefficients are Q12, eleven to a subframe, the first always 1 (4096).
 */
import {
  add,
  longAdd,
  longMultiply,
  longShiftLeft,
  longShiftRightRounded,
  longSubtract,
  lower,
  multiplyAdd,
  multiplyLong,
  multiplySubtract,
  round,
} from './basic-operators.ts';
import { ORDER } from './g729-lsp.ts';

export const COEFFICIENTS = 11;
const ONE = 4096;

/** Polynomials of the even and of the odd pairs, Q24. */
const even = new Int32Array(6);
const odd = new Int32Array(6);
const middle = new Int16Array(ORDER);

/** Coefficients of both subframes: the first has the mean of the frame before and this one (3.2.5), the second this one's. */
export function interpolateCoefficients(before: Int16Array, now: Int16Array, coefficients: Int16Array): void {
  for (let i = 0; i < ORDER; i++) middle[i] = add(now[i]! >> 1, before[i]! >> 1);
  coefficientsOf(middle, coefficients, 0);
  coefficientsOf(now, coefficients, COEFFICIENTS);
}

/** Clause 3.2.6: A(z) is half the sum of the two polynomials, one times 1 + 1/z, the other times 1 − 1/z. */
function coefficientsOf(pairs: Int16Array, coefficients: Int16Array, at: number): void {
  polynomial(pairs, 0, even);
  polynomial(pairs, 1, odd);
  for (let i = 5; i > 0; i--) {
    even[i] = longAdd(even[i]!, even[i - 1]!);
    odd[i] = longSubtract(odd[i]!, odd[i - 1]!);
  }
  coefficients[at] = ONE;
  for (let i = 1; i <= 5; i++) {
    coefficients[at + i] = lower(longShiftRightRounded(longAdd(even[i]!, odd[i]!), 13));
    coefficients[at + ORDER + 1 - i] = lower(longShiftRightRounded(longSubtract(even[i]!, odd[i]!), 13));
  }
}

/** Product of 1 − 2·q·z + z² over every second pair from `from`; symmetric, so half of its coefficients. */
function polynomial(pairs: Int16Array, from: number, f: Int32Array): void {
  f[0] = 1 << 24;
  f[1] = multiplySubtract(0, pairs[from]!, 512);
  for (let i = 2; i <= 5; i++) {
    const pair = pairs[from + 2 * (i - 1)]!;
    f[i] = f[i - 2]!;
    for (let j = i; j > 1; j--) {
      const twice = longShiftLeft(multiplyLong(f[j - 1]!, pair), 1);
      f[j] = longSubtract(longAdd(f[j]!, f[j - 2]!), twice);
    }
    f[1] = multiplySubtract(f[1]!, pair, 512);
  }
}

/** A(z/γ): the i-th coefficient times γ to the i-th; `gamma` Q15. */
export function widen(coefficients: Int16Array, at: number, gamma: number, widened: Int16Array): void {
  widened[0] = coefficients[at]!;
  let factor = gamma;
  for (let i = 1; i <= ORDER; i++) {
    widened[i] = round(longMultiply(coefficients[at + i]!, factor));
    factor = round(longMultiply(factor, gamma));
  }
}

/**
 * 1/A(z) over `count` samples of `input` to output[outputAt …]; the ten samples before outputAt are the filter's memory.
 * @returns whether a sum left 32 bits: it was saturated, and the caller may want to try again with less
 */
export function synthesise(
  coefficients: Int16Array,
  at: number,
  input: Int16Array,
  inputAt: number,
  output: Int16Array,
  outputAt: number,
  count: number,
): boolean {
  let overflowed = false;
  for (let i = 0; i < count; i++) {
    const end = outputAt + i;
    let sum = input[inputAt + i]! * (2 * ONE);
    for (let j = 1; j <= ORDER; j++) {
      const product = coefficients[at + j]! * output[end - j]!;
      sum -= product * 2;
      if (sum > 0x7fffffff || sum < -0x80000000) {
        overflowed = true;
        sum = sum > 0 ? 0x7fffffff : -0x80000000;
      }
    }
    if (sum > 0x0fffefff || sum < -0x10000000) {
      overflowed = true;
      sum = sum > 0 ? 0x0fffefff : -0x10000000;
    }
    output[end] = (sum * 8 + 0x8000) >> 16;
  }
  return overflowed;
}

/** A(z) over `count` samples to output[outputAt …]; the ten samples before inputAt are the filter's memory. */
export function residual(coefficients: Int16Array, input: Int16Array, inputAt: number, output: Int16Array, outputAt: number, count: number): void {
  for (let i = 0; i < count; i++) {
    let sum = input[inputAt + i]! * (2 * ONE);
    for (let j = 1; j <= ORDER; j++) sum = multiplyAdd(sum, coefficients[j]!, input[inputAt + i - j]!);
    output[outputAt + i] = round(longShiftLeft(sum, 3));
  }
}
