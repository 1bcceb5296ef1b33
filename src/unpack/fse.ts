/**
 * Finite state entropy as zstd has it (RFC 8878 section 4.1): reading the description of a table, building it, and the bit
 * stream that is read from its end. Promise: a table is built only of counts that fill it exactly.
 */

/** Bits from the end of octets[start, end): the highest set bit of the last octet marks where they begin. */
export class BackwardBits {
  /** bits left; negative when more were taken than there were */
  left = 0;
  #octets: Uint8Array = new Uint8Array(0);
  #start = 0;

  /** False when there is no mark. */
  open(octets: Uint8Array, start: number, end: number): boolean {
    this.#octets = octets;
    this.#start = start;
    const last = end > start ? octets[end - 1]! : 0;
    if (last === 0) return false;
    this.left = 8 * (end - start) - 1 - Math.clz32(last << 24);
    return true;
  }

  /** The next 0 to 32 bits; zeros stand below the stream's beginning. */
  take(count: number): number {
    if (count > 24) {
      const high = this.take(count - 16);
      return high * 65_536 + this.take(16);
    }
    this.left -= count;
    return this.#at(this.left, count);
  }

  /** `count` bits (24 at most) without taking them. */
  peek(count: number): number {
    return this.#at(this.left - count, count);
  }

  #at(position: number, count: number): number {
    const mask = (1 << count) - 1;
    if (position < 0) return position <= -count ? 0 : (this.#at(0, count + position) << -position) & mask;
    const p = this.#start + (position >>> 3);
    const octets = this.#octets;
    const word = octets[p]! | (octets[p + 1]! << 8) | (octets[p + 2]! << 16) | (octets[p + 3]! << 24);
    return (word >>> (position & 7)) & mask;
  }
}

export class FseTable {
  readonly symbol: Uint8Array;
  readonly bits: Uint8Array;
  readonly base: Uint16Array;
  accuracy = 0;

  constructor(mostAccuracy: number) {
    this.symbol = new Uint8Array(1 << mostAccuracy);
    this.bits = new Uint8Array(1 << mostAccuracy);
    this.base = new Uint16Array(1 << mostAccuracy);
  }

  /** A table that always gives one symbol. */
  setOne(symbol: number): void {
    this.accuracy = 0;
    this.symbol[0] = symbol;
    this.bits[0] = 0;
    this.base[0] = 0;
  }

  /** @param counts by symbol, -1 for "less than one"; they sum up to 2^accuracy. */
  build(counts: ArrayLike<number>, symbols: number, accuracy: number): void {
    const size = 1 << accuracy;
    this.accuracy = accuracy;
    const next = new Uint16Array(symbols);
    let high = size;
    for (let s = 0; s < symbols; s++) {
      next[s] = counts[s]! < 0 ? 1 : counts[s]!;
      if (counts[s]! < 0) this.symbol[--high] = s;
    }
    const step = (size >> 1) + (size >> 3) + 3;
    let place = 0;
    for (let s = 0; s < symbols; s++) {
      for (let i = 0; i < counts[s]!; i++) {
        this.symbol[place] = s;
        do place = (place + step) & (size - 1);
        while (place >= high);
      }
    }
    for (let state = 0; state < size; state++) {
      const count = next[this.symbol[state]!]!++;
      const bits = accuracy - (31 - Math.clz32(count));
      this.bits[state] = bits;
      this.base[state] = (count << bits) - size;
    }
  }

  /** Reads a description in octets[at, end) and builds the table; returns where it ends, or -1 when it cannot be. */
  read(octets: Uint8Array, at: number, end: number, mostAccuracy: number, mostSymbols: number): number {
    const bits = new ForwardBits(octets, at, end);
    const accuracy = bits.take(4) + 5;
    if (accuracy > mostAccuracy) return -1;
    const counts = new Int16Array(mostSymbols);
    let remaining = 1 << accuracy;
    let symbols = 0;
    while (remaining > 0 && symbols < mostSymbols) {
      const count = takeCount(bits, remaining);
      counts[symbols++] = count;
      remaining -= Math.abs(count);
      if (count !== 0) continue;
      for (let repeat = 3; repeat === 3; ) {
        repeat = bits.take(2);
        symbols += repeat;
        if (symbols > mostSymbols) return -1;
      }
    }
    if (remaining !== 0 || bits.isPast) return -1;
    this.build(counts, symbols, accuracy);
    return bits.nextOctet;
  }
}

/** One count of a description, which takes as few bits as what remains allows. */
function takeCount(bits: ForwardBits, remaining: number): number {
  const width = 32 - Math.clz32(remaining + 1);
  const value = bits.take(width);
  const lower = (1 << (width - 1)) - 1;
  const threshold = (1 << width) - 1 - (remaining + 1);
  if ((value & lower) < threshold) {
    bits.giveBack();
    return (value & lower) - 1;
  }
  return (value > lower ? value - threshold : value) - 1;
}

class ForwardBits {
  readonly #octets: Uint8Array;
  readonly #end: number;
  #position: number;

  constructor(octets: Uint8Array, at: number, end: number) {
    this.#octets = octets;
    this.#position = 8 * at;
    this.#end = 8 * end;
  }

  get isPast(): boolean {
    return this.#position > this.#end;
  }

  get nextOctet(): number {
    return (this.#position + 7) >>> 3;
  }

  take(count: number): number {
    const p = this.#position >>> 3;
    const word = this.#octets[p]! | (this.#octets[p + 1]! << 8) | (this.#octets[p + 2]! << 16);
    const value = (word >>> (this.#position & 7)) & ((1 << count) - 1);
    this.#position += count;
    return value;
  }

  giveBack(): void {
    this.#position--;
  }
}
