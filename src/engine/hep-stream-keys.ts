/**
 * Places in one direction of a TCP connection that must not leave (hep-keys.ts), by sequence number: passwords, and what could not be read in a
 * stream that has some. Sequence numbers wrap (RFC 9293 section 3.4); places are counted on, and found again by the packet they were noted in.
 */
import { float64Column, uint32Column, type Column } from '../base/column.ts';
import type { PacketIndex } from '../base/units.ts';

export interface KeysOwner {
  /** whether one more place may be remembered */
  take(): boolean;
  /** the connection has passwords: from now on it must be found */
  enter(): void;
}

export class HepStreamKeys {
  /** earliest packet of the connection */
  first: PacketIndex;
  #hasKeys = false;
  /** a place could not be remembered */
  isIncomplete = false;
  /** rises from row to row: a sequence number, counted on beyond 2^32 */
  readonly #at: Column<Float64Array> = float64Column(4);
  readonly #length: Column<Uint32Array> = uint32Column(4);
  readonly #packet: Column<Uint32Array> = uint32Column(4);
  readonly #owner: KeysOwner;
  /** what was read is [start, end); NaN before anything was */
  #start = Number.NaN;
  #end = Number.NaN;

  constructor(packet: PacketIndex, owner: KeysOwner) {
    this.first = packet;
    this.#owner = owner;
  }

  /** Octets of the stream up to sequence number `end`, `length` of them, are being read out of `packet`. */
  read(end: number, length: number, packet: PacketIndex): void {
    if (packet < this.first) this.first = packet;
    if (Number.isNaN(this.#end)) {
      this.#start = (end - length) >>> 0;
      this.#end = this.#start + length;
    } else this.#end = this.#countOn(this.#end, end);
  }

  /** A password, or octets that nobody could read: `length` of them, `before` octets in front of where reading is now. False when there is no room. */
  note(before: number, length: number, packet: PacketIndex, isKey: boolean): boolean {
    if (isKey && !this.#hasKeys) {
      this.#hasKeys = true;
      this.#owner.enter();
    }
    if (length <= 0 || this.isIncomplete) return !this.isIncomplete;
    const at = this.#end - before;
    const last = this.#at.length - 1;
    const lastEnd = last < 0 ? -1 : this.#at.values[last]! + this.#length.values[last]!;
    if (last >= 0 && at <= lastEnd) {
      this.#length.values[last] = Math.max(lastEnd, at + length) - this.#at.values[last]!;
      return true;
    }
    if (!this.#owner.take()) {
      this.isIncomplete = true;
      return false;
    }
    this.#at.push(at);
    this.#length.push(length);
    this.#packet.push(packet);
    return true;
  }

  /** `length` octets are missing behind what was read. */
  gap(length: number, packet: PacketIndex): boolean {
    if (Number.isNaN(this.#end)) return true;
    this.#end += length;
    return this.note(length, length, packet, false);
  }

  /** Places within the octets [sequence, sequence + length) of `packet`, from 0; what lies outside of what was read is one. */
  each(packet: PacketIndex, sequence: number, length: number, visit: (from: number, to: number) => void): void {
    const at = this.#countOn(this.#near(packet), sequence);
    const give = (from: number, to: number): void => {
      if (Math.max(from, at) < Math.min(to, at + length)) visit(Math.max(0, from - at), Math.min(length, to - at));
    };
    give(-Infinity, this.#start);
    for (let row = this.#from(at); row < this.#at.length && this.#at.values[row]! < at + length; row++) {
      const place = this.#at.values[row]!;
      give(place, place + this.#length.values[row]!);
    }
    give(this.#end, Infinity);
  }

  /** A place that was noted about when `packet` came. */
  #near(packet: PacketIndex): number {
    const count = this.#packet.length;
    if (count === 0) return this.#start;
    const row = firstRow(count, (i) => this.#packet.values[i]! >= packet);
    return this.#at.values[Math.min(row, count - 1)]!;
  }

  /** The first row that ends behind `at`. */
  #from(at: number): number {
    return firstRow(this.#at.length, (i) => this.#at.values[i]! + this.#length.values[i]! > at);
  }

  /** The count nearest to `near` whose sequence number this is. */
  #countOn(near: number, sequence: number): number {
    return near + ((sequence - (near % 0x1_0000_0000)) | 0);
  }
}

/** The first of `count` rows for which `is` holds, which holds for all behind it too; `count` when there is none. */
function firstRow(count: number, is: (row: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (is(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
