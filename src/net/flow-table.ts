/**
 * Keys of four 32-bit words to dense ids from 0, by open addressing with linear probing over typed arrays (load at most a
 * half). Ids are stable; a new key gets the id equal to the old `count`, so a caller sees `id >= known` for a first packet.
 */

export class FlowTable {
  count = 0;
  #capacity: number;
  #mask: number;
  #slots: Int32Array;
  #keys: Int32Array;

  /** @param capacity where the table starts; it doubles when full. */
  constructor(capacity = 1024) {
    let size = 16;
    while (size < capacity) size *= 2;
    this.#capacity = size;
    this.#mask = size * 2 - 1;
    this.#slots = new Int32Array(size * 2).fill(-1);
    this.#keys = new Int32Array(size * 4);
  }

  /** The id of a key, new when it was not seen before. Words are taken modulo 2^32. */
  id(a: number, b: number, c: number, d: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    const mask = this.#mask;
    a |= 0;
    b |= 0;
    c |= 0;
    d |= 0;
    let slot = hashOf(a, b, c, d) & mask;
    for (;;) {
      const id = slots[slot]!;
      if (id < 0) return this.#add(slot, a, b, c, d);
      const at = id << 2;
      if (keys[at + 3] === d && keys[at + 2] === c && keys[at] === a && keys[at + 1] === b) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** The id of a key, or -1 when it was never added. */
  find(a: number, b: number, c: number, d: number): number {
    a |= 0;
    b |= 0;
    c |= 0;
    d |= 0;
    const keys = this.#keys;
    for (let slot = hashOf(a, b, c, d) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const id = this.#slots[slot]!;
      if (id < 0) return -1;
      const at = id << 2;
      if (keys[at + 3] === d && keys[at + 2] === c && keys[at] === a && keys[at + 1] === b) return id;
    }
  }

  /** Word 0 to 3 of an id's key, unsigned. */
  word(id: number, index: number): number {
    return this.#keys[(id << 2) + index]! >>> 0;
  }

  #add(slot: number, a: number, b: number, c: number, d: number): number {
    if (this.count === this.#capacity) slot = this.#grow(a, b, c, d);
    const id = this.count++;
    const at = id << 2;
    this.#slots[slot] = id;
    this.#keys[at] = a;
    this.#keys[at + 1] = b;
    this.#keys[at + 2] = c;
    this.#keys[at + 3] = d;
    return id;
  }

  /** Doubles the table; returns the free slot of the key that is to be added. */
  #grow(a: number, b: number, c: number, d: number): number {
    const capacity = this.#capacity * 2;
    const mask = capacity * 2 - 1;
    const slots = new Int32Array(capacity * 2).fill(-1);
    const keys = new Int32Array(capacity * 4);
    keys.set(this.#keys);
    for (let id = 0; id < this.count; id++) {
      const at = id << 2;
      let slot = hashOf(keys[at]!, keys[at + 1]!, keys[at + 2]!, keys[at + 3]!) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#capacity = capacity;
    this.#mask = mask;
    this.#slots = slots;
    this.#keys = keys;
    let slot = hashOf(a, b, c, d) & mask;
    while (slots[slot]! >= 0) slot = (slot + 1) & mask;
    return slot;
  }
}

function hashOf(a: number, b: number, c: number, d: number): number {
  let hash = a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}
