/**
 * Comfort noise of G.729 Annex B (B.4.4): the loudness of the last silence descriptor, reached step by step, and an excitation
 * of that loudness made of random pitch, random pulses and Gaussian noise. The random numbers are the standard's, so the
 * noise is the same at every decoder.
 */
import {
  absolute,
  add,
  longMultiply,
  longShiftLeft,
  longShiftRight,
  longSubtract,
  lower,
  multiplyAdd,
  multiplyLong,
  multiplyRounded,
  normal16,
  normal32,
  saturate16,
  shiftRight,
  shiftRightRounded,
  subtract,
} from './basic-operators.ts';
import { pulsePlace } from './g729-codebook.ts';
import { inverseSquareRoot } from './g729-mathematics.ts';
import { continueExcitation, SUBFRAME } from './g729-pitch.ts';

/** Gain of each step a descriptor can send. */
const steps = new Int16Array([
  2, 5, 8, 13, 20, 32, 50, 64, 80, 101, 127, 160, 201, 253, 318, 401, 505, 635, 800, 1007, 1268, 1596, 2010, 2530, 3185, 4009, 5048, 6355, 8000, 10071, 12679,
  15962,
]);
const SEED = 11111;
/** Q15: 7/8 of the loudness before and 1/8 of the new one. */
const KEPT = 28672;
const CHANGED = 4096;
/** √40/4 − 1 and 3/4 in Q15: Gaussian noise has half the amplitude, a quarter of the energy. */
const HALF_AMPLITUDE = 19043;
const OTHER_ENERGY = 24576;
const LOUDEST_PULSE = 5000;

/** The generator of Annex B, also used for lost frames: 16 bits, the state is the number. */
export function nextRandom(state: number): number {
  return lower((state * 31821 + 13849) | 0);
}

export class ComfortNoise {
  #seed = SEED;
  #target = steps[0]!;
  #gain = 0;
  readonly #gaussian = new Int16Array(SUBFRAME);
  readonly #scaled = new Int16Array(SUBFRAME);
  readonly #places = new Uint8Array(4);
  readonly #signs = new Uint8Array(4);

  reset(): void {
    this.#seed = SEED;
    this.#target = steps[0]!;
    this.#gain = 0;
  }

  /** Speech was decoded: the next noise begins with the same numbers. */
  restart(): void {
    this.#seed = SEED;
  }

  /** A descriptor's step of loudness. */
  aim(step: number): void {
    this.#target = steps[step]!;
  }

  /** Writes a frame of excitation[at …]; `first` is the first one after speech, whose loudness is taken at once. */
  excite(excitation: Int16Array, at: number, first: boolean): void {
    this.#gain = first ? this.#target : add(multiplyRounded(this.#gain, KEPT), multiplyRounded(this.#target, CHANGED));
    if (this.#gain === 0) {
      excitation.fill(0, at, at + 2 * SUBFRAME);
      return;
    }
    this.#subframe(excitation, at);
    this.#subframe(excitation, at + SUBFRAME);
  }

  #subframe(excitation: Int16Array, at: number): void {
    const delay = this.#parameters();
    const pitchGain = (this.#random() & 0x1fff) * 2;
    this.#drawGaussian();
    continueExcitation(excitation, at, delay);
    let most = 0;
    for (let i = 0; i < SUBFRAME; i++) {
      const sample = add(multiplyRounded(excitation[at + i]!, pitchGain), this.#gaussian[i]!);
      excitation[at + i] = sample;
      most = Math.max(most, absolute(sample));
    }
    const pulse = this.#pulseGain(excitation, at, most);
    for (let i = 0; i < 4; i++) {
      const place = at + this.#places[i]!;
      excitation[place] = this.#signs[i] === 0 ? subtract(excitation[place]!, pulse) : add(excitation[place]!, pulse);
    }
  }

  /** Draws pulses and a pitch delay of 40 to 103 samples, in thirds. */
  #parameters(): number {
    const first = this.#random();
    const second = this.#random();
    const fraction = (first & 3) - 1;
    const delay = ((first >> 2) & 0x3f) + 40;
    const drawn = [first >> 8, first >> 12, second, second >> 4];
    for (let track = 0; track < 3; track++) {
      this.#places[track] = pulsePlace((drawn[track]! & 7) << (3 * track), track);
      this.#signs[track] = (drawn[track]! >> 3) & 1;
    }
    this.#places[3] = pulsePlace((drawn[3]! & 15) << 9, 3);
    this.#signs[3] = (drawn[3]! >> 4) & 1;
    return delay * 3 + (fraction === 2 ? 0 : fraction);
  }

  /** Forty Gaussian numbers of half the amplitude that is aimed at. */
  #drawGaussian(): void {
    const noise = this.#gaussian;
    let energy = 0;
    for (let i = 0; i < SUBFRAME; i++) {
      let sum = 0;
      for (let j = 0; j < 12; j++) sum += this.#random();
      noise[i] = sum >> 7;
      energy = multiplyAdd(energy, noise[i]!, noise[i]!);
    }
    const amplitude = add(this.#gain, multiplyRounded(this.#gain, HALF_AMPLITUDE));
    const factor = multiplyLong(inverseSquareRoot(energy >> 1), amplitude);
    const shifts = normal32(factor);
    const short = longShiftLeft(factor, shifts) >> 16;
    for (let i = 0; i < SUBFRAME; i++) noise[i] = shiftRightRounded(multiplyRounded(noise[i]!, short), shifts - 14);
  }

  /** The pulses' size that gives the subframe the energy aimed at: the smaller root of 4x² + 2bx + c. */
  #pulseGain(excitation: Int16Array, at: number, most: number): number {
    let shift = most === 0 ? 0 : Math.max(3 - normal16(most), 0);
    let energy = 0;
    for (let i = 0; i < SUBFRAME; i++) {
      const sample = excitation[at + i]! >> shift;
      this.#scaled[i] = sample;
      energy = multiplyAdd(energy, sample, sample);
    }
    const quarter = lower(longMultiply(this.#gain, SUBFRAME) >> 6);
    const aim = longMultiply(this.#gain, quarter);
    let b = this.#atPulses(this.#scaled, 0) >> 1;
    let discriminant = multiplyAdd(longSubtract(longShiftRight(aim, 1 + 2 * shift), energy), b, b);
    shift++;
    if (discriminant < 0) {
      // Louder already than aimed at: without the pitch.
      excitation.set(this.#gaussian, at);
      shift = this.#loudAtPulses() ? 2 : 1;
      b = this.#atPulses(this.#gaussian, shift);
      discriminant = multiplyAdd(longShiftRight(multiplyLong(aim, OTHER_ENERGY), 2 * shift - 1), b, b);
    }
    const root = squareRoot(discriminant);
    const up = subtract(root, b);
    const down = saturate16(-add(b, root));
    const smaller = absolute(down) < absolute(up) ? down : up;
    return Math.max(-LOUDEST_PULSE, Math.min(LOUDEST_PULSE, shiftRightRounded(smaller, 2 - shift)));
  }

  /** Sum of the samples where pulses stand, by their signs. */
  #atPulses(samples: Int16Array, shift: number): number {
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      const sample = shiftRight(samples[this.#places[i]!]!, shift);
      sum = this.#signs[i] === 0 ? subtract(sum, sample) : add(sum, sample);
    }
    return sum;
  }

  #loudAtPulses(): boolean {
    for (let i = 0; i < 4; i++) if (absolute(this.#gaussian[this.#places[i]!]!) & 0x4000) return true;
    return false;
  }

  #random(): number {
    this.#seed = nextRandom(this.#seed);
    return this.#seed;
  }
}

/** √(long / 2), cut, up to 15 bits. */
function squareRoot(long: number): number {
  let root = 0;
  for (let bit = 0x4000; bit > 1; bit >>= 1) {
    const tried = add(root, bit);
    if (longSubtract(long, longMultiply(tried, tried)) >= 0) root = tried;
  }
  return root;
}
