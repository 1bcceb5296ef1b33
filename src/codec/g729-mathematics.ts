/**
 * Logarithm, power and inverse square root as G.729 takes them (clause 5.2.4): a table and a straight line between its entries.
 * The tables are numbers of the standard: log2(1 + i/32) and 2^(i/32 − 1) in Q15, 1/√(1/4 + i/64) in Q14.
 */
import { longShiftLeft, longShiftRightRounded, lower, multiplySubtract, normal32, subtract } from './basic-operators.ts';

const logarithms = new Int16Array([
  0, 1455, 2866, 4236, 5568, 6863, 8124, 9352, 10549, 11716, 12855, 13967, 15054, 16117, 17156, 18172, 19167, 20142, 21097, 22033, 22951, 23852, 24735, 25603,
  26455, 27291, 28113, 28922, 29716, 30497, 31266, 32023, 32767,
]);
const powers = new Int16Array([
  16384, 16743, 17109, 17484, 17867, 18258, 18658, 19066, 19484, 19911, 20347, 20792, 21247, 21713, 22188, 22674, 23170, 23678, 24196, 24726, 25268, 25821,
  26386, 26964, 27554, 28158, 28774, 29405, 30048, 30706, 31379, 32066, 32767,
]);
const inverseRoots = new Int16Array([
  32767, 31790, 30894, 30070, 29309, 28602, 27945, 27330, 26755, 26214, 25705, 25225, 24770, 24339, 23930, 23541, 23170, 22817, 22479, 22155, 21845, 21548,
  21263, 20988, 20724, 20470, 20225, 19988, 19760, 19539, 19326, 19119, 18919, 18725, 18536, 18354, 18176, 18004, 17837, 17674, 17515, 17361, 17211, 17064,
  16921, 16782, 16646, 16514, 16384,
]);

/** The table's value at `index` and `fraction` (Q15) of the way to the next one, as 32 bits with the value in the upper half. */
function between(table: Int16Array, index: number, fraction: number): number {
  const value = table[index]!;
  return multiplySubtract(value * 65536, subtract(value, table[index + 1]!), fraction);
}

/** log2 of a positive 32-bit number in Q15 (0 … 31); 0 of anything else. */
export function log2(long: number): number {
  if (long <= 0) return 0;
  const shifts = normal32(long);
  const normalised = longShiftLeft(long, shifts);
  return (30 - shifts) * 32768 + (between(logarithms, (normalised >> 25) - 32, (normalised >> 10) & 0x7fff) >> 16);
}

/** 2^(14 + fraction), the fraction in Q15: 16384 … 32767. */
export function pow2of14(fraction: number): number {
  return lower(longShiftRightRounded(between(powers, fraction >> 10, (fraction << 5) & 0x7fff), 16));
}

/** 1/√x in Q30 of a positive 32-bit number; just below 0.5 of anything else. */
export function inverseSquareRoot(long: number): number {
  if (long <= 0) return 0x3fffffff;
  const shifts = normal32(long);
  const exponent = 30 - shifts;
  const even = longShiftLeft(long, shifts) >> (exponent & 1 ? 0 : 1);
  return between(inverseRoots, (even >> 25) - 16, (even >> 10) & 0x7fff) >> ((exponent >> 1) + 1);
}
