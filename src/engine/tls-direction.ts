/** One direction of a TLS connection: which keys it is under, how many records it sent under them, and the handshake message that is not whole yet. */
import { limits } from '../base/limits.ts';
import type { DirectionKeys, OpenedRecord, SealedRecord, TlsSeal } from '../crypto/tls-seal.ts';

const MESSAGE_HEADER = 4;
const BLOCK = 16;

export class TlsDirection {
  seal: TlsSeal | undefined;
  /** the keys of `seal`, in the connection's list: records name them by it */
  keys = -1;
  /** of the next record under these keys */
  sequence = 0;
  /** records that may be missing in front of the next one */
  missing = 0;
  /** its records are encrypted from here on (TLS 1.0 to 1.2) */
  isEncrypted = false;
  /** what TLS 1.3 has it under */
  stage: 'handshake' | 'application' = 'handshake';
  secret: Uint8Array | undefined;
  /** its part of the handshake is done, as far as can be seen */
  isDone = false;
  /** the last block of its last record: the vector of TLS 1.0 */
  before: Uint8Array | undefined;
  #pending: Uint8Array | undefined;
  #length = 0;
  #skip = 0;

  use(seal: TlsSeal, keys: number): void {
    this.seal = seal;
    this.keys = keys;
    this.sequence = 0;
    this.missing = 0;
    this.before = seal.firstVector;
  }

  /** The keys change: the next record is the first under others. */
  change(): void {
    this.seal = undefined;
    this.sequence = 0;
    this.missing = 0;
    this.before = undefined;
  }

  /** Opens the next record, or one that comes after some that were lost; undefined when it stays closed, and then it is counted all the same. */
  open(record: SealedRecord): OpenedRecord | undefined {
    const seal = this.seal;
    if (seal === undefined) return undefined;
    const { octets, at } = record;
    const end = record.end - seal.trailer;
    for (let lost = 0; lost <= this.missing; lost++) {
      const sequence = this.sequence + lost;
      const opened = seal.open(record, sequence, this.before);
      // the record in front of it may be what is missing: then it is whole, and only its first block cannot be had
      if (opened === undefined && !seal.isWhole(record, sequence)) continue;
      this.sequence = sequence + 1;
      this.missing = 0;
      this.#remember(octets, at, end);
      return opened;
    }
    this.sequence++;
    if (seal.trailer > 0) this.before = undefined;
    else this.#remember(octets, at, end);
    return undefined;
  }

  #remember(octets: Uint8Array, at: number, end: number): void {
    if (end - at < BLOCK) return;
    // seals of later versions have vectors of their own and never look
    this.before = octets.slice(end - BLOCK, end);
  }

  /**
   * Handshake messages (RFC 8446 section 4) in octets[at, end), joined with what came before; `each` gets whole ones, header included. Returns
   * false when one is longer than limits.tlsHandshake and was passed over.
   */
  messages(octets: Uint8Array, at: number, end: number, each: (octets: Uint8Array, at: number, end: number) => void): boolean {
    let isWhole = true;
    let p = at;
    if (this.#skip > 0) {
      const passed = Math.min(this.#skip, end - p);
      this.#skip -= passed;
      p += passed;
    }
    let from = octets;
    let stop = end;
    if (this.#pending !== undefined && p < end) {
      const joined = new Uint8Array(this.#length + end - p);
      joined.set(this.#pending.subarray(0, this.#length));
      joined.set(octets.subarray(p, end), this.#length);
      this.#pending = undefined;
      [from, p, stop] = [joined, 0, joined.length];
    }
    while (p < stop) {
      const length = p + MESSAGE_HEADER > stop ? -1 : MESSAGE_HEADER + ((from[p + 1]! << 16) | (from[p + 2]! << 8) | from[p + 3]!);
      if (length > limits.tlsHandshake) {
        this.#skip = Math.max(0, p + length - stop);
        isWhole = false;
        p = Math.min(stop, p + length);
      } else if (length < 0 || p + length > stop) {
        this.#pending = from.slice(p, stop);
        this.#length = stop - p;
        break;
      } else {
        each(from, p, p + length);
        p += length;
      }
    }
    return isWhole;
  }

  /** A handshake message that was begun will not be ended: octets of it are lost. */
  forget(): void {
    this.#pending = undefined;
    this.#skip = 0;
  }
}

/** What opens records again later: keys and how they are used. */
export interface KeptKeys {
  readonly keys: DirectionKeys;
  readonly version: number;
  readonly encryptThenMac: boolean;
}
