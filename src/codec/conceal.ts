/**
 * Packet-loss concealment as in ITU-T G.711 Appendix I, at any sample rate: the last pitch period is repeated (two periods
 * after 10 ms, three after 20 ms), blended over a quarter of a period, made softer by 20 % each 10 ms after the first, silent
 * from 60 ms. One difference: the Appendix delays all sound by 3.75 ms so that it can still change the end of what was heard;
 * here nothing is delayed, and the step from the last sample heard to the repeated period is faded out over the first quarter
 * period instead. Calls for parts of a loss give the samples one call for the whole would.
 */
import { type PitchRange, pitchRange, pitchOf } from './pitch.ts';

/** The state of one channel; `stride` is the number of interleaved channels. */
export class Concealer {
  readonly #stride: number;
  readonly #range: PitchRange;
  readonly #tenMilliseconds: number;
  /** the last samples heard or made, oldest first */
  readonly #history: Int16Array;
  /** the history as it was when the loss began, its last quarter period blended so that periods join */
  readonly #periods: Float32Array;
  /** the last quarter period as it was heard */
  readonly #quarter: Float32Array;
  /** what the shorter repetition would have gone on with, where it is lengthened */
  readonly #before: Float32Array;
  /** samples made since the loss began; 0 is no loss */
  #lost = 0;
  #pitch = 0;
  #overlap = 0;
  /** from what the repeated period continues to what was heard last */
  #step = 0;
  #length = 0;
  #offset = 0;
  /** samples of the blend after a loss: done, and in all */
  #blended = 0;
  #blend = 0;

  constructor(sampleRate: number, stride: number) {
    this.#stride = stride;
    this.#range = pitchRange(sampleRate);
    this.#tenMilliseconds = Math.max(1, Math.round(sampleRate / 100));
    const longest = this.#range.longest;
    const quarter = longest >> 2;
    this.#history = new Int16Array(3 * longest + quarter);
    this.#periods = new Float32Array(3 * longest + quarter);
    this.#quarter = new Float32Array(quarter);
    this.#before = new Float32Array(quarter);
  }

  reset(): void {
    this.#history.fill(0);
    this.#heardAgain();
  }

  /** Takes what was decoded to out[at + i · stride]; after a loss its beginning is changed, so that no edge is heard. */
  heard(out: Int16Array, at: number, samples: number): void {
    if (this.#lost > 0) this.#endLoss(out, at, samples);
    this.#remember(out, at, samples);
  }

  /** Makes `samples` to out[at + i · stride]. */
  conceal(samples: number, out: Int16Array, at: number): void {
    if (this.#blended > 0) this.#heardAgain();
    const stride = this.#stride;
    const silentFrom = 6 * this.#tenMilliseconds;
    let index = 0;
    for (; index < samples && this.#lost < silentFrom; index++) out[at + index * stride] = clamp(this.#make());
    for (; index < samples; index++) out[at + index * stride] = 0;
    this.#remember(out, at, samples);
  }

  /** The next sample of the loss, with its gain. */
  #make(): number {
    const ten = this.#tenMilliseconds;
    const lost = this.#lost++;
    if (lost === 0) this.#begin();
    else if (lost === ten || lost === 2 * ten) this.#lengthen();
    let sample = this.#next();
    const into = lost % ten;
    if (into < this.#overlap && lost < 3 * ten) {
      const weight = (into + 1) / this.#overlap;
      if (lost < ten) sample += (1 - weight) * this.#step;
      else sample = weight * sample + (1 - weight) * this.#before[into]!;
    }
    return lost < ten ? sample : sample * this.#gain(lost);
  }

  #gain(lost: number): number {
    return Math.max(0, Math.min(1, 1 - (0.2 * (lost - this.#tenMilliseconds)) / this.#tenMilliseconds));
  }

  #begin(): void {
    this.#periods.set(this.#history);
    this.#pitch = pitchOf(this.#periods, this.#range);
    this.#overlap = this.#pitch >> 2;
    const from = this.#periods.length - this.#overlap;
    for (let i = 0; i < this.#overlap; i++) this.#quarter[i] = this.#periods[from + i]!;
    this.#step = this.#history.at(-1)! - this.#history.at(-1 - this.#pitch)!;
    this.#length = this.#pitch;
    this.#offset = 0;
    this.#join();
  }

  /** One period more is repeated: a single one sounds like a buzzer. */
  #lengthen(): void {
    const offset = this.#offset;
    for (let i = 0; i < this.#overlap; i++) this.#before[i] = this.#next();
    this.#offset = offset % this.#pitch;
    this.#length += this.#pitch;
    this.#join();
  }

  /** The end of the repeated stretch goes over into what precedes its start. */
  #join(): void {
    const overlap = this.#overlap;
    const end = this.#periods.length - overlap;
    const start = end - this.#length;
    for (let i = 0; i < overlap; i++) {
      const weight = (i + 1) / overlap;
      this.#periods[end + i] = (1 - weight) * this.#quarter[i]! + weight * this.#periods[start + i]!;
    }
  }

  #next(): number {
    const sample = this.#periods[this.#periods.length - this.#length + this.#offset]!;
    if (++this.#offset === this.#length) this.#offset = 0;
    return sample;
  }

  /** Blends over a quarter period and 4 ms for each further 10 ms of the loss, at most 10 ms, across packets if they are shorter. */
  #endLoss(out: Int16Array, at: number, samples: number): void {
    const ten = this.#tenMilliseconds;
    if (this.#blend === 0) {
      const further = Math.ceil(this.#lost / ten) - 1;
      this.#blend = Math.max(1, Math.min(ten, this.#overlap + Math.trunc(further * ten * 0.4)));
    }
    const gain = this.#lost < ten ? 1 : this.#gain(this.#lost);
    const count = Math.min(samples, this.#blend - this.#blended);
    for (let i = 0; i < count; i++) {
      const weight = ++this.#blended / this.#blend;
      const index = at + i * this.#stride;
      out[index] = Math.round(weight * out[index]! + (1 - weight) * gain * this.#next());
    }
    if (this.#blended === this.#blend) this.#heardAgain();
  }

  #heardAgain(): void {
    this.#lost = 0;
    this.#blended = 0;
    this.#blend = 0;
  }

  #remember(out: Int16Array, at: number, samples: number): void {
    const history = this.#history;
    const kept = Math.max(0, history.length - samples);
    if (kept > 0) history.copyWithin(0, history.length - kept);
    let from = at + (samples - (history.length - kept)) * this.#stride;
    for (let i = kept; i < history.length; i++, from += this.#stride) history[i] = out[from]!;
  }
}

function clamp(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value)));
}
