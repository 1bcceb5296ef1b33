/**
 * How long things took, over any number of them, in bounded room: counts in buckets each 4 % wider than the one before, so
 * that a percentile is off by 2 % at most. Mean and maximum are exact.
 */
import type { Milliseconds } from '../base/units.ts';
import type { Spread } from '../contract/statistics.ts';

/** Lowest bucket, milliseconds, and how much wider each is than the one below. */
const LEAST = 0.001;
const GROWTH = Math.log(1.04);
const BUCKETS = 640;

export class Durations {
  readonly #counts = new Uint32Array(BUCKETS);
  count = 0;
  #sum = 0;
  #most = 0;

  add(duration: Milliseconds): void {
    if (!(duration >= 0)) return;
    this.count++;
    this.#sum += duration;
    if (duration > this.#most) this.#most = duration;
    const bucket = duration <= LEAST ? 0 : Math.ceil(Math.log(duration / LEAST) / GROWTH);
    this.#counts[Math.min(BUCKETS - 1, bucket)]!++;
  }

  /** undefined when nothing was added. */
  spread(): Spread | undefined {
    if (this.count === 0) return undefined;
    return { count: this.count, mean: this.#sum / this.count, median: this.#percentile(0.5), p95: this.#percentile(0.95), most: this.#most };
  }

  #percentile(share: number): Milliseconds {
    let left = share * this.count;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#counts[bucket]!;
      if (left <= 0) return bucket === 0 ? 0 : Math.min(this.#most, LEAST * Math.exp((bucket - 0.5) * GROWTH));
    }
    return this.#most;
  }
}
