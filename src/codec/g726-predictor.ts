/**
 * The adaptive predictor of G.726 (ITU-T G.726 4.2.6, blocks FMULT, ACCUM, ADDB, ADDC, FLOATA, FLOATB, UPA1, UPA2, UPB, LIMC,
 * LIMD, TONE, TRIGB): two poles and six zeros, products in the Recommendation's own eleven-bit floating point.
 */

/** Bits of a magnitude: the exponent of FLOATA and FLOATB. */
function exponentOf(magnitude: number): number {
  return 32 - Math.clz32(magnitude);
}

/** Six bits, the highest of them one; zero is 32 too. */
function mantissaOf(magnitude: number, exponent: number): number {
  return magnitude === 0 ? 32 : (magnitude << 6) >> exponent;
}

/** FMULT: a coefficient (16 bits) times a number in floating point. */
function product(coefficient: number, exponent: number, mantissa: number, negative: boolean): number {
  const quarter = coefficient >> 2;
  const magnitude = quarter < 0 ? -quarter & 8191 : quarter;
  const own = exponentOf(magnitude);
  const sum = exponent + own;
  const long = ((mantissa * mantissaOf(magnitude, own) + 48) >> 4) << 7;
  const size = sum <= 26 ? long >> (26 - sum) : (long << (sum - 26)) & 32767;
  return coefficient < 0 === negative ? size : -size;
}

export class G726Predictor {
  /** SE, the prediction, and SEZ, its zeros' part */
  estimate = 0;
  zeros = 0;
  /** TD: the signal is a tone, as of a modem */
  tone = false;
  readonly #leak: number;
  readonly #coefficients = new Int32Array(6);
  /** the last six differences, newest first */
  readonly #exponents = new Uint8Array(6);
  readonly #mantissas = new Uint8Array(6).fill(32);
  readonly #negatives = new Uint8Array(6);
  /** the last reconstructed sample and the one before */
  #exponent1 = 0;
  #mantissa1 = 32;
  #below1 = false;
  #exponent2 = 0;
  #mantissa2 = 32;
  #below2 = false;
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
    this.#exponents.fill(0);
    this.#mantissas.fill(32);
    this.#negatives.fill(0);
    this.#exponent1 = this.#exponent2 = 0;
    this.#mantissa1 = this.#mantissa2 = 32;
    this.#below1 = this.#below2 = false;
    this.#pole1 = this.#pole2 = 0;
    this.#negative1 = this.#negative2 = false;
  }

  /**
   * Takes the quantised difference (sign and magnitude apart: there is a negative zero) and makes the next estimates.
   * @param abrupt TR: from tone to something else, all is forgotten
   * @returns the reconstructed sample
   */
  adapt(negative: boolean, magnitude: number, abrupt: boolean): number {
    const difference = negative ? -magnitude : magnitude;
    const sample = ((this.estimate + difference) << 16) >> 16;
    this.#adaptPoles(((this.zeros + difference) << 16) >> 16, abrupt);
    this.#remember(sample);
    const zeros = this.#adaptZeros(negative ? 1 : 0, magnitude, abrupt);
    const first = product(this.#pole1, this.#exponent1, this.#mantissa1, this.#below1);
    const second = product(this.#pole2, this.#exponent2, this.#mantissa2, this.#below2);
    this.zeros = zeros >> 1;
    this.estimate = ((zeros + first + second) << 16) >> 17;
    return sample;
  }

  #remember(sample: number): void {
    const magnitude = sample < 0 ? -sample & 32767 : sample;
    this.#exponent2 = this.#exponent1;
    this.#mantissa2 = this.#mantissa1;
    this.#below2 = this.#below1;
    this.#exponent1 = exponentOf(magnitude);
    this.#mantissa1 = mantissaOf(magnitude, this.#exponent1);
    this.#below1 = sample < 0;
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

  /** UPB, the delays and ACCUM. @returns the zeros' part of the next estimate, before it is halved */
  #adaptZeros(negative: number, magnitude: number, abrupt: boolean): number {
    const coefficients = this.#coefficients;
    const exponents = this.#exponents;
    const mantissas = this.#mantissas;
    const negatives = this.#negatives;
    const gain = magnitude === 0 ? 0 : 128;
    let sum = 0;
    for (let i = 5; i >= 0; i--) {
      let coefficient = 0;
      if (!abrupt) {
        coefficient = coefficients[i]!;
        coefficient += (negatives[i] === negative ? gain : -gain) - (coefficient >> this.#leak);
      }
      coefficients[i] = coefficient;
      if (i > 0) {
        exponents[i] = exponents[i - 1]!;
        mantissas[i] = mantissas[i - 1]!;
        negatives[i] = negatives[i - 1]!;
      } else {
        exponents[0] = exponentOf(magnitude);
        mantissas[0] = mantissaOf(magnitude, exponents[0]!);
        negatives[0] = negative;
      }
      sum += product(coefficient, exponents[i]!, mantissas[i]!, negatives[i] === 1);
    }
    return (sum << 16) >> 16;
  }
}
