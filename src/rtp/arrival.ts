/**
 * One packet on its way into the statistics, as numbers in one small Float64Array that is used again for every packet:
 * a double that is passed as an argument costs an allocation wherever the engine does not inline, a slot costs nothing.
 */

export const arrival = {
  /** milliseconds by splitMilliseconds */
  now: 0,
  timestamp: 1,
  sequence: 2,
  markerAndType: 3,
  /** Hz, 0 unknown, eventClock */
  clock: 4,
  /** packet index */
  packet: 5,
} as const;

export type Arrival = Float64Array;

export function createArrival(): Arrival {
  return new Float64Array(6);
}
