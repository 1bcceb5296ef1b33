/** A source that was read to its end, read from its beginning as often as wanted: for what can be read in order only once, such as the output of a decompressor. */
import type { Abort, ByteSource } from '../capture/byte-source.ts';

/** octets asked for at a time */
const WINDOW = 1 << 20;

export class RereadSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #inner: ByteSource;

  constructor(inner: ByteSource) {
    this.name = inner.name;
    this.size = inner.size;
    this.#inner = inner;
  }

  get isBroken(): boolean {
    return this.#inner.isBroken === true;
  }

  read(at: number, length: number): Promise<Uint8Array> {
    return this.#inner.read(at, length);
  }

  async *windows(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    for (let at = 0; at < this.size && !signal.aborted; ) {
      const octets = await this.#inner.read(at, WINDOW);
      if (octets.length === 0) return;
      at += octets.length;
      yield octets;
    }
  }
}
