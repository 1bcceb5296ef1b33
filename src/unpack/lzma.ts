/**
 * LZMA as LZMA2 chunks carry it (no RFC: the LZMA specification of the LZMA SDK, and xz-file-format.txt 1.2.1 section 5.3.1):
 * a range coder, adaptive bits, literals and matches into a history. One call decodes one chunk, which is here whole.
 * Promise: reads only the chunk's octets (zeros past them), writes only as far as the chunk says.
 */
import type { History } from './history.ts';

const TOP = 0x1000000;
const HALF = 1024;
const STATES = 12;

class LengthCoder {
  readonly #choice = new Uint16Array(2);
  readonly #low = new Uint16Array(16 * 8);
  readonly #mid = new Uint16Array(16 * 8);
  readonly #high = new Uint16Array(256);

  reset(): void {
    for (const bits of [this.#choice, this.#low, this.#mid, this.#high]) bits.fill(HALF);
  }

  read(coder: RangeCoder, place: number): number {
    if (coder.bit(this.#choice, 0) === 0) return 2 + coder.tree(this.#low, place * 8, 3);
    if (coder.bit(this.#choice, 1) === 0) return 10 + coder.tree(this.#mid, place * 8, 3);
    return 18 + coder.tree(this.#high, 0, 8);
  }
}

class RangeCoder {
  code = 0;
  at = 0;
  #range = 0;
  #octets: Uint8Array = new Uint8Array(0);
  #end = 0;

  /** False when the five octets it begins with cannot be. */
  open(octets: Uint8Array, at: number, end: number): boolean {
    this.#octets = octets;
    this.#end = end;
    this.#range = 0xffffffff;
    this.at = at + 5;
    this.code = ((octets[at + 1]! << 24) | (octets[at + 2]! << 16) | (octets[at + 3]! << 8) | octets[at + 4]!) >>> 0;
    return end - at >= 5 && octets[at] === 0;
  }

  #fill(): void {
    if (this.#range >= TOP) return;
    this.#range = (this.#range << 8) >>> 0;
    this.code = ((this.code << 8) | (this.at < this.#end ? this.#octets[this.at]! : 0)) >>> 0;
    this.at++;
  }

  bit(bits: Uint16Array, i: number): number {
    const chance = bits[i]!;
    const bound = (this.#range >>> 11) * chance;
    if (this.code < bound) {
      this.#range = bound;
      bits[i] = chance + ((2048 - chance) >>> 5);
      if (bound < TOP) this.#fill();
      return 0;
    }
    this.#range -= bound;
    this.code -= bound;
    bits[i] = chance - (chance >>> 5);
    if (this.#range < TOP) this.#fill();
    return 1;
  }

  tree(bits: Uint16Array, base: number, count: number): number {
    let m = 1;
    for (let i = 0; i < count; i++) m = m * 2 + this.bit(bits, base + m);
    return m - (1 << count);
  }

  reverseTree(bits: Uint16Array, base: number, count: number): number {
    let m = 1;
    let value = 0;
    for (let i = 0; i < count; i++) {
      const bit = this.bit(bits, base + m);
      m = m * 2 + bit;
      value |= bit << i;
    }
    return value;
  }

  /** `count` bits that are as often 0 as 1. */
  even(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.#range >>>= 1;
      const bit = this.code >= this.#range ? 1 : 0;
      if (bit === 1) this.code -= this.#range;
      value = value * 2 + bit;
      this.#fill();
    }
    return value;
  }

  /** All octets taken, and nothing left over: a whole chunk ends so. */
  get isDone(): boolean {
    return this.at === this.#end && this.code === 0;
  }
}

export class LzmaDecoder {
  readonly #history: History;
  readonly #coder = new RangeCoder();
  #literalContext = 0;
  #literalMask = 0;
  #positionMask = 0;
  #state = 0;
  readonly #last = [0, 0, 0, 0];
  #literals = new Uint16Array(0);
  readonly #isMatch = new Uint16Array(STATES * 16);
  readonly #isRepeat = new Uint16Array(STATES);
  readonly #isRepeat0 = new Uint16Array(STATES);
  readonly #isRepeat1 = new Uint16Array(STATES);
  readonly #isRepeat2 = new Uint16Array(STATES);
  readonly #isLongRepeat = new Uint16Array(STATES * 16);
  readonly #slots = new Uint16Array(4 * 64);
  readonly #near = new Uint16Array(128);
  readonly #aligned = new Uint16Array(16);
  readonly #lengths = new LengthCoder();
  readonly #repeatLengths = new LengthCoder();
  /** octets written since the dictionary was last reset: what literals and matches take their place from */
  position = 0;

  constructor(history: History) {
    this.#history = history;
  }

  /** Sets literal context, literal position and position bits from their octet; false when LZMA2 does not allow it. */
  setProperties(octet: number): boolean {
    const context = octet % 9;
    const places = Math.floor(octet / 9) % 5;
    const position = Math.floor(octet / 45);
    if (octet >= 225 || context + places > 4) return false;
    this.#literalContext = context;
    this.#literalMask = (1 << places) - 1;
    this.#positionMask = (1 << position) - 1;
    if (this.#literals.length !== 0x300 << (context + places)) this.#literals = new Uint16Array(0x300 << (context + places));
    return true;
  }

  resetState(): void {
    this.#state = 0;
    this.#last.fill(0);
    for (const bits of [this.#literals, this.#isMatch, this.#isRepeat, this.#isRepeat0, this.#isRepeat1, this.#isRepeat2]) bits.fill(HALF);
    for (const bits of [this.#isLongRepeat, this.#slots, this.#near, this.#aligned]) bits.fill(HALF);
    this.#lengths.reset();
    this.#repeatLengths.reset();
  }

  /** Decodes octets[at, end) into `length` octets of the history, which has room for them; false when it cannot be. */
  decode(octets: Uint8Array, at: number, end: number, length: number): boolean {
    const history = this.#history;
    const coder = this.#coder;
    const stop = history.at + length;
    if (!coder.open(octets, at, end)) return false;
    while (history.at < stop) {
      const place = this.position & this.#positionMask;
      const from = history.at;
      if (coder.bit(this.#isMatch, this.#state * 16 + place) === 0) this.#literal();
      else {
        const matchLength = this.#match(place);
        const distance = this.#last[0]! + 1;
        if (matchLength < 0 || distance > Math.min(history.at, this.position) || history.at + matchLength > stop) return false;
        history.repeat(distance, matchLength);
      }
      this.position += history.at - from;
      if (coder.at > end) return false;
    }
    return coder.isDone;
  }

  #literal(): void {
    const history = this.#history;
    const coder = this.#coder;
    const { octets, at } = history;
    const before = this.position > 0 ? octets[at - 1]! : 0;
    const base = 0x300 * (((this.position & this.#literalMask) << this.#literalContext) + (before >>> (8 - this.#literalContext)));
    let symbol = 1;
    if (this.#state >= 7) {
      let match = octets[at - this.#last[0]! - 1] ?? 0;
      while (symbol < 0x100) {
        const expected = (match >>> 7) & 1;
        match <<= 1;
        const bit = coder.bit(this.#literals, base + ((1 + expected) << 8) + symbol);
        symbol = symbol * 2 + bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = symbol * 2 + coder.bit(this.#literals, base + symbol);
    octets[at] = symbol;
    history.at = at + 1;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** Reads a match; its distance is then the last one. -1 is an end mark, which LZMA2 does not have. */
  #match(place: number): number {
    const coder = this.#coder;
    const state = this.#state;
    const last = this.#last;
    if (coder.bit(this.#isRepeat, state) === 0) {
      last[3] = last[2]!;
      last[2] = last[1]!;
      last[1] = last[0]!;
      this.#state = state < 7 ? 7 : 10;
      const length = this.#lengths.read(coder, place);
      last[0] = this.#distance(length);
      return last[0] === 0xffffffff ? -1 : length;
    }
    if (coder.bit(this.#isRepeat0, state) === 0) {
      if (coder.bit(this.#isLongRepeat, state * 16 + place) === 0) {
        this.#state = state < 7 ? 9 : 11;
        return 1;
      }
    } else this.#takeEarlier(state);
    this.#state = state < 7 ? 8 : 11;
    return this.#repeatLengths.read(coder, place);
  }

  /** One of the three distances before the last one becomes the last. */
  #takeEarlier(state: number): void {
    const last = this.#last;
    const which = this.#coder.bit(this.#isRepeat1, state) === 0 ? 1 : this.#coder.bit(this.#isRepeat2, state) === 0 ? 2 : 3;
    const distance = last[which]!;
    for (let i = which; i > 0; i--) last[i] = last[i - 1]!;
    last[0] = distance;
  }

  #distance(length: number): number {
    const coder = this.#coder;
    const slot = coder.tree(this.#slots, Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >>> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return base + coder.reverseTree(this.#near, base - slot, bits);
    return base + coder.even(bits - 4) * 16 + coder.reverseTree(this.#aligned, 0, 4);
  }
}
