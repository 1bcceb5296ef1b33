/**
 * The synthesis filters of an iLBC block, RFC 3951 sections 4.1 and 3.2.5 to 3.2.7: line spectral frequencies from their indices, kept
 * apart, interpolated for each sub-block, and turned into the coefficients of A(z) = 1 + Σ a[k] z^-k.
 */
import { lsfParts } from './ilbc-lsf-codebook.ts';
import { type IlbcMode, lsfMean, ORDER } from './ilbc-tables.ts';

/** Coefficients of one filter, the leading one included. */
export const FILTER: number = ORDER + 1;

const CLOSEST = 0.039;
const STEP = 0.0195;
const LEAST = 0.01;
const MOST = 3.14;

export class IlbcSpectrum {
  /** the last set of frequencies of the block before */
  readonly #old: Float64Array = Float64Array.from(lsfMean);
  readonly #sets: readonly Float64Array[] = [new Float64Array(ORDER), new Float64Array(ORDER)];
  readonly #between = new Float64Array(ORDER);

  reset(): void {
    this.#old.set(lsfMean);
  }

  /** Writes a filter for each sub-block to `filters`, FILTER apart. */
  decode(indices: Int32Array, mode: IlbcMode, filters: Float64Array): void {
    for (let set = 0; set < mode.spectra; set++) {
      lookUp(indices, 3 * set, this.#sets[set]!);
      keepApart(this.#sets[set]!);
    }
    const [first, second] = this.#sets as [Float64Array, Float64Array];
    for (const [block, weight] of mode.lsfWeights.entries()) {
      const isSecond = mode.spectra === 2 && block > 0;
      interpolate(isSecond ? first : this.#old, isSecond ? second : first, weight, this.#between);
      toFilter(this.#between, filters, block * FILTER);
    }
    this.#old.set(mode.spectra === 2 ? second : first);
  }
}

function lookUp(indices: Int32Array, from: number, out: Float64Array): void {
  let at = 0;
  for (const [k, { size, values }] of lsfParts.entries()) {
    const vector = indices[from + k]! * size;
    for (let i = 0; i < size; i++) out[at++] = values[vector + i]!;
  }
}

/** Twice over: frequencies closer than CLOSEST are moved apart, so that the filter is stable. */
function keepApart(lsf: Float64Array): void {
  for (let round = 0; round < 2; round++) {
    for (let k = 0; k < ORDER - 1; k++) {
      const low = lsf[k]!;
      const high = lsf[k + 1]!;
      if (high < low) lsf[k + 1] = low + STEP;
      else if (high - low < CLOSEST) {
        lsf[k] = low - STEP;
        lsf[k + 1] = high + STEP;
      }
      lsf[k] = Math.min(MOST, Math.max(LEAST, lsf[k]!));
    }
  }
}

function interpolate(old: Float64Array, young: Float64Array, weight: number, out: Float64Array): void {
  for (let k = 0; k < ORDER; k++) out[k] = weight * old[k]! + (1 - weight) * young[k]!;
}

const sums = new Float64Array(FILTER + 1);
const differences = new Float64Array(FILTER + 1);

/** A(z) is half of (1 + z^-1) Π over even k and (1 − z^-1) Π over odd k of (1 − 2 cos(lsf[k]) z^-1 + z^-2). */
function toFilter(lsf: Float64Array, out: Float64Array, at: number): void {
  spread(lsf);
  sums.fill(0);
  differences.fill(0);
  sums[0] = sums[1] = differences[0] = 1;
  differences[1] = -1;
  for (let k = 0; k < ORDER; k += 2) {
    multiply(sums, k + 1, -2 * Math.cos(lsf[k]!));
    multiply(differences, k + 1, -2 * Math.cos(lsf[k + 1]!));
  }
  for (let k = 0; k < FILTER; k++) out[at + k] = (sums[k]! + differences[k]!) / 2;
}

/** A polynomial of `degree` times 1 + middle z^-1 + z^-2. */
function multiply(polynomial: Float64Array, degree: number, middle: number): void {
  for (let k = Math.min(degree + 2, polynomial.length - 1); k >= 1; k--) {
    polynomial[k] = polynomial[k]! + middle * polynomial[k - 1]! + (k >= 2 ? polynomial[k - 2]! : 0);
  }
}

/** Frequencies outside of what there is are spread evenly. */
function spread(lsf: Float64Array): void {
  const isLow = lsf[0]! <= 0;
  const isHigh = lsf[ORDER - 1]! >= Math.PI;
  if (!isLow && !isHigh) return;
  if (isLow) lsf[0] = 0.022 * 2 * Math.PI;
  if (isHigh) lsf[ORDER - 1] = 0.499 * 2 * Math.PI;
  const step = (lsf[ORDER - 1]! - lsf[0]!) / (ORDER - 1);
  for (let k = 1; k < ORDER; k++) lsf[k] = lsf[k - 1]! + step;
}
