/**
 * One direction of a T.38 session put in order (ITU-T T.38 section 9.1, semantics 10.1): repeats told once, what was lost
 * taken from the secondary packets that follow it, else from parity over its neighbours; what nothing brings back is lost.
 */
import { serialDelta16 } from '../base/serial.ts';
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import { parseUdptl, type Udptl } from './udptl.ts';

export interface FaxPacket {
  readonly packet: PacketIndex;
  readonly time: Nanoseconds;
  /** the whole UDPTL packet */
  readonly octets: Uint8Array;
}

/** An IFP packet in its place. */
export interface OrderedIfp {
  /** extended sequence number */
  readonly sequence: number;
  /** of the packet it came in: its own, or the one that brought it back */
  readonly packet: PacketIndex;
  readonly time: Nanoseconds;
  readonly octets: Uint8Array;
  /** 0 its own packet, n the n-th packet after it, −1 parity */
  readonly depth: number;
}

export interface OrderedDirection {
  readonly messages: readonly OrderedIfp[];
  /** packets that could be read, and those among them that repeat a sequence number */
  readonly packets: number;
  readonly repeats: number;
  readonly malformed: number;
  /** packets that never came: brought back by secondaries or parity, and not */
  readonly recovered: number;
  readonly lost: number;
  /** [first missing extended sequence number, how many] */
  readonly lossRuns: readonly (readonly [number, number])[];
  /** secondaries a packet carries at most, and how far back one was needed */
  readonly depthOffered: number;
  readonly depthUsed: number;
  readonly isFec: boolean;
}

interface Parity {
  readonly sequence: number;
  readonly packet: PacketIndex;
  readonly time: Nanoseconds;
  readonly octets: Uint8Array;
  readonly udptl: Udptl;
}

/** A gap this long is another session, not loss. */
const MOST_GAP = 512;

/** Packets in order of arrival. */
export function orderDirection(packets: readonly FaxPacket[]): OrderedDirection {
  const bySequence = new Map<number, OrderedIfp>();
  const carriers: Parity[] = [];
  let repeats = 0;
  let malformed = 0;
  let depthOffered = 0;
  let isFec = false;
  let highest = Number.NaN;
  for (const { packet, time, octets } of packets) {
    const udptl = parseUdptl(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length);
    if (udptl === undefined || udptl.problem === 'udptl.primary-cut') {
      malformed++;
      continue;
    }
    const sequence = Number.isNaN(highest) ? udptl.sequence : highest + serialDelta16(udptl.sequence, highest & 0xffff);
    if (bySequence.has(sequence)) {
      repeats++;
      continue;
    }
    highest = Number.isNaN(highest) ? sequence : Math.max(highest, sequence);
    bySequence.set(sequence, { sequence, packet, time, octets: octets.subarray(udptl.primary.at, udptl.primary.end), depth: 0 });
    depthOffered = Math.max(depthOffered, udptl.secondaries.length, udptl.fec.length);
    if (udptl.recovery === 'fec') isFec = true;
    if (udptl.secondaries.length > 0 || udptl.fec.length > 0) carriers.push({ sequence, packet, time, octets, udptl });
  }
  const arrived = bySequence.size;
  const depthUsed = takeSecondaries(bySequence, carriers);
  takeParities(bySequence, carriers);
  const messages = [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
  const lossRuns = gapsOf(messages);
  return {
    messages,
    packets: packets.length - malformed,
    repeats,
    malformed,
    recovered: messages.length - arrived,
    lost: lossRuns.reduce((sum, [, count]) => sum + count, 0),
    lossRuns,
    depthOffered,
    depthUsed,
    isFec,
  };
}

/** @returns how far back a secondary was needed */
function takeSecondaries(bySequence: Map<number, OrderedIfp>, carriers: readonly Parity[]): number {
  const lowest = Math.min(...bySequence.keys());
  let deepest = 0;
  for (const { sequence, packet, time, octets, udptl } of carriers) {
    for (const [i, { at, end }] of udptl.secondaries.entries()) {
      const missing = sequence - 1 - i;
      if (missing < lowest || bySequence.has(missing) || end === at) continue;
      bySequence.set(missing, { sequence: missing, packet, time, octets: octets.subarray(at, end), depth: i + 1 });
      deepest = Math.max(deepest, i + 1);
    }
  }
  return deepest;
}

/**
 * Parity m of n in packet s, of span p, is the sum of packets s + m − p·n, s + m − (p−1)·n, … s + m − n: one of them missing
 * is the difference to the others. Goes on as long as one repair makes another possible.
 */
function takeParities(bySequence: Map<number, OrderedIfp>, carriers: readonly Parity[]): void {
  const lowest = Math.min(...bySequence.keys());
  for (let repaired = true; repaired; ) {
    repaired = false;
    for (const carrier of carriers) {
      const { fec, fecSpan } = carrier.udptl;
      for (const [m, { at, end }] of fec.entries()) {
        let missing = Number.NaN;
        let holes = 0;
        const sum = carrier.octets.slice(at, end);
        for (let j = 1; j <= fecSpan; j++) {
          const sequence = carrier.sequence + m - j * fec.length;
          const known = bySequence.get(sequence);
          if (known === undefined) {
            holes++;
            missing = sequence;
          } else for (let i = 0; i < Math.min(sum.length, known.octets.length); i++) sum[i]! ^= known.octets[i]!;
        }
        if (holes !== 1 || missing < lowest || sum.length === 0) continue;
        bySequence.set(missing, { sequence: missing, packet: carrier.packet, time: carrier.time, octets: sum, depth: -1 });
        repaired = true;
      }
    }
  }
}

function gapsOf(messages: readonly OrderedIfp[]): (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  for (let i = 1; i < messages.length; i++) {
    const missing = messages[i]!.sequence - messages[i - 1]!.sequence - 1;
    if (missing > 0 && missing < MOST_GAP) runs.push([messages[i - 1]!.sequence + 1, missing]);
  }
  return runs;
}
