/**
 * permessage-deflate (RFC 7692 section 7.2.2): the payload of a compressed message, the four octets that its sender took off put back,
 * inflated with the last 32 KiB of what came before. A message whose sender does not look back is read just the same.
 * Promise: a message costs what it has and what it makes, not the size of the window: a stream may hold many tiny ones.
 */
import { Inflate, inflateSync } from 'fflate';

/** the largest window of DEFLATE (RFC 1951 section 2); a smaller one that was agreed on looks back less far */
const WINDOW = 32_768;
/** octets of input at a time: at 1032 to 1 a step makes at most half a mebibyte before it is looked at again */
const STEP = 512;
const TAIL = new Uint8Array([0, 0, 0xff, 0xff]);
/** the tail, and an empty block that is the last: what is inflated in one go must have an end */
const LAST = new Uint8Array([...TAIL, 1, 0, 0, 0xff, 0xff]);

export class MessageInflater {
  /** the window is #kept[#end - 32 KiB, #end), shorter in the beginning; room for two, so that it moves seldom */
  #kept = new Uint8Array(0);
  #end = 0;

  /**
   * The message in octets[at, end), inflated; its own copy. 'damaged' when it is no DEFLATE data, 'too-long' when it has more
   * than `most` octets; what was remembered is forgotten then, and messages that look back at it are damaged too.
   */
  inflate(octets: Uint8Array, at: number, end: number, most: number): Uint8Array | 'damaged' | 'too-long' {
    let whole: Uint8Array | undefined;
    try {
      const dictionary = this.#kept.subarray(Math.max(0, this.#end - WINDOW), this.#end);
      whole = end - at <= STEP ? inGo(octets, at, end, dictionary) : inSteps(octets, at, end, most, dictionary);
    } catch {
      this.forget();
      return 'damaged';
    }
    if (whole === undefined || whole.length > most) {
      this.forget();
      return 'too-long';
    }
    this.#remember(whole);
    return whole;
  }

  /** Octets of the stream were lost: nothing to look back at is known. */
  forget(): void {
    this.#end = 0;
  }

  #remember(text: Uint8Array): void {
    const fresh = text.subarray(Math.max(0, text.length - WINDOW));
    if (this.#end + fresh.length > this.#kept.length) {
      const before = this.#kept.subarray(Math.max(0, this.#end - WINDOW), this.#end);
      const wanted = Math.min(2 * WINDOW, 2 * (before.length + fresh.length));
      if (wanted > this.#kept.length) this.#kept = join(before, new Uint8Array(wanted - before.length));
      else this.#kept.copyWithin(0, this.#end - before.length, this.#end);
      this.#end = before.length;
    }
    this.#kept.set(fresh, this.#end);
    this.#end += fresh.length;
  }
}

/** room for all that a short message can make; without it the library asks for 128 KiB each time */
let scratch: Uint8Array | undefined;

/** A short message: it cannot make much, and the library looks back into `dictionary` where that lies. */
function inGo(octets: Uint8Array, at: number, end: number, dictionary: Uint8Array): Uint8Array {
  scratch ??= new Uint8Array(1032 * (STEP + LAST.length));
  return inflateSync(join(octets.subarray(at, end), LAST), dictionary.length === 0 ? { out: scratch } : { out: scratch, dictionary }).slice();
}

/** Undefined when it makes more than `most` octets. */
function inSteps(octets: Uint8Array, at: number, end: number, most: number, dictionary: Uint8Array): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate(dictionary.length === 0 ? {} : { dictionary }, (piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  for (let p = at; p < end && length <= most; p += STEP) inflate.push(octets.slice(p, Math.min(end, p + STEP)));
  if (length > most) return undefined;
  inflate.push(TAIL);
  return join(...pieces);
}

function join(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
