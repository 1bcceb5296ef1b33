/**
 * Profile `rfc3550`: sequence accounting by segments (RFC 3550 A.1 with a held packet for restarts), jitter over first
 * copies (A.8), timestamp jumps, packetisation time and clock drift (semantics 1.9). One state is a stride of doubles plus
 * a bitmap of the 128 newest sequence numbers: a packet later than 99 numbers counts as stray, so the bitmap misses nothing.
 */
import type { Milliseconds } from '../base/units.ts';
import { isComfortNoise } from './payload-type.ts';

const MAX_DROPOUT = 3000;
const MAX_MISORDER = 100;
const TIMESTAMP_JUMP = 2000;

/** Slots of one state. */
export const expert = {
  count: 0, highestSequence: 1, cycles: 2, lowest: 3, unique: 4, duplicates: 5, reordered: 6, segments: 7, closedExpected: 8,
  expectedHeld: 9, heldNow: 10, heldTimestamp: 11, heldTypeAndMarker: 12, heldClock: 13, heldSequence: 14,
  jitter: 15, maxJitter: 16, transit: 17, transitType: 18, transitClock: 19, timestampJumps: 20, measured: 21,
  highestTimestamp: 22, highestType: 23, arrivalStart: 24, drift: 25, sumArrival: 26, sumDrift: 27, sumArrivalSquared: 28,
  sumArrivalDrift: 29, missingBefore: 30,
  /** six pairs of (milliseconds between neighbours, how often) */
  steps: 31,
} as const;
const STEPS = 6;
/** Doubles per state. */
export const expertStride = 44;
/** Words of bitmap per state. */
export const windowStride = 4;

/** What a packet was to the expert. */
export const expertOutcome = { first: 0, afterGap: 1, reordered: 2, duplicate: 3, held: 4, restart: 5 } as const;
export type ExpertOutcome = (typeof expertOutcome)[keyof typeof expertOutcome];

/**
 * Counts one packet into the state at s[o, o + expertStride) and w[v, v + windowStride), which start as zeros.
 * @param now milliseconds by splitMilliseconds
 * @param clock Hz, 0 unknown, eventClock
 */
export function addExpert(s: Float64Array, o: number, w: Int32Array, v: number, now: Milliseconds, sequence: number, timestamp: number, markerAndType: number, clock: number): ExpertOutcome {
  if (s[o + expert.count]!++ === 0) {
    openSegment(s, o, w, v, sequence);
    s[o + expert.expectedHeld] = -1;
    s[o + expert.transitType] = -1;
    s[o + expert.highestType] = -1;
  }
  const ahead = (sequence - s[o + expert.highestSequence]!) & 0xffff;
  if (ahead >= MAX_DROPOUT && ahead <= 65536 - MAX_MISORDER) {
    if (s[o + expert.expectedHeld]! !== sequence) {
      hold(s, o, now, sequence, timestamp, markerAndType, clock);
      return expertOutcome.held;
    }
    restart(s, o, w, v);
    const outcome = place(s, o, w, v, sequence);
    measure(s, o, now, timestamp, markerAndType, clock, outcome);
    return expertOutcome.restart;
  }
  const outcome = place(s, o, w, v, sequence);
  if (outcome !== expertOutcome.duplicate) measure(s, o, now, timestamp, markerAndType, clock, outcome);
  return outcome;
}

/** Two in a row outside the window: the held packet opens a new segment. */
function restart(s: Float64Array, o: number, w: Int32Array, v: number): void {
  const sequence = s[o + expert.heldSequence]!;
  openSegment(s, o, w, v, sequence);
  const outcome = place(s, o, w, v, sequence);
  measure(s, o, s[o + expert.heldNow]!, s[o + expert.heldTimestamp]!, s[o + expert.heldTypeAndMarker]!, s[o + expert.heldClock]!, outcome);
  s[o + expert.expectedHeld] = -1;
}

function hold(s: Float64Array, o: number, now: number, sequence: number, timestamp: number, markerAndType: number, clock: number): void {
  s[o + expert.expectedHeld] = (sequence + 1) & 0xffff;
  s[o + expert.heldSequence] = sequence;
  s[o + expert.heldNow] = now;
  s[o + expert.heldTimestamp] = timestamp;
  s[o + expert.heldTypeAndMarker] = markerAndType;
  s[o + expert.heldClock] = clock;
}

function openSegment(s: Float64Array, o: number, w: Int32Array, v: number, sequence: number): void {
  if (s[o + expert.segments]! > 0) s[o + expert.closedExpected]! += openExpected(s, o);
  s[o + expert.segments]!++;
  s[o + expert.highestSequence] = sequence;
  s[o + expert.lowest] = sequence;
  s[o + expert.cycles] = 0;
  s[o + expert.highestType] = -1;
  w[v] = w[v + 1] = w[v + 2] = w[v + 3] = 0;
}

/** Sequence numbers the open segment spans. */
function openExpected(s: Float64Array, o: number): number {
  return s[o + expert.cycles]! + s[o + expert.highestSequence]! - s[o + expert.lowest]! + 1;
}

/** Bit k of the window says that (highest extended sequence number − k) was seen. */
function place(s: Float64Array, o: number, w: Int32Array, v: number, sequence: number): ExpertOutcome {
  const highest = s[o + expert.highestSequence]!;
  const ahead = (sequence - highest) & 0xffff;
  s[o + expert.missingBefore] = 0;
  if (ahead === 0 || ahead >= 0x8000) return placeLate(s, o, w, v, (65536 - ahead) & 0xffff);
  if (sequence < highest) s[o + expert.cycles]! += 65536;
  s[o + expert.highestSequence] = sequence;
  s[o + expert.unique]!++;
  if (ahead === 1) {
    w[v + 3] = (w[v + 3]! << 1) | (w[v + 2]! >>> 31);
    w[v + 2] = (w[v + 2]! << 1) | (w[v + 1]! >>> 31);
    w[v + 1] = (w[v + 1]! << 1) | (w[v]! >>> 31);
    w[v] = (w[v]! << 1) | 1;
    return expertOutcome.first;
  }
  shift(w, v, ahead);
  w[v]! |= 1;
  s[o + expert.missingBefore] = ahead - 1;
  return expertOutcome.afterGap;
}

/** A number at or below the highest, `behind` (0 to MAX_MISORDER - 1) numbers back. */
function placeLate(s: Float64Array, o: number, w: Int32Array, v: number, behind: number): ExpertOutcome {
  const word = v + (behind >>> 5);
  const bit = 1 << (behind & 31);
  if ((w[word]! & bit) !== 0) {
    s[o + expert.duplicates]!++;
    return expertOutcome.duplicate;
  }
  w[word]! |= bit;
  s[o + expert.unique]!++;
  const extended = s[o + expert.cycles]! + s[o + expert.highestSequence]! - behind;
  if (extended < s[o + expert.lowest]!) s[o + expert.lowest] = extended;
  if (behind === 0) return expertOutcome.first;
  s[o + expert.reordered]!++;
  return expertOutcome.reordered;
}

function shift(w: Int32Array, v: number, by: number): void {
  if (by >= 128) {
    w[v] = w[v + 1] = w[v + 2] = w[v + 3] = 0;
    return;
  }
  for (; by >= 32; by -= 32) {
    w[v + 3] = w[v + 2]!;
    w[v + 2] = w[v + 1]!;
    w[v + 1] = w[v]!;
    w[v] = 0;
  }
  if (by === 0) return;
  w[v + 3] = (w[v + 3]! << by) | (w[v + 2]! >>> (32 - by));
  w[v + 2] = (w[v + 2]! << by) | (w[v + 1]! >>> (32 - by));
  w[v + 1] = (w[v + 1]! << by) | (w[v]! >>> (32 - by));
  w[v] = w[v]! << by;
}

/**
 * Jitter, jumps, steps and drift over first copies in arrival order. Drift is a least-squares line of (media time − wall
 * time) over wall time; a new codec or a timestamp jump goes on where the line was, without a step.
 */
function measure(s: Float64Array, o: number, now: number, timestamp: number, markerAndType: number, clock: number, outcome: ExpertOutcome): void {
  const type = markerAndType & 0x7f;
  const measured = clock > 0 && !isComfortNoise(type);
  if (outcome !== expertOutcome.reordered) {
    if (measured && outcome === expertOutcome.first && s[o + expert.highestType]! === type) {
      countStep(s, o, (signed32(timestamp - s[o + expert.highestTimestamp]!) * 1000) / clock);
    }
    s[o + expert.highestType] = measured ? type : -1;
    s[o + expert.highestTimestamp] = timestamp;
  }
  if (!measured) return;
  const transit = (now * clock) / 1000 - timestamp;
  const difference = signed32(transit - s[o + expert.transit]!);
  const sameType = s[o + expert.transitType]! === type;
  s[o + expert.transit] = transit;
  s[o + expert.transitType] = type;
  s[o + expert.transitClock] = clock;
  if (s[o + expert.measured]!++ === 0) s[o + expert.arrivalStart] = now;
  if (sameType) {
    const milliseconds = (Math.abs(difference) * 1000) / clock;
    if (milliseconds > TIMESTAMP_JUMP) s[o + expert.timestampJumps]!++;
    else {
      const jitter = s[o + expert.jitter]! + (Math.abs(difference) - s[o + expert.jitter]!) / 16;
      s[o + expert.jitter] = jitter;
      const jitterMilliseconds = (jitter * 1000) / clock;
      if (jitterMilliseconds > s[o + expert.maxJitter]!) s[o + expert.maxJitter] = jitterMilliseconds;
      s[o + expert.drift]! -= (difference * 1000) / clock;
    }
  }
  const x = now - s[o + expert.arrivalStart]!;
  const y = s[o + expert.drift]!;
  s[o + expert.sumArrival]! += x;
  s[o + expert.sumDrift]! += y;
  s[o + expert.sumArrivalSquared]! += x * x;
  s[o + expert.sumArrivalDrift]! += x * y;
}

/** A real number of clock units brought into [-2^31, 2^31), as timestamps wrap; in the reference's order of operations. */
function signed32(value: number): number {
  const shifted = value + 2147483648;
  return shifted - Math.floor(shifted / 4294967296) * 4294967296 - 2147483648;
}

/** Counts a timestamp step between neighbours; with all places taken, the rarest step gives way. */
function countStep(s: Float64Array, o: number, milliseconds: number): void {
  if (milliseconds <= 0) return;
  let rarest = o + expert.steps;
  for (let i = o + expert.steps, end = i + 2 * STEPS; i < end; i += 2) {
    if (s[i]! === milliseconds) {
      s[i + 1]!++;
      return;
    }
    if (s[i + 1]! < s[rarest + 1]!) rarest = i;
  }
  s[rarest] = milliseconds;
  s[rarest + 1] = 1;
}

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
    packets, unique, expected, lost: expected - unique, lostPercent: expected === 0 ? 0 : (100 * (expected - unique)) / expected,
    duplicates: s[o + expert.duplicates]!, reordered: s[o + expert.reordered]!,
    jitter: measured ? (s[o + expert.jitter]! * 1000) / s[o + expert.transitClock]! : undefined,
    maxJitter: measured ? s[o + expert.maxJitter]! : undefined,
    segments: s[o + expert.segments]!, timestampJumps: s[o + expert.timestampJumps]!,
    ptime: medianStep(s, o), clockDriftPpm: driftPpm(s, o),
  };
}

function medianStep(s: Float64Array, o: number): Milliseconds | undefined {
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
  const arrival = s[o + expert.sumArrival]!;
  const divisor = n * s[o + expert.sumArrivalSquared]! - arrival * arrival;
  return divisor > 0 ? (1e6 * (n * s[o + expert.sumArrivalDrift]! - arrival * s[o + expert.sumDrift]!)) / divisor : undefined;
}
