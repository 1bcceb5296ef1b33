/**
 * AES in counter mode as SRTP has it (RFC 3711 section 4.1.1; RFC 6188 for 192 and 256 bits; RFC 7714 counts 32 bits the same
 * way, since no packet is long enough to tell). The key is expanded once; noble does the rounds.
 */
import { unsafe } from '@noble/ciphers/aes.js';

export const BLOCK = 16;

/** Aligned copies, since noble reads words. Several counters may share one: then what one returns is gone when another is asked. */
export class Scratch {
  from: Uint8Array<ArrayBuffer> = new Uint8Array(2048);
  to: Uint8Array<ArrayBuffer> = new Uint8Array(2048);
}

export class AesCounter {
  readonly #key: Uint32Array<ArrayBuffer>;
  readonly #counter: Uint8Array<ArrayBuffer> = new Uint8Array(BLOCK);
  readonly #scratch: Scratch;

  /** @param key 16, 24 or 32 octets */
  constructor(key: Uint8Array, scratch: Scratch = new Scratch()) {
    this.#key = unsafe.expandKeyLE(Uint8Array.from(key));
    this.#scratch = scratch;
  }

  /** The block encrypted by itself. */
  block(block: Uint8Array): Uint8Array {
    return this.apply(block, new Uint8Array(BLOCK), 0, BLOCK).slice();
  }

  /** octets[at, end) combined with the key stream that begins at the counter block `start`; borrowed. */
  apply(start: Uint8Array, octets: Uint8Array, at: number, end: number): Uint8Array {
    const length = end - at;
    const scratch = this.#scratch;
    if (length > scratch.from.length) {
      scratch.from = new Uint8Array(length * 2);
      scratch.to = new Uint8Array(length * 2);
    }
    scratch.from.set(octets.subarray(at, end));
    this.#counter.set(start);
    return unsafe.ctrCounter(this.#key, this.#counter, scratch.from.subarray(0, length), scratch.to.subarray(0, length));
  }
}
