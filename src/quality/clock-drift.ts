/**
 * Drift of a sender's clock against that of the capture: the slope of the least delays over time, which noise does not reach.
 * Every break begins a line anew; the longest line counts.
 */
import type { Milliseconds } from '../base/units.ts';

export interface MeasuredDrift {
  /** parts per million, above zero when the sender is fast */
  readonly ppm: number;
  readonly span: Milliseconds;
}

/** windows of which the least delay makes a point, and points a line needs */
const DRIFT_WINDOWS = 5;
const LEAST_WINDOWS = 6;

/** A line through the least delays; kept only where they lie on it. */
export class ClockDrift {
  best: MeasuredDrift | undefined;
  #windows = 0;
  #least = Infinity;
  #at = 0;
  #times: number[] = [];
  #delays: number[] = [];

  /** The least of DRIFT_WINDOWS makes a point. */
  add(time: Milliseconds, delay: Milliseconds): void {
    if (delay < this.#least) {
      this.#least = delay;
      this.#at = time;
    }
    if (++this.#windows < DRIFT_WINDOWS) return;
    this.#times.push(this.#at);
    this.#delays.push(this.#least);
    this.#windows = 0;
    this.#least = Infinity;
  }

  close(): void {
    const [times, delays] = [this.#times, this.#delays];
    this.#times = [];
    this.#delays = [];
    this.#windows = 0;
    this.#least = Infinity;
    const count = times.length;
    if (count < LEAST_WINDOWS) return;
    const span = times[count - 1]! - times[0]!;
    if (this.best !== undefined && this.best.span >= span) return;
    const meanTime = times.reduce((a, b) => a + b) / count;
    const meanDelay = delays.reduce((a, b) => a + b) / count;
    let across = 0;
    let along = 0;
    for (let n = 0; n < count; n++) {
      across += (times[n]! - meanTime) * (delays[n]! - meanDelay);
      along += (times[n]! - meanTime) ** 2;
    }
    if (along === 0) return;
    const slope = across / along;
    let off = 0;
    for (let n = 0; n < count; n++) off += (delays[n]! - meanDelay - slope * (times[n]! - meanTime)) ** 2;
    // a delay that wanders is no drift: its points lie beside the line
    if (Math.sqrt(off / count) > Math.abs(slope * span) / 4) return;
    this.best = { ppm: -slope * 1e6, span };
  }
}
