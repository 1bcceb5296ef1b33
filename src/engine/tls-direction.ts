/** One direction of a TLS connection: which keys it is under, how many records it sent under them, and the handshake message that is not whole yet. */
import { limits } from '../base/limits.ts';
import type { DirectionKeys, OpenedRecord, SealedRecord, TlsSeal } from '../crypto/tls-seal.ts';

const MESSAGE_HEADER = 4;
const BLOCK = 16;
const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array(0);
/** octets of records that may be tried under other numbers than the next, in one direction */
const TRIES = 16_777_216;
/** octets that a try counts for at least: an empty record costs work too */
const LEAST_TRY = 256;
/** records missing in front of one: more are never tried */
const MOST_MISSING = TRIES / LEAST_TRY;

/** Octets that may still be tried, over all connections. */
export interface TryBudget {
  left: number;
}

export class TlsDirection {
  seal: TlsSeal | undefined;
  /** the keys of `seal`, in the connection's list: records name them by it */
  keys = -1;
  /** of the next record under these keys */
  sequence = 0;
  /** the last record stayed closed because no more may be tried; whether it would have opened is not known */
  isExhausted = false;
  /** its records are encrypted from here on (TLS 1.0 to 1.2) */
  isEncrypted = false;
  /** packet whose record said so; -1 none did */
  encryptedFrom = -1;
  /** what TLS 1.3 has it under */
  stage: 'handshake' | 'application' = 'handshake';
  secret: Uint8Array | undefined;
  /** its part of the handshake is done, as far as can be seen */
  isDone = false;
  /** the last block of its last record: the vector of TLS 1.0 */
  before: Uint8Array | undefined;
  #pending: Uint8Array = NOTHING;
  #length = 0;
  #skip = 0;
  #missing = 0;
  #tries = TRIES;
  readonly #budget: TryBudget;

  constructor(budget: TryBudget = { left: limits.tlsRecordTries }) {
    this.#budget = budget;
  }

  /** Records that may be missing in front of the next one; a bound, for what is lost is known in octets only. */
  get missing(): number {
    return this.#missing;
  }

  /** So many more may be missing. */
  miss(records: number): void {
    this.#missing = Math.min(MOST_MISSING, this.#missing + records);
  }

  /** Records are under these keys from the next one on, before which some may be missing. */
  use(seal: TlsSeal, keys: number): void {
    this.seal = seal;
    this.keys = keys;
    this.sequence = 0;
    this.before = seal.firstVector;
  }

  /** The keys change: the next record is the first under others. */
  change(): void {
    this.seal = undefined;
    this.sequence = 0;
    this.#missing = 0;
    this.before = undefined;
  }

  /** Opens the next record, or one that comes after some that were lost; undefined when it stays closed, and then it is counted all the same. */
  open(record: SealedRecord): OpenedRecord | undefined {
    const seal = this.seal;
    if (seal === undefined) return undefined;
    const { octets, at } = record;
    const end = record.end - seal.trailer;
    this.isExhausted = false;
    for (let lost = 0; lost <= this.#missing; lost++) {
      if (lost > 0 && !this.#mayTry(Math.max(LEAST_TRY, end - at))) break;
      const sequence = this.sequence + lost;
      const opened = seal.open(record, sequence, this.before);
      // the record in front of it may be what is missing: then it is whole, and only its first block cannot be had
      if (opened === undefined && !seal.isWhole(record, sequence)) continue;
      this.sequence = sequence + 1;
      this.#missing = 0;
      this.#remember(octets, at, end);
      return opened;
    }
    this.sequence++;
    if (seal.trailer > 0) this.before = undefined;
    else this.#remember(octets, at, end);
    return undefined;
  }

  #mayTry(octets: number): boolean {
    this.isExhausted = this.#tries <= 0 || this.#budget.left <= 0;
    if (this.isExhausted) return false;
    this.#tries -= octets;
    this.#budget.left -= octets;
    return true;
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
    let p = at + Math.min(this.#skip, end - at);
    this.#skip -= p - at;
    while (p < end) {
      const begun = this.#length;
      if (begun === 0 && p + MESSAGE_HEADER <= end && p + messageLength(octets, p) <= end) {
        const next = p + messageLength(octets, p);
        if (next - p <= limits.tlsHandshake) each(octets, p, next);
        else isWhole = false;
        p = next;
        continue;
      }
      const wanted = begun < MESSAGE_HEADER ? MESSAGE_HEADER : messageLength(this.#pending, 0);
      if (wanted > limits.tlsHandshake) {
        this.forget();
        this.#skip = Math.max(0, wanted - begun - (end - p));
        isWhole = false;
        p = Math.min(end, p + wanted - begun);
        continue;
      }
      p = this.#gather(octets, p, Math.min(end, p + wanted - begun));
      if (this.#length < wanted || (begun < MESSAGE_HEADER && messageLength(this.#pending, 0) > MESSAGE_HEADER)) continue;
      const whole = this.#pending;
      const length = this.#length;
      this.forget();
      each(whole, 0, length);
    }
    return isWhole;
  }

  /** Adds to the message that is not whole; doubles its memory when that is short, so that many small pieces cost what one large does. */
  #gather(octets: Uint8Array, at: number, end: number): number {
    const length = this.#length + end - at;
    if (length > this.#pending.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#pending.length));
      larger.set(this.#pending.subarray(0, this.#length));
      this.#pending = larger;
    }
    this.#pending.set(octets.subarray(at, end), this.#length);
    this.#length = length;
    return end;
  }

  /** A handshake message that was begun will not be ended: octets of it are lost. */
  forget(): void {
    this.#pending = NOTHING;
    this.#length = 0;
    this.#skip = 0;
  }
}

/** Octets of a handshake message, header included. */
function messageLength(octets: Uint8Array, at: number): number {
  return MESSAGE_HEADER + ((octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!);
}

/** What opens records again later: keys and how they are used. */
export interface KeptKeys {
  readonly keys: DirectionKeys;
  readonly version: number;
  readonly encryptThenMac: boolean;
}
