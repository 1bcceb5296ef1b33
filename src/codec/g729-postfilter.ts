/**
 * The adaptive postfilter of G.729 Annex A (clause A.4.2): the pitch is made clearer, then the formants, the tilt this gives
 * is taken back, and each sample is brought to the loudness from before the filter. A filter of its own memory: what the
 * decoder makes later does not depend on it.
 */
import { add, divide, longMultiply, longShiftLeft, longShiftRight, longSubtract, multiply, multiplyAdd, normal32, round, subtract } from './basic-operators.ts';
import { COEFFICIENTS, residual, synthesise, widen } from './g729-filter.ts';
import { ORDER } from './g729-lsp.ts';
import { inverseSquareRoot } from './g729-mathematics.ts';
import { LONGEST_DELAY, SUBFRAME } from './g729-pitch.ts';

/** Q15: 0.55 and 0.7 of the formants, 0.5 of the pitch, 0.8 of the tilt, 0.9 of the loudness a sample before. */
const NUMERATOR = 18022;
const DENOMINATOR = 22938;
const PITCH = 16384;
const TILT = 26214;
const KEPT = 29491;
const CHANGED = 3276;
/** Samples of the impulse response the tilt is measured on. */
const RESPONSE = 22;

export class Postfilter {
  /** residual of the past 143 samples and of this subframe; the same divided by four, so that its energy fits 32 bits */
  readonly #residual = new Int16Array(LONGEST_DELAY + SUBFRAME);
  readonly #quarter = new Int16Array(LONGEST_DELAY + SUBFRAME);
  readonly #harmonic = new Int16Array(SUBFRAME);
  /** output of the formant filter before the loudness is set, behind its memory */
  readonly #filtered = new Int16Array(ORDER + SUBFRAME);
  readonly #numerator = new Int16Array(RESPONSE);
  readonly #denominator = new Int16Array(COEFFICIENTS);
  readonly #response = new Int16Array(ORDER + RESPONSE);
  #tiltMemory = 0;
  /** Q12 */
  #gain = 4096;

  reset(): void {
    this.#residual.fill(0);
    this.#quarter.fill(0);
    this.#filtered.fill(0);
    this.#tiltMemory = 0;
    this.#gain = 4096;
  }

  /**
   * Filters a subframe of speech[at …] (the ten samples before it are looked at) to out[outAt …].
   * @param coefficients of the synthesis filter, from coefficientsAt
   * @param delay the decoded pitch delay in whole samples
   * @param voiced false in comfort noise, where there is no pitch to make clearer
   */
  filter(
    speech: Int16Array,
    at: number,
    coefficients: Int16Array,
    coefficientsAt: number,
    delay: number,
    voiced: boolean,
    out: Int16Array,
    outAt: number,
  ): void {
    widen(coefficients, coefficientsAt, NUMERATOR, this.#numerator);
    widen(coefficients, coefficientsAt, DENOMINATOR, this.#denominator);
    residual(this.#numerator, speech, at, this.#residual, LONGEST_DELAY, SUBFRAME);
    for (let i = LONGEST_DELAY; i < LONGEST_DELAY + SUBFRAME; i++) this.#quarter[i] = this.#residual[i]! >> 2;
    this.#harmonic.set(this.#residual.subarray(LONGEST_DELAY));
    if (voiced) this.#clearPitch(delay);
    this.#takeTilt(this.#tilt());
    synthesise(this.#denominator, 0, this.#harmonic, 0, this.#filtered, ORDER, SUBFRAME);
    this.#setLoudness(speech, at, out, outAt);
    this.#filtered.copyWithin(0, SUBFRAME);
    this.#residual.copyWithin(0, SUBFRAME);
    this.#quarter.copyWithin(0, SUBFRAME);
  }

  /** Clause A.4.2.1: the delay within three samples that fits best, mixed in where it foretells at least 3 dB. */
  #clearPitch(delay: number): void {
    const quarter = this.#quarter;
    const lowest = Math.min(delay - 3, LONGEST_DELAY - 6);
    let best = lowest;
    let correlation = -0x80000000;
    for (let candidate = lowest; candidate <= lowest + 6; candidate++) {
      const found = product(quarter, LONGEST_DELAY, quarter, LONGEST_DELAY - candidate, SUBFRAME, 0);
      if (longSubtract(found, correlation) <= 0) continue;
      correlation = found;
      best = candidate;
    }
    correlation = Math.max(correlation, 0);
    const before = product(quarter, LONGEST_DELAY - best, quarter, LONGEST_DELAY - best, SUBFRAME, 1);
    const now = product(quarter, LONGEST_DELAY, quarter, LONGEST_DELAY, SUBFRAME, 1);
    const shifts = normal32(Math.max(correlation, before, now));
    const scaled = (long: number): number => round(longShiftLeft(long, shifts));
    this.#mix(best, scaled(correlation), scaled(before), scaled(now));
  }

  #mix(delay: number, correlation: number, before: number, now: number): void {
    if (longSubtract(longMultiply(correlation, correlation), longMultiply(before, now) >> 1) < 0) return;
    let gain = 10923;
    let rest = 21845;
    if (correlation <= before) {
      const share = multiply(correlation, PITCH) >> 1;
      const whole = add(share, before >> 1);
      gain = whole > 0 ? divide(share, whole) : 0;
      rest = 32767 - gain;
    }
    const past = this.#residual;
    for (let i = 0; i < SUBFRAME; i++) {
      const place = LONGEST_DELAY + i;
      this.#harmonic[i] = add(multiply(rest, past[place]!), multiply(gain, past[place - delay]!));
    }
  }

  /** Clause A.4.2.3: how much the formant filter tilts, from its impulse response; Q15, never negative. */
  #tilt(): number {
    const response = this.#response;
    synthesise(this.#denominator, 0, this.#numerator, 0, response, ORDER, RESPONSE);
    const energy = product(response, ORDER, response, ORDER, RESPONSE, 0) >> 16;
    const neighbours = product(response, ORDER, response, ORDER + 1, RESPONSE - 1, 0) >> 16;
    return neighbours <= 0 ? 0 : divide(multiply(neighbours, TILT), energy);
  }

  #takeTilt(tilt: number): void {
    const signal = this.#harmonic;
    const last = signal[SUBFRAME - 1]!;
    for (let i = SUBFRAME - 1; i > 0; i--) signal[i] = subtract(signal[i]!, multiply(tilt, signal[i - 1]!));
    signal[0] = subtract(signal[0]!, multiply(tilt, this.#tiltMemory));
    this.#tiltMemory = last;
  }

  /** Clause A.4.2.4: the gain moves a tenth of the way each sample to the one that keeps the energy. */
  #setLoudness(speech: Int16Array, at: number, out: Int16Array, outAt: number): void {
    const filtered = this.#filtered;
    const after = quarterEnergy(filtered, ORDER);
    if (after === 0) {
      this.#gain = 0;
      for (let i = 0; i < SUBFRAME; i++) out[outAt + i] = filtered[ORDER + i]!;
      return;
    }
    const target = multiply(amplitudeRatio(quarterEnergy(speech, at), after), CHANGED);
    let gain = this.#gain;
    for (let i = 0; i < SUBFRAME; i++) {
      gain = add(multiply(gain, KEPT), target);
      out[outAt + i] = longShiftLeft(longMultiply(filtered[ORDER + i]!, gain), 3) >> 16;
    }
    this.#gain = gain;
  }
}

/** √(before / after) in Q12; 0 of silence. */
function amplitudeRatio(before: number, after: number): number {
  if (before === 0) return 0;
  const shiftsAfter = normal32(after) - 1;
  const shiftsBefore = normal32(before);
  const ratio = divide(round(longShiftLeft(after, shiftsAfter)), round(longShiftLeft(before, shiftsBefore)));
  return round(longShiftLeft(inverseSquareRoot(longShiftRight(longShiftLeft(ratio, 7), shiftsAfter - shiftsBefore)), 9));
}

function product(a: Int16Array, atA: number, b: Int16Array, atB: number, count: number, first: number): number {
  let sum = first;
  for (let i = 0; i < count; i++) sum = multiplyAdd(sum, a[atA + i]!, b[atB + i]!);
  return sum;
}

/** Energy of a subframe, each sample divided by four. */
function quarterEnergy(signal: Int16Array, at: number): number {
  let sum = 0;
  for (let i = at; i < at + SUBFRAME; i++) sum = multiplyAdd(sum, signal[i]! >> 2, signal[i]! >> 2);
  return sum;
}
