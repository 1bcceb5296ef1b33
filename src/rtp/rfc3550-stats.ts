/**
 * Profile `rfc3550`: sequence accounting by segments (RFC 3550 A.1 with a held packet for restarts), jitter over first
 * copies (A.8), timestamp jumps, packetisation time and clock drift (semantics 1.9). One state is a stride of doubles plus
 * a bitmap of the 128 newest sequence numbers: a packet later than 99 numbers counts as stray, so the bitmap misses nothing.
 */
import { Arrivals } from './arrival.ts';
import { isComfortNoise } from './payload-type.ts';

const MAX_DROPOUT = 3000;
const MAX_MISORDER = 100;
const TIMESTAMP_JUMP = 2000;

/** Slots of one state. */
export const expert = {
  count: 0,
  highestSequence: 1,
  cycles: 2,
  lowest: 3,
  unique: 4,
  duplicates: 5,
  reordered: 6,
  segments: 7,
  closedExpected: 8,
  expectedHeld: 9,
  jitter: 10,
  maxJitter: 11,
  transit: 12,
  transitType: 13,
  transitClock: 14,
  millisecondsPerUnit: 15,
  timestampJumps: 16,
  measured: 17,
  highestTimestamp: 18,
  highestType: 19,
  arrivalStart: 20,
  drift: 21,
  sumArrival: 22,
  sumDrift: 23,
  sumArrivalSquared: 24,
  sumArrivalDrift: 25,
  missingBefore: 26,
  stepUnits: 27,
  stepClock: 28,
  stepCount: 47,
  /** a held packet: now, timestamp, sequence, markerAndType, clock, packet */
  held: 29,
  /** six pairs of (milliseconds between neighbours, how often) */
  steps: 35,
} as const;
/** How many different steps a state holds. */
export const STEPS = 6;
/** Doubles per state. */
export const expertStride = 48;
/** Words of bitmap per state. */
export const windowStride = 4;

/** What a packet was to the expert. */
export const expertOutcome = { first: 0, afterGap: 1, reordered: 2, duplicate: 3, held: 4, restart: 5 } as const;
export type ExpertOutcome = (typeof expertOutcome)[keyof typeof expertOutcome];

/** where a held packet is put back into columns; borrowed within restart() */
const heldPacket: Arrivals = new Arrivals(1);

/** Counts packets [from, to) of `a` into the state at s[o, o + expertStride) and w[v, v + windowStride), which start as zeros. Returns what the last one was. */
export function addExpert(s: Float64Array, o: number, w: Int32Array, v: number, a: Arrivals, from: number, to: number): ExpertOutcome {
  let outcome: ExpertOutcome = expertOutcome.first;
  let i = from;
  while (i < to) {
    const next = addExpected(s, o, w, v, a, i, to);
    if (next > i) outcome = expertOutcome.first;
    i = next;
    if (i < to) outcome = addAny(s, o, w, v, a, i++);
  }
  return outcome;
}

/**
 * The packets that follow as they should: next number, same type, clock and step, no jump. Exactly the arithmetic of
 * addAny(), with the state in locals. Returns the first packet that is something else, or `to`.
 */
function addExpected(s: Float64Array, o: number, w: Int32Array, v: number, a: Arrivals, from: number, to: number): number {
  const type = s[o + expert.highestType]!;
  const clock = s[o + expert.transitClock]!;
  const step = s[o + expert.stepUnits]!;
  if (s[o + expert.count] === 0 || type < 0 || s[o + expert.transitType] !== type || s[o + expert.stepClock] !== clock || clock <= 0) return from;
  const { now: nows, timestamp: timestamps, sequence: sequences, markerAndType, clock: clocks } = a;
  const millisecondsPerUnit = s[o + expert.millisecondsPerUnit]!;
  const start = s[o + expert.arrivalStart]!;
  const jump = TIMESTAMP_JUMP * clock;
  let highest = s[o + expert.highestSequence]!;
  let highestTimestamp = s[o + expert.highestTimestamp]!;
  let transit = s[o + expert.transit]!;
  let jitter = s[o + expert.jitter]!;
  let maxJitter = s[o + expert.maxJitter]!;
  let drift = s[o + expert.drift]!;
  let sumArrival = s[o + expert.sumArrival]!;
  let sumDrift = s[o + expert.sumDrift]!;
  let sumArrivalSquared = s[o + expert.sumArrivalSquared]!;
  let sumArrivalDrift = s[o + expert.sumArrivalDrift]!;
  let [w0, w1, w2, w3] = [w[v]!, w[v + 1]!, w[v + 2]!, w[v + 3]!];
  let i = from;
  for (; i < to; i++) {
    const sequence = sequences[i]!;
    const timestamp = timestamps[i]!;
    if (sequence !== highest + 1 || (markerAndType[i]! & 0x7f) !== type || clocks[i] !== clock || ((timestamp - highestTimestamp) | 0) !== step) break;
    const now = nows[i]!;
    const newTransit = (now * clock) / 1000 - timestamp;
    const difference = signed32(newTransit - transit);
    const magnitude = Math.abs(difference);
    if (magnitude * 1000 > jump) break;
    highest = sequence;
    highestTimestamp = timestamp;
    transit = newTransit;
    jitter += (magnitude - jitter) / 16;
    if (jitter * 1000 > maxJitter * clock) maxJitter = (jitter * 1000) / clock;
    drift -= difference * millisecondsPerUnit;
    const elapsed = now - start;
    sumArrival += elapsed;
    sumDrift += drift;
    sumArrivalSquared += elapsed * elapsed;
    sumArrivalDrift += elapsed * drift;
    w3 = (w3 << 1) | (w2 >>> 31);
    w2 = (w2 << 1) | (w1 >>> 31);
    w1 = (w1 << 1) | (w0 >>> 31);
    w0 = (w0 << 1) | 1;
  }
  const added = i - from;
  if (added === 0) return from;
  s[o + expert.count]! += added;
  s[o + expert.unique]! += added;
  s[o + expert.measured]! += added;
  s[o + expert.stepCount]! += added;
  s[o + expert.missingBefore] = 0;
  s[o + expert.highestSequence] = highest;
  s[o + expert.highestTimestamp] = highestTimestamp;
  s[o + expert.transit] = transit;
  s[o + expert.jitter] = jitter;
  s[o + expert.maxJitter] = maxJitter;
  s[o + expert.drift] = drift;
  s[o + expert.sumArrival] = sumArrival;
  s[o + expert.sumDrift] = sumDrift;
  s[o + expert.sumArrivalSquared] = sumArrivalSquared;
  s[o + expert.sumArrivalDrift] = sumArrivalDrift;
  w[v] = w0;
  w[v + 1] = w1;
  w[v + 2] = w2;
  w[v + 3] = w3;
  return i;
}

function addAny(s: Float64Array, o: number, w: Int32Array, v: number, a: Arrivals, i: number): ExpertOutcome {
  const sequence = a.sequence[i]!;
  if (s[o + expert.count]!++ === 0) {
    openSegment(s, o, w, v, sequence);
    s[o + expert.expectedHeld] = -1;
    s[o + expert.transitType] = -1;
  }
  const ahead = (sequence - s[o + expert.highestSequence]!) & 0xffff;
  if (ahead >= MAX_DROPOUT && ahead <= 65536 - MAX_MISORDER) {
    if (s[o + expert.expectedHeld]! !== sequence) {
      hold(s, o, a, i);
      return expertOutcome.held;
    }
    restart(s, o, w, v, a, i);
    return expertOutcome.restart;
  }
  const outcome = place(s, o, w, v, sequence);
  if (outcome !== expertOutcome.duplicate) measure(s, o, a, i, outcome);
  return outcome;
}

/** Two in a row outside the window: the held packet opens a new segment, and this one follows it. */
function restart(s: Float64Array, o: number, w: Int32Array, v: number, a: Arrivals, i: number): void {
  const h = o + expert.held;
  heldPacket.set(0, s[h]!, s[h + 1]!, s[h + 2]!, s[h + 3]!, s[h + 4]!, s[h + 5]!);
  const sequence = heldPacket.sequence[0]!;
  openSegment(s, o, w, v, sequence);
  measure(s, o, heldPacket, 0, place(s, o, w, v, sequence));
  s[o + expert.expectedHeld] = -1;
  measure(s, o, a, i, place(s, o, w, v, a.sequence[i]!));
}

function hold(s: Float64Array, o: number, a: Arrivals, i: number): void {
  s[o + expert.expectedHeld] = (a.sequence[i]! + 1) & 0xffff;
  const h = o + expert.held;
  s[h] = a.now[i]!;
  s[h + 1] = a.timestamp[i]!;
  s[h + 2] = a.sequence[i]!;
  s[h + 3] = a.markerAndType[i]!;
  s[h + 4] = a.clock[i]!;
  s[h + 5] = a.packet[i]!;
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
export function openExpected(s: Float64Array, o: number): number {
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
function measure(s: Float64Array, o: number, a: Arrivals, i: number, outcome: ExpertOutcome): void {
  const type = a.markerAndType[i]! & 0x7f;
  const timestamp = a.timestamp[i]!;
  const clock = a.clock[i]!;
  const measured = clock > 0 && !isComfortNoise(type);
  if (outcome !== expertOutcome.reordered) {
    if (measured && outcome === expertOutcome.first && s[o + expert.highestType]! === type)
      countStep(s, o, (timestamp - s[o + expert.highestTimestamp]!) | 0, clock);
    s[o + expert.highestType] = measured ? type : -1;
    s[o + expert.highestTimestamp] = timestamp;
  }
  if (!measured) return;
  const now = a.now[i]!;
  const transit = (now * clock) / 1000 - timestamp;
  const difference = signed32(transit - s[o + expert.transit]!);
  s[o + expert.transit] = transit;
  if (s[o + expert.transitClock]! !== clock) {
    s[o + expert.transitClock] = clock;
    s[o + expert.millisecondsPerUnit] = 1000 / clock;
  }
  let drift = s[o + expert.drift]!;
  if (s[o + expert.transitType]! === type) {
    const magnitude = Math.abs(difference);
    if (magnitude * 1000 > TIMESTAMP_JUMP * clock) s[o + expert.timestampJumps]!++;
    else {
      let jitter = s[o + expert.jitter]!;
      jitter += (magnitude - jitter) / 16;
      s[o + expert.jitter] = jitter;
      if (jitter * 1000 > s[o + expert.maxJitter]! * clock) s[o + expert.maxJitter] = (jitter * 1000) / clock;
      s[o + expert.drift] = drift -= difference * s[o + expert.millisecondsPerUnit]!;
    }
  } else {
    s[o + expert.transitType] = type;
    if (s[o + expert.measured]! === 0) s[o + expert.arrivalStart] = now;
  }
  s[o + expert.measured]!++;
  const elapsed = now - s[o + expert.arrivalStart]!;
  s[o + expert.sumArrival]! += elapsed;
  s[o + expert.sumDrift]! += drift;
  s[o + expert.sumArrivalSquared]! += elapsed * elapsed;
  s[o + expert.sumArrivalDrift]! += elapsed * drift;
}

/** A real number of clock units brought into [-2^31, 2^31), as timestamps wrap; in the reference's order of operations. */
function signed32(value: number): number {
  const shifted = value + 2147483648;
  if (shifted >= 0 && shifted < 4294967296) return shifted - 2147483648;
  return shifted - Math.floor(shifted / 4294967296) * 4294967296 - 2147483648;
}

/** Counts a timestamp step between neighbours. Equal steps in a row are only counted; the row goes to the list when it ends. */
function countStep(s: Float64Array, o: number, units: number, clock: number): void {
  if (units === s[o + expert.stepUnits]! && clock === s[o + expert.stepClock]!) {
    s[o + expert.stepCount]!++;
    return;
  }
  keepSteps(s, o);
  s[o + expert.stepUnits] = units;
  s[o + expert.stepClock] = clock;
  s[o + expert.stepCount] = 1;
}

/** Adds the counted row to the list; with all places taken, the rarest step gives way. A step that does not rise is none. */
export function keepSteps(s: Float64Array, o: number): void {
  if (s[o + expert.stepUnits]! <= 0) return;
  const milliseconds = (s[o + expert.stepUnits]! * 1000) / s[o + expert.stepClock]!;
  let place = o + expert.steps;
  for (let i = o + expert.steps, end = i + 2 * STEPS; i < end; i += 2) {
    if (s[i]! === milliseconds) {
      s[i + 1]! += s[o + expert.stepCount]!;
      return;
    }
    if (s[i + 1]! < s[place + 1]!) place = i;
  }
  s[place] = milliseconds;
  s[place + 1] = s[o + expert.stepCount]!;
}
