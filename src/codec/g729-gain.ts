/**
 * The gains of G.729 (clauses 3.9 and 4.1.5): both from two codebooks, the fixed codebook's as a factor to what the loudness
 * of the last four subframes lets expect; of a lost frame, the last ones made smaller (4.4.2, 4.4.3).
 */
import { longMultiply, longShiftLeft, longShiftRight, lower, multiply, multiplyAdd, multiplyLong, subtract } from './basic-operators.ts';
import { log2, pow2of14 } from './g729-mathematics.ts';
import { SUBFRAME } from './g729-pitch.ts';

/** Rows of (pitch gain Q14, factor Q13), and the row each transmitted index stands for. */
const firstRows = new Int16Array([1, 1516, 1551, 2425, 1831, 5022, 57, 5404, 1921, 9291, 3242, 9949, 356, 14756, 2678, 27162]);
const firstOrder = new Uint8Array([5, 1, 7, 4, 2, 0, 6, 3]);
const secondRows = new Int16Array([
  826, 2005, 1994, 0, 5142, 592, 6160, 2395, 8091, 4861, 9120, 525, 10573, 2966, 11569, 1196, 13260, 3256, 14194, 1630, 15132, 4914, 15161, 14276, 15434, 237,
  16112, 3392, 17299, 1861, 18973, 5935,
]);
const secondOrder = new Uint8Array([2, 14, 3, 13, 0, 15, 1, 12, 6, 10, 7, 9, 4, 11, 5, 8]);
/** 0.68, 0.58, 0.34, 0.19 in Q13. */
const predictor = new Int16Array([5571, 4751, 2785, 1556]);
/** −14 dB in Q10 */
const QUIET = -14336;

export class Gains {
  /** Q14 */
  pitch = 0;
  /** Q1 */
  code = 0;
  /** factors of the last four subframes in dB, newest first, Q10 */
  readonly #past = new Int16Array(4).fill(QUIET);

  reset(): void {
    this.pitch = 0;
    this.code = 0;
    this.#past.fill(QUIET);
  }

  /** The gains of a subframe that arrived; `code` are its pulses, Q13. */
  decode(index: number, code: Int16Array): void {
    const first = firstOrder[index >> 4]! * 2;
    const second = secondOrder[index & 15]! * 2;
    this.pitch = firstRows[first]! + secondRows[second]!;
    const factor = firstRows[first + 1]! + secondRows[second + 1]!;
    const expected = this.#expected(code);
    const base = pow2of14(longShiftRight(expected, 1) & 0x7fff);
    this.code = longShiftLeft(longMultiply(factor >> 1, base), (expected >> 16) - 10) >> 16;
    this.#remember(multiply(longShiftLeft((log2(factor) - 13 * 32768) * 2, 13) >> 16, 24660));
  }

  /** The gains of a subframe that did not: 0.9 and 0.98 of the last ones; the loudness is taken to be 4 dB less. */
  repeat(): void {
    this.pitch = Math.min(multiply(this.pitch, 29491), 29491);
    this.code = multiply(this.code, 32111);
    const past = this.#past;
    const mean = lower((past[0]! + past[1]! + past[2]! + past[3]!) >> 2);
    this.#remember(Math.max(subtract(mean, 4096), QUIET));
  }

  /** log2 of the gain the past lets expect (equations 66 to 69), Q16. The mean of 30 dB is for samples of half size. */
  #expected(code: Int16Array): number {
    let energy = 0;
    for (let i = 0; i < SUBFRAME; i++) energy = multiplyAdd(energy, code[i]!, code[i]!);
    let decibels = multiplyAdd(multiplyLong(log2(energy) * 2, -24660), 32588, 32);
    decibels = longShiftLeft(decibels, 10);
    for (let i = 0; i < 4; i++) decibels = multiplyAdd(decibels, predictor[i]!, this.#past[i]!);
    return longShiftRight(longMultiply(decibels >> 16, 5439), 8);
  }

  #remember(decibels: number): void {
    this.#past.copyWithin(1, 0, 3);
    this.#past[0] = decibels;
  }
}
