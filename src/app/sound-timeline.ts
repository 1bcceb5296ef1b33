/** Which place of the call is heard at which moment of the audio clock: stretches laid end to end, the latest kept. */
import type { Nanoseconds } from '../base/units.ts';

interface Stretch {
  readonly at: number;
  readonly until: number;
  readonly from: Nanoseconds;
  readonly speed: number;
}

/** seconds a stretch is remembered after it was heard: latency, and looks back */
const REMEMBERED = 1;

export class SoundTimeline {
  readonly #stretches: Stretch[] = [];

  /** The call from `from` on is heard in [at, until), seconds of the audio clock, so many times as fast as it was. */
  lay(at: number, until: number, from: Nanoseconds, speed: number, now: number): void {
    this.#stretches.push({ at, until, from, speed });
    while (this.#stretches.length > 1 && this.#stretches[0]!.until < now - REMEMBERED) this.#stretches.shift();
  }

  /** The moment at which a place is heard; undefined when it is not among what was laid. */
  when(place: Nanoseconds): number | undefined {
    const found = this.#stretches.find((one) => place >= one.from && place < one.from + (one.until - one.at) * one.speed * 1e9);
    return found === undefined ? undefined : found.at + (place - found.from) / 1e9 / found.speed;
  }

  /** The place that is heard at a moment; between stretches the end of the one before. */
  at(moment: number): Nanoseconds | undefined {
    for (let i = this.#stretches.length - 1; i >= 0; i--) {
      const one = this.#stretches[i]!;
      if (moment >= one.at) return one.from + (Math.min(moment, one.until) - one.at) * one.speed * 1e9;
    }
    return this.#stretches[0]?.from;
  }
}
