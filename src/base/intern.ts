/**
 * Octets to small dense ids, without making strings: open addressing over an Int32Array, octets compared in place in
 * one arena. Equal octets give equal ids; ids count from 0 in order of first sight. The arena only grows.
 */

export class Interner {
  #arena: Uint8Array;
  #arenaEnd = 0;
  #start: Float64Array;
  #length: Int32Array;
  #hash: Int32Array;
  #slots: Int32Array;
  #count = 0;

  constructor(capacity = 256) {
    let size = 16;
    while (size < capacity) size *= 2;
    this.#arena = new Uint8Array(size * 32);
    this.#start = new Float64Array(size);
    this.#length = new Int32Array(size);
    this.#hash = new Int32Array(size);
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
      if (this.#hash[id] === hash && this.#equals(id, octets, at, end)) return id;
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
      if (this.#hash[id] === hash && this.#equals(id, octets, at, end)) return id;
    }
  }

  /** The octets of an id, borrowed: valid until the next intern(). */
  octets(id: number): Uint8Array {
    const start = this.#start[id]!;
    return this.#arena.subarray(start, start + this.#length[id]!);
  }

  #equals(id: number, octets: Uint8Array, at: number, end: number): boolean {
    const length = end - at;
    if (this.#length[id] !== length) return false;
    const arena = this.#arena;
    const start = this.#start[id]!;
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
    this.#start[id] = this.#arenaEnd;
    this.#length[id] = length;
    this.#hash[id] = hash;
    this.#arenaEnd += length;
    this.#slots[slot] = id;
    if (this.#count === this.#start.length) this.#grow();
    return id;
  }

  #grow(): void {
    const size = this.#start.length * 2;
    const start = new Float64Array(size);
    start.set(this.#start);
    const length = new Int32Array(size);
    length.set(this.#length);
    const hash = new Int32Array(size);
    hash.set(this.#hash);
    const slots = new Int32Array(size * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let slot = hash[id]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#start = start;
    this.#length = length;
    this.#hash = hash;
    this.#slots = slots;
  }
}

/** A 32-bit hash of octets[at, end) (FNV-1a with a final mix). Equal octets hash equal; it is not a secret hash. */
export function hashOctets(octets: Uint8Array, at: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = at; i < end; i++) hash = Math.imul(hash ^ octets[i]!, 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
