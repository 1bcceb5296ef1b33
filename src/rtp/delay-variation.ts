/** Packet delay variation (semantics 1.9): transit − least transit of the last ten seconds, over the packets that enter the jitter. */
import type { Milliseconds, Nanoseconds } from '../base/units.ts';

const WINDOW = 10e9;

export interface DelayPercentiles {
  readonly median: Milliseconds;
  readonly percentile95: Milliseconds;
  readonly percentile99: Milliseconds;
  readonly largest: Milliseconds;
}

/** Feed it packets in arrival order; memory is one double per packet and a queue of minima. */
export class DelayVariation {
  #values = new Float64Array(256);
  #count = 0;
  readonly #time: Nanoseconds[] = [];
  readonly #transit: Milliseconds[] = [];
  #first = 0;

  /** @param transit relative delay of the packet: wall time − media time since the last restart() */
  add(time: Nanoseconds, transit: Milliseconds): void {
    while (this.#transit.length > this.#first && this.#transit.at(-1)! >= transit) {
      this.#transit.pop();
      this.#time.pop();
    }
    this.#transit.push(transit);
    this.#time.push(time);
    while (this.#time[this.#first]! < time - WINDOW) this.#first++;
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(this.#count * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = transit - this.#transit[this.#first]!;
  }

  /** Media time starts anew: older transits say nothing about newer ones. */
  restart(): void {
    this.#time.length = this.#transit.length = this.#first = 0;
  }

  /** By nearest rank; undefined when nothing was added. */
  percentiles(): DelayPercentiles | undefined {
    if (this.#count === 0) return undefined;
    const sorted = this.#values.slice(0, this.#count).sort();
    const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * this.#count) - 1)]!;
    return { median: rank(0.5), percentile95: rank(0.95), percentile99: rank(0.99), largest: rank(1) };
  }
}
