/**
 * Profile `wireshark`: the arithmetic of Wireshark 4.0 per packet, in its order and with its quirks (semantics 1.4, 1.5),
 * so that every digit equals tshark's. One state is a stride of doubles in a shared array; the pass and the replay of one
 * stream use the same function. What only a per-packet table shows (bandwidth, status text) is in packet-rows.ts.
 */
import type { Milliseconds, PacketIndex } from '../base/units.ts';
import type { Arrivals } from './arrival.ts';
import { eventClock } from './payload-type.ts';

/** Slots of one state. */
export const ws = {
  count: 0,
  startSequence: 1,
  stopSequence: 2,
  lastSequence: 3,
  cycles: 4,
  under: 5,
  firstTimestamp: 6,
  start: 7,
  time: 8,
  lastNominal: 9,
  jitter: 10,
  delta: 11,
  skew: 12,
  minDelta: 13,
  meanDelta: 14,
  maxDelta: 15,
  maxDeltaPacket: 16,
  minJitter: 17,
  meanJitter: 18,
  maxJitter: 19,
  maxSkew: 20,
  sequenceErrors: 21,
  problem: 22,
  payloadType: 23,
  clock: 24,
  sumArrival: 25,
  sumNominal: 26,
  sumArrivalSquared: 27,
  sumArrivalNominal: 28,
  end: 29,
  flags: 30,
  kilohertz: 31,
} as const;
/** Doubles per state. */
export const wsStride = 32;

/** What a packet was; in slot `flags` after it was added. */
export const wsFlag = {
  first: 1,
  marker: 2,
  wrongTimestamp: 4,
  wrongSequence: 8,
  comfortNoise: 16,
  followsComfortNoise: 32,
  payloadChange: 64,
  event: 128,
} as const;
const irregular = wsFlag.marker | wsFlag.comfortNoise | wsFlag.wrongTimestamp | wsFlag.followsComfortNoise;

/** Counts packets [from, to) of `a` into the state at s[o, o + wsStride), which starts as zeros. */
export function addWireshark(s: Float64Array, o: number, a: Arrivals, from: number, to: number): void {
  let i = from;
  while (i < to) {
    i = addExpected(s, o, a, i, to);
    if (i < to) addAny(s, o, a, i++);
  }
}

/**
 * The packets that follow as they should: next number, same type and clock, no comfort noise around. Exactly the arithmetic
 * of addAny(), with the state in locals. Returns the first packet that is something else, or `to`.
 */
function addExpected(s: Float64Array, o: number, a: Arrivals, from: number, to: number): number {
  const type = s[o + ws.payloadType]!;
  const clock = s[o + ws.clock]!;
  if (s[o + ws.count] === 0 || clock <= 0 || type === 13 || type === 19) return from;
  const { now: nows, timestamp: timestamps, sequence: sequences, markerAndType, clock: clocks } = a;
  const firstTimestamp = s[o + ws.firstTimestamp]!;
  const startSequence = s[o + ws.startSequence]!;
  const start = s[o + ws.start]!;
  const kilohertz = s[o + ws.kilohertz]!;
  const isUnder = s[o + ws.under] !== 0;
  let count = s[o + ws.count]!;
  let last = s[o + ws.lastSequence]!;
  let time = s[o + ws.time]!;
  let lastNominal = s[o + ws.lastNominal]!;
  let jitter = s[o + ws.jitter]!;
  let delta = s[o + ws.delta]!;
  let skew = s[o + ws.skew]!;
  let maxSkew = s[o + ws.maxSkew]!;
  let minDelta = s[o + ws.minDelta]!;
  let meanDelta = s[o + ws.meanDelta]!;
  let maxDelta = s[o + ws.maxDelta]!;
  let maxDeltaPacket = s[o + ws.maxDeltaPacket]!;
  let minJitter = s[o + ws.minJitter]!;
  let meanJitter = s[o + ws.meanJitter]!;
  let maxJitter = s[o + ws.maxJitter]!;
  let sumArrival = s[o + ws.sumArrival]!;
  let sumNominal = s[o + ws.sumNominal]!;
  let sumArrivalSquared = s[o + ws.sumArrivalSquared]!;
  let sumArrivalNominal = s[o + ws.sumArrivalNominal]!;
  let i = from;
  for (; i < to; i++) {
    const sequence = sequences[i]!;
    const timestamp = timestamps[i]!;
    const ahead = timestamp - firstTimestamp;
    if (
      sequence !== last + 1 ||
      ahead < 0 ||
      ahead >= 0x80000000 ||
      (markerAndType[i]! & 0x7f) !== type ||
      clocks[i] !== clock ||
      sequence > startSequence === isUnder
    )
      break;
    const now = nows[i]!;
    delta = now - time;
    const elapsed = now - start;
    const nominal = ahead / kilohertz;
    const difference = Math.abs(now - (time + (nominal - lastNominal)));
    jitter = (15 * jitter + difference) / 16;
    lastNominal = nominal;
    skew = nominal - elapsed;
    if (Math.abs(skew) > Math.abs(maxSkew)) maxSkew = skew;
    sumArrival += elapsed;
    sumNominal += nominal;
    sumArrivalSquared += elapsed * elapsed;
    sumArrivalNominal += elapsed * nominal;
    if (markerAndType[i]! < 128) {
      if (delta > maxDelta) {
        maxDelta = delta;
        maxDeltaPacket = a.packet[i]!;
      }
      if (minDelta === -1 || delta < minDelta) minDelta = delta;
      meanDelta = (meanDelta * (count - 1) + delta) / count;
      if (jitter > maxJitter) maxJitter = jitter;
      meanJitter = (meanJitter * (count - 1) + jitter) / count;
      if (minJitter === -1 || jitter < minJitter) minJitter = jitter;
    }
    time = now;
    last = sequence;
    count++;
  }
  if (i === from) return from;
  s[o + ws.count] = count;
  s[o + ws.lastSequence] = s[o + ws.stopSequence] = last;
  s[o + ws.time] = s[o + ws.end] = time;
  s[o + ws.lastNominal] = lastNominal;
  s[o + ws.jitter] = jitter;
  s[o + ws.delta] = delta;
  s[o + ws.skew] = skew;
  s[o + ws.maxSkew] = maxSkew;
  s[o + ws.minDelta] = minDelta;
  s[o + ws.meanDelta] = meanDelta;
  s[o + ws.maxDelta] = maxDelta;
  s[o + ws.maxDeltaPacket] = maxDeltaPacket;
  s[o + ws.minJitter] = minJitter;
  s[o + ws.meanJitter] = meanJitter;
  s[o + ws.maxJitter] = maxJitter;
  s[o + ws.sumArrival] = sumArrival;
  s[o + ws.sumNominal] = sumNominal;
  s[o + ws.sumArrivalSquared] = sumArrivalSquared;
  s[o + ws.sumArrivalNominal] = sumArrivalNominal;
  s[o + ws.flags] = markerAndType[i - 1]! > 127 ? wsFlag.marker : 0;
  return i;
}

/** Any packet, in Wireshark's own order of steps (semantics 1.4). */
function addAny(s: Float64Array, o: number, a: Arrivals, i: number): void {
  const now = a.now[i]!;
  const timestamp = a.timestamp[i]!;
  const sequence = a.sequence[i]!;
  const markerAndType = a.markerAndType[i]!;
  const clock = a.clock[i]!;
  const count = s[o + ws.count]!;
  s[o + ws.end] = now;
  if (count === 0) {
    open(s, o, a, i);
    return;
  }
  const firstTimestamp = s[o + ws.firstTimestamp]!;
  const ahead = timestamp >= firstTimestamp ? timestamp - firstTimestamp : 0xffffffff - firstTimestamp + timestamp;
  const inSequence = ahead < 0x80000000;
  let flags = inSequence ? 0 : wsFlag.wrongTimestamp;
  const startSequence = s[o + ws.startSequence]!;
  const last = s[o + ws.lastSequence]!;
  if (inSequence) {
    if (s[o + ws.under]! === 0) {
      if (sequence < startSequence || (sequence === 0 && s[o + ws.stopSequence]! === 65535)) {
        s[o + ws.cycles]!++;
        s[o + ws.under] = 1;
      }
    } else if (sequence > startSequence) s[o + ws.under] = 0;
    if (last + 1 === sequence || (last === 65535 && sequence === 0)) s[o + ws.lastSequence] = sequence;
    else if (last + 1 < sequence || last - sequence > 0xff00) {
      s[o + ws.lastSequence] = sequence;
      flags |= wsFlag.wrongSequence;
    } else flags |= wsFlag.wrongSequence;
  } else if (last + 1 > sequence) flags |= wsFlag.wrongSequence;
  if ((flags & wsFlag.wrongSequence) !== 0) s[o + ws.sequenceErrors]!++;

  const type = markerAndType & 0x7f;
  const previousType = s[o + ws.payloadType]!;
  if (type === 13 || type === 19) flags |= wsFlag.comfortNoise;
  if (previousType !== type) {
    flags |= wsFlag.payloadChange;
    s[o + ws.payloadType] = type;
  }
  if (previousType === 13 || previousType === 19) flags |= wsFlag.followsComfortNoise;
  if (clock === eventClock) flags |= wsFlag.event;
  if (markerAndType > 127) flags |= wsFlag.marker;

  // below 1000 Hz Wireshark divides by zero and prints "inf": such a clock times nothing
  const isTimed = clock >= 1000;
  const time = s[o + ws.time]!;
  let jitter = s[o + ws.jitter]!;
  let delta = s[o + ws.delta]!;
  let current = 0;
  if (inSequence) {
    delta = now - time;
    s[o + ws.delta] = delta;
    if (isTimed) {
      const elapsed = now - s[o + ws.start]!;
      // the rate in whole kHz is Wireshark's own rounding: 11025 Hz counts as 11
      if (s[o + ws.clock]! !== clock) {
        s[o + ws.clock] = clock;
        s[o + ws.kilohertz] = Math.trunc(clock / 1000);
      }
      const nominal = ((timestamp - firstTimestamp) >>> 0) / s[o + ws.kilohertz]!;
      const difference = Math.abs(now - (time + (nominal - s[o + ws.lastNominal]!)));
      jitter = current = (15 * jitter + difference) / 16;
      s[o + ws.jitter] = jitter;
      s[o + ws.lastNominal] = nominal;
      const skew = nominal - elapsed;
      s[o + ws.skew] = skew;
      if (Math.abs(skew) > Math.abs(s[o + ws.maxSkew]!)) s[o + ws.maxSkew] = skew;
      s[o + ws.sumArrival]! += elapsed;
      s[o + ws.sumNominal]! += nominal;
      s[o + ws.sumArrivalSquared]! += elapsed * elapsed;
      s[o + ws.sumArrivalNominal]! += elapsed * nominal;
    }
    s[o + ws.time] = now;
  }
  if ((flags & irregular) === 0) {
    if (delta > s[o + ws.maxDelta]!) {
      s[o + ws.maxDelta] = delta;
      s[o + ws.maxDeltaPacket] = a.packet[i]!;
    }
    const minDelta = s[o + ws.minDelta]!;
    if (minDelta === -1 || delta < minDelta) s[o + ws.minDelta] = delta;
    s[o + ws.meanDelta] = (s[o + ws.meanDelta]! * (count - 1) + delta) / count;
    if (isTimed) {
      if (jitter > s[o + ws.maxJitter]!) s[o + ws.maxJitter] = jitter;
      s[o + ws.meanJitter] = (s[o + ws.meanJitter]! * (count - 1) + current) / count;
      const minJitter = s[o + ws.minJitter]!;
      if (minJitter === -1 || jitter < minJitter) s[o + ws.minJitter] = jitter;
    }
  }
  if ((flags & (wsFlag.wrongTimestamp | wsFlag.wrongSequence)) !== 0) s[o + ws.problem] = 1;
  s[o + ws.stopSequence] = sequence;
  s[o + ws.flags] = flags;
  s[o + ws.count] = count + 1;
}

function open(s: Float64Array, o: number, a: Arrivals, i: number): void {
  const markerAndType = a.markerAndType[i]!;
  s[o + ws.startSequence] = s[o + ws.stopSequence] = s[o + ws.lastSequence] = a.sequence[i]!;
  s[o + ws.start] = s[o + ws.time] = a.now[i]!;
  s[o + ws.firstTimestamp] = a.timestamp[i]!;
  s[o + ws.payloadType] = markerAndType & 0x7f;
  s[o + ws.minDelta] = s[o + ws.minJitter] = -1;
  s[o + ws.maxDeltaPacket] = -1;
  s[o + ws.flags] = wsFlag.first | (markerAndType > 127 ? wsFlag.marker : 0);
  s[o + ws.count] = 1;
}

/** The aggregates of semantics 1.5. -1 in minDelta and minJitter is Wireshark's own "no value". */
export interface WiresharkResult {
  readonly packets: number;
  readonly expected: number;
  readonly lost: number;
  readonly lostPercent: number;
  readonly sequenceErrors: number;
  readonly minDelta: Milliseconds;
  readonly meanDelta: Milliseconds;
  readonly maxDelta: Milliseconds;
  /** -1 when no packet had a positive delta */
  readonly maxDeltaPacket: PacketIndex;
  readonly minJitter: Milliseconds;
  readonly meanJitter: Milliseconds;
  readonly maxJitter: Milliseconds;
  readonly maxSkew: Milliseconds;
  readonly problem: boolean;
  /** first packet to last in-sequence packet */
  readonly duration: Milliseconds;
  readonly clockDrift: Milliseconds;
  readonly frequencyDriftHz: number;
  readonly frequencyDriftPercent: number;
  /** the last clock rate that counted, Hz; 0 when none did */
  readonly clockRate: number;
  /** when the first and the last packet of any kind came */
  readonly start: Milliseconds;
  readonly end: Milliseconds;
}

/** Reads the state at s[o, o + wsStride). */
export function wiresharkResult(s: Float64Array, o: number): WiresharkResult {
  const packets = s[o + ws.count]!;
  const expected = packets === 0 ? 0 : (s[o + ws.stopSequence]! + s[o + ws.cycles]! * 0x10000 - s[o + ws.startSequence]! + 1) >>> 0;
  const lost = (expected - packets) | 0;
  const duration = s[o + ws.time]! - s[o + ws.start]!;
  const slope = clockSlope(s, o, packets);
  const clockRate = s[o + ws.clock]!;
  return {
    packets,
    expected,
    lost,
    lostPercent: expected === 0 ? 0 : (lost * 100) / expected,
    sequenceErrors: s[o + ws.sequenceErrors]!,
    minDelta: s[o + ws.minDelta]!,
    meanDelta: s[o + ws.meanDelta]!,
    maxDelta: s[o + ws.maxDelta]!,
    maxDeltaPacket: packets === 0 ? -1 : s[o + ws.maxDeltaPacket]!,
    minJitter: s[o + ws.minJitter]!,
    meanJitter: s[o + ws.meanJitter]!,
    maxJitter: s[o + ws.maxJitter]!,
    maxSkew: s[o + ws.maxSkew]!,
    problem: s[o + ws.problem]! !== 0,
    duration,
    clockDrift: Number.isNaN(slope) ? 0 : duration * (slope - 1),
    // Wireshark squares the drift here: the slope is in the rate already
    frequencyDriftHz: Number.isNaN(slope) ? 0 : slope * Math.trunc(clockRate * slope),
    frequencyDriftPercent: Number.isNaN(slope) ? 0 : 100 * (slope - 1),
    clockRate,
    start: s[o + ws.start]!,
    end: s[o + ws.end]!,
  };
}

/** Media time per wall time by least squares, Wireshark's formula; NaN when there is none. */
function clockSlope(s: Float64Array, o: number, packets: number): number {
  const squared = s[o + ws.sumArrivalSquared]!;
  if (!(squared > 0)) return Number.NaN;
  const sum = s[o + ws.sumArrival]!;
  const divisor = packets * squared - sum * sum;
  return divisor === 0 ? Number.NaN : (packets * s[o + ws.sumArrivalNominal]! - sum * s[o + ws.sumNominal]!) / divisor;
}
