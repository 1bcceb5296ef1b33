/**
 * Hashes (FIPS 180-4, RFC 1321) and HMAC (RFC 2104) by name; a HMAC with one key over many packets hashes the key's two blocks
 * once. The only door to the library on this floor.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
const hashes: Readonly<Record<HashName, typeof sha256 | typeof sha512 | typeof sha1>> = { md5, sha1, sha224, sha256, sha384, sha512 };

/** What is used of the library's state: its own type has `any` in it. */
interface State {
  clone(): State;
  _cloneInto(to: State): unknown;
  update(octets: Uint8Array): unknown;
  digestInto(out: Uint8Array): void;
}

/** Octets of a hash's result. */
export function hashLength(hash: HashName): number {
  return hashes[hash].outputLen;
}

/** The hash of the parts, one after the other. */
export function digest(hash: HashName, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const state = hashes[hash].create();
  for (const part of parts) state.update(part);
  return Uint8Array.from(state.digest());
}

export class MessageCode {
  readonly #keyed: State;
  readonly #running: State;
  readonly #code: Uint8Array<ArrayBuffer>;

  constructor(key: Uint8Array, hash: HashName = 'sha1') {
    this.#keyed = hmac.create(hashes[hash], Uint8Array.from(key)) as unknown as State;
    this.#running = this.#keyed.clone();
    this.#code = new Uint8Array(hashLength(hash));
  }

  /** Of octets[at, end) and then `more`; borrowed. */
  of(octets: Uint8Array, at: number, end: number, more: Uint8Array): Uint8Array {
    this.#keyed._cloneInto(this.#running);
    this.#running.update(octets.subarray(at, end));
    this.#running.update(more);
    this.#running.digestInto(this.#code);
    return this.#code;
  }
}
