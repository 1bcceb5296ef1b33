/**
 * Four unsigned 32-bit words to a dense id, by open addressing with linear probing at a load of at most one half. Equal
 * words give equal ids; ids count from 0 in order of first sight and stay. Nothing is allocated by a look-up.
 */

export class KeyTable {
  /** How many ids there are. */
  count = 0;
  /** The words of id i are words[4i … 4i + 3]. */
  words: Uint32Array;
  /** the same words signed: comparing integers is cheaper than comparing what may be above 2^31 */
  #signed: Int32Array;
  #slots: Int32Array;

  constructor(capacity = 256) {
    let size = 16;
    while (size < capacity) size *= 2;
    this.words = new Uint32Array(size * 4);
    this.#signed = new Int32Array(this.words.buffer);
    this.#slots = new Int32Array(size * 2).fill(-1);
  }

  /** The id of the four words, or -1. Each must be an unsigned 32-bit number. */
  find(a: number, b: number, c: number, d: number): number {
    const slots = this.#slots;
    const words = this.#signed;
    const mask = slots.length - 1;
    const [a0, b0, c0, d0] = [a | 0, b | 0, c | 0, d | 0];
    for (let slot = hash4(a0, b0, c0, d0) & mask; ; slot = (slot + 1) & mask) {
      const id = slots[slot]!;
      if (id < 0) return -1;
      const at = id << 2;
      if (words[at + 3] === d0 && words[at + 2] === c0 && words[at] === a0 && words[at + 1] === b0) return id;
    }
  }

  /** The id of the four words; new words get the old `count`. */
  add(a: number, b: number, c: number, d: number): number {
    const known = this.find(a, b, c, d);
    if (known >= 0) return known;
    if (this.count << 2 === this.words.length) this.#grow();
    const id = this.count++;
    this.words.set([a, b, c, d], id << 2);
    this.#insert(id);
    return id;
  }

  #insert(id: number): void {
    const at = id << 2;
    const mask = this.#slots.length - 1;
    let slot = hash4(this.words[at]!, this.words[at + 1]!, this.words[at + 2]!, this.words[at + 3]!) & mask;
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = id;
  }

  #grow(): void {
    const words = new Uint32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    this.#signed = new Int32Array(words.buffer);
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let id = 0; id < this.count; id++) this.#insert(id);
  }
}

/** A 32-bit mix of four words. */
export function hash4(a: number, b: number, c: number, d: number): number {
  const hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35), 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}
