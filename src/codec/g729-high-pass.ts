/**
 * What G.729 does last (clause 4.2.5): a high-pass filter at 100 Hz, and samples twice as large, since the coder halved them.
 */
import { longAdd, longShiftLeft, multiplyAdd, multiplyLong, round } from './basic-operators.ts';

export class HighPass {
  /** the last two samples that came in */
  #x1 = 0;
  #x2 = 0;
  /** the last two that went out, 32 bits */
  #y1 = 0;
  #y2 = 0;

  reset(): void {
    this.#x1 = 0;
    this.#x2 = 0;
    this.#y1 = 0;
    this.#y2 = 0;
  }

  /** Filters samples[at, at + count) in place. */
  filter(samples: Int16Array, at: number, count: number): void {
    let x1 = this.#x1;
    let x2 = this.#x2;
    let y1 = this.#y1;
    let y2 = this.#y2;
    for (let i = at; i < at + count; i++) {
      const x = samples[i]!;
      let y = longAdd(multiplyLong(y1, 15836), multiplyLong(y2, -7667));
      y = multiplyAdd(multiplyAdd(multiplyAdd(y, x, 7699), x1, -15398), x2, 7699);
      y = longShiftLeft(y, 2);
      samples[i] = round(longShiftLeft(y, 1));
      y2 = y1;
      y1 = y;
      x2 = x1;
      x1 = x;
    }
    this.#x1 = x1;
    this.#x2 = x2;
    this.#y1 = y1;
    this.#y2 = y2;
  }
}
