/**
 * Octets of one message put together from pieces that came in several packets, and which packets those were. Counted against
 * the memory that all streams together may hold.
 */
import type { PacketIndex } from '../base/units.ts';
import type { FramedMessage, FramingBudget } from '../sip/framing.ts';
import { NOWHERE } from './stream-reader.ts';

const SMALLEST = 1024;

export class Gathered {
  length = 0;
  readonly #budget: FramingBudget;
  #octets = new Uint8Array(0);
  #packets: PacketIndex[] = [];

  constructor(budget: FramingBudget) {
    this.#budget = budget;
  }

  /** Room for `count` octets that came in `packet`: where to write them in `octets`; -1 when all streams hold too much. */
  reserve(count: number, packet: PacketIndex): number {
    if (this.#budget.used + count > this.#budget.limit) return -1;
    const at = this.length;
    if (at + count > this.#octets.length) {
      const grown = new Uint8Array(Math.max(SMALLEST, at + count, this.#octets.length * 2));
      grown.set(this.#octets.subarray(0, at));
      this.#octets = grown;
    }
    this.#budget.used += count;
    this.length = at + count;
    this.came(packet);
    return at;
  }

  /** The packet has part in the message, octets of it or not. */
  came(packet: PacketIndex): void {
    if (this.#packets.at(-1) !== packet) this.#packets.push(packet);
  }

  get octets(): Uint8Array {
    return this.#octets;
  }

  get packets(): readonly PacketIndex[] {
    return this.#packets;
  }

  /** What was gathered as a message that stands nowhere in the file; `octets` when something else was made of it. */
  framed(octets: Uint8Array = this.#octets, end: number = this.length): FramedMessage {
    const packets = this.#packets;
    return { octets, at: 0, end, whole: packets.length === 1, packet: packets.at(-1)!, firstPacket: packets[0]!, offset: NOWHERE, packets, problems: 0 };
  }

  clear(): void {
    this.#budget.used -= this.length;
    this.length = 0;
    this.#octets = new Uint8Array(0);
    this.#packets = [];
  }
}
