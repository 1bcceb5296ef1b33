/** What a state of profile `rfc3550` comes to (semantics 1.9): read once for a row, while the statistics go on. */
import type { Milliseconds } from '../base/units.ts';
import { expert, expertStride, keepSteps, openExpected, STEPS } from './rfc3550-stats.ts';

/** The aggregates of semantics 1.9 that need no second pass. */
export interface Rfc3550Result {
  readonly packets: number;
  readonly unique: number;
  readonly expected: number;
  readonly lost: number;
  readonly lostPercent: number;
  readonly duplicates: number;
  readonly reordered: number;
  /** undefined when no packet had a known media clock */
  readonly jitter: Milliseconds | undefined;
  readonly maxJitter: Milliseconds | undefined;
  /** 1 + source restarts; 0 for no packets */
  readonly segments: number;
  readonly timestampJumps: number;
  /** median of the media time between neighbours; exact while a stream has six different steps or fewer */
  readonly ptime: Milliseconds | undefined;
  /** media clock against capture clock, parts per million, positive is fast; undefined below 50 measured packets */
  readonly clockDriftPpm: number | undefined;
}

/** Reads the state at s[o, o + expertStride). */
export function rfc3550Result(s: Float64Array, o: number): Rfc3550Result {
  const packets = s[o + expert.count]!;
  const expected = packets === 0 ? 0 : s[o + expert.closedExpected]! + openExpected(s, o);
  const unique = s[o + expert.unique]!;
  const measured = s[o + expert.measured]! > 0;
  return {
    packets,
    unique,
    expected,
    lost: expected - unique,
    lostPercent: expected === 0 ? 0 : (100 * (expected - unique)) / expected,
    duplicates: s[o + expert.duplicates]!,
    reordered: s[o + expert.reordered]!,
    jitter: measured ? (s[o + expert.jitter]! * 1000) / s[o + expert.transitClock]! : undefined,
    maxJitter: measured ? s[o + expert.maxJitter]! : undefined,
    segments: s[o + expert.segments]!,
    timestampJumps: s[o + expert.timestampJumps]!,
    ptime: medianStep(s, o),
    clockDriftPpm: driftPpm(s, o),
  };
}

function medianStep(state: Float64Array, at: number): Milliseconds | undefined {
  const s = state.slice(at, at + expertStride);
  const o = 0;
  keepSteps(s, o);
  const steps: [number, number][] = [];
  let total = 0;
  for (let i = 0; i < STEPS; i++) {
    const count = s[o + expert.steps + 2 * i + 1]!;
    if (count > 0) steps.push([s[o + expert.steps + 2 * i]!, count]);
    total += count;
  }
  steps.sort((a, b) => a[0] - b[0]);
  let below = 0;
  for (const [milliseconds, count] of steps) {
    below += count;
    if (below * 2 > total) return milliseconds;
  }
  return steps.at(-1)?.[0];
}

function driftPpm(s: Float64Array, o: number): number | undefined {
  const n = s[o + expert.measured]!;
  if (n < 50) return undefined;
  const sum = s[o + expert.sumArrival]!;
  const divisor = n * s[o + expert.sumArrivalSquared]! - sum * sum;
  return divisor > 0 ? (1e6 * (n * s[o + expert.sumArrivalDrift]! - sum * s[o + expert.sumDrift]!)) / divisor : undefined;
}
