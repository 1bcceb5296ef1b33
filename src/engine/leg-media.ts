/**
 * RTP on two legs (semantics 6.1, bridging): the same sequence numbers and timestamps, told from the columns; or the same payload
 * under other numbers, told from a few packets read again from the file. Gives what links the legs and what the box added in time.
 */
import { hashOctets } from '../base/intern.ts';
import type { Nanoseconds, StreamIndex } from '../base/units.ts';
import { Bit } from '../calls/legs/evidence.ts';
import { KeyJoin } from '../calls/legs/key-join.ts';
import type { LegPairs } from '../calls/legs/leg-pairs.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { readPayloads } from './audio-payloads.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';

/** packets from one leg to the other take no longer than this, and legs are not earlier than each other */
const APART: Nanoseconds = 0.5e9;
/** streams alike that still say something: generators send everyone the same */
const MOST_ALIKE = 8;
/** packets between the first ones seen of two streams of one sound */
const HEAD = 100;
const MOST_TICKS = 5760;

export interface StreamMatch {
  readonly by: 'numbers' | 'payload';
  readonly matched: number;
  /** of each packet found on both: second minus first */
  readonly delays: Float64Array;
  readonly missing: number | undefined;
}

/** Notes pairs of calls that carry the same sound under the same numbers: joined by SSRC, and by number and timestamp together. */
export function linkByRtpNumbers(session: Session, pairs: LegPairs): void {
  const { streams, packets } = session.tables;
  if (streams.count < 2) return;
  const bySource = new KeyJoin(streams.count);
  const byNumbers = new KeyJoin(streams.count);
  for (let stream = 0; stream < streams.count; stream++) {
    const first = streams.firstPacket(stream);
    bySource.add(streams.ssrc(stream), 1, stream);
    // constant along a stream of 20 ms packets at 8 kHz without silence: no accident in 32 bits
    byNumbers.add((packets.rtpTimestamp(first) - 160 * packets.sequence(first)) | 0, 2, stream);
  }
  for (let stream = 0; stream < streams.count; stream++) {
    for (const join of [bySource, byNumbers]) {
      if (join.sharing(stream) < 2 || join.sharing(stream) > MOST_ALIKE) continue;
      for (let other = join.older(stream); other >= 0; other = join.older(other)) addIfSame(session, pairs, other, stream);
    }
  }
}

function addIfSame(session: Session, pairs: LegPairs, one: StreamIndex, other: StreamIndex): void {
  const { bindings } = session;
  const first = bindings.of(one);
  const second = bindings.of(other);
  if (first === undefined || second === undefined || first.call === second.call || first.direction !== second.direction) return;
  if (runsAlike(session, one, other)) pairs.addIfPlausible(first.call, second.call, Bit.rtpNumbers);
}

/** The first packets of both are places of one run of numbers, at about the same time. */
function runsAlike(session: Session, one: StreamIndex, other: StreamIndex): boolean {
  const { streams, packets } = session.tables;
  const [first, second] = [streams.firstPacket(one), streams.firstPacket(other)];
  const steps = ((packets.sequence(second) - packets.sequence(first)) << 16) >> 16;
  const ticks = (packets.rtpTimestamp(second) - packets.rtpTimestamp(first)) | 0;
  const apart = Math.abs(packets.time(second) - packets.time(first));
  if (steps === 0) return ticks === 0 && apart <= APART;
  const step = ticks / steps;
  return Math.abs(steps) <= HEAD && Number.isInteger(step) && step > 0 && step <= MOST_TICKS && apart <= APART + Math.abs(steps) * 0.06e9;
}

/** Compares two streams of one direction, packet by packet. Undefined when they have nothing in common. */
export async function matchStreams(session: Session, one: StreamIndex, other: StreamIndex): Promise<StreamMatch | undefined> {
  const { streams, packets } = session.tables;
  const first = gatherStream(packets, streams, one);
  const second = gatherStream(packets, streams, other);
  return matchNumbers(first, second) ?? (await matchPayload(session, first, second));
}

function matchNumbers(first: StreamPackets, second: StreamPackets): StreamMatch | undefined {
  const seen = new Map<number, number>();
  for (let i = first.count - 1; i >= 0; i--) seen.set(first.timestamp[i]! * 0x10000 + first.sequence[i]!, i);
  const delays: number[] = [];
  const found = new Set<number>();
  for (let i = 0; i < second.count; i++) {
    const at = seen.get(second.timestamp[i]! * 0x10000 + second.sequence[i]!);
    if (at === undefined || found.has(at)) continue;
    const delay = second.time[i]! - first.time[at]!;
    if (Math.abs(delay) > APART) continue;
    found.add(at);
    delays.push(delay);
  }
  if (delays.length < 8 || delays.length * 2 < Math.min(first.count, second.count)) return undefined;
  const from = second.time[0]! - APART;
  const to = second.time[second.count - 1]!;
  let missing = 0;
  for (let i = 0; i < first.count; i++) if (first.time[i]! >= from + APART && first.time[i]! <= to - APART && !found.has(i)) missing++;
  return { by: 'numbers', matched: delays.length, delays: Float64Array.from(delays), missing };
}

/** packets of one sample, samples, and how many must be found again */
const SAMPLE = 40;
const LEAST_FOUND = 5;

/** Looks for the payload of some packets of one stream among those of the other that were sent about then. */
async function matchPayload(session: Session, first: StreamPackets, second: StreamPackets): Promise<StreamMatch | undefined> {
  const from = Math.max(first.time[0] ?? Infinity, second.time[0] ?? Infinity);
  const to = Math.min(first.time[first.count - 1] ?? -Infinity, second.time[second.count - 1] ?? -Infinity);
  if (!(to - from > APART)) return undefined;
  const delays: number[] = [];
  let told = 0;
  for (const share of [0.2, 0.6]) {
    const middle = from + (to - from) * share;
    const begin = lowerBound(first, middle);
    const sample = await payloadHashes(session, first, begin, Math.min(first.count, begin + SAMPLE));
    const end = Math.min(first.count, begin + SAMPLE) - 1;
    const others = await payloadHashes(session, second, lowerBound(second, middle - APART), lowerBound(second, (first.time[end] ?? middle) + APART));
    for (const [hash, at] of sample) {
      if (at < 0) continue;
      told++;
      const found = others.get(hash) ?? -1;
      if (found >= 0) delays.push(second.time[found]! - first.time[at]!);
    }
  }
  if (delays.length < LEAST_FOUND || delays.length * 2 < told || !isSteady(delays)) return undefined;
  return { by: 'payload', matched: delays.length, delays: Float64Array.from(delays), missing: undefined };
}

/** Half of the delays lie within 40 ms: chance does not. */
function isSteady(delays: readonly number[]): boolean {
  const sorted = [...delays].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.75)]! - sorted[Math.floor(sorted.length * 0.25)]! <= 0.04e9;
}

/** By hash of the payload: the row; -1 for what occurs twice. Silence and steady tones tell nothing and are left out. */
async function payloadHashes(session: Session, packets: StreamPackets, from: number, to: number): Promise<Map<number, number>> {
  const rows = new Map<number, number>();
  if (to <= from) return rows;
  await readPayloads(session.tables, packets.packet.subarray(from, to), (index, octets, at, end) => {
    if (end - at < 8 || isFlat(octets, at, end)) return;
    const hash = hashOctets(octets, at, end);
    rows.set(hash, rows.has(hash) ? -1 : from + index);
  });
  return rows;
}

function isFlat(octets: Uint8Array, at: number, end: number): boolean {
  let changes = 0;
  for (let i = at + 1; i < end; i++) if (octets[i] !== octets[i - 1]) changes++;
  return changes < 4;
}

function lowerBound(packets: StreamPackets, time: Nanoseconds): number {
  let low = 0;
  let high = packets.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (packets.time[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
