/**
 * Phase reversals of an answer tone (V.8 section 3, V.25): 2100 Hz whose phase turns by 180° every 450 ms to switch echo
 * cancellers off. Looks at the phase of one frequency in pieces of 10 ms; between reversals it stays where it was.
 */
const PIECE = 80;
/** radians: farther than this from where it was is a reversal */
const TURN = (130 * Math.PI) / 180;
/** pieces a reversal may take */
const SETTLING = 3;

export class PhaseWatch {
  readonly #step: number;
  #position = 0;
  #phase = Number.NaN;
  #away = 0;

  constructor(frequency: number, sampleRate: number) {
    this.#step = (2 * Math.PI * frequency) / sampleRate;
  }

  reset(): void {
    this.#position = 0;
    this.#phase = Number.NaN;
    this.#away = 0;
  }

  /** The next samples, a whole number of pieces. @returns reversals among them */
  feed(samples: Float64Array): number {
    let reversals = 0;
    for (let at = 0; at + PIECE <= samples.length; at += PIECE) {
      const phase = this.#phaseOf(samples, at);
      this.#position += PIECE;
      if (Number.isNaN(this.#phase)) {
        this.#phase = phase;
        continue;
      }
      const turned = Math.abs(wrap(phase - this.#phase));
      if (turned > TURN) {
        // seen twice: within one piece the two halves of a reversal cancel out and the phase says nothing
        if (++this.#away < 2) continue;
        reversals++;
        this.#phase = phase;
      } else if (this.#away > SETTLING || turned < 1) this.#phase = phase;
      this.#away = 0;
    }
    return reversals;
  }

  #phaseOf(samples: Float64Array, at: number): number {
    let re = 0;
    let im = 0;
    for (let i = 0; i < PIECE; i++) {
      const angle = this.#step * (this.#position + i);
      re += samples[at + i]! * Math.cos(angle);
      im -= samples[at + i]! * Math.sin(angle);
    }
    return Math.atan2(im, re);
  }
}

function wrap(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
