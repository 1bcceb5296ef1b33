/**
 * A source whose beginning was looked at before it is read in order: the pieces taken are given again. Needed for what can be
 * read only once from the start, such as the output of a decompressor.
 */
import type { Abort, ByteSource } from '../capture/byte-source.ts';

export class PeekedSource implements ByteSource {
  readonly name: string;
  readonly headroom = 0;
  readonly #inner: ByteSource;
  readonly #abort: { aborted: boolean } = { aborted: false };
  #windows: AsyncIterator<Uint8Array> | undefined;
  readonly #taken: Uint8Array[] = [];

  constructor(inner: ByteSource) {
    this.name = inner.name;
    this.#inner = inner;
  }

  get size(): number {
    return this.#inner.size;
  }

  /** The first octets, `length` of them unless the source is shorter. Call it once, before windows(). */
  async peek(length: number): Promise<Uint8Array> {
    this.#windows = this.#inner.windows(this.#abort)[Symbol.asyncIterator]();
    let total = 0;
    while (total < length) {
      const { value, done } = await this.#windows.next();
      if (done === true) break;
      this.#taken.push(value.slice());
      total += value.length;
    }
    const head = new Uint8Array(total);
    let at = 0;
    for (const piece of this.#taken) {
      head.set(piece, at);
      at += piece.length;
    }
    return head.subarray(0, Math.min(total, length));
  }

  read(at: number, length: number): Promise<Uint8Array> {
    return this.#inner.read(at, length);
  }

  /** Lets the source go without reading it. */
  async close(): Promise<void> {
    this.#abort.aborted = true;
    await this.#windows?.return?.();
  }

  async *windows(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    for (const piece of this.#taken.splice(0)) yield piece;
    const windows = this.#windows;
    while (windows !== undefined && !signal.aborted) {
      const { value, done } = await windows.next();
      if (done === true) return;
      yield value;
    }
    await this.close();
  }
}
