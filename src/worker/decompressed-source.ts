/**
 * A gzip file (RFC 1952, single or multi-member) as a ByteSource of what it holds. Windows come while it is being
 * decompressed; the output is kept as Blob parts, which the browser may move to disk, so that packets can be read again.
 *
 * The browser's own DecompressionStream is about three times faster than a library but refuses a second member and
 * loses its queue on any error; then fflate starts over and skips what was already given.
 * Bounds: limits.decompressedOctets and limits.decompressionRatio; hitting one ends the source and sets `problem`.
 */
import { FlateErrorCode, Gunzip, type FlateError } from 'fflate';
import { limits } from '../base/limits.ts';
import type { Abort, ByteSource } from '../capture/byte-source.ts';
import { streamWindows } from './file-source.ts';
import { GzipCheck } from './gzip-check.ts';

const PART = 16 * 1024 * 1024;
const RATIO_GRACE = 64 * 1024 * 1024;

export type DecompressionProblem = 'gzip.truncated' | 'gzip.corrupt' | 'gzip.checksum' | 'limit.decompressedOctets' | 'limit.decompressionRatio';

export class DecompressedSource implements ByteSource {
  readonly name: string;
  /** octets that came out so far; final when windows() has ended */
  size = 0;
  /** compressed octets consumed so far */
  consumed = 0;
  /** why the output ended early, when it did */
  problem: DecompressionProblem | undefined;
  readonly #file: Blob;
  readonly #parts: { at: number; blob: Blob }[] = [];
  #tail = new Uint8Array(PART);
  #tailLength = 0;
  #tailAt = 0;

  constructor(file: Blob, name: string) {
    this.#file = file;
    this.name = name;
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    const end = Math.min(this.size, at + length);
    const out = new Uint8Array(Math.max(0, end - at));
    for (const part of this.#parts) {
      const from = Math.max(at, part.at);
      const to = Math.min(end, part.at + part.blob.size);
      if (from >= to) continue;
      out.set(new Uint8Array(await part.blob.slice(from - part.at, to - part.at).arrayBuffer()), from - at);
    }
    const from = Math.max(at, this.#tailAt);
    if (from < end) out.set(this.#tail.subarray(from - this.#tailAt, end - this.#tailAt), from - at);
    return out;
  }

  async *windows(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    const native = this.#native(signal);
    let failed = false;
    for (;;) {
      let next: IteratorResult<Uint8Array, void>;
      try {
        next = await native.next();
      } catch {
        failed = true;
        break;
      }
      if (next.done) break;
      this.#keep(next.value);
      yield next.value;
      if (this.#tooMuch()) return;
    }
    if (failed && !signal.aborted) yield* this.#library(signal);
  }

  async *#native(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    const counted = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller): void => {
        this.consumed += chunk.byteLength;
        controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
      },
    });
    const reader = this.#file.stream().pipeThrough(counted).pipeThrough(new DecompressionStream('gzip')).getReader();
    try {
      while (!signal.aborted) {
        const { done, value } = await reader.read();
        if (done) return;
        if (value.byteLength > 0) yield value;
      }
    } finally {
      reader.cancel().catch(() => undefined);
    }
  }

  async *#library(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    let skip = this.size;
    this.consumed = 0;
    let pending: Uint8Array[] = [];
    const check = new GzipCheck();
    const gunzip = new Gunzip((chunk) => {
      if (chunk.byteLength === 0) return;
      check.output(chunk);
      pending.push(chunk);
    });
    gunzip.onmember = (offset): void => check.memberEnds(offset);
    for await (const window of streamWindows(this.#file, signal)) {
      this.consumed += window.byteLength;
      const last = this.consumed >= this.#file.size;
      // fflate grows its output buffer with the input it is given: small pushes keep a bomb from inflating in one go
      for (let at = 0; at < window.byteLength; at += 65_536) {
        const end = Math.min(window.byteLength, at + 65_536);
        const piece = window.slice(at, end);
        check.compressed(piece);
        try {
          gunzip.push(piece, last && end === window.byteLength);
        } catch (fault) {
          this.problem = (fault as Partial<FlateError>).code === FlateErrorCode.UnexpectedEOF ? 'gzip.truncated' : 'gzip.corrupt';
        }
        const ready = pending;
        pending = [];
        for (const chunk of ready) {
          const from = Math.min(skip, chunk.byteLength);
          skip -= from;
          if (from === chunk.byteLength) continue;
          const fresh = chunk.subarray(from);
          this.#keep(fresh);
          yield fresh;
        }
        if (this.problem !== undefined || this.#tooMuch()) return;
      }
    }
    check.memberEnds();
    if (!check.agrees && !signal.aborted) this.problem = 'gzip.checksum';
  }

  #tooMuch(): boolean {
    if (this.size > limits.decompressedOctets) this.problem = 'limit.decompressedOctets';
    else if (this.size > RATIO_GRACE && this.size > this.consumed * limits.decompressionRatio) this.problem = 'limit.decompressionRatio';
    else return false;
    return true;
  }

  #keep(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.byteLength) {
      const length = Math.min(chunk.byteLength - at, PART - this.#tailLength);
      this.#tail.set(chunk.subarray(at, at + length), this.#tailLength);
      this.#tailLength += length;
      at += length;
      if (this.#tailLength === PART) {
        this.#parts.push({ at: this.#tailAt, blob: new Blob([this.#tail]) });
        this.#tailAt += PART;
        this.#tailLength = 0;
      }
    }
    this.size += chunk.byteLength;
  }
}
