/**
 * Octets to small dense ids, without making strings: open addressing over an Int32Array, octets compared in place in
 * one arena. Equal octets give equal ids; ids count from 0 in order of first sight. The arena only grows.
 */

/** words of an entry: the arena's word its octets begin at, how many octets, their hash; a fourth keeps entries within a cache line */
const STRIDE = 4;
const START = 0,
  LENGTH = 1,
  HASH = 2;

/**
 * The octets at hand as 32-bit words, the first octet lowest, padded with zeros: made while they are hashed, so that
 * comparing and keeping them takes a quarter of the steps. Grows with the longest.
 */
let packed: Int32Array = new Int32Array(256);

export class Interner {
  #arena: Int32Array;
  #arenaEnd = 0;
  #entries: Int32Array;
  #slots: Int32Array;
  #count = 0;

  constructor(capacity = 256) {
    let size = 16;
    while (size < capacity) size *= 2;
    this.#arena = new Int32Array(size * 8);
    this.#entries = new Int32Array(size * STRIDE);
    this.#slots = new Int32Array(size * 2).fill(-1);
  }

  get count(): number {
    return this.#count;
  }

  /** The id of octets[at, end); a new id (equal to the old `count`) when they were not seen before. */
  intern(octets: Uint8Array, at: number, end: number): number {
    const length = end - at;
    const hash = pack(octets, at, end);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = slots[slot]!;
      if (id < 0) return this.#add(slot, hash, length);
      if (this.#isPacked(id, hash, length)) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** The id of octets[at, end), or -1 when they were never interned. */
  find(octets: Uint8Array, at: number, end: number): number {
    const length = end - at;
    const hash = pack(octets, at, end);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = slots[slot]!;
      if (id < 0 || this.#isPacked(id, hash, length)) return id;
    }
  }

  /** The octets of an id, borrowed: valid until the next intern(). */
  octets(id: number): Uint8Array {
    return new Uint8Array(this.#arena.buffer, this.#entries[id * STRIDE + START]! * 4, this.#entries[id * STRIDE + LENGTH]!);
  }

  /** True when the octets of an id are octets[at, end): cheaper than intern() where one answer is likely. */
  equals(id: number, octets: Uint8Array, at: number, end: number): boolean {
    if (this.#entries[id * STRIDE + LENGTH] !== end - at) return false;
    const arena = this.#arena;
    let word = this.#entries[id * STRIDE + START]!;
    let i = at;
    for (; i + 4 <= end; i += 4, word++)
      if (arena[word] !== (octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24))) return false;
    return i === end || arena[word] === lastWord(octets, i, end);
  }

  /** Gives the spare room back: for when nothing more is expected. Interning stays possible. */
  trim(): void {
    this.#arena = this.#arena.slice(0, this.#arenaEnd);
    // one entry more than there are: #add() writes before it grows
    this.#entries = this.#entries.slice(0, (this.#count + 1) * STRIDE);
  }

  #isPacked(id: number, hash: number, length: number): boolean {
    const entries = this.#entries;
    if (entries[id * STRIDE + HASH] !== hash || entries[id * STRIDE + LENGTH] !== length) return false;
    const arena = this.#arena;
    const start = entries[id * STRIDE + START]!;
    const words = (length + 3) >>> 2;
    for (let i = 0; i < words; i++) if (arena[start + i] !== packed[i]) return false;
    return true;
  }

  #add(slot: number, hash: number, length: number): number {
    const id = this.#count++;
    const words = (length + 3) >>> 2;
    if (this.#arenaEnd + words > this.#arena.length) {
      let size = Math.max(16, this.#arena.length * 2);
      while (size < this.#arenaEnd + words) size *= 2;
      const grown = new Int32Array(size);
      grown.set(this.#arena);
      this.#arena = grown;
    }
    for (let i = 0; i < words; i++) this.#arena[this.#arenaEnd + i] = packed[i]!;
    this.#entries[id * STRIDE + START] = this.#arenaEnd;
    this.#entries[id * STRIDE + LENGTH] = length;
    this.#entries[id * STRIDE + HASH] = hash;
    this.#arenaEnd += words;
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

/** Fills `packed` with octets[at, end) and returns their hashOctets(). */
function pack(octets: Uint8Array, at: number, end: number): number {
  if (end - at > packed.length * 4) packed = new Int32Array(2 ** Math.ceil(Math.log2(end - at)));
  const words = packed;
  let hash = Math.imul(end - at, 0x9e3779b1);
  let i = at;
  let n = 0;
  for (; i + 4 <= end; i += 4) {
    const word = octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24);
    words[n++] = word;
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  if (i < end) {
    const word = lastWord(octets, i, end);
    words[n] = word;
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** Fewer than four octets as a word. */
function lastWord(octets: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let i = end - 1; i >= at; i--) word = (word << 8) | octets[i]!;
  return word;
}

/**
 * A 32-bit hash of octets[at, end). Equal octets hash equal; it is not a secret hash. Four octets a step: the chain of
 * multiplications is a quarter as long.
 */
export function hashOctets(octets: Uint8Array, at: number, end: number): number {
  let hash = Math.imul(end - at, 0x9e3779b1);
  let i = at;
  for (; i + 4 <= end; i += 4) {
    hash = Math.imul(hash ^ (octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24)), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  if (i < end) {
    hash = Math.imul(hash ^ lastWord(octets, i, end), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
