/**
 * Packets on their way into the statistics, as columns of one stream in order of arrival. The statistics take a run of them
 * at once: the state of a stream is then held in registers for the run instead of being loaded and stored for every packet,
 * which more than halves their cost.
 */

export class Arrivals {
  /** milliseconds by splitMilliseconds */
  readonly now: Float64Array;
  readonly timestamp: Uint32Array;
  readonly sequence: Uint16Array;
  readonly markerAndType: Uint8Array;
  /** Hz, 0 unknown, eventClock */
  readonly clock: Int32Array;
  /** packet index */
  readonly packet: Uint32Array;

  /** @param capacity packets it holds */
  constructor(capacity: number) {
    this.now = new Float64Array(capacity);
    this.timestamp = new Uint32Array(capacity);
    this.sequence = new Uint16Array(capacity);
    this.markerAndType = new Uint8Array(capacity);
    this.clock = new Int32Array(capacity);
    this.packet = new Uint32Array(capacity);
  }

  set(i: number, now: number, timestamp: number, sequence: number, markerAndType: number, clock: number, packet: number): void {
    this.now[i] = now;
    this.timestamp[i] = timestamp;
    this.sequence[i] = sequence;
    this.markerAndType[i] = markerAndType;
    this.clock[i] = clock;
    this.packet[i] = packet;
  }
}
