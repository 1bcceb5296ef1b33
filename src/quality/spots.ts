/** Places of one kind in a stream: how many, the worst, and the first few as proof. */
import type { PacketIndex } from '../base/units.ts';

const KEPT = 10;

export interface Spots {
  count: number;
  /** the largest value, in the unit of what is counted */
  worst: number;
  worstAt: PacketIndex;
  readonly at: PacketIndex[];
}

export function createSpots(): Spots {
  return { count: 0, worst: 0, worstAt: -1, at: [] };
}

const none: Spots = { count: 0, worst: 0, worstAt: -1, at: [] };

/** As it is kept: one shared record for all that have none. */
export function settled(spots: Spots): Spots {
  return spots.count === 0 ? none : spots;
}

export function note(spots: Spots, packet: PacketIndex, value: number): void {
  spots.count++;
  if (spots.at.length < KEPT) spots.at.push(packet);
  if (value <= spots.worst) return;
  spots.worst = value;
  spots.worstAt = packet;
}
