/**
 * Octets that exist nowhere in a file as one piece: SIP messages joined from TCP segments or IP fragments. They are kept
 * in blocks and named by one offset; a piece never crosses a block, so reading gives a view and not a copy.
 */

const BLOCK = 1_048_576;

export class TextArena {
  readonly #blocks: { readonly at: number; readonly octets: Uint8Array }[] = [];
  #length = 0;

  /** Octets kept in all. */
  get length(): number {
    return this.#length;
  }

  /** Keeps a copy of octets[at, end) and returns its offset (0 to 2^32 - 1), or -1 when the arena is full (4 GiB). */
  add(octets: Uint8Array, at: number, end: number): number {
    const length = end - at;
    let block = this.#blocks.at(-1);
    if (block === undefined || this.#length + length > block.at + block.octets.length) {
      if (this.#length + Math.max(BLOCK, length) > 0xffffffff) return -1;
      const start = block === undefined ? 0 : block.at + block.octets.length;
      block = { at: start, octets: new Uint8Array(Math.max(BLOCK, length)) };
      this.#blocks.push(block);
      this.#length = start;
    }
    const offset = this.#length;
    block.octets.set(octets.subarray(at, end), offset - block.at);
    this.#length = offset + length;
    return offset;
  }

  /** The octets of a kept piece, borrowed: they never change, and must not be changed. */
  octets(offset: number, length: number): Uint8Array {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle]!.at <= offset) low = middle;
      else high = middle - 1;
    }
    const block = this.#blocks[low]!;
    return block.octets.subarray(offset - block.at, offset - block.at + length);
  }
}
