/**
 * Compressed octets on their way into a decoder, which takes them as far as they are here and asks for more. What a decoder
 * asks for is bounded by its format (8 MiB at most), so this never holds a whole file.
 */

/** What was wrong with compressed octets. `checksum`: all of it came out, and does not agree with its check value. */
export type UnpackProblem = 'truncated' | 'corrupt' | 'checksum' | 'unsupported' | 'window';

/**
 * A decoder at work. It yields octets that came out (borrowed until the next step), or undefined when it must have more
 * input; it returns what was wrong, if anything. It never throws for what the octets say, and never yields much at a time.
 */
export type Unpacking = Generator<Uint8Array | undefined, UnpackProblem | undefined, void>;

/** The same without output: a step within a decoder. */
export type Asking<Result> = Generator<undefined, Result, void>;

export class PackedInput {
  /** what is not taken yet is octets[at, end) */
  octets: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /** octets added so far, and how far the decoder asked to see: the end of the block it works on */
  added = 0;
  reach = 0;
  /** no more will come */
  ended = false;
  #isOwn = false;

  get left(): number {
    return this.end - this.at;
  }

  /** Adds octets, borrowed until the next add(). */
  add(piece: Uint8Array): void {
    const { left } = this;
    this.added += piece.length;
    if (left === 0) {
      this.octets = piece;
      this.at = 0;
      this.end = piece.length;
      this.#isOwn = false;
      return;
    }
    if (!this.#isOwn || left + piece.length > this.octets.length) {
      const grown = new Uint8Array(Math.max(65_536, 2 * left, left + piece.length));
      grown.set(this.octets.subarray(this.at, this.end));
      this.octets = grown;
      this.#isOwn = true;
    } else if (this.end + piece.length > this.octets.length) this.octets.copyWithin(0, this.at, this.end);
    else {
      this.octets.set(piece, this.end);
      this.end += piece.length;
      return;
    }
    this.octets.set(piece, left);
    this.at = 0;
    this.end = left + piece.length;
  }

  /** The next octet; it must be here. */
  octet(): number {
    return this.octets[this.at++]!;
  }

  /** The next four, least significant first; they must be here. */
  word(): number {
    const { octets, at } = this;
    this.at += 4;
    return (octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24)) >>> 0;
  }
}

/** Waits until `length` octets are here; false when the input ends before. */
export function* need(input: PackedInput, length: number): Asking<boolean> {
  input.reach = input.added - input.left + length;
  while (input.left < length) {
    if (input.ended) return false;
    yield;
  }
  return true;
}

/** Passes over octets; false when the input ends before. */
export function* skip(input: PackedInput, length: number): Asking<boolean> {
  let rest = length;
  for (;;) {
    const taken = Math.min(rest, input.left);
    input.at += taken;
    rest -= taken;
    if (rest === 0) return true;
    if (input.ended) return false;
    yield;
  }
}

/** Skippable frames of zstd (RFC 8878 section 3.1.2) and lz4: sixteen magic numbers, a length, anything. */
export function isSkippable(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}
