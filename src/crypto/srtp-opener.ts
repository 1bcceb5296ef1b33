/**
 * Opens SRTP or SRTCP under one master key (RFC 3711 section 4.3.1): with a key derivation rate the session keys change every so many
 * packets, without one there is a single set of them. Promise: keeps the session keys of a few periods, whatever indices come.
 */
import type { SdesKey } from './sdes.ts';
import { deriveKeys } from './srtp-keys.ts';
import { SrtpSeal } from './srtp-seal.ts';

/** periods whose keys are kept: those around the packets at hand */
const KEPT = 8;
const SEQUENCES = 0x10000;

export class SrtpOpener {
  readonly #key: SdesKey;
  readonly #of: 'rtp' | 'rtcp';
  readonly #seals = new Map<number, SrtpSeal>();
  /** octets at the end of an RTP packet that are no payload */
  readonly overhead: number;

  constructor(key: SdesKey, of: 'rtp' | 'rtcp') {
    this.#key = key;
    this.#of = of;
    this.overhead = this.#seal(0).overhead;
  }

  /** As SrtpSeal.open(). */
  open(octets: Uint8Array, at: number, payloadAt: number, end: number, rollover: number): Uint8Array | undefined {
    if (end - at < 4 || rollover < 0) return undefined;
    const { rate } = this.#key;
    const period = rate === 0 ? 0 : Math.floor((rollover * SEQUENCES + ((octets[at + 2]! << 8) | octets[at + 3]!)) / rate);
    return this.#seal(period).open(octets, at, payloadAt, end, rollover);
  }

  /** As SrtpSeal.openControl(). */
  openControl(octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
    const { rate } = this.#key;
    const seal = this.#seal(0);
    return rate === 0 ? seal.openControl(octets, at, end) : this.#seal(Math.floor(seal.controlIndex(octets, at, end) / rate)).openControl(octets, at, end);
  }

  #seal(period: number): SrtpSeal {
    const kept = this.#seals.get(period);
    if (kept !== undefined) return kept;
    const { key, salt, suite } = this.#key;
    const made = new SrtpSeal(suite, deriveKeys(key, salt, this.#of, period), this.#key);
    if (this.#seals.size >= KEPT) this.#seals.delete(this.#seals.keys().next().value!);
    this.#seals.set(period, made);
    return made;
  }
}
