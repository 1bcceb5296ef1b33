/** HMAC-SHA1 (RFC 2104, RFC 3711 section 4.2.1) with one key over many packets: the key's two blocks are hashed once. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';

const LENGTH = 20;

/** What is used of the library's state: its own type has `any` in it. */
interface State {
  clone(): State;
  _cloneInto(to: State): unknown;
  update(octets: Uint8Array): unknown;
  digestInto(out: Uint8Array): void;
}

export class MessageCode {
  readonly #keyed: State;
  readonly #running: State;
  readonly #code: Uint8Array<ArrayBuffer> = new Uint8Array(LENGTH);

  constructor(key: Uint8Array) {
    this.#keyed = hmac.create(sha1, Uint8Array.from(key)) as unknown as State;
    this.#running = this.#keyed.clone();
  }

  /** Of octets[at, end) and then `more`; 20 octets, borrowed. */
  of(octets: Uint8Array, at: number, end: number, more: Uint8Array): Uint8Array {
    this.#keyed._cloneInto(this.#running);
    this.#running.update(octets.subarray(at, end));
    this.#running.update(more);
    this.#running.digestInto(this.#code);
    return this.#code;
  }
}
