/**
 * Opens what one direction of SRTP or SRTCP sealed with one set of session keys (RFC 3711 sections 3.1, 3.3, 3.4; RFC 7714
 * sections 8 and 9). The tag is checked first: what it does not fit is not opened.
 */
import { AesCounter, BLOCK } from './aes-counter.ts';
import { Ghash } from './ghash.ts';
import { MessageCode } from './message-code.ts';
import type { SessionKeys } from './srtp-keys.ts';
import type { SrtpSuite } from './srtp-suite.ts';

export interface SealOptions {
  /** octets of the master key identifier in every packet */
  readonly identifier: number;
  /** authenticated, but not encrypted (RFC 4568 section 6.3.2) */
  readonly plain: boolean;
  /** RTP without tag (section 6.3.3) */
  readonly unauthenticated: boolean;
}

const NOTHING = new Uint8Array(0);
const CONTROL_HEADER = 8;
const INDEX = 4;

export class SrtpSeal {
  readonly #suite: SrtpSuite;
  readonly #options: SealOptions;
  readonly #cipher: AesCounter;
  readonly #code: MessageCode;
  readonly #ghash: Ghash | undefined;
  readonly #start: Uint8Array = new Uint8Array(BLOCK);
  readonly #salt: Uint8Array;
  readonly #word: Uint8Array = new Uint8Array(INDEX);

  constructor(suite: SrtpSuite, keys: SessionKeys, options: SealOptions) {
    this.#suite = suite;
    this.#options = options;
    this.#cipher = new AesCounter(keys.cipher);
    this.#code = new MessageCode(keys.authentication);
    this.#ghash = suite.cipher === 'AES-GCM' ? new Ghash(this.#cipher.block(new Uint8Array(BLOCK))) : undefined;
    this.#salt = keys.salt;
  }

  /** Octets at the end of an RTP packet that are no payload. */
  get overhead(): number {
    return this.#options.identifier + (this.#options.unauthenticated && this.#ghash === undefined ? 0 : this.#suite.tag);
  }

  /**
   * The payload of the RTP packet octets[at, end), whose header with extensions ends at `payloadAt`; borrowed. Undefined when
   * the tag does not fit: another key, another rollover counter, or octets changed on the way.
   */
  open(octets: Uint8Array, at: number, payloadAt: number, end: number, rollover: number): Uint8Array | undefined {
    const stop = end - this.overhead;
    if (stop < payloadAt || payloadAt < at + 12) return undefined;
    if (this.#ghash !== undefined) {
      this.#galoisStart(octets, at + 8, rollover, (octets[at + 2]! << 8) | octets[at + 3]!);
      return this.#openGalois(octets, at, payloadAt, stop, NOTHING);
    }
    if (!this.#options.unauthenticated) {
      writeWord(this.#word, rollover);
      if (!equals(this.#code.of(octets, at, stop, this.#word), octets, end - this.#suite.tag, this.#suite.tag)) return undefined;
    }
    if (this.#options.plain) return octets.subarray(payloadAt, stop);
    this.#counterStart(octets, at + 8, rollover, (octets[at + 2]! << 8) | octets[at + 3]!);
    return this.#cipher.apply(this.#start, octets, payloadAt, stop);
  }

  /** The compound RTCP packet octets[at, end) behind its first eight octets, which are clear; borrowed. */
  openControl(octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    return this.#ghash === undefined ? this.#openCounterControl(octets, at, end) : this.#openGaloisControl(octets, at, end);
  }

  /** The index that an SRTCP packet tells of itself; 0 when it is too short to tell one. */
  controlIndex(octets: Uint8Array, at: number, end: number): number {
    const indexAt = end - this.#options.identifier - INDEX - (this.#ghash === undefined ? this.#suite.controlTag : 0);
    return indexAt < at + CONTROL_HEADER ? 0 : readWord(octets, indexAt) & 0x7fffffff;
  }

  #openCounterControl(octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    const { controlTag } = this.#suite;
    const stop = end - controlTag - this.#options.identifier;
    const indexAt = stop - INDEX;
    if (indexAt < at + CONTROL_HEADER) return undefined;
    if (!equals(this.#code.of(octets, at, stop, NOTHING), octets, end - controlTag, controlTag)) return undefined;
    if ((octets[indexAt]! & 0x80) === 0) return octets.subarray(at + CONTROL_HEADER, indexAt);
    const index = readWord(octets, indexAt) & 0x7fffffff;
    this.#counterStart(octets, at + 4, index >>> 16, index & 0xffff);
    return this.#cipher.apply(this.#start, octets, at + CONTROL_HEADER, indexAt);
  }

  #openGaloisControl(octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    const indexAt = end - this.#options.identifier - INDEX;
    const stop = indexAt - this.#suite.controlTag;
    if (stop < at + CONTROL_HEADER) return undefined;
    const isSealed = (octets[indexAt]! & 0x80) !== 0;
    const index = readWord(octets, indexAt);
    this.#galoisStart(octets, at + 4, (index & 0x7fffffff) >>> 16, index & 0xffff);
    writeWord(this.#word, index);
    if (isSealed) return this.#openGalois(octets, at, at + CONTROL_HEADER, stop, this.#word);
    return this.#openGalois(octets, at, stop, stop, this.#word) === undefined ? undefined : octets.subarray(at + CONTROL_HEADER, stop);
  }

  /** octets[at, from) and `more` are authenticated, octets[from, stop) opened, the tag stands at `stop`. */
  #openGalois(octets: Uint8Array, at: number, from: number, stop: number, more: Uint8Array): Uint8Array | undefined {
    const ghash = this.#ghash!;
    const known = from - at + more.length;
    ghash.begin();
    if (more.length === 0) ghash.add(octets, at, from);
    else ghash.add(joined(octets, at, from, more), 0, known);
    ghash.add(octets, from, stop);
    ghash.addLengths(known, stop - from);
    this.#start[15] = 1;
    const mask = this.#cipher.block(this.#start);
    let difference = 0;
    for (let i = 0; i < this.#suite.tag; i++) difference |= ghash.octet(i) ^ mask[i]! ^ octets[stop + i]!;
    if (difference !== 0) return undefined;
    this.#start[15] = 2;
    return this.#cipher.apply(this.#start, octets, from, stop);
  }

  /** RFC 3711 section 4.1.1: salt, source and packet index, each in its place. */
  #counterStart(octets: Uint8Array, sourceAt: number, rollover: number, sequence: number): void {
    const start = this.#start;
    start.fill(0);
    start.set(this.#salt);
    for (let i = 0; i < 4; i++) {
      start[4 + i]! ^= octets[sourceAt + i]!;
      start[8 + i]! ^= rollover >>> (24 - 8 * i);
    }
    start[12]! ^= sequence >>> 8;
    start[13]! ^= sequence;
  }

  /** RFC 7714 sections 8.1 and 9.1: for RTCP the index takes the place of rollover counter and sequence number. */
  #galoisStart(octets: Uint8Array, sourceAt: number, rollover: number, sequence: number): void {
    const start = this.#start;
    start.fill(0);
    start.set(this.#salt);
    for (let i = 0; i < 4; i++) {
      start[2 + i]! ^= octets[sourceAt + i]!;
      start[6 + i]! ^= rollover >>> (24 - 8 * i);
    }
    start[10]! ^= sequence >>> 8;
    start[11]! ^= sequence;
  }
}

function joined(octets: Uint8Array, at: number, end: number, more: Uint8Array): Uint8Array {
  const whole = new Uint8Array(end - at + more.length);
  whole.set(octets.subarray(at, end));
  whole.set(more, end - at);
  return whole;
}

function equals(code: Uint8Array, octets: Uint8Array, at: number, length: number): boolean {
  let difference = 0;
  for (let i = 0; i < length; i++) difference |= code[i]! ^ octets[at + i]!;
  return difference === 0;
}

function readWord(octets: Uint8Array, at: number): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0;
}

function writeWord(octets: Uint8Array, value: number): void {
  for (let i = 0; i < 4; i++) octets[i] = value >>> (24 - 8 * i);
}
