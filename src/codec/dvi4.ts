/**
 * DVI4 (RFC 3551 4.5.1): the IMA's adaptive differential code, four bits a sample, the first sample in the upper bits. Each
 * payload begins with the state before its first sample (predicted value in 16 bits, step index, a reserved octet), so that a
 * loss does not go on.
 */
import type { SampleDecoder } from './decoder.ts';

/** IMA, "Recommended Practices for Enhancing Digital Audio Compatibility", 1992: step sizes. */
export const dvi4Steps: Int16Array = Int16Array.of(
  ...[7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143],
  ...[157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552],
  ...[1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487],
  ...[12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767],
);
/** By which the step index moves, for the three bits of magnitude. */
export const dvi4IndexMoves: Int8Array = Int8Array.of(-1, -1, -1, -1, 2, 4, 6, 8);

const HEADER = 4;

export class Dvi4Decoder implements SampleDecoder {
  readonly sampleRate: number;
  readonly channels = 1;
  #value = 0;
  #index = 0;

  constructor(sampleRate: number) {
    this.sampleRate = sampleRate;
  }

  room(octets: number): number {
    return Math.max(0, octets - HEADER) * 2;
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    if (end - at <= HEADER) return 0;
    this.#value = (((octets[at]! << 8) | octets[at + 1]!) << 16) >> 16;
    this.#index = Math.min(octets[at + 2]!, 88);
    let to = outAt;
    for (let from = at + HEADER; from < end; from++) {
      const octet = octets[from]!;
      out[to++] = this.#sample(octet >> 4);
      out[to++] = this.#sample(octet & 15);
    }
    return to - outAt;
  }

  #sample(code: number): number {
    const step = dvi4Steps[this.#index]!;
    let change = step >> 3;
    if (code & 4) change += step;
    if (code & 2) change += step >> 1;
    if (code & 1) change += step >> 2;
    const value = code & 8 ? this.#value - change : this.#value + change;
    this.#value = value > 32767 ? 32767 : value < -32768 ? -32768 : value;
    const index = this.#index + dvi4IndexMoves[code & 7]!;
    this.#index = index < 0 ? 0 : index > 88 ? 88 : index;
    return this.#value;
  }

  reset(): void {
    // Each payload brings its state.
  }
}
