/**
 * Sound at 8000 Hz out of sound at any rate, for listening to tones: a windowed sinc of 24 taps, cut off at 3.6 kHz (lower when
 * the input has less), so that what lies above does not fold down. One channel; keeps its last samples from call to call.
 */
const HALF = 12;
const OUT_RATE = 8000;
const CUTOFF = 3600;

export class Resampler {
  readonly #ratio: number;
  readonly #cutoff: number;
  readonly #history: Float64Array = new Float64Array(HALF * 2);
  /** input samples taken, and where the next output sample stands among them */
  #taken = 0;
  #next = 0;

  constructor(rate: number) {
    this.#ratio = rate / OUT_RATE;
    this.#cutoff = Math.min(CUTOFF / rate, 0.5);
  }

  /** Samples that `count` more give at most. */
  room(count: number): number {
    return Math.ceil(count / this.#ratio) + 1;
  }

  /** Takes every `step`-th of samples[at, end) (a channel of an interleaved block). @returns samples written to `out` */
  take(samples: Int16Array, at: number, end: number, step: number, out: Int16Array): number {
    const history = this.#history;
    let written = 0;
    for (let i = at; i < end; i += step) {
      history.copyWithin(0, 1);
      history[history.length - 1] = samples[i]!;
      this.#taken++;
      // an output sample is due when the middle of the history has passed it
      while (this.#next <= this.#taken - HALF) {
        out[written++] = this.#at(this.#next - (this.#taken - HALF));
        this.#next += this.#ratio;
      }
    }
    return written;
  }

  /** The value at `offset` (above −1, at most 0) from the middle of the history. */
  #at(offset: number): number {
    let sum = 0;
    const middle = HALF - 1;
    for (let k = 0; k < HALF * 2; k++) {
      const x = k - middle - offset;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (HALF + 1));
      const sinc = x === 0 ? 1 : Math.sin(2 * Math.PI * this.#cutoff * x) / (2 * Math.PI * this.#cutoff * x);
      sum += this.#history[k]! * sinc * window;
    }
    return Math.max(-32768, Math.min(32767, Math.round(sum * 2 * this.#cutoff)));
  }
}
