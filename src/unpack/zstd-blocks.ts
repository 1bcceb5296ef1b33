/**
 * Compressed blocks of zstd (RFC 8878 section 3.1.1.3): literals, then sequences of literals to copy and matches to repeat.
 * Tables and the last three offsets live as long as the frame.
 */
import { BackwardBits, FseTable } from './fse.ts';
import type { History } from './history.ts';
import { HuffmanTable } from './huffman.ts';

const BLOCK_MOST = 131_072;
const literalCounts = [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1];
const matchCounts = [1, 4, 3, 2, 2, 2, 2, 2, 2, ...Array.from({ length: 37 }, () => 1), -1, -1, -1, -1, -1, -1, -1];
const offsetCounts = [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];

const literalBits = Uint8Array.from([...Array.from({ length: 16 }, () => 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const matchBits = Uint8Array.from([...Array.from({ length: 32 }, () => 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const literalBase = bases(literalBits, 0);
const matchBase = bases(matchBits, 3);

/** Each code begins where the one before it ends. */
function bases(bits: Uint8Array, first: number): Uint32Array {
  const base = new Uint32Array(bits.length);
  let next = first;
  for (const [code, count] of bits.entries()) {
    base[code] = next;
    next += 2 ** count;
  }
  return base;
}

/** One of the three kinds of codes: its table, and what it may be. */
class Codes {
  readonly table: FseTable;
  isSet = false;
  readonly #counts: readonly number[];
  readonly #accuracy: number;
  readonly #most: number;
  readonly #symbols: number;

  constructor(counts: readonly number[], accuracy: number, most: number, symbols: number) {
    this.table = new FseTable(most);
    this.#counts = counts;
    this.#accuracy = accuracy;
    this.#most = most;
    this.#symbols = symbols;
  }

  /** Makes the table that `mode` asks for (0 predefined, 1 one symbol, 2 described, 3 the last); where its octets end, or -1. */
  set(mode: number, octets: Uint8Array, at: number, end: number): number {
    if (mode === 3) return this.isSet ? at : -1;
    this.isSet = true;
    if (mode === 0) {
      this.table.build(this.#counts, this.#counts.length, this.#accuracy);
      return at;
    }
    if (mode === 2) return this.table.read(octets, at, end, this.#most, this.#symbols);
    if (at >= end || octets[at]! >= this.#symbols) return -1;
    this.table.setOne(octets[at]!);
    return at + 1;
  }
}

export class ZstdBlocks {
  readonly #history: History;
  readonly #tree = new HuffmanTable();
  readonly #literals: Uint8Array;
  #literalCount = 0;
  readonly #literalCodes = new Codes(literalCounts, 6, 9, 36);
  readonly #offsetCodes = new Codes(offsetCounts, 5, 8, 32);
  readonly #matchCodes = new Codes(matchCounts, 6, 9, 53);
  readonly #bits = new BackwardBits();
  readonly #offsets = [1, 4, 8];

  /** @param literals memory for those of one block, BLOCK_MOST octets */
  constructor(history: History, literals: Uint8Array) {
    this.#history = history;
    this.#literals = literals;
  }

  /** Decodes the block octets[at, end) into the history, not past `most`; false when it cannot be. */
  decode(octets: Uint8Array, at: number, end: number, most: number): boolean {
    let p = this.#readLiterals(octets, at, end);
    if (p < 0 || p >= end) return false;
    let count = octets[p++]!;
    if (count > 127) {
      const isLong = count === 255;
      count = isLong ? octets[p]! + 256 * octets[p + 1]! + 0x7f00 : (count - 128) * 256 + octets[p]!;
      p += isLong ? 2 : 1;
    }
    if (count === 0) return p === end && this.#copyLiterals(0, this.#literalCount, most);
    if (p >= end) return false;
    const modes = octets[p++]!;
    if ((modes & 3) !== 0) return false;
    p = this.#literalCodes.set(modes >>> 6, octets, p, end);
    if (p >= 0) p = this.#offsetCodes.set((modes >>> 4) & 3, octets, p, end);
    if (p >= 0) p = this.#matchCodes.set((modes >>> 2) & 3, octets, p, end);
    return p >= 0 && p <= end && this.#bits.open(octets, p, end) && this.#sequences(count, most);
  }

  /** Where the literals section ends, or -1. */
  #readLiterals(octets: Uint8Array, at: number, end: number): number {
    if (at >= end) return -1;
    const type = octets[at]! & 3;
    const form = (octets[at]! >>> 2) & 3;
    let header = octets[at]! | ((octets[at + 1] ?? 0) << 8) | ((octets[at + 2] ?? 0) << 16);
    if (type < 2) {
      const length = (form & 1) === 0 ? (header & 0xff) >>> 3 : (header & (form === 1 ? 0xffff : 0xffffff)) >>> 4;
      const p = at + ((form & 1) === 0 ? 1 : form === 1 ? 2 : 3);
      if (length > BLOCK_MOST || p + (type === 0 ? length : 1) > end) return -1;
      this.#literalCount = length;
      if (type === 0) this.#literals.set(octets.subarray(p, p + length));
      else this.#literals.fill(octets[p]!, 0, length);
      return p + (type === 0 ? length : 1);
    }
    const width = [10, 10, 14, 18][form]!;
    const headerLength = [3, 3, 4, 5][form]!;
    if (at + headerLength > end) return -1;
    header = (header | ((octets[at + 3] ?? 0) << 24)) >>> 0;
    const length = Math.floor(header / 16) % 2 ** width;
    const packed = Math.floor((header + (octets[at + 4] ?? 0) * 4_294_967_296) / 2 ** (4 + width)) % 2 ** width;
    return this.#readCoded(octets, at + headerLength, at + headerLength + packed, end, type, form, length);
  }

  #readCoded(octets: Uint8Array, at: number, next: number, end: number, type: number, form: number, length: number): number {
    if (next > end || length > BLOCK_MOST) return -1;
    const p = type === 2 ? this.#tree.read(octets, at, next) : at;
    if (p < 0 || this.#tree.bits === 0) return -1;
    this.#literalCount = length;
    const fits = form === 0 ? this.#tree.decode(octets, p, next, this.#literals, 0, length) : this.#tree.decodeFour(octets, p, next, this.#literals, length);
    return fits ? next : -1;
  }

  #sequences(count: number, most: number): boolean {
    const bits = this.#bits;
    const { table: literals } = this.#literalCodes;
    const { table: offsets } = this.#offsetCodes;
    const { table: matches } = this.#matchCodes;
    let literalState = bits.take(literals.accuracy);
    let offsetState = bits.take(offsets.accuracy);
    let matchState = bits.take(matches.accuracy);
    let used = 0;
    for (let i = 0; i < count; i++) {
      if (bits.left < 0) return false;
      const offsetCode = offsets.symbol[offsetState]!;
      const offsetValue = 2 ** offsetCode + bits.take(offsetCode);
      const matchCode = matches.symbol[matchState]!;
      const matchLength = matchBase[matchCode]! + bits.take(matchBits[matchCode]!);
      const literalCode = literals.symbol[literalState]!;
      const literalLength = literalBase[literalCode]! + bits.take(literalBits[literalCode]!);
      if (i + 1 < count) {
        literalState = literals.base[literalState]! + bits.take(literals.bits[literalState]!);
        matchState = matches.base[matchState]! + bits.take(matches.bits[matchState]!);
        offsetState = offsets.base[offsetState]! + bits.take(offsets.bits[offsetState]!);
      }
      if (!this.#copyLiterals(used, used + literalLength, most)) return false;
      used += literalLength;
      const offset = this.#offset(offsetValue, literalLength);
      if (offset <= 0 || offset > this.#history.at || this.#history.at + matchLength > most) return false;
      this.#history.repeat(offset, matchLength);
    }
    return bits.left === 0 && this.#copyLiterals(used, this.#literalCount, most);
  }

  #copyLiterals(from: number, to: number, most: number): boolean {
    const history = this.#history;
    if (to > this.#literalCount || history.at + to - from > most) return false;
    const literals = this.#literals;
    const { octets, at } = history;
    if (to - from > 24) octets.set(literals.subarray(from, to), at);
    else for (let i = from, p = at; i < to; i++, p++) octets[p] = literals[i]!;
    history.at = at + to - from;
    return true;
  }

  /** The values 1 to 3 mean one of the last three offsets (RFC 8878 section 3.1.1.5). */
  #offset(value: number, literalLength: number): number {
    const last = this.#offsets;
    const which = value > 3 ? 3 : value - (literalLength > 0 ? 1 : 0);
    const offset = value > 3 ? value - 3 : which === 3 ? last[0]! - 1 : last[which]!;
    if (which >= 2) last[2] = last[1]!;
    if (which >= 1) last[1] = last[0]!;
    last[0] = offset;
    return offset;
  }
}
