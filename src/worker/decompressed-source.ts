/**
 * A compressed file as a ByteSource of what it holds. Windows come while it is being decompressed; the output is kept, so
 * that packets can be read again.
 *
 * The browser's own DecompressionStream is about three times faster than a library but refuses a second gzip member and loses
 * its queue on any error; then a library starts over and skips what was already given.
 * Bounds: limits.decompressedOctets over all that shares a budget, limits.decompressionRatio of it and over all, limits.decompressionWindow;
 * hitting one ends the source and sets `problem`.
 */
import { limits } from '../base/limits.ts';
import type { Abort, ByteSource } from '../capture/byte-source.ts';
import type { Packing } from '../capture/sniff.ts';
import { crc32 } from '../unpack/crc.ts';
import type { UnpackProblem } from '../unpack/packed-input.ts';
import { inflatedPieces } from './inflated-pieces.ts';
import { KeptOctets } from './kept-octets.ts';
import { unpackedPieces } from './unpacked-pieces.ts';

const RATIO_GRACE = 64 * 1024 * 1024;

type Ends = 'truncated' | 'corrupt' | 'checksum';
export type DecompressionProblem =
  | `gzip.${Ends}`
  | `unpack.${Ends | 'unsupported'}`
  | 'limit.decompressedOctets'
  | 'limit.decompressionRatio'
  | 'limit.decompressionWindow';

type Problems = Readonly<Record<UnpackProblem, DecompressionProblem>>;
const gzipProblems: Problems = {
  truncated: 'gzip.truncated',
  corrupt: 'gzip.corrupt',
  checksum: 'gzip.checksum',
  unsupported: 'gzip.corrupt',
  window: 'gzip.corrupt',
};
const otherProblems: Problems = {
  truncated: 'unpack.truncated',
  corrupt: 'unpack.corrupt',
  checksum: 'unpack.checksum',
  unsupported: 'unpack.unsupported',
  window: 'limit.decompressionWindow',
};

/** Octets that came out so far of all that was opened together, and how many it had as given: the ratio is bounded over all of it too. */
export interface Budget {
  spent: number;
  readonly given: number;
  /** by what is packed, octets counted of it: it may be unpacked more than once, one after the other */
  readonly counted: WeakMap<Blob, number>;
}

/** What an archive says its member unpacks to. */
export interface Expected {
  readonly size: number;
  readonly crc: number;
}

export class DecompressedSource implements ByteSource {
  readonly name: string;
  readonly packing: Packing;
  /** compressed octets consumed so far */
  consumed = 0;
  /** why the output ended early, when it did */
  problem: DecompressionProblem | undefined;
  /** octets of the packed data between which the problem was met: the damage may begin before; undefined for none and where it cannot be told */
  packedAt: { readonly from: number; readonly to: number } | undefined;
  /** what is worth knowing of how packets were made of it */
  readonly notes: Map<string, { count: number; at: number }> = new Map();
  readonly #file: Blob;
  readonly #budget: Budget;
  readonly #expected: Expected | undefined;
  readonly #kept = new KeptOctets();
  #crc = 0;

  constructor(file: Blob, name: string, packing: Packing, budget: Budget = { spent: 0, given: file.size, counted: new WeakMap() }, expected?: Expected) {
    this.#file = file;
    this.name = name;
    this.packing = packing;
    this.#budget = budget;
    this.#expected = expected;
  }

  /** octets that came out so far; final when windows() has ended */
  get size(): number {
    return this.#kept.size;
  }

  read(at: number, length: number): Promise<Uint8Array> {
    return this.#kept.read(at, length);
  }

  /** All that came out. */
  toBlob(): Blob {
    return this.#kept.toBlob();
  }

  async *windows(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    try {
      const { packing } = this;
      const isWhole = packing === 'gzip' || packing === 'deflate' ? yield* this.#native(packing, signal) : false;
      if (!isWhole && this.problem === undefined && !signal.aborted) yield* this.#again(signal);
      if (this.problem === undefined && !signal.aborted && !this.#isAsExpected()) this.problem = 'unpack.checksum';
    } finally {
      this.#kept.settle();
    }
  }

  /** The browser's own way; false when it gave up. */
  async *#native(packing: 'gzip' | 'deflate', signal: Abort): AsyncGenerator<Uint8Array, boolean, void> {
    const counted = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller): void => {
        this.consumed += chunk.byteLength;
        controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
      },
    });
    const format = packing === 'gzip' ? 'gzip' : 'deflate-raw';
    const reader = this.#file.stream().pipeThrough(counted).pipeThrough(new DecompressionStream(format)).getReader();
    try {
      while (!signal.aborted) {
        let next: ReadableStreamReadResult<Uint8Array>;
        try {
          next = await reader.read();
        } catch {
          return false;
        }
        if (next.done) return true;
        if (next.value.byteLength === 0) continue;
        this.#keep(next.value);
        yield next.value;
        if (this.#tooMuch()) return true;
      }
      return true;
    } finally {
      reader.cancel().catch(() => undefined);
    }
  }

  /** By library or own decoder, from the start; what was given before is passed over. */
  async *#again(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    let skip = this.size;
    this.consumed = 0;
    const onTaken = (octets: number): void => {
      this.consumed += octets;
    };
    const note = (code: string, at: number): void => {
      const { count, at: first } = this.notes.get(code) ?? { count: 0, at };
      this.notes.set(code, { count: count + 1, at: first });
    };
    let met = { from: 0, to: 0 };
    const onEnd = (from: number, to: number): void => {
      met = { from, to };
    };
    const { packing } = this;
    const isDeflate = packing === 'gzip' || packing === 'deflate';
    const pieces = isDeflate ? inflatedPieces(this.#file, packing, signal, onTaken, onEnd) : unpackedPieces(this.#file, packing, signal, onTaken, note, onEnd);
    try {
      for (;;) {
        const { done, value } = await pieces.next();
        if (done === true) {
          if (value !== undefined) this.problem = (packing === 'gzip' ? gzipProblems : otherProblems)[value];
          // what is cut off ends where the data ends, however much of it the decoder was waiting for
          if (value === 'truncated') this.packedAt = { from: this.consumed, to: this.consumed };
          else if (value === 'corrupt' || value === 'unsupported') this.packedAt = met;
          return;
        }
        const from = Math.min(skip, value.length);
        skip -= from;
        if (from === value.length) continue;
        const fresh = value.subarray(from);
        this.#keep(fresh);
        yield fresh;
        if (this.#tooMuch()) return;
      }
    } finally {
      await pieces.return(undefined);
    }
  }

  #tooMuch(): boolean {
    const { spent, given } = this.#budget;
    if (spent > limits.decompressedOctets) this.problem = 'limit.decompressedOctets';
    else if (isBomb(this.size, this.consumed) || isBomb(spent, given)) this.problem = 'limit.decompressionRatio';
    else return false;
    return true;
  }

  #keep(octets: Uint8Array): void {
    this.#kept.add(octets);
    const { counted } = this.#budget;
    const before = counted.get(this.#file) ?? 0;
    if (this.size > before) {
      this.#budget.spent += this.size - before;
      counted.set(this.#file, this.size);
    }
    if (this.#expected !== undefined) this.#crc = crc32(octets, this.#crc);
  }

  #isAsExpected(): boolean {
    return this.#expected === undefined || (this.#expected.size === this.size && this.#expected.crc === this.#crc);
  }
}

function isBomb(out: number, taken: number): boolean {
  return out > RATIO_GRACE && out > taken * limits.decompressionRatio;
}
