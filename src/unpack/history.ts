/** What a decoder wrote, as far back as it may refer to. Grows with what is written, up to its reach and some slack. */

const SLACK = 4_194_304;

export class History {
  octets: Uint8Array = new Uint8Array(65_536);
  /** where the next octet goes; everything before it may be referred to */
  at = 0;
  #reach: number;

  /** @param reach octets back that must stay */
  constructor(reach: number) {
    this.#reach = reach;
  }

  /** Forgets what was written, and keeps the memory: a file of many tiny frames must not ask for it again with each. */
  restart(reach: number): void {
    this.#reach = reach;
    this.at = 0;
  }

  /** Makes room for `length` octets from `at` on. Moves what is kept: positions taken before are void. */
  reserve(length: number): void {
    if (this.at + length <= this.octets.length) return;
    const kept = Math.min(this.at, this.#reach);
    const most = this.#reach + Math.max(length, SLACK);
    if (this.octets.length < most) {
      const grown = new Uint8Array(Math.min(most, Math.max(2 * this.octets.length, kept + length)));
      grown.set(this.octets.subarray(this.at - kept, this.at));
      this.octets = grown;
    } else this.octets.copyWithin(0, this.at - kept, this.at);
    this.at = kept;
  }

  /** Writes `length` octets that stand `distance` back, which may overlap what is written; room and distance must be there. */
  repeat(distance: number, length: number): void {
    const { octets, at } = this;
    const from = at - distance;
    if (distance >= length) octets.copyWithin(at, from, from + length);
    else for (let i = 0; i < length; i++) octets[at + i] = octets[from + i]!;
    this.at = at + length;
  }
}
