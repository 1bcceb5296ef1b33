/** Cyclic redundancy checks: CRC-32 (RFC 1952 section 8), bzip2's, which runs the other way, and CRC-64 as xz has it (ECMA-182, reflected). */

const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** Goes on with a CRC-32; begin with 0. */
export function crc32(octets: Uint8Array, crc = 0): number {
  let c = ~crc;
  for (let i = 0; i < octets.length; i++) c = table[(c ^ octets[i]!) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}

const forward: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n << 24;
  for (let k = 0; k < 8; k++) c = c < 0 ? (c << 1) ^ 0x04c11db7 : c << 1;
  return c >>> 0;
});

/** One octet, `times` times over, into bzip2's CRC; begin with -1, and invert at the end. */
export function bzipCrc(crc: number, octet: number, times: number): number {
  let c = crc;
  for (let i = 0; i < times; i++) c = (c << 8) ^ forward[(c >>> 24) ^ octet]!;
  return c;
}

const high = new Uint32Array(256);
const low = new Uint32Array(256);
for (let n = 0; n < 256; n++) {
  let h = 0;
  let l = n;
  for (let k = 0; k < 8; k++) {
    const odd = l & 1;
    l = (l >>> 1) | (h << 31);
    h >>>= 1;
    if (odd === 0) continue;
    h ^= 0xc96c5795;
    l ^= 0xd7870f42;
  }
  high[n] = h;
  low[n] = l;
}

export class Crc64 {
  #high = 0xffffffff;
  #low = 0xffffffff;

  add(octets: Uint8Array): void {
    let h = this.#high;
    let l = this.#low;
    for (let i = 0; i < octets.length; i++) {
      const n = (l ^ octets[i]!) & 0xff;
      l = ((l >>> 8) | (h << 24)) ^ low[n]!;
      h = (h >>> 8) ^ high[n]!;
    }
    this.#high = h;
    this.#low = l;
  }

  /** The two halves, less significant first. */
  get words(): readonly [number, number] {
    return [~this.#low >>> 0, ~this.#high >>> 0];
  }
}
