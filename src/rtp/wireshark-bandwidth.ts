/**
 * Wireshark's bandwidth over the last second, in its own ring of 300 entries (semantics 1.4.6): above 300 packets per
 * second the ring overwrites what it has not subtracted yet, and the numbers are wrong exactly as Wireshark's are.
 */
import type { Milliseconds } from '../base/units.ts';

const SLOTS = 300;

export class WiresharkBandwidth {
  readonly #time = new Float64Array(SLOTS);
  readonly #octets = new Float64Array(SLOTS);
  #head = 0;
  #tail = 0;
  #sum = 0;
  #empty = true;

  /** Adds a packet and gives kbit/s of the second that ends with it. */
  push(now: Milliseconds, octets: number): number {
    this.#time[this.#head] = now;
    this.#octets[this.#head] = octets;
    // the entry just stored has time `now`, so this ends
    while (!this.#empty && this.#time[this.#tail]! + 1000 < now) {
      this.#sum = (this.#sum - this.#octets[this.#tail]!) >>> 0;
      this.#tail = (this.#tail + 1) % SLOTS;
    }
    this.#empty = false;
    this.#sum = (this.#sum + octets) >>> 0;
    this.#head = (this.#head + 1) % SLOTS;
    return (this.#sum * 8) / 1000;
  }
}
