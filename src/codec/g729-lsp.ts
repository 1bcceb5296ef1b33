/**
 * Line spectral frequencies of G.729: from codebook rows and four past frames (clauses 3.2.4 and 4.1.1), of a lost frame
 * (4.4.1), and of a silence descriptor (Annex B, B.4.2.2). Out come line spectral pairs, cosines in Q15, always in order and
 * apart from each other, so that the filter made from them is stable.
 */
import { add, longMultiply, longShiftLeft, lower, multiply, multiplyAdd, multiplySubtract, saturate16, subtract } from './basic-operators.ts';
import type { SilenceFrame, SpeechFrame } from './g729-bits.ts';
import { firstStage, predictor, predictorRest, predictorRestInverse, secondStage } from './g729-lsp-tables.ts';

/** Order of the filter, and number of pairs. */
export const ORDER = 10;
const FRAMES = 4;
/** Frequencies spread evenly: where a decoder begins, Q13. */
const even = new Int16Array([2339, 4679, 7018, 9358, 11698, 14037, 16377, 18717, 21056, 23396]);
const LOWEST = 40;
const HIGHEST = 25681;
const APART = 321;

/** cos(π i / 64) in Q15, and the rise to the next one, Q19. */
const cosines: Int16Array = Int16Array.from({ length: 64 }, (_, i) => saturate16(Math.round(32768 * Math.cos((Math.PI * i) / 64))));
const cosineSlopes = new Int16Array([
  -632, -1893, -3150, -4399, -5638, -6863, -8072, -9261, -10428, -11570, -12684, -13767, -14817, -15832, -16808, -17744, -18637, -19486, -20287, -21039, -21741,
  -22390, -22986, -23526, -24009, -24435, -24801, -25108, -25354, -25540, -25664, -25726, -25726, -25664, -25540, -25354, -25108, -24801, -24435, -24009,
  -23526, -22986, -22390, -21741, -21039, -20287, -19486, -18637, -17744, -16808, -15832, -14817, -13767, -12684, -11570, -10428, -9261, -8072, -6863, -5638,
  -4399, -3150, -1893, -632,
]);

/** Annex B: the rows a silence descriptor chooses from, and its second mode's predictor: 0.6 of one mode and 0.4 of the other. */
const silenceFirst = new Uint8Array([
  96, 52, 20, 54, 86, 114, 82, 68, 36, 121, 48, 92, 18, 120, 94, 124, 50, 125, 4, 100, 28, 76, 12, 117, 81, 22, 90, 116, 127, 21, 108, 66,
]);
const silenceLow = new Uint8Array([31, 21, 9, 3, 10, 2, 19, 26, 4, 3, 11, 29, 15, 27, 21, 12]);
const silenceHigh = new Uint8Array([16, 1, 0, 0, 8, 25, 22, 20, 19, 23, 20, 31, 4, 31, 20, 31]);
const silencePredictor: Int16Array = predictor.map((first, i) =>
  i < FRAMES * ORDER ? first : multiplyAdd(longMultiply(predictor[i - FRAMES * ORDER]!, 19660), first, 13107) >> 16,
);
const silenceRest = new Int16Array([...predictorRest.subarray(0, ORDER), 10514, 12402, 12833, 11914, 11447, 11670, 11132, 11311, 11844, 11447]);

export class LineSpectrum {
  /** codebook sums of the last four frames, newest first, Q13 */
  readonly #past = new Int16Array(FRAMES * ORDER);
  /** frequencies of the last speech frame, and its mode: what a lost frame repeats */
  readonly #last = new Int16Array(ORDER);
  #lastMode = 0;
  readonly #sum = new Int16Array(ORDER);
  readonly #frequencies = new Int16Array(ORDER);

  constructor() {
    this.reset();
  }

  reset(): void {
    for (let frame = 0; frame < FRAMES; frame++) this.#past.set(even, frame * ORDER);
    this.#last.set(even);
    this.#lastMode = 0;
  }

  /** A frame that arrived; its pairs to `pairs`. */
  decode(frame: SpeechFrame, pairs: Int16Array): void {
    const sum = this.#sum;
    this.#add(frame.first, frame.low, frame.high);
    spread(sum, 10);
    spread(sum, 5);
    this.#compose(frame.mode, predictor, predictorRest);
    this.#last.set(this.#frequencies);
    this.#lastMode = frame.mode;
    pairsOf(this.#frequencies, pairs);
  }

  /** A frame that did not: the last one's frequencies again, and the codebook sum that would have given them remembered. */
  repeat(pairs: Int16Array): void {
    const base = this.#lastMode * FRAMES * ORDER;
    for (let i = 0; i < ORDER; i++) {
      let rest = this.#last[i]! * 65536;
      for (let at = i; at < FRAMES * ORDER; at += ORDER) rest = multiplySubtract(rest, this.#past[at]!, predictor[base + at]!);
      this.#sum[i] = longShiftLeft(longMultiply(rest >> 16, predictorRestInverse[this.#lastMode * ORDER + i]!), 3) >> 16;
    }
    this.#remember();
    pairsOf(this.#last, pairs);
  }

  /** A silence descriptor. */
  decodeSilence(frame: SilenceFrame, pairs: Int16Array): void {
    this.#add(silenceFirst[frame.first]!, silenceLow[frame.second]!, silenceHigh[frame.second]!);
    spread(this.#sum, 10);
    this.#compose(frame.mode, silencePredictor, silenceRest);
    pairsOf(this.#frequencies, pairs);
  }

  #add(first: number, low: number, high: number): void {
    for (let i = 0; i < ORDER; i++) this.#sum[i] = add(firstStage[first * ORDER + i]!, secondStage[(i < 5 ? low : high) * ORDER + i]!);
  }

  #compose(mode: number, coefficients: Int16Array, rest: Int16Array): void {
    const base = mode * FRAMES * ORDER;
    for (let i = 0; i < ORDER; i++) {
      let long = longMultiply(this.#sum[i]!, rest[mode * ORDER + i]!);
      for (let at = i; at < FRAMES * ORDER; at += ORDER) long = multiplyAdd(long, this.#past[at]!, coefficients[base + at]!);
      this.#frequencies[i] = long >> 16;
    }
    this.#remember();
    putInOrder(this.#frequencies);
  }

  #remember(): void {
    this.#past.copyWithin(ORDER, 0, (FRAMES - 1) * ORDER);
    this.#past.set(this.#sum);
  }
}

/** Moves neighbours that are closer than `gap` apart, each by half. */
function spread(frequencies: Int16Array, gap: number): void {
  for (let i = 1; i < ORDER; i++) {
    const missing = add(subtract(frequencies[i - 1]!, frequencies[i]!), gap) >> 1;
    if (missing <= 0) continue;
    frequencies[i - 1] = subtract(frequencies[i - 1]!, missing);
    frequencies[i] = add(frequencies[i]!, missing);
  }
}

/** Clause 3.2.4: neighbours the wrong way round are exchanged once, then all are kept apart and within the limits. */
function putInOrder(frequencies: Int16Array): void {
  for (let i = 0; i + 1 < ORDER; i++) {
    const next = frequencies[i + 1]!;
    if (next >= frequencies[i]!) continue;
    frequencies[i + 1] = frequencies[i]!;
    frequencies[i] = next;
  }
  if (frequencies[0]! < LOWEST) frequencies[0] = LOWEST;
  for (let i = 0; i + 1 < ORDER; i++) {
    if (frequencies[i + 1]! - frequencies[i]! < APART) frequencies[i + 1] = add(frequencies[i]!, APART);
  }
  if (frequencies[ORDER - 1]! > HIGHEST) frequencies[ORDER - 1] = HIGHEST;
}

/** Cosines of the frequencies (clause 3.2.4): Q13 radians to Q15. */
function pairsOf(frequencies: Int16Array, pairs: Int16Array): void {
  for (let i = 0; i < ORDER; i++) {
    const turn = multiply(frequencies[i]!, 20861);
    const index = Math.min(turn >> 8, 63);
    pairs[i] = add(cosines[index]!, lower(longMultiply(cosineSlopes[index]!, turn & 0xff) >> 13));
  }
}
