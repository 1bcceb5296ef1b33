/**
 * bzip2 (no RFC: the format of bzip2 1.0.8, as its sources have it): several streams in a row, blocks of up to 900,000
 * octets, each with its own check value. Blocks have no length: one is decoded when enough is here to hold the longest.
 * Promise: no index leaves its table, whatever the codes say; what stands before damage comes out.
 */
import { bzipCrc } from './crc.ts';
import { need, type PackedInput, type Unpacking, type UnpackProblem } from './packed-input.ts';

/** octets of the longest block there can be: 900,000 symbols of 20 bits, tables and selectors */
const LONGEST = 2_400_000;
const GROUP = 50;
const PIECE = 262_144;

export function* unpackBzip2(input: PackedInput): Unpacking {
  const block = new Block(input);
  const piece = new Uint8Array(PIECE);
  let problem: UnpackProblem | undefined;
  for (let streams = 0; ; streams++) {
    if (!(yield* need(input, 4))) return input.left > 0 || streams === 0 ? 'truncated' : problem;
    const level = input.octets[input.at + 3]! - 0x30;
    if (input.octet() !== 0x42 || input.octet() !== 0x5a || input.octet() !== 0x68 || level < 1 || level > 9) return 'corrupt';
    input.at++;
    block.begin(level * 100_000);
    const result = yield* stream(input, block, piece);
    if (result === 'checksum') problem = result;
    else if (result !== undefined) return result;
  }
}

function* stream(input: PackedInput, block: Block, piece: Uint8Array): Unpacking {
  let all = 0;
  let problem: UnpackProblem | undefined;
  for (;;) {
    yield* need(input, LONGEST);
    const magic = [block.bits(24), block.bits(24)];
    const crc = block.bits(16) * 65_536 + block.bits(16);
    if (block.isCut) return 'truncated';
    if (magic[0] === 0x177245 && magic[1] === 0x385090) {
      block.align();
      return crc === all >>> 0 ? problem : 'checksum';
    }
    if (magic[0] !== 0x314159 || magic[1] !== 0x265359) return 'corrupt';
    const isWhole = block.read();
    if (block.isCut) return 'truncated';
    if (!isWhole) return 'corrupt';
    for (let length = block.give(piece); length > 0; length = block.give(piece)) yield piece.subarray(0, length);
    if (block.crc !== crc) problem = 'checksum';
    all = ((all << 1) | (all >>> 31)) ^ block.crc;
  }
}

/** One Huffman code of a block: codes in order of length, as limits and offsets into `order`. */
class Code {
  readonly limit = new Int32Array(22);
  readonly offset = new Int32Array(22);
  readonly order = new Uint16Array(258);
  shortest = 0;
  longest = 0;

  /** False when the lengths are no code. */
  set(lengths: Uint8Array, count: number): boolean {
    this.shortest = 20;
    this.longest = 1;
    let p = 0;
    for (let symbol = 0; symbol < count; symbol++) {
      this.shortest = Math.min(this.shortest, lengths[symbol]!);
      this.longest = Math.max(this.longest, lengths[symbol]!);
    }
    let code = 0;
    for (let length = this.shortest; length <= this.longest; length++) {
      const before = p;
      for (let symbol = 0; symbol < count; symbol++) if (lengths[symbol] === length) this.order[p++] = symbol;
      this.offset[length] = before - code;
      code += p - before;
      if (code > 2 ** length) return false;
      this.limit[length] = code - 1;
      code *= 2;
    }
    return true;
  }
}

class Block {
  /** the input ended within what was read last */
  isCut = false;
  /** of what give() gave of this block */
  crc = 0;
  readonly #input: PackedInput;
  #buffer = 0;
  #buffered = 0;
  readonly #codes = Array.from({ length: 6 }, () => new Code());
  readonly #lengths = new Uint8Array(258);
  readonly #selectors = new Uint8Array(18_002);
  readonly #symbols = new Uint8Array(256);
  /** the block: an octet in the lower eight bits, where the next one stands above them */
  #chain: Uint32Array = new Uint32Array(0);
  #memory: Uint32Array = this.#chain;
  readonly #counts = new Uint32Array(256);
  #length = 0;
  #given = 0;
  #at = 0;
  #last = -1;
  #run = 0;
  #pending = 0;
  #isRandomised = false;
  #usedSymbols = 0;

  constructor(input: PackedInput) {
    this.#input = input;
  }

  /** Another stream, with blocks of up to `most` octets. Asks for memory only when there is less: streams may be many and empty. */
  begin(most: number): void {
    this.#chain = this.#memory.length < most ? (this.#memory = new Uint32Array(most)) : this.#memory.subarray(0, most);
  }

  /** The next 1 to 24 bits; 0 past the end, and `isCut` is set. */
  bits(count: number): number {
    while (this.#buffered < count) {
      if (this.#input.left === 0) {
        this.isCut = true;
        return 0;
      }
      this.#buffer = (this.#buffer << 8) | this.#input.octet();
      this.#buffered += 8;
    }
    this.#buffered -= count;
    return (this.#buffer >>> this.#buffered) & ((1 << count) - 1);
  }

  /** Goes on at the next whole octet. */
  align(): void {
    this.#buffered &= ~7;
    this.#input.at -= this.#buffered >>> 3;
    this.#buffered = 0;
  }

  /** Reads a block behind its check value; false when it cannot be. */
  read(): boolean {
    this.#isRandomised = this.bits(1) === 1;
    const origin = this.bits(24);
    this.#readSymbols();
    if (this.#usedSymbols === 0 || !this.#readCodes() || !this.#readValues() || origin >= this.#length || this.#isRandomised) return false;
    this.#order(origin);
    return true;
  }

  #readSymbols(): void {
    const used = this.bits(16);
    this.#usedSymbols = 0;
    for (let group = 0; group < 16; group++) {
      if ((used & (0x8000 >>> group)) === 0) continue;
      const bits = this.bits(16);
      for (let i = 0; i < 16; i++) if ((bits & (0x8000 >>> i)) !== 0) this.#symbols[this.#usedSymbols++] = 16 * group + i;
    }
  }

  #readCodes(): boolean {
    const groups = this.bits(3);
    const selectors = this.bits(15);
    if (groups < 2 || groups > 6 || selectors === 0) return false;
    const front = [0, 1, 2, 3, 4, 5];
    for (let i = 0; i < selectors; i++) {
      let place = 0;
      while (this.bits(1) === 1) if (++place >= groups) return false;
      front.unshift(front.splice(place, 1)[0]!);
      // more selectors than blocks can have symbols are read and forgotten, as bzip2 1.0.8 does
      if (i < this.#selectors.length) this.#selectors[i] = front[0]!;
    }
    for (let group = 0; group < groups; group++) if (!this.#readCode(this.#codes[group]!)) return false;
    return true;
  }

  #readCode(code: Code): boolean {
    let length = this.bits(5);
    for (let symbol = 0; symbol < this.#usedSymbols + 2; symbol++) {
      for (;;) {
        if (length < 1 || length > 20 || this.isCut) return false;
        if (this.bits(1) === 0) break;
        length += this.bits(1) === 0 ? 1 : -1;
      }
      this.#lengths[symbol] = length;
    }
    return code.set(this.#lengths, this.#usedSymbols + 2);
  }

  /** Runs, move-to-front places, and the end: the block's octets before they are put in order. */
  #readValues(): boolean {
    const front = this.#symbols.slice(0, this.#usedSymbols);
    const chain = this.#chain;
    const end = this.#usedSymbols + 1;
    this.#counts.fill(0);
    let length = 0;
    let run = 0;
    let weight = 1;
    for (let values = 0; ; values++) {
      if (values >= GROUP * this.#selectors.length) return false;
      const symbol = this.#symbol(this.#codes[this.#selectors[Math.floor(values / GROUP)]!]!);
      if (symbol < 0) return false;
      if (symbol <= 1) {
        run += weight << symbol;
        weight *= 2;
        if (run > chain.length) return false;
        continue;
      }
      if (run > 0) {
        if (length + run > chain.length) return false;
        chain.fill(front[0]!, length, length + run);
        this.#counts[front[0]!]! += run;
        length += run;
        run = 0;
      }
      weight = 1;
      if (symbol === end) break;
      if (length >= chain.length) return false;
      const octet = front[symbol - 1]!;
      front.copyWithin(1, 0, symbol - 1);
      front[0] = octet;
      chain[length++] = octet;
      this.#counts[octet]!++;
    }
    this.#length = length;
    return true;
  }

  #symbol(code: Code): number {
    let length = code.shortest;
    let value = this.bits(length);
    while (length <= code.longest && !this.isCut) {
      if (value <= code.limit[length]!) return code.order[value + code.offset[length]!]!;
      value = value * 2 + this.bits(1);
      length++;
    }
    return -1;
  }

  /** The inverse of the Burrows-Wheeler transform: each octet learns where the next one stands. */
  #order(origin: number): void {
    const chain = this.#chain;
    const counts = this.#counts;
    for (let octet = 0, sum = 0; octet < 256; octet++) {
      const count = counts[octet]!;
      counts[octet] = sum;
      sum += count;
    }
    for (let i = 0; i < this.#length; i++) {
      const place = counts[chain[i]! & 0xff]!++;
      chain[place]! |= i << 8;
    }
    this.#at = chain[origin]! >>> 8;
    this.#given = 0;
    this.#last = -1;
    this.#run = 0;
    this.#pending = 0;
    this.crc = -1;
  }

  /** Fills `piece` with the block's next octets, runs of four to 259 unrolled; 0 when all were given, and `crc` is whole. */
  give(piece: Uint8Array): number {
    let p = 0;
    while (p < piece.length) {
      if (this.#pending > 0) {
        const length = Math.min(this.#pending, piece.length - p);
        piece.fill(this.#last, p, p + length);
        this.crc = bzipCrc(this.crc, this.#last, length);
        this.#pending -= length;
        p += length;
        continue;
      }
      if (this.#given === this.#length) break;
      const entry = this.#chain[this.#at]!;
      this.#at = entry >>> 8;
      this.#given++;
      const octet = entry & 0xff;
      if (this.#run === 4) {
        this.#pending = octet;
        this.#run = 0;
        continue;
      }
      this.#run = octet === this.#last ? this.#run + 1 : 1;
      this.#last = octet;
      piece[p++] = octet;
      this.crc = bzipCrc(this.crc, octet, 1);
    }
    if (p === 0) this.crc = ~this.crc >>> 0;
    return p;
  }
}
