/**
 * The check value and length behind every gzip member (RFC 1952 section 2.3.1), which fflate reads past. Told of the
 * compressed octets in pieces and of what comes out of them, it says whether they agree.
 */
import { crc32 } from '../unpack/crc.ts';

const TRAILER = 8;

export class GzipCheck {
  /** every member looked at so far agrees with its trailer */
  agrees = true;
  #crc = 0;
  #length = 0;
  #total = 0;
  #piece: Uint8Array = new Uint8Array(0);
  #before: Uint8Array = new Uint8Array(0);

  /** The next compressed octets; kept, not copied, until the piece after the next. */
  compressed(piece: Uint8Array): void {
    this.#before = this.#piece;
    this.#piece = piece;
    this.#total += piece.length;
  }

  /** What came out of them. */
  output(octets: Uint8Array): void {
    this.#crc = crc32(octets, this.#crc);
    this.#length = (this.#length + octets.length) >>> 0;
  }

  /** A member ends at this offset of the compressed octets, its trailer included. */
  memberEnds(offset: number = this.#total): void {
    if (this.#isReachable(offset) && (this.#word(offset - TRAILER) !== this.#crc || this.#word(offset - 4) !== this.#length)) this.agrees = false;
    this.#crc = 0;
    this.#length = 0;
  }

  /** A trailer that lies too far back (behind a member header of 64 KiB) is not looked at. */
  #isReachable(offset: number): boolean {
    return offset < TRAILER || offset - TRAILER >= this.#total - this.#piece.length - this.#before.length;
  }

  #word(offset: number): number {
    return (this.#octet(offset) | (this.#octet(offset + 1) << 8) | (this.#octet(offset + 2) << 16) | (this.#octet(offset + 3) << 24)) >>> 0;
  }

  #octet(offset: number): number {
    const inPiece = offset - (this.#total - this.#piece.length);
    return (inPiece >= 0 ? this.#piece[inPiece] : this.#before[this.#before.length + inPiece]) ?? 0;
  }
}
