/** Look-ups of names in the capture (RFC 1035, RFC 3263), one entry a name and type: whether any answer came, and which. Bounded. */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';

const NAMES_KEPT = 5000;
const PACKETS_KEPT = 20;

export interface Lookup {
  readonly name: string;
  readonly type: string;
  asked: number;
  last: Nanoseconds;
  /** a right answer with records, ever */
  isFound: boolean;
  /** RCODE of the newest answer, -1 none came */
  code: number;
  readonly packets: PacketIndex[];
}

export class NameLookups {
  readonly #entries = new Map<string, Lookup>();

  /** In order of first sight. */
  get entries(): IterableIterator<Lookup> {
    return this.#entries.values();
  }

  /** @param code RCODE of an answer, -1 for a question */
  note(name: string, type: string, code: number, answers: number, packet: PacketIndex, time: Nanoseconds): void {
    const key = `${type} ${name}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      if (this.#entries.size === NAMES_KEPT) return;
      this.#entries.set(key, (entry = { name, type, asked: 0, last: time, isFound: false, code: -1, packets: [] }));
    }
    entry.last = time;
    if (code < 0) entry.asked++;
    else entry.code = code;
    if (code === 0 && answers > 0) entry.isFound = true;
    if (entry.packets.length < PACKETS_KEPT) entry.packets.push(packet);
  }
}
