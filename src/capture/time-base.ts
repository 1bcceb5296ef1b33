/**
 * The time line's zero and the way onto it. The epoch is the first packet of all; every packet's time is whole
 * nanoseconds since then in a Float64, exact for 104 days, and made without a BigInt.
 * Promise: the result is always finite, whatever the capture says (years 1 to 9999; what lies outside is clamped).
 */
import type { Nanoseconds } from '../base/units.ts';

const EARLIEST = -62_135_596_800;
const LATEST = 253_402_300_799;

/** Puts moments of a capture onto the time line. */
export interface Clock {
  /** Nanoseconds since time zero of a moment, given as seconds since 1970 and nanoseconds; the first call of all sets time zero. */
  at(seconds: number, nanoseconds: number): Nanoseconds;
}

export class TimeBase implements Clock {
  isSet = false;
  /** epoch as whole seconds since 1970 and the nanoseconds beyond them, 0 to 999,999,999 */
  seconds = 0;
  nanoseconds = 0;

  /** Time zero as nanoseconds since 1970. */
  get epoch(): bigint {
    return BigInt(this.seconds) * 1_000_000_000n + BigInt(this.nanoseconds);
  }

  /** Sets time zero unless it is set already. */
  set(seconds: number, nanoseconds: number): void {
    if (this.isSet) return;
    this.isSet = true;
    this.seconds = seconds + Math.floor(nanoseconds / 1e9);
    this.nanoseconds = nanoseconds - Math.floor(nanoseconds / 1e9) * 1e9;
  }

  /** Moves time zero by whole nanoseconds: times given out before are then wrong by that much. */
  shift(by: Nanoseconds): void {
    const moved = this.nanoseconds + (by % 1e9);
    this.seconds += Math.trunc(by / 1e9) + Math.floor(moved / 1e9);
    this.nanoseconds = moved - Math.floor(moved / 1e9) * 1e9;
  }

  /** Nanoseconds since time zero of a moment; the first call of all sets time zero. */
  at(seconds: number, nanoseconds: number): Nanoseconds {
    if (!this.isSet) this.set(seconds, nanoseconds);
    return (seconds - this.seconds) * 1e9 + (nanoseconds - this.nanoseconds);
  }
}

/** True when a number of seconds since 1970 is a year that a calendar can show (1 to 9999). */
export function isPlausibleTime(seconds: number): boolean {
  return seconds >= EARLIEST && seconds <= LATEST;
}

/** The nearest second that a calendar can show; 0 for what is no number. */
export function clampSeconds(seconds: number): number {
  if (seconds > LATEST) return LATEST;
  if (seconds < EARLIEST) return EARLIEST;
  return seconds === seconds ? seconds : 0;
}
