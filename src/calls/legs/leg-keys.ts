/**
 * What messages say that another Call-ID may say too, as hashes of 64 bits, noted while reading: values of the headers that name
 * a call, Session-IDs, origins and keys of SDP offers, and users named beside From and To. 21 octets a key, once a call.
 */
import { hashOctets } from '../../base/intern.ts';
import { int32Column, uint8Column, type Column } from '../../base/column.ts';
import type { CallIndex } from '../../base/units.ts';

/** Kinds up to `crypto` are bit numbers of evidence.ts; of the dialog kinds the value is the Call-ID named. */
export const LegKey = {
  xCallId: 0,
  xCid: 1,
  xCallid: 2,
  xOrigCallId: 3,
  inReplyTo: 4,
  ownHeader: 5,
  chargingVector: 6,
  sessionId: 7,
  origin: 9,
  fingerprint: 11,
  iceUfrag: 12,
  crypto: 13,
  replaces: 23,
  referTo: 24,
  join: 25,
  targetDialog: 26,
  /** a user that P-Asserted-Identity, Remote-Party-ID, Diversion or History-Info names */
  identity: 18,
  forgotten: 30,
} as const;

/** keys kept of one call */
const MOST = 48;

/** A second hash of octets[at, end), for keys of 64 bits together with hashOctets(). */
export function secondHash(octets: Uint8Array, at: number, end: number): number {
  let hash = 0x811c9dc5 ^ (end - at);
  for (let i = at; i < end; i++) hash = Math.imul(hash ^ octets[i]!, 0x01000193);
  return hash ^ (hash >>> 13);
}

export class LegKeys {
  readonly call: Column<Int32Array> = int32Column();
  readonly kind: Column<Uint8Array> = uint8Column();
  readonly low: Column<Int32Array> = int32Column();
  readonly high: Column<Int32Array> = int32Column();
  /** the call's key before this one, -1 none */
  readonly older: Column<Int32Array> = int32Column();
  readonly #newest: Column<Int32Array> = int32Column();

  get length(): number {
    return this.call.length;
  }

  /** Notes octets[at, end) as a key of the call, unless it has it. */
  add(call: CallIndex, kind: number, octets: Uint8Array, at: number, end: number): void {
    if (end > at) this.addHashes(call, kind, hashOctets(octets, at, end), secondHash(octets, at, end));
  }

  addHashes(call: CallIndex, kind: number, low: number, high: number): void {
    const newest = this.#newest;
    while (newest.length <= call) newest.push(-1);
    let kept = 0;
    for (let row = newest.values[call]!; row >= 0; row = this.older.values[row]!) {
      if (this.low.values[row] === (low | 0) && this.high.values[row] === (high | 0) && this.kind.values[row] === kind) return;
      if (++kept === MOST) return;
    }
    this.kind.push(kind);
    this.low.push(low);
    this.high.push(high);
    this.older.push(newest.values[call]!);
    newest.values[call] = this.call.push(call);
  }

  /** The newest key of a call, or -1; `older` walks on. */
  newest(call: CallIndex): number {
    return call < this.#newest.length ? this.#newest.values[call]! : -1;
  }

  /** Takes every key of a kind out: it stays a row that equals none. */
  forget(kind: number): void {
    for (let row = 0; row < this.length; row++) if (this.kind.values[row] === kind) this.kind.set(row, LegKey.forgotten);
  }

  trim(): void {
    for (const column of [this.call, this.kind, this.low, this.high, this.older, this.#newest]) column.trim();
  }
}
