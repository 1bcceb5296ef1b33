/**
 * AES in the modes that TLS has besides GCM: CBC (NIST SP 800-38A section 6.2), opened only, and CCM (RFC 3610, NIST SP 800-38C). Keys are
 * expanded once; noble does the rounds.
 */
import { unsafe } from '@noble/ciphers/aes.js';
import { AesCounter, BLOCK, Scratch } from './aes-counter.ts';

const scratch = new Scratch();

export class AesCbc {
  readonly #key: Uint32Array<ArrayBuffer>;

  /** @param key 16 or 32 octets */
  constructor(key: Uint8Array) {
    this.#key = unsafe.expandKeyDecLE(Uint8Array.from(key));
  }

  /** The whole blocks of octets[at, end) opened; `start` is the block in front of them. */
  open(start: Uint8Array, octets: Uint8Array, at: number, end: number): Uint8Array<ArrayBuffer> {
    const plain = new Uint8Array((end - at) & -BLOCK);
    let [before, beforeAt] = [start, 0];
    for (let i = 0; i < plain.length; i += BLOCK) {
      const from = at + i;
      const { s0, s1, s2, s3 } = unsafe.decrypt(this.#key, word(octets, from), word(octets, from + 4), word(octets, from + 8), word(octets, from + 12));
      write(plain, i, s0 ^ word(before, beforeAt));
      write(plain, i + 4, s1 ^ word(before, beforeAt + 4));
      write(plain, i + 8, s2 ^ word(before, beforeAt + 8));
      write(plain, i + 12, s3 ^ word(before, beforeAt + 12));
      [before, beforeAt] = [octets, from];
    }
    return plain;
  }
}

export class AesCcm {
  readonly #key: Uint32Array<ArrayBuffer>;
  readonly #counter: AesCounter;
  readonly #tag: number;
  readonly #block: Uint8Array<ArrayBuffer> = new Uint8Array(BLOCK);

  /** @param key 16 or 32 octets; `tag` 8 or 16 octets */
  constructor(key: Uint8Array, tag: number) {
    this.#key = unsafe.expandKeyLE(Uint8Array.from(key));
    this.#counter = new AesCounter(key, scratch);
    this.#tag = tag;
  }

  /** octets[at, end) opened, the tag at their end checked; undefined when it does not fit. @param nonce 12 octets */
  open(nonce: Uint8Array, extra: Uint8Array, octets: Uint8Array, at: number, end: number): Uint8Array<ArrayBuffer> | undefined {
    const length = end - at - this.#tag;
    if (length < 0) return undefined;
    const start = this.#block;
    start.fill(0);
    start[0] = 2;
    start.set(nonce, 1);
    const mask = this.#counter.block(start);
    start[15] = 1;
    const plain = this.#counter.apply(start, octets, at, at + length).slice();
    const code = this.#code(nonce, extra, plain);
    let difference = 0;
    for (let i = 0; i < this.#tag; i++) difference |= code[i]! ^ mask[i]! ^ octets[at + length + i]!;
    return difference === 0 ? plain : undefined;
  }

  /** CBC-MAC of the first block, the associated data and the text (RFC 3610 section 2.2), each filled up with zeros. */
  #code(nonce: Uint8Array, extra: Uint8Array, plain: Uint8Array): Uint8Array {
    const state = new Uint8Array(BLOCK);
    const first = new Uint8Array(BLOCK);
    first[0] = 64 + 8 * ((this.#tag - 2) / 2) + 2;
    first.set(nonce, 1);
    for (let i = 0; i < 3; i++) first[15 - i] = plain.length >> (8 * i);
    this.#absorb(state, first);
    const associated = new Uint8Array(2 + extra.length);
    associated[1] = extra.length;
    associated.set(extra, 2);
    this.#absorb(state, associated);
    this.#absorb(state, plain);
    return state;
  }

  #absorb(state: Uint8Array, octets: Uint8Array): void {
    for (let at = 0; at < octets.length; at += BLOCK) {
      const length = Math.min(BLOCK, octets.length - at);
      for (let i = 0; i < length; i++) state[i]! ^= octets[at + i]!;
      const { s0, s1, s2, s3 } = unsafe.encrypt(this.#key, word(state, 0), word(state, 4), word(state, 8), word(state, 12));
      write(state, 0, s0);
      write(state, 4, s1);
      write(state, 8, s2);
      write(state, 12, s3);
    }
  }
}

function word(octets: Uint8Array, at: number): number {
  return octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24);
}

function write(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value;
  octets[at + 1] = value >>> 8;
  octets[at + 2] = value >>> 16;
  octets[at + 3] = value >>> 24;
}
