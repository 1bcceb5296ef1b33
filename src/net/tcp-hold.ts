/** Keeps a copy of a segment that came too early, in order and without overlaps: octets held before stand. */
import { serialDelta32 } from '../base/serial.ts';
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import type { TcpFlow } from './tcp-flow.ts';

/** octets counted for a held segment besides its own: bounds how many tiny ones there can be */
export const HELD_OVERHEAD = 100;

/** Puts what is new of the segment into flow.held; true when an overlap says something else than what is held. */
export function hold(
  flow: TcpFlow,
  octets: Uint8Array,
  at: number,
  sequence: number,
  length: number,
  cut: number,
  packet: PacketIndex,
  time: Nanoseconds,
): boolean {
  const held = flow.held;
  let differs = false;
  let from = 0;
  let index = held.length;
  while (index > 0 && serialDelta32(held[index - 1]!.sequence, sequence) > 0) index--;
  if (index > 0) {
    const previous = held[index - 1]!;
    const start = serialDelta32(sequence, previous.sequence);
    const overlap = Math.min(previous.octets.length - start, length);
    if (overlap > 0) {
      differs = !isSame(previous.octets, start, octets, at, overlap);
      from = overlap;
    }
  }
  while (from < length) {
    const next = held[index];
    const nextAt = next === undefined ? length : Math.min(length, serialDelta32(next.sequence, sequence));
    if (nextAt > from) {
      const piece = octets.slice(at + from, at + nextAt);
      held.splice(index++, 0, { sequence: (sequence + from) >>> 0, octets: piece, cut: nextAt === length ? cut : 0, packet, time });
      flow.heldOctets += piece.length + HELD_OVERHEAD;
      from = nextAt;
    }
    if (next === undefined || from >= length) break;
    const overlap = Math.min(next.octets.length, length - from);
    if (!isSame(next.octets, 0, octets, at + from, overlap)) differs = true;
    from += overlap;
    index++;
  }
  return differs;
}

function isSame(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}
