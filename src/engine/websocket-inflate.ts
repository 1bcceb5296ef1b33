/**
 * permessage-deflate (RFC 7692 section 7.2.2): the payload of a compressed message, the four octets that its sender took off put back,
 * inflated with the last 32 KiB of what came before. A message whose sender does not look back is read just the same.
 */
import { Inflate } from 'fflate';

/** the largest window of DEFLATE (RFC 1951 section 2); a smaller one that was agreed on looks back less far */
const WINDOW = 32_768;
/** octets of input at a time: at 1032 to 1 a step makes at most half a mebibyte before it is looked at again */
const STEP = 512;
const TAIL = new Uint8Array([0, 0, 0xff, 0xff]);

export class MessageInflater {
  #window: Uint8Array | undefined;

  /**
   * The message in octets[at, end), inflated; its own copy. 'damaged' when it is no DEFLATE data, 'too-long' when it has more
   * than `most` octets; what was remembered is forgotten then, and messages that look back at it are damaged too.
   */
  inflate(octets: Uint8Array, at: number, end: number, most: number): Uint8Array | 'damaged' | 'too-long' {
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      const inflate = new Inflate(this.#window === undefined ? {} : { dictionary: this.#window }, (piece) => {
        pieces.push(piece);
        length += piece.length;
      });
      for (let p = at; p < end && length <= most; p += STEP) inflate.push(octets.slice(p, Math.min(end, p + STEP)));
      if (length <= most) inflate.push(TAIL);
    } catch {
      this.forget();
      return 'damaged';
    }
    if (length > most) {
      this.forget();
      return 'too-long';
    }
    const whole = new Uint8Array(length);
    let to = 0;
    for (const piece of pieces) {
      whole.set(piece, to);
      to += piece.length;
    }
    this.#remember(whole);
    return whole;
  }

  /** Octets of the stream were lost: nothing to look back at is known. */
  forget(): void {
    this.#window = undefined;
  }

  #remember(text: Uint8Array): void {
    const before = this.#window;
    if (before === undefined || text.length >= WINDOW) this.#window = text.slice(-WINDOW);
    else {
      const kept = before.subarray(Math.max(0, before.length + text.length - WINDOW));
      this.#window = new Uint8Array(kept.length + text.length);
      this.#window.set(kept);
      this.#window.set(text, kept.length);
    }
  }
}
