/** AES-GCM (NIST SP 800-38D) with nonces of twelve octets, opened only: key and table are made once. */
import { AesCounter, BLOCK, Scratch } from './aes-counter.ts';
import { Ghash } from './ghash.ts';

const TAG = 16;
/** one for all: a connection under way must not hold a record's length */
const scratch = new Scratch();

export class AesGcm {
  readonly #counter: AesCounter;
  readonly #hash: Ghash;
  readonly #start: Uint8Array<ArrayBuffer> = new Uint8Array(BLOCK);

  /** @param key 16, 24 or 32 octets */
  constructor(key: Uint8Array) {
    this.#counter = new AesCounter(key, scratch);
    this.#hash = new Ghash(this.#counter.block(new Uint8Array(BLOCK)));
  }

  /** octets[at, end) opened, the tag at their end checked; borrowed, undefined when it does not fit. @param nonce 12 octets */
  open(nonce: Uint8Array, extra: Uint8Array, octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    const textEnd = end - TAG;
    if (textEnd < at) return undefined;
    const hash = this.#hash;
    hash.begin();
    hash.add(extra, 0, extra.length);
    hash.add(octets, at, textEnd);
    hash.addLengths(extra.length, textEnd - at);
    const start = this.#start;
    start.fill(0);
    start.set(nonce);
    start[15] = 1;
    const mask = this.#counter.block(start);
    let difference = 0;
    for (let i = 0; i < TAG; i++) difference |= hash.octet(i) ^ mask[i]! ^ octets[textEnd + i]!;
    if (difference !== 0) return undefined;
    start[15] = 2;
    return this.#counter.apply(start, octets, at, textEnd);
  }
}
