/**
 * Sound at 8000 Hz out of sound at any rate, for listening to tones: a windowed sinc of 24 taps, cut off at 3.6 kHz (lower when
 * the input has less), so that what lies above does not fold down. One channel; keeps its last samples from call to call.
 */
const HALF = 12;
const OUT_RATE = 8000;
const CUTOFF = 3600;
/** places between two input samples for which the sinc is kept ready */
const PHASES = 128;

export class Resampler {
  readonly #ratio: number;
  /** the windowed sinc at each phase, 2 × HALF taps a phase */
  readonly #kernel: Float64Array;
  readonly #history: Float64Array = new Float64Array(HALF * 2);
  /** input samples taken, and where the next output sample stands among them */
  #taken = 0;
  #next = 0;

  constructor(rate: number) {
    this.#ratio = rate / OUT_RATE;
    this.#kernel = kernel(Math.min(CUTOFF / rate, 0.5));
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
    const history = this.#history;
    const taps = this.#kernel;
    const phase = Math.min(PHASES - 1, Math.round(-offset * PHASES)) * HALF * 2;
    let sum = 0;
    for (let k = 0; k < HALF * 2; k++) sum += history[k]! * taps[phase + k]!;
    return Math.max(-32768, Math.min(32767, Math.round(sum)));
  }
}

/** @param cutoff in cycles a sample */
function kernel(cutoff: number): Float64Array {
  const taps = new Float64Array(PHASES * HALF * 2);
  for (let phase = 0; phase < PHASES; phase++) {
    for (let k = 0; k < HALF * 2; k++) {
      const x = k - (HALF - 1) + phase / PHASES;
      const angle = 2 * Math.PI * cutoff * x;
      const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
      taps[phase * HALF * 2 + k] = sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / (HALF + 1))) * 2 * cutoff;
    }
  }
  return taps;
}
