/**
 * Octets to small dense ids, without making strings: open addressing over an Int32Array, octets compared in place in
 * one arena. Equal octets give equal ids; ids count from 0 in order of first sight. The arena only grows.
 */

/** words of an entry: where its octets are in the arena, how many, their hash; a fourth keeps entries within a cache line */
const STRIDE = 4;
const START = 0, LENGTH = 1, HASH = 2;

export class Interner {
  #arena: Uint8Array;
  #arenaEnd = 0;
  #entries: Int32Array;
  #slots: Int32Array;
  #count = 0;

  constructor(capacity = 256) {
    let size = 16;
    while (size < capacity) size *= 2;
    this.#arena = new Uint8Array(size * 32);
    this.#entries = new Int32Array(size * STRIDE);
    this.#slots = new Int32Array(size * 2).fill(-1);
  }

  get count(): number {
    return this.#count;
  }

  /** The id of octets[at, end); a new id (equal to the old `count`) when they were not seen before. */
  intern(octets: Uint8Array, at: number, end: number): number {
    const hash = hashOctets(octets, at, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = this.#slots[slot]!;
      if (id < 0) return this.#add(slot, hash, octets, at, end);
      if (this.#entries[id * STRIDE + HASH] === hash && this.equals(id, octets, at, end)) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** The id of octets[at, end), or -1 when they were never interned. */
  find(octets: Uint8Array, at: number, end: number): number {
    const hash = hashOctets(octets, at, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id < 0) return -1;
      if (this.#entries[id * STRIDE + HASH] === hash && this.equals(id, octets, at, end)) return id;
    }
  }

  /** The octets of an id, borrowed: valid until the next intern(). */
  octets(id: number): Uint8Array {
    const start = this.#entries[id * STRIDE + START]! >>> 0;
    return this.#arena.subarray(start, start + this.#entries[id * STRIDE + LENGTH]!);
  }

  /** True when the octets of an id are octets[at, end): cheaper than intern() where one answer is likely. */
  equals(id: number, octets: Uint8Array, at: number, end: number): boolean {
    const length = end - at;
    if (this.#entries[id * STRIDE + LENGTH] !== length) return false;
    const arena = this.#arena;
    const start = this.#entries[id * STRIDE + START]! >>> 0;
    for (let i = 0; i < length; i++) if (arena[start + i] !== octets[at + i]) return false;
    return true;
  }

  #add(slot: number, hash: number, octets: Uint8Array, at: number, end: number): number {
    const id = this.#count++;
    const length = end - at;
    if (this.#arenaEnd + length > this.#arena.length) {
      let size = this.#arena.length * 2;
      while (size < this.#arenaEnd + length) size *= 2;
      const grown = new Uint8Array(size);
      grown.set(this.#arena);
      this.#arena = grown;
    }
    for (let i = 0; i < length; i++) this.#arena[this.#arenaEnd + i] = octets[at + i]!;
    this.#entries[id * STRIDE + START] = this.#arenaEnd;
    this.#entries[id * STRIDE + LENGTH] = length;
    this.#entries[id * STRIDE + HASH] = hash;
    this.#arenaEnd += length;
    this.#slots[slot] = id;
    if (this.#count * STRIDE === this.#entries.length) this.#grow();
    return id;
  }

  #grow(): void {
    const entries = new Int32Array(this.#entries.length * 2);
    entries.set(this.#entries);
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let slot = entries[id * STRIDE + HASH]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#entries = entries;
    this.#slots = slots;
  }
}

/**
 * A 32-bit hash of octets[at, end). Equal octets hash equal; it is not a secret hash. Four octets a step: a chain of one
 * multiplication per octet took three times as long.
 */
export function hashOctets(octets: Uint8Array, at: number, end: number): number {
  let hash = Math.imul(end - at, 0x9e3779b1);
  let i = at;
  for (; i + 4 <= end; i += 4) {
    hash = Math.imul(hash ^ (octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24)), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ octets[i]!, 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
