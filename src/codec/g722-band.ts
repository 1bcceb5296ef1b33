/**
 * One sub-band of G.722 (ITU-T G.722 3.5, 3.6 and block diagrams 3L/4L/3H/4H of clause 6): the adaptive predictor with two
 * poles and six zeros, and the adaptive scale factor. 16-bit saturating arithmetic throughout, as the Recommendation demands.
 */

/** Table 22 (ILB): 2048 · 2^(i/32). */
const INVERSE_LOGARITHM: Int16Array = Int16Array.of(
  ...[2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834],
  ...[2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008],
);

function saturate(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}

export class G722Band {
  /** the predicted sample */
  predicted = 0;
  /** the scale factor (DETL, DETH) */
  scale = 0;
  #logScale = 0;
  #zeros = 0;
  #pole1 = 0;
  #pole2 = 0;
  #reconstructed1 = 0;
  #sign1 = 0;
  #sign2 = 0;
  readonly #differences: Int32Array = new Int32Array(7);
  readonly #coefficients: Int32Array = new Int32Array(7);
  readonly #initialScale: number;
  readonly #largestLog: number;
  readonly #shift: number;

  /** Lower band: 32, 18432, 8. Higher band: 8, 22528, 10. */
  constructor(initialScale: number, largestLog: number, shift: number) {
    this.#initialScale = initialScale;
    this.#largestLog = largestLog;
    this.#shift = shift;
    this.reset();
  }

  reset(): void {
    this.predicted = 0;
    this.scale = this.#initialScale;
    this.#logScale = 0;
    this.#zeros = 0;
    this.#pole1 = this.#pole2 = 0;
    this.#reconstructed1 = 0;
    this.#sign1 = this.#sign2 = 0;
    this.#differences.fill(0);
    this.#coefficients.fill(0);
  }

  /** LOGSCL/LOGSCH and SCALEL/SCALEH; `multiplier` is of table WL or WH. */
  adaptScale(multiplier: number): void {
    const logScale = ((this.#logScale * 127) >> 7) + multiplier;
    this.#logScale = logScale < 0 ? 0 : logScale > this.#largestLog ? this.#largestLog : logScale;
    const shift = this.#shift - (this.#logScale >> 11);
    const mantissa = INVERSE_LOGARITHM[(this.#logScale >> 6) & 31]!;
    this.scale = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
  }

  /** Block 4: from the quantised difference to the next predicted sample. */
  adaptPredictor(difference: number): void {
    const reconstructed = saturate(this.predicted + difference);
    const partial = saturate(this.#zeros + difference);
    this.#adaptPoles(partial < 0 ? -1 : 0);
    const zeros = this.#adaptZeros(difference);
    const first = (this.#pole1 * saturate(reconstructed + reconstructed)) >> 15;
    const second = (this.#pole2 * saturate(this.#reconstructed1 + this.#reconstructed1)) >> 15;
    this.#reconstructed1 = reconstructed;
    this.#zeros = zeros;
    this.predicted = saturate(saturate(first + second) + zeros);
  }

  /** UPPOL2 and UPPOL1; `sign` is -1 or 0. */
  #adaptPoles(sign: number): void {
    const four = saturate(this.#pole1 << 2);
    const turned = sign === this.#sign1 ? (four === -32768 ? 32767 : -four) : four;
    let pole2 = (turned >> 7) + (sign === this.#sign2 ? 128 : -128) + ((this.#pole2 * 32512) >> 15);
    pole2 = pole2 > 12288 ? 12288 : pole2 < -12288 ? -12288 : pole2;
    const pole1 = saturate((sign === this.#sign1 ? 192 : -192) + ((this.#pole1 * 32640) >> 15));
    const limit = saturate(15360 - pole2);
    this.#pole1 = pole1 > limit ? limit : pole1 < -limit ? -limit : pole1;
    this.#pole2 = pole2;
    this.#sign2 = this.#sign1;
    this.#sign1 = sign;
  }

  /** UPZERO, DELAYA and FILTEZ. @returns the zeros' part of the next prediction */
  #adaptZeros(difference: number): number {
    const differences = this.#differences;
    const coefficients = this.#coefficients;
    const gain = difference === 0 ? 0 : 128;
    let sum = 0;
    differences[0] = difference;
    for (let i = 6; i >= 1; i--) {
      const before = differences[i]!;
      const moved = before < 0 === difference < 0 ? gain : -gain;
      const coefficient = saturate(moved + ((coefficients[i]! * 32640) >> 15));
      const newer = differences[i - 1]!;
      coefficients[i] = coefficient;
      differences[i] = newer;
      sum += (coefficient * saturate(newer + newer)) >> 15;
    }
    return saturate(sum);
  }
}
