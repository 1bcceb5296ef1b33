/** A clock moved onto another: a straight line from its times to those of the reference clock. */
import type { Nanoseconds } from '../base/units.ts';

export class ClockLine {
  /** own time `from` is reference time `to`, and `rate` nanoseconds of the reference pass in one of the own */
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  readonly rate: number;

  constructor(from: Nanoseconds, to: Nanoseconds, rate: number) {
    this.from = from;
    this.to = to;
    this.rate = rate;
  }

  static readonly same: ClockLine = new ClockLine(0, 0, 1);

  get isSame(): boolean {
    return this.from === this.to && this.rate === 1;
  }

  /** The reference time of an own time. */
  at(own: Nanoseconds): Nanoseconds {
    return own - this.from + this.to + (this.rate - 1) * (own - this.from);
  }

  /** The line onto what `next` leads to. */
  then(next: ClockLine): ClockLine {
    return new ClockLine(this.from, next.at(this.to), this.rate * next.rate);
  }

  /** The line back. */
  back(): ClockLine {
    return new ClockLine(this.to, this.from, 1 / this.rate);
  }
}
