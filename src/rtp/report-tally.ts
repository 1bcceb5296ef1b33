/**
 * How many RTCP reports named a source (RFC 3550 section 6.4): sender reports by it, and report blocks about it. Counted by
 * SSRC and by addresses, without ports, because RTCP may come on port + 1, an announced port or the same port.
 */
import type { AddressId } from '../base/units.ts';
import { KeyTable } from './key-table.ts';

const SENDER = 0;
const BLOCK = 1;
/** Kinds of the tally that knows no addresses. */
const ANYWHERE = 2;
const KEYS = 524_288;

export class ReportTally {
  readonly #keys = new KeyTable(256);
  #counts = new Uint32Array(256);

  /** A sender report of `ssrc` went from source to destination. */
  senderReport(source: AddressId, destination: AddressId, ssrc: number): void {
    this.#count(ssrc, source, destination, SENDER);
    this.#count(ssrc, 0, 0, SENDER + ANYWHERE);
  }

  /** A report block about `ssrc` went from source to destination, so the stream went the other way. */
  reportBlock(source: AddressId, destination: AddressId, ssrc: number): void {
    this.#count(ssrc, destination, source, BLOCK);
    this.#count(ssrc, 0, 0, BLOCK + ANYWHERE);
  }

  /** Sender reports of the stream from source to destination; those seen between other addresses when there are none. */
  senderReports(source: AddressId, destination: AddressId, ssrc: number): number {
    return this.#read(ssrc, source, destination, SENDER) || this.#read(ssrc, 0, 0, SENDER + ANYWHERE);
  }

  /** Report blocks about the stream from source to destination, wherever they went when none took its way back. */
  reportBlocks(source: AddressId, destination: AddressId, ssrc: number): number {
    return this.#read(ssrc, source, destination, BLOCK) || this.#read(ssrc, 0, 0, BLOCK + ANYWHERE);
  }

  /** True when this source sent a report between these addresses. */
  sawSender(source: AddressId, destination: AddressId, ssrc: number): boolean {
    return this.#read(ssrc, source, destination, SENDER) > 0;
  }

  #read(a: number, b: number, c: number, d: number): number {
    const id = this.#keys.find(a, b, c, d);
    return id < 0 ? 0 : this.#counts[id]!;
  }

  #count(a: number, b: number, c: number, d: number): void {
    if (this.#keys.count >= KEYS && this.#keys.find(a, b, c, d) < 0) return;
    const id = this.#keys.add(a, b, c, d);
    if (id >= this.#counts.length) {
      const counts = new Uint32Array(this.#counts.length * 2);
      counts.set(this.#counts);
      this.#counts = counts;
    }
    this.#counts[id]!++;
  }
}
