/** Serial number arithmetic (RFC 1982) for the 16-bit and 32-bit counters of RTP and TCP. */

/** a - b in 16-bit serial arithmetic: -32768 to 32767. */
export function serialDelta16(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

/** a - b in 32-bit serial arithmetic: -2147483648 to 2147483647. */
export function serialDelta32(a: number, b: number): number {
  return (a - b) | 0;
}
