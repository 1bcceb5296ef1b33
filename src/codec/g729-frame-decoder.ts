/**
 * One frame of G.729 at a time: parameters to 80 samples (clause 4.1), a frame that did not arrive from what was (4.4), a
 * silence descriptor and the noise after it (Annex B, B.4.4); then the postfilter of Annex A and the high-pass filter. The
 * arithmetic is that of the reference of Annex A with Annex B, operator by operator.
 */
import { longShiftLeft, multiplyAdd, longMultiply, round } from './basic-operators.ts';
import type { SilenceFrame, SpeechFrame } from './g729-bits.ts';
import { readPulses, sharpen } from './g729-codebook.ts';
import { ComfortNoise, nextRandom } from './g729-comfort-noise.ts';
import { COEFFICIENTS, interpolateCoefficients, synthesise } from './g729-filter.ts';
import { Gains } from './g729-gain.ts';
import { HighPass } from './g729-high-pass.ts';
import { LineSpectrum, ORDER } from './g729-lsp.ts';
import { continueExcitation, firstDelay, LONGEST_DELAY, PAST, secondDelay, SUBFRAME, wholeDelay } from './g729-pitch.ts';
import { Postfilter } from './g729-postfilter.ts';

/** Samples of a frame: 10 ms at 8000 Hz. */
export const FRAME = 80;

const firstPairs = new Int16Array([30000, 26000, 21000, 15000, 8000, 0, -8000, -15000, -21000, -26000]);
const firstSilencePairs = new Int16Array([31441, 27566, 21458, 13612, 4663, -4663, -13612, -21458, -27566, -31441]);
const FIRST_DELAY = 60;
/** Q14: 0.2 and 0.8 */
const LEAST_SHARPENING = 3277;
const MOST_SHARPENING = 13017;
const LOSS_SEED = 21845;

export class FrameDecoder {
  readonly #spectrum = new LineSpectrum();
  readonly #gains = new Gains();
  readonly #noise = new ComfortNoise();
  readonly #postfilter = new Postfilter();
  readonly #highPass = new HighPass();
  readonly #excitation = new Int16Array(PAST + FRAME);
  /** what the synthesis filter gave, behind its memory */
  readonly #speech = new Int16Array(ORDER + FRAME);
  readonly #coefficients = new Int16Array(2 * COEFFICIENTS);
  readonly #pairs = new Int16Array(ORDER);
  readonly #lastPairs = new Int16Array(ORDER);
  readonly #silencePairs = new Int16Array(ORDER);
  readonly #code = new Int16Array(SUBFRAME);
  readonly #delays: [number, number] = [0, 0];
  #delay = FIRST_DELAY;
  #sharpening = LEAST_SHARPENING;
  #lossSeed = LOSS_SEED;
  /** the frame before was speech, or was taken for it */
  #inSpeech = true;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.#spectrum.reset();
    this.#gains.reset();
    this.#noise.reset();
    this.#postfilter.reset();
    this.#highPass.reset();
    this.#excitation.fill(0);
    this.#speech.fill(0);
    this.#lastPairs.set(firstPairs);
    this.#silencePairs.set(firstSilencePairs);
    this.#delay = FIRST_DELAY;
    this.#sharpening = LEAST_SHARPENING;
    this.#lossSeed = LOSS_SEED;
    this.#inSpeech = true;
  }

  /** Decodes a speech frame to out[outAt, outAt + 80). */
  speech(frame: SpeechFrame, out: Int16Array, outAt: number): void {
    this.#noise.restart();
    this.#spectrum.decode(frame, this.#pairs);
    this.#beginFrame(this.#pairs);
    for (let subframe = 0; subframe < 2; subframe++) {
      const thirds = this.#speechDelay(frame, subframe);
      const whole = this.#beginSubframe(subframe, thirds);
      readPulses(frame.places[subframe]!, frame.signs[subframe]!, this.#code);
      sharpen(this.#code, whole, this.#sharpening);
      this.#gains.decode(frame.gains[subframe]!, this.#code);
      this.#endSubframe(subframe);
    }
    this.#inSpeech = true;
    this.#finish(true, out, outAt);
  }

  /** Makes up a frame that did not arrive: after speech from it, in silence more of the noise. */
  lost(out: Int16Array, outAt: number): void {
    if (!this.#inSpeech) return this.#silent(out, outAt);
    this.#noise.restart();
    this.#spectrum.repeat(this.#pairs);
    this.#beginFrame(this.#pairs);
    for (let subframe = 0; subframe < 2; subframe++) {
      const whole = this.#beginSubframe(subframe, this.#delayAgain() * 3);
      const places = this.#lossRandom() & 0x1fff;
      readPulses(places, this.#lossRandom() & 15, this.#code);
      sharpen(this.#code, whole, this.#sharpening);
      this.#gains.repeat();
      this.#endSubframe(subframe);
    }
    this.#finish(true, out, outAt);
  }

  /** Decodes a silence descriptor, and makes a frame of its noise. */
  silence(frame: SilenceFrame, out: Int16Array, outAt: number): void {
    this.#noise.aim(frame.gain);
    this.#spectrum.decodeSilence(frame, this.#silencePairs);
    this.#silent(out, outAt);
  }

  #silent(out: Int16Array, outAt: number): void {
    this.#noise.excite(this.#excitation, PAST, this.#inSpeech);
    this.#beginFrame(this.#silencePairs);
    for (let subframe = 0; subframe < 2; subframe++) {
      this.#delays[subframe] = this.#delay;
      this.#synthesise(subframe);
    }
    this.#sharpening = LEAST_SHARPENING;
    this.#inSpeech = false;
    this.#finish(false, out, outAt);
  }

  #beginFrame(pairs: Int16Array): void {
    interpolateCoefficients(this.#lastPairs, pairs, this.#coefficients);
    this.#lastPairs.set(pairs);
  }

  /** The delay in thirds of a sample. One whose parity is wrong is not believed (4.1.2). */
  #speechDelay(frame: SpeechFrame, subframe: number): number {
    if (subframe === 0 && frame.pitchIsDamaged) return this.#delayAgain() * 3;
    const thirds = subframe === 0 ? firstDelay(frame.pitch[0]) : secondDelay(frame.pitch[1], this.#delays[0]);
    this.#delay = wholeDelay(thirds);
    return thirds;
  }

  /** The last delay, one longer at each use so that a long loss does not hum (4.4.4). */
  #delayAgain(): number {
    const delay = this.#delay;
    this.#delay = Math.min(delay + 1, LONGEST_DELAY);
    return delay;
  }

  #beginSubframe(subframe: number, thirds: number): number {
    const whole = wholeDelay(thirds);
    this.#delays[subframe] = whole;
    continueExcitation(this.#excitation, PAST + subframe * SUBFRAME, thirds);
    return whole;
  }

  /** Sums both codebooks by their gains (equation 75) and filters the sum. */
  #endSubframe(subframe: number): void {
    const { pitch, code: codeGain } = this.#gains;
    const excitation = this.#excitation;
    const code = this.#code;
    this.#sharpening = Math.max(LEAST_SHARPENING, Math.min(MOST_SHARPENING, pitch));
    const at = PAST + subframe * SUBFRAME;
    for (let i = 0; i < SUBFRAME; i++) {
      const sum = multiplyAdd(longMultiply(excitation[at + i]!, pitch), code[i]!, codeGain);
      excitation[at + i] = round(longShiftLeft(sum, 1));
    }
    this.#synthesise(subframe);
  }

  /** The synthesis filter; where it overflows, all excitation is made four times smaller and it is tried once more (5.2). */
  #synthesise(subframe: number): void {
    const from = subframe * SUBFRAME;
    const at = subframe * COEFFICIENTS;
    const excitation = this.#excitation;
    if (!synthesise(this.#coefficients, at, excitation, PAST + from, this.#speech, ORDER + from, SUBFRAME)) return;
    for (let i = 0; i < excitation.length; i++) excitation[i] = excitation[i]! >> 2;
    synthesise(this.#coefficients, at, excitation, PAST + from, this.#speech, ORDER + from, SUBFRAME);
  }

  #finish(voiced: boolean, out: Int16Array, outAt: number): void {
    for (let subframe = 0; subframe < 2; subframe++) {
      const from = subframe * SUBFRAME;
      const at = subframe * COEFFICIENTS;
      this.#postfilter.filter(this.#speech, ORDER + from, this.#coefficients, at, this.#delays[subframe]!, voiced, out, outAt + from);
    }
    this.#highPass.filter(out, outAt, FRAME);
    this.#speech.copyWithin(0, FRAME);
    this.#excitation.copyWithin(0, FRAME);
  }

  #lossRandom(): number {
    this.#lossSeed = nextRandom(this.#lossSeed);
    return this.#lossSeed;
  }
}
