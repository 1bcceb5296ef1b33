/** Huffman-coded literals of zstd (RFC 8878 section 4.2): the tree's description, and one or four streams of them. */
import { BackwardBits, FseTable } from './fse.ts';

const MOST_BITS = 11;

export class HuffmanTable {
  /** 0: there is none yet */
  bits = 0;
  readonly #symbol = new Uint8Array(1 << MOST_BITS);
  readonly #length = new Uint8Array(1 << MOST_BITS);
  readonly #weights = new Uint8Array(256);
  readonly #states = new FseTable(6);
  readonly #stream = new BackwardBits();

  /** Reads a description in octets[at, end); returns where it ends, or -1 when it cannot be. */
  read(octets: Uint8Array, at: number, end: number): number {
    this.bits = 0;
    if (at >= end) return -1;
    const first = octets[at]!;
    const next = at + 1 + (first < 128 ? first : (first - 126) >>> 1);
    if (next > end) return -1;
    const count = first < 128 ? this.#packedWeights(octets, at + 1, next) : this.#plainWeights(octets, at + 1, first - 127);
    return count > 0 && this.#build(count) ? next : -1;
  }

  #plainWeights(octets: Uint8Array, at: number, count: number): number {
    for (let i = 0; i < count; i++) this.#weights[i] = (i & 1) === 0 ? octets[at + (i >>> 1)]! >>> 4 : octets[at + (i >>> 1)]! & 15;
    return count;
  }

  /** Two states take turns on one stream until it is used up. */
  #packedWeights(octets: Uint8Array, at: number, end: number): number {
    const states = this.#states;
    const start = states.read(octets, at, end, 6, 13);
    const stream = this.#stream;
    if (start < 0 || !stream.open(octets, start, end)) return -1;
    let one = stream.take(states.accuracy);
    let other = stream.take(states.accuracy);
    if (stream.left < 0) return -1;
    let count = 0;
    while (count < 254) {
      this.#weights[count++] = states.symbol[one]!;
      if (stream.left < states.bits[one]!) {
        this.#weights[count++] = states.symbol[other]!;
        return count;
      }
      const next = states.base[one]! + stream.take(states.bits[one]!);
      one = other;
      other = next;
    }
    return -1;
  }

  /** The last weight is what completes the tree. */
  #build(count: number): boolean {
    const weights = this.#weights;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      if (weights[i]! > MOST_BITS) return false;
      if (weights[i]! > 0) sum += 1 << (weights[i]! - 1);
    }
    if (sum === 0) return false;
    const bits = 32 - Math.clz32(sum);
    const rest = (1 << bits) - sum;
    if (bits > MOST_BITS || (rest & (rest - 1)) !== 0) return false;
    weights[count] = 32 - Math.clz32(rest);
    let place = 0;
    for (let weight = 1; weight <= bits; weight++) {
      for (let symbol = 0; symbol <= count; symbol++) {
        if (weights[symbol] !== weight) continue;
        const span = 1 << (weight - 1);
        this.#symbol.fill(symbol, place, place + span);
        this.#length.fill(bits + 1 - weight, place, place + span);
        place += span;
      }
    }
    this.bits = bits;
    return place === 1 << bits;
  }

  /** Decodes octets[at, end) into out[from, to); false unless exactly that comes out. */
  decode(octets: Uint8Array, at: number, end: number, out: Uint8Array, from: number, to: number): boolean {
    const stream = this.#stream;
    if (!stream.open(octets, at, end)) return false;
    const { bits } = this;
    const symbols = this.#symbol;
    const lengths = this.#length;
    for (let p = from; p < to; p++) {
      const code = stream.peek(bits);
      out[p] = symbols[code]!;
      stream.left -= lengths[code]!;
      if (stream.left < 0) return false;
    }
    return stream.left === 0;
  }

  /** The same in four streams behind a table of three lengths. */
  decodeFour(octets: Uint8Array, at: number, end: number, out: Uint8Array, length: number): boolean {
    let p = at + 6;
    if (p > end || length < 6) return false;
    const quarter = (length + 3) >>> 2;
    for (let i = 0; i < 4; i++) {
      const next = i < 3 ? p + (octets[at + 2 * i]! | (octets[at + 2 * i + 1]! << 8)) : end;
      if (next > end || !this.decode(octets, p, next, out, Math.min(length, i * quarter), Math.min(length, (i + 1) * quarter))) return false;
      p = next;
    }
    return true;
  }
}
