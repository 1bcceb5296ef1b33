/**
 * Samples of one grid read on another, at places that are counted from time zero: any window comes out the same, whatever
 * was asked before it, so pieces join without a seam. A windowed sinc (Kaiser), its phases tabled once a pair of rates.
 */

/** zero crossings of the sinc on each side */
const CROSSINGS = 16;
const BETA = 8;
/** share of the lower rate's band that is kept whole */
const BAND = 0.94;

export class RateConverter {
  readonly #up: number;
  readonly #down: number;
  /** input samples needed before and after a place */
  readonly reach: number;
  readonly #table: Float32Array;
  readonly #taps: number;

  /** @param from Hz of what is read. @param to Hz of what comes out. Whole numbers. */
  constructor(from: number, to: number) {
    const divisor = gcd(from, to);
    this.#up = to / divisor;
    this.#down = from / divisor;
    const widened = Math.max(1, from / to);
    this.reach = from === to ? 0 : Math.ceil(CROSSINGS * widened);
    this.#taps = this.reach * 2;
    this.#table = from === to ? new Float32Array(0) : this.#design((BAND * Math.min(from, to)) / from);
  }

  /** First input sample that output `index` needs. */
  firstInput(index: number): number {
    return Math.floor((index * this.#down) / this.#up) - this.reach;
  }

  /** Adds outputs [first, first + out.length) times `gain`; input[0] is input sample `origin`, samples outside of it are silence. */
  add(input: Int16Array, origin: number, first: number, out: Float32Array, gain: number): void {
    const up = this.#up;
    const taps = this.#taps;
    for (let i = 0; i < out.length; i++) {
      const place = (first + i) * this.#down;
      const base = Math.floor(place / up);
      if (taps === 0) {
        out[i]! += (input[base - origin] ?? 0) * gain;
        continue;
      }
      const row = (place - base * up) * taps;
      const from = base - this.reach + 1 - origin;
      if (from + taps <= 0 || from >= input.length) continue;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) {
        const at = from + tap;
        if (at >= 0 && at < input.length) sum += input[at]! * this.#table[row + tap]!;
      }
      out[i]! += sum * gain;
    }
  }

  #design(cutoff: number): Float32Array {
    const table = new Float32Array(this.#up * this.#taps);
    const norm = bessel(BETA);
    for (let phase = 0; phase < this.#up; phase++) {
      let sum = 0;
      for (let tap = 0; tap < this.#taps; tap++) {
        const x = tap - this.reach + 1 - phase / this.#up;
        const edge = x / this.reach;
        const window = Math.abs(edge) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - edge * edge)) / norm;
        const value = (x === 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x)) * window;
        table[phase * this.#taps + tap] = value;
        sum += value;
      }
      // each phase lets a constant through unchanged
      for (let tap = 0; tap < this.#taps; tap++) table[phase * this.#taps + tap]! /= sum;
    }
    return table;
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** The modified Bessel function of the first kind, order zero. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
