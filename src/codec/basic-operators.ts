/**
 * The basic operators ITU-T writes its fixed-point coders with (G.191, G.729 clause 5.2): whole numbers of 16 and 32 bits that
 * saturate instead of wrapping round. A Q15 number is a fraction times 32768. Arguments are whole numbers of the size their
 * operator takes; results too, exactly as the standard's reference has them, so that decoders agree with it bit for bit.
 */

const LEAST_32 = -0x80000000;
const MOST_32 = 0x7fffffff;

export function saturate16(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}

function saturate32(value: number): number {
  return value > MOST_32 ? MOST_32 : value < LEAST_32 ? LEAST_32 : value;
}

/** Lower half of 32 bits as a signed number. */
export function lower(long: number): number {
  return (long << 16) >> 16;
}

export function add(a: number, b: number): number {
  return saturate16(a + b);
}

export function subtract(a: number, b: number): number {
  return saturate16(a - b);
}

export function absolute(a: number): number {
  return a < 0 ? saturate16(-a) : a;
}

/** Q15 × Q15, cut to Q15. */
export function multiply(a: number, b: number): number {
  return saturate16((a * b) >> 15);
}

/** Q15 × Q15, rounded to Q15. */
export function multiplyRounded(a: number, b: number): number {
  return saturate16((a * b + 0x4000) >> 15);
}

/** Left by `bits` (right when negative), 16 bits. */
export function shiftLeft(a: number, bits: number): number {
  if (bits < 0) return a >> Math.min(-bits, 15);
  return saturate16(a * 2 ** Math.min(bits, 16));
}

/** Right by `bits` (left when negative), 16 bits, cut. */
export function shiftRight(a: number, bits: number): number {
  return shiftLeft(a, -bits);
}

/** Right by `bits` (left when negative), 16 bits, rounded. */
export function shiftRightRounded(a: number, bits: number): number {
  if (bits > 15) return 0;
  const shifted = shiftRight(a, bits);
  return bits > 0 && (a >> (bits - 1)) & 1 ? shifted + 1 : shifted;
}

/** Twice the product as 32 bits: Q15 × Q15 is Q31. */
export function longMultiply(a: number, b: number): number {
  const product = a * b;
  return product === 0x40000000 ? MOST_32 : product * 2;
}

/** sum + 2·a·b, saturated. */
export function multiplyAdd(sum: number, a: number, b: number): number {
  return saturate32(sum + longMultiply(a, b));
}

/** sum − 2·a·b, saturated. */
export function multiplySubtract(sum: number, a: number, b: number): number {
  return saturate32(sum - longMultiply(a, b));
}

export function longAdd(a: number, b: number): number {
  return saturate32(a + b);
}

export function longSubtract(a: number, b: number): number {
  return saturate32(a - b);
}

/** Left by `bits` (right when negative), 32 bits. */
export function longShiftLeft(long: number, bits: number): number {
  if (bits < 0) return long >> Math.min(-bits, 31);
  return saturate32(long * 2 ** Math.min(bits, 32));
}

/** Right by `bits` (left when negative), 32 bits, cut. */
export function longShiftRight(long: number, bits: number): number {
  return longShiftLeft(long, -bits);
}

/** Right by `bits` (left when negative), 32 bits, rounded. */
export function longShiftRightRounded(long: number, bits: number): number {
  if (bits > 31) return 0;
  const shifted = longShiftRight(long, bits);
  return bits > 0 && (long >> (bits - 1)) & 1 ? shifted + 1 : shifted;
}

/** 32 bits to the nearest 16. */
export function round(long: number): number {
  return saturate32(long + 0x8000) >> 16;
}

/** Q31 × Q15 to Q31, by the two halves of the long number; its lowest bit does not count. */
export function multiplyLong(long: number, b: number): number {
  return multiplyAdd(longMultiply(long >> 16, b), multiply((long & 0xffff) >> 1, b), 1);
}

/** Left shifts that make a 16-bit number as large as it can be; 0 of 0. */
export function normal16(a: number): number {
  return a === 0 ? 0 : Math.clz32(a < 0 ? ~a : a) - 17;
}

/** Left shifts that make a 32-bit number as large as it can be; 0 of 0. */
export function normal32(long: number): number {
  return long === 0 ? 0 : Math.clz32(long < 0 ? ~long : long) - 1;
}

/** a / b in Q15 for 0 ≤ a ≤ b, cut; the largest fraction for what is not in that range. */
export function divide(a: number, b: number): number {
  return a >= b ? 32767 : Math.trunc((a * 32768) / b);
}
