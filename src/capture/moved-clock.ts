/**
 * The clock of one of several captures: its times on the common time line, moved onto the reference clock once it is known how the
 * two stand to each other. Until then, and for a capture nobody moves, the times are the file's own.
 */
import type { Nanoseconds } from '../base/units.ts';
import type { ClockLine } from './clock-line.ts';
import type { Clock, TimeBase } from './time-base.ts';

export class MovedClock implements Clock {
  readonly #base: TimeBase;
  #line: ClockLine | undefined;
  /** where the line counts from: its time 0 as whole seconds since 1970 and the nanoseconds beyond them */
  #seconds = 0;
  #nanoseconds = 0;

  constructor(base: TimeBase) {
    this.#base = base;
  }

  get isMoved(): boolean {
    return this.#line !== undefined;
  }

  /** Moves all times given out from now on. @param zero the time base that times of `line` are counted from */
  move(line: ClockLine, zero: TimeBase): void {
    this.#line = line.isSame ? undefined : line;
    this.#seconds = zero.seconds;
    this.#nanoseconds = zero.nanoseconds;
  }

  at(seconds: number, nanoseconds: number): Nanoseconds {
    const time = this.#base.at(seconds, nanoseconds);
    const line = this.#line;
    if (line === undefined) return time;
    const own = (seconds - this.#seconds) * 1e9 + (nanoseconds - this.#nanoseconds);
    return time + Math.round(line.at(own) - own);
  }

  /** What the file itself says of a moment of the time line, as nanoseconds of the time line; within a nanosecond. */
  own(time: Nanoseconds): Nanoseconds {
    const line = this.#line;
    if (line === undefined) return time;
    const moved = time + (this.#base.seconds - this.#seconds) * 1e9 + (this.#base.nanoseconds - this.#nanoseconds);
    return time - Math.round(moved - line.back().at(moved));
  }
}
