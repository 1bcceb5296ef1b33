/**
 * Where octets come from: a File in the worker, a buffer in tests. Nothing here ever asks for the whole of it.
 * Offsets and lengths are octets; a source may be larger than 4 GiB.
 */

export interface Abort {
  readonly aborted: boolean;
}

export interface ByteSource {
  readonly name: string;
  /** octets in all; Infinity while that is not known (a compressed source that is still being read) */
  readonly size: number;
  /**
   * Octets in front of every window, within the window's own buffer, that the consumer may overwrite: the pump puts the
   * unfinished record there and so never copies a window. Absent or 0: the pump copies windows into a buffer of its own.
   */
  readonly headroom?: number;
  /** windows() ended before the end of the file, or read() gave nothing: the file changed or vanished, or the browser refused to go on */
  readonly isBroken?: boolean;
  /** octets[at, at + length), fewer at the end of the source and none when it is broken; never throws for a range. */
  read(at: number, length: number): Promise<Uint8Array>;
  /** Successive pieces from offset 0, about 1 MiB each; a piece is borrowed: valid until the next one is asked for. */
  windows(signal: Abort): AsyncIterable<Uint8Array>;
}

/** A source over octets in memory. `windowLength` is for tests: how much windows() yields at a time. */
export class OctetsSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly headroom: number;
  readonly #octets: Uint8Array;
  readonly #windowLength: number;

  constructor(name: string, octets: Uint8Array, windowLength: number = 1 << 20, headroom = 0) {
    this.name = name;
    this.size = octets.length;
    this.headroom = headroom;
    this.#octets = octets;
    this.#windowLength = windowLength;
  }

  read(at: number, length: number): Promise<Uint8Array> {
    const start = Math.min(Math.max(0, at), this.size);
    return Promise.resolve(this.#octets.slice(start, Math.min(this.size, start + Math.max(0, length))));
  }

  async *windows(signal: Abort): AsyncIterable<Uint8Array> {
    const buffer = new Uint8Array(this.headroom + this.#windowLength);
    for (let at = 0; at < this.size && !signal.aborted; at += this.#windowLength) {
      const piece = this.#octets.subarray(at, Math.min(this.size, at + this.#windowLength));
      buffer.set(piece, this.headroom);
      yield buffer.subarray(this.headroom, this.headroom + piece.length);
    }
  }
}
