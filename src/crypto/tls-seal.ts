/**
 * What opens the records of one direction of a TLS connection under one key: TLS 1.0 to 1.2 (RFC 5246 section 6.2.3, RFC 5288, RFC 6655,
 * RFC 7905, encrypt-then-MAC RFC 7366) and 1.3 (RFC 8446 section 5.2). Every tag and code is checked: what opens is what was sent, and a wrong key opens nothing.
 * Suites without encryption alone are read without keys (clearKeys), unchecked.
 */
import { AesCbc, AesCcm } from './aes-block.ts';
import { AesGcm } from './aes-gcm.ts';
import { openChachaPoly } from './chacha-poly.ts';
import { hashLength, MessageCode } from './message-code.ts';
import { expandLabel, prf, type PrfHash } from './tls-prf.ts';
import type { TlsSuite } from './tls-suite.ts';

/** TLS versions as the wire writes them. */
export const tlsVersions = { ssl3: 0x300, tls10: 0x301, tls11: 0x302, tls12: 0x303, tls13: 0x304 } as const;

const BLOCK = 16;
const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array(0);

export interface DirectionKeys {
  readonly key: Uint8Array;
  /** fixed part of nonces; first vector of TLS 1.0 */
  readonly vector: Uint8Array;
  readonly mac: Uint8Array;
}

/** The record's header as it came: content type and version, the octets behind it are octets[at, end). */
export interface SealedRecord {
  readonly type: number;
  readonly version: number;
  readonly octets: Uint8Array;
  readonly at: number;
  readonly end: number;
}

/** What came out; for TLS 1.3 the type stands inside, and `padding` zeros stood behind it. */
export interface OpenedRecord {
  readonly type: number;
  /** borrowed */
  readonly octets: Uint8Array;
  readonly padding: number;
}

/** Of a suite without encryption, where nobody gave the key that its codes are made with. */
export const clearKeys: DirectionKeys = { key: NOTHING, vector: NOTHING, mac: NOTHING };

export function prfHash(version: number, suite: TlsSuite): PrfHash {
  return version < tlsVersions.tls12 ? 'md5-sha1' : suite.hash;
}

/** RFC 5246 section 6.3. */
export function deriveKeys12(
  version: number,
  suite: TlsSuite,
  master: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): { readonly client: DirectionKeys; readonly server: DirectionKeys } {
  const isAead = suite.seal === 'gcm' || suite.seal === 'ccm' || suite.seal === 'chacha';
  const mac = isAead ? 0 : hashLength(suite.mac);
  const vector = suite.seal === 'chacha' ? 12 : isAead ? 4 : suite.seal === 'cbc' && version === tlsVersions.tls10 ? BLOCK : 0;
  const seed = new Uint8Array(64);
  seed.set(serverRandom);
  seed.set(clientRandom, 32);
  const block = prf(prfHash(version, suite), master, 'key expansion', seed, 2 * (mac + suite.keyLength + vector));
  let at = 0;
  const take = (length: number): Uint8Array => block.subarray(at, (at += length));
  const [clientMac, serverMac] = [take(mac), take(mac)];
  const [clientKey, serverKey] = [take(suite.keyLength), take(suite.keyLength)];
  const [clientVector, serverVector] = [take(vector), take(vector)];
  return { client: { key: clientKey, vector: clientVector, mac: clientMac }, server: { key: serverKey, vector: serverVector, mac: serverMac } };
}

/** RFC 8446 section 7.3. */
export function deriveKeys13(suite: TlsSuite, secret: Uint8Array): DirectionKeys {
  return { key: expandLabel(suite.hash, secret, 'key', NOTHING, suite.keyLength), vector: expandLabel(suite.hash, secret, 'iv', NOTHING, 12), mac: NOTHING };
}

/** RFC 8446 section 7.2: the secret after a KeyUpdate. */
export function nextSecret(suite: TlsSuite, secret: Uint8Array): Uint8Array<ArrayBuffer> {
  return expandLabel(suite.hash, secret, 'traffic upd', NOTHING, secret.length);
}

export class TlsSeal {
  readonly #version: number;
  readonly #suite: TlsSuite;
  readonly #keys: DirectionKeys;
  readonly #encryptThenMac: boolean;
  readonly #gcm: AesGcm | undefined;
  readonly #ccm: AesCcm | undefined;
  readonly #cbc: AesCbc | undefined;
  readonly #code: MessageCode | undefined;
  readonly #nonce: Uint8Array<ArrayBuffer> = new Uint8Array(12);

  constructor(version: number, suite: TlsSuite, keys: DirectionKeys, encryptThenMac: boolean) {
    this.#version = version;
    this.#suite = suite;
    this.#keys = keys;
    this.#encryptThenMac = encryptThenMac;
    this.#gcm = suite.seal === 'gcm' ? new AesGcm(keys.key) : undefined;
    this.#ccm = suite.seal === 'ccm' ? new AesCcm(keys.key, suite.tagLength) : undefined;
    this.#cbc = suite.seal === 'cbc' ? new AesCbc(keys.key) : undefined;
    this.#code = keys.mac.length > 0 ? new MessageCode(keys.mac, suite.mac) : undefined;
  }

  /** Octets of a record behind its last encrypted block. */
  get trailer(): number {
    return this.#encryptThenMac ? this.#keys.mac.length : 0;
  }

  /** What stands in front of the first record of TLS 1.0. */
  get firstVector(): Uint8Array | undefined {
    return this.#version === tlsVersions.tls10 ? this.#keys.vector : undefined;
  }

  /** Its code says that a record was sent like this, though it may not open for want of the record in front of it. */
  isWhole(record: SealedRecord, sequence: number): boolean {
    if (!this.#encryptThenMac || this.#version !== tlsVersions.tls10) return false;
    const end = record.end - this.#keys.mac.length;
    return end >= record.at && this.#hasCode(record, sequence, record.octets, record.at, end, record.octets, end);
  }

  /** @param sequence of the record under this key; `before` the block that ends the record in front of it (TLS 1.0 with CBC) */
  open(record: SealedRecord, sequence: number, before: Uint8Array | undefined): OpenedRecord | undefined {
    if (this.#version >= tlsVersions.tls13) return this.#open13(record, sequence);
    const octets = this.#open12(record, sequence, before);
    return octets === undefined ? undefined : { type: record.type, octets, padding: 0 };
  }

  #open13({ type, version, octets, at, end }: SealedRecord, sequence: number): OpenedRecord | undefined {
    const length = end - at;
    const plain = this.#aead(this.#xorNonce(sequence), Uint8Array.of(type, version >> 8, version, length >> 8, length), octets, at, end);
    if (plain === undefined) return undefined;
    let last = plain.length - 1;
    while (last >= 0 && plain[last] === 0) last--;
    return last < 0 ? undefined : { type: plain[last]!, octets: plain.subarray(0, last), padding: plain.length - 1 - last };
  }

  #open12(record: SealedRecord, sequence: number, before: Uint8Array | undefined): Uint8Array | undefined {
    const { octets, at, end } = record;
    const { seal, tagLength } = this.#suite;
    if (seal === 'cbc') return this.#openCbc(record, sequence, before);
    if (seal === 'null') return this.#checked(record, sequence, octets.subarray(at, end));
    if (seal === 'chacha') return this.#aead(this.#xorNonce(sequence), extra(record, sequence, end - at - tagLength), octets, at, end);
    if (end - at < 8 + tagLength) return undefined;
    this.#nonce.set(this.#keys.vector);
    this.#nonce.set(octets.subarray(at, at + 8), 4);
    return this.#aead(this.#nonce, extra(record, sequence, end - at - 8 - tagLength), octets, at + 8, end);
  }

  #aead(nonce: Uint8Array, associated: Uint8Array, octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    if (this.#gcm !== undefined) return this.#gcm.open(nonce, associated, octets, at, end);
    if (this.#ccm !== undefined) return this.#ccm.open(nonce, associated, octets, at, end);
    return this.#suite.seal === 'chacha' ? openChachaPoly(this.#keys.key, nonce, associated, octets, at, end) : undefined;
  }

  /** RFC 8446 section 5.3, RFC 7905 section 2. */
  #xorNonce(sequence: number): Uint8Array {
    this.#nonce.set(this.#keys.vector);
    const number = sequenceOctets(sequence);
    for (let i = 0; i < 8; i++) this.#nonce[4 + i]! ^= number[i]!;
    return this.#nonce;
  }

  #openCbc(record: SealedRecord, sequence: number, before: Uint8Array | undefined): Uint8Array | undefined {
    const { octets, at } = record;
    let { end } = record;
    if (this.#encryptThenMac) {
      end -= this.#keys.mac.length;
      if (end < at || !this.#hasCode(record, sequence, octets, at, end, octets, end)) return undefined;
    }
    const explicit = this.#version === tlsVersions.tls10 ? 0 : BLOCK;
    if (end - at - explicit < BLOCK || (end - at) % BLOCK !== 0) return undefined;
    const start = explicit === 0 ? before : octets.subarray(at, at + BLOCK);
    if (start === undefined || start.length < BLOCK) return undefined;
    const plain = this.#cbc!.open(start, octets, at + explicit, end);
    const padding = plain[plain.length - 1]! + 1;
    if (padding > plain.length) return undefined;
    for (let i = plain.length - padding; i < plain.length; i++) if (plain[i] !== padding - 1) return undefined;
    const text = plain.subarray(0, plain.length - padding);
    return this.#encryptThenMac ? text : this.#checked(record, sequence, text);
  }

  /** The text in front of its code, when that fits. */
  #checked(record: SealedRecord, sequence: number, text: Uint8Array): Uint8Array | undefined {
    // without encryption a record is read without its key too; only its code is not checked then
    const length = text.length - hashLength(this.#suite.mac);
    return length >= 0 && this.#hasCode(record, sequence, text, 0, length, text, length) ? text.subarray(0, length) : undefined;
  }

  #hasCode(record: SealedRecord, sequence: number, text: Uint8Array, at: number, end: number, code: Uint8Array, codeAt: number): boolean {
    if (this.#code === undefined) return true;
    const head = extra(record, sequence, end - at);
    const made = this.#code.of(head, 0, head.length, text.subarray(at, end));
    let difference = 0;
    for (let i = 0; i < made.length; i++) difference |= made[i]! ^ code[codeAt + i]!;
    return difference === 0;
  }
}

/** Sequence number, type, version, length: what is authenticated beside the text (RFC 5246 section 6.2.3.3). */
function extra({ type, version }: SealedRecord, sequence: number, length: number): Uint8Array {
  const octets = new Uint8Array(13);
  octets.set(sequenceOctets(sequence));
  octets.set([type, version >> 8, version, length >> 8, length], 8);
  return octets;
}

function sequenceOctets(sequence: number): Uint8Array {
  const octets = new Uint8Array(8);
  const view = new DataView(octets.buffer);
  view.setUint32(0, Math.floor(sequence / 0x100000000));
  view.setUint32(4, sequence >>> 0);
  return octets;
}
