/**
 * Looks for an octet four octets at a time, through a view of the same buffer as 32-bit words: half the time of a loop over
 * octets, and of indexOf() for the short distances of text lines (measured on SIP headers). No octet outside [at, end)
 * decides anything.
 */

const none = new Int32Array(0);
/** words are read as they lie in memory; the reckoning below wants the first octet lowest */
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** the octets asked about last, and their words; the words begin up to three octets earlier */
let known: Uint8Array = new Uint8Array(0);
let words: Int32Array = none;
let shift = 0;

function makeWords(octets: Uint8Array): void {
  known = octets;
  shift = octets.byteOffset & 3;
  words = isLittleEndian ? new Int32Array(octets.buffer, octets.byteOffset - shift, (octets.length + shift) >>> 2) : none;
}

/** Position of the first `octet` in octets[at, end), or `end`. */
export function searchOctet(octets: Uint8Array, octet: number, at: number, end: number): number {
  if (octets !== known) makeWords(octets);
  const last = Math.min((end + shift) >>> 2, words.length);
  let i = (at + shift) >>> 2;
  let p = at;
  if (i < last) {
    const pattern = Math.imul(octet, 0x01010101);
    // A zero octet of `word` is a hit. Octets before `at` are made other than zero.
    let word = (words[i]! ^ pattern) | ((1 << (((at + shift) & 3) << 3)) - 1);
    let hits = (word - 0x01010101) & ~word & 0x80808080;
    while (hits === 0) {
      if (++i === last) break;
      word = words[i]! ^ pattern;
      hits = (word - 0x01010101) & ~word & 0x80808080;
    }
    // Of several hits only the lowest is sure: a borrow may have made those above it.
    if (hits !== 0) return (i << 2) + ((31 - Math.clz32(hits & -hits)) >>> 3) - shift;
    p = (last << 2) - shift;
  }
  while (p < end && octets[p] !== octet) p++;
  return p;
}

/** Position of the first octet in octets[at, end) that is `a` or `b` (both below 0x80), a space or a control octet, or `end`. */
export function searchEnd(octets: Uint8Array, a: number, b: number, at: number, end: number): number {
  if (octets !== known) makeWords(octets);
  const last = Math.min((end + shift) >>> 2, words.length);
  let i = (at + shift) >>> 2;
  let p = at;
  if (i < last) {
    const patternA = Math.imul(a, 0x01010101);
    const patternB = Math.imul(b, 0x01010101);
    let word = words[i]! | ((1 << (((at + shift) & 3) << 3)) - 1);
    for (;;) {
      const isA = word ^ patternA;
      const isB = word ^ patternB;
      const hits = (((isA - 0x01010101) & ~isA) | ((isB - 0x01010101) & ~isB) | ((word - 0x21212121) & ~word)) & 0x80808080;
      if (hits !== 0) return (i << 2) + ((31 - Math.clz32(hits & -hits)) >>> 3) - shift;
      if (++i === last) break;
      word = words[i]!;
    }
    p = (last << 2) - shift;
  }
  while (p < end && octets[p] !== a && octets[p] !== b && octets[p]! > 0x20) p++;
  return p;
}

/** Four letters in lower case as one word, the first lowest. */
export function four(letters: string): number {
  return letters.charCodeAt(0) | (letters.charCodeAt(1) << 8) | (letters.charCodeAt(2) << 16) | (letters.charCodeAt(3) << 24);
}
