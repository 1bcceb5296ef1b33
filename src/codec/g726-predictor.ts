/**
 * The adaptive predictor of G.726 (ITU-T G.726 4.2.6, blocks FMULT, ACCUM, ADDB, ADDC, FLOATA, FLOATB, UPA1, UPA2, UPB, LIMC,
 * LIMD, TONE, TRIGB): two poles and six zeros, products in the Recommendation's own eleven-bit floating point.
 */

/** A number as four bits of exponent and six of mantissa. */
class Short {
  negative = false;
  exponent = 0;
  mantissa = 32;

  set(negative: boolean, magnitude: number): void {
    this.negative = negative;
    this.exponent = 32 - Math.clz32(magnitude);
    this.mantissa = magnitude === 0 ? 32 : (magnitude << 6) >> this.exponent;
  }
}

/** FMULT: coefficient (16 bits) times a Short. */
function product(coefficient: number, by: Short): number {
  const quarter = coefficient >> 2;
  const magnitude = quarter < 0 ? -quarter & 8191 : quarter;
  const exponent = 32 - Math.clz32(magnitude);
  const mantissa = magnitude === 0 ? 32 : (magnitude << 6) >> exponent;
  const sum = by.exponent + exponent;
  const long = ((by.mantissa * mantissa + 48) >> 4) << 7;
  const size = sum <= 26 ? long >> (26 - sum) : (long << (sum - 26)) & 32767;
  return coefficient < 0 === by.negative ? size : -size;
}

export class G726Predictor {
  /** SE, the prediction, and SEZ, its zeros' part */
  estimate = 0;
  zeros = 0;
  /** TD: the signal is a tone, as of a modem */
  tone = false;
  readonly #leak: number;
  readonly #coefficients = new Int32Array(6);
  readonly #differences: readonly Short[] = Array.from({ length: 6 }, () => new Short());
  /** the oldest of the differences and of the reconstructed samples is overwritten by the newest */
  #newest = 0;
  readonly #reconstructed: readonly [Short, Short] = [new Short(), new Short()];
  #newestReconstructed = 0;
  #pole1 = 0;
  #pole2 = 0;
  #negative1 = false;
  #negative2 = false;

  constructor(leak: number) {
    this.#leak = leak;
  }

  reset(): void {
    this.estimate = this.zeros = 0;
    this.tone = false;
    this.#coefficients.fill(0);
    for (const short of this.#differences) short.set(false, 0);
    for (const short of this.#reconstructed) short.set(false, 0);
    this.#newest = this.#newestReconstructed = 0;
    this.#pole1 = this.#pole2 = 0;
    this.#negative1 = this.#negative2 = false;
  }

  /** ACCUM: both estimates for the next sample. */
  predict(): void {
    let sum = 0;
    for (let i = 0; i < 6; i++) sum += product(this.#coefficients[i]!, this.#differences[(this.#newest + i) % 6]!);
    const zeros = (sum << 16) >> 16;
    const first = product(this.#pole1, this.#reconstructed[this.#newestReconstructed === 0 ? 0 : 1]);
    const second = product(this.#pole2, this.#reconstructed[this.#newestReconstructed === 0 ? 1 : 0]);
    this.zeros = zeros >> 1;
    this.estimate = ((zeros + first + second) << 16) >> 17;
  }

  /**
   * Takes the quantised difference (sign and magnitude apart: there is a negative zero).
   * @param abrupt TR: from tone to something else, all is forgotten
   * @returns the reconstructed sample
   */
  adapt(negative: boolean, magnitude: number, abrupt: boolean): number {
    const difference = negative ? -magnitude : magnitude;
    const sample = ((this.estimate + difference) << 16) >> 16;
    const partial = ((this.zeros + difference) << 16) >> 16;
    this.#adaptPoles(partial, abrupt);
    this.#adaptZeros(negative, magnitude, abrupt);
    this.#newestReconstructed ^= 1;
    this.#reconstructed[this.#newestReconstructed === 0 ? 0 : 1].set(sample < 0, sample < 0 ? -sample & 32767 : sample);
    return sample;
  }

  /** Also decides on `tone`, by what the second pole would be were it not forgotten. */
  #adaptPoles(partial: number, abrupt: boolean): void {
    const negative = partial < 0;
    const turned1 = negative !== this.#negative1;
    const turned2 = negative !== this.#negative2;
    let pole2 = this.#pole2 - (this.#pole2 >> 7);
    let pole1 = this.#pole1 - (this.#pole1 >> 8);
    if (partial !== 0) {
      const four = Math.max(-8191, Math.min(8191, this.#pole1)) << 2;
      pole2 += ((turned2 ? -16384 : 16384) + (turned1 ? four : -four)) >> 7;
      pole1 += turned1 ? -192 : 192;
    }
    pole2 = Math.max(-12288, Math.min(12288, pole2));
    const limit = 15360 - pole2;
    this.#pole1 = abrupt ? 0 : Math.max(-limit, Math.min(limit, pole1));
    this.#pole2 = abrupt ? 0 : pole2;
    this.tone = !abrupt && pole2 < -11776;
    this.#negative2 = this.#negative1;
    this.#negative1 = negative;
  }

  #adaptZeros(negative: boolean, magnitude: number, abrupt: boolean): void {
    const coefficients = this.#coefficients;
    const gain = magnitude === 0 ? 0 : 128;
    for (let i = 0; i < 6; i++) {
      const same = this.#differences[(this.#newest + i) % 6]!.negative === negative;
      coefficients[i] = abrupt ? 0 : coefficients[i]! - (coefficients[i]! >> this.#leak) + (same ? gain : -gain);
    }
    this.#newest = (this.#newest + 5) % 6;
    this.#differences[this.#newest]!.set(negative, magnitude);
  }
}
