/**
 * Joins the fragments of IPv4 (RFC 791 section 3.2, RFC 815) and IPv6 (RFC 8200 section 4.5) datagrams.
 * Policy for overlaps: the octets that came first stand (RFC 5722 and RFC 791 leave it to us); what overlaps is reported,
 * apart whether it said the same. A datagram is complete with its last-arriving fragment and takes that one's packet and
 * time. Bounded by limits.fragmentOctets, fragmentDatagrams and fragmentTime: the oldest goes first, and is reported.
 */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import type { AddressId, Nanoseconds, PacketIndex } from '../base/units.ts';
import { FlowTable } from './flow-table.ts';
import type { Layers } from './layers.ts';

const LARGEST_DATAGRAM = 65_535;
const UDP = 17;

export interface Reassembled {
  /** the whole payload behind the IP header; its own buffer, kept as long as you like */
  readonly octets: Uint8Array;
  /** the packets it came in, in order of arrival; the last one completed it */
  readonly packets: readonly PacketIndex[];
  /** it was a fragment within fragments itself: `packets` holds only those that completed the outer ones */
  readonly isNested?: boolean;
}

/** A datagram that never became whole: octets[0, end) are what is known of its beginning; borrowed. */
export interface LostDatagram {
  readonly octets: Uint8Array;
  readonly end: number;
  readonly packets: readonly PacketIndex[];
  readonly source: AddressId;
  readonly destination: AddressId;
}

class Datagram {
  readonly id: number;
  readonly firstTime: Nanoseconds;
  readonly source: AddressId;
  readonly destination: AddressId;
  readonly packets: PacketIndex[] = [];
  octets: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** covered ranges, sorted and apart: start, end, start, end … */
  readonly ranges: number[] = [];
  /** payload length, known from the fragment without "more"; -1 before */
  total = -1;
  /** protocol of the fragment at offset 0, whose header counts (RFC 8200); -1 before */
  protocol = -1;

  constructor(id: number, firstTime: Nanoseconds, source: AddressId, destination: AddressId) {
    this.id = id;
    this.firstTime = firstTime;
    this.source = source;
    this.destination = destination;
  }

  isComplete(): boolean {
    return this.total >= 0 && this.ranges.length === 2 && this.ranges[0] === 0 && this.ranges[1]! >= this.total;
  }
}

export class Fragments {
  /** octets held for datagrams that wait */
  held = 0;
  readonly #diagnostics: DiagnosticLog;
  #keys: FlowTable = new FlowTable(64);
  /** by key id, oldest first */
  readonly #waiting = new Map<number, Datagram>();
  /** told of UDP datagrams that are given up though their beginning came */
  onLost: (lost: LostDatagram) => void = () => {};

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /** Datagrams that still wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Takes the fragment that a walk with outcome FRAGMENT found. The whole payload when this was the missing piece:
   * `layers.protocol` is then the datagram's, and walkReassembled() goes on from there.
   */
  add(layers: Layers, octets: Uint8Array, packet: PacketIndex, time: Nanoseconds): Reassembled | undefined {
    this.#expire(time);
    const length = layers.payloadEnd - layers.payloadAt;
    const start = layers.fragmentOffset;
    const isCut = layers.announcedEnd > layers.payloadEnd;
    if (start + (layers.announcedEnd - layers.payloadAt) > LARGEST_DATAGRAM) {
      this.#diagnostics.report('ip.fragment-above-65535', packet, layers.networkAt);
      return undefined;
    }
    if (layers.moreFragments && !isCut && (length & 7) !== 0) this.#diagnostics.report('ip.fragment-length', packet, layers.payloadAt, length);
    if (isCut) this.#diagnostics.report('ip.fragment-cut', packet, layers.payloadAt, length);
    const datagram = this.#datagram(layers, time);
    datagram.packets.push(packet);
    if (start === 0) datagram.protocol = layers.protocol;
    if (!layers.moreFragments && !isCut) this.#setTotal(datagram, start + length, packet);
    if (length > 0) this.#insert(datagram, octets, layers.payloadAt, start, length, packet);
    if (!datagram.isComplete()) {
      this.#makeRoom(datagram);
      return undefined;
    }
    this.#forget(datagram);
    if (datagram.protocol >= 0) layers.protocol = datagram.protocol;
    return { octets: datagram.octets.subarray(0, datagram.total), packets: datagram.packets };
  }

  /** Reports what is still incomplete when the capture ends, and lets it go. */
  flush(): void {
    for (const datagram of this.#waiting.values()) this.#reportIncomplete(datagram);
    this.#waiting.clear();
    this.held = 0;
  }

  #datagram(layers: Layers, time: Nanoseconds): Datagram {
    if (this.#keys.count > limits.fragmentDatagrams * 64 && this.#waiting.size === 0) this.#keys = new FlowTable(64);
    const protocol = layers.isIpv6 ? 0x100 : layers.protocol;
    const id = this.#keys.id(layers.source, layers.destination, layers.identification, protocol);
    let datagram = this.#waiting.get(id);
    if (datagram === undefined) this.#waiting.set(id, (datagram = new Datagram(id, time, layers.source, layers.destination)));
    return datagram;
  }

  /** A second "last" fragment that ends elsewhere does not move the end. */
  #setTotal(datagram: Datagram, total: number, packet: PacketIndex): void {
    if (datagram.total >= 0 && datagram.total !== total) this.#diagnostics.report('ip.fragment-two-ends', packet);
    else datagram.total = total;
  }

  /** Copies what is new of [start, start + length) and reports what was there already. */
  #insert(datagram: Datagram, octets: Uint8Array, at: number, start: number, length: number, packet: PacketIndex): void {
    const end = start + length;
    this.#grow(datagram, end);
    const ranges = datagram.ranges;
    let first = 0;
    while (first < ranges.length && ranges[first + 1]! < start) first += 2;
    let mergedStart = start;
    let mergedEnd = end;
    let filled = start;
    let overlap = 0;
    let last = first;
    for (; last < ranges.length && ranges[last]! <= end; last += 2) {
      const from = Math.max(start, ranges[last]!);
      const to = Math.min(end, ranges[last + 1]!);
      if (from > filled) datagram.octets.set(octets.subarray(at + filled - start, at + from - start), filled);
      if (to > from) overlap |= sameOctets(datagram.octets, from, to, octets, at + from - start) ? 1 : 2;
      filled = Math.max(filled, to);
      mergedStart = Math.min(mergedStart, ranges[last]!);
      mergedEnd = Math.max(mergedEnd, ranges[last + 1]!);
    }
    if (end > filled) datagram.octets.set(octets.subarray(at + filled - start, at + length), filled);
    ranges.splice(first, last - first, mergedStart, mergedEnd);
    if (overlap > 0) this.#diagnostics.report(overlap > 1 ? 'ip.fragment-overlap-differs' : 'ip.fragment-overlap', packet, at, length);
  }

  #grow(datagram: Datagram, end: number): void {
    if (end <= datagram.octets.length) return;
    let size = Math.max(2048, datagram.octets.length);
    while (size < end) size *= 2;
    const grown = new Uint8Array(size);
    grown.set(datagram.octets);
    this.held += size - datagram.octets.length;
    datagram.octets = grown;
  }

  #makeRoom(newest: Datagram): void {
    while (this.held > limits.fragmentOctets || this.#waiting.size > limits.fragmentDatagrams) {
      const oldest = this.#waiting.values().next().value;
      if (oldest === undefined) return;
      this.#diagnostics.report(this.held > limits.fragmentOctets ? 'limit.fragmentOctets' : 'limit.fragmentDatagrams', oldest.packets[0]);
      this.#reportIncomplete(oldest);
      this.#forget(oldest);
      if (oldest === newest) return;
    }
  }

  #expire(now: Nanoseconds): void {
    for (const datagram of this.#waiting.values()) {
      if (now - datagram.firstTime <= limits.fragmentTime) return;
      this.#reportIncomplete(datagram);
      this.#forget(datagram);
    }
  }

  #forget(datagram: Datagram): void {
    this.held -= datagram.octets.length;
    this.#waiting.delete(datagram.id);
  }

  #reportIncomplete(datagram: Datagram): void {
    const { octets, ranges, packets, source, destination, protocol } = datagram;
    this.#diagnostics.report('ip.fragment-incomplete', packets[0]);
    if (protocol === UDP && ranges[0] === 0) this.onLost({ octets, end: ranges[1]!, packets, source, destination });
  }
}

function sameOctets(a: Uint8Array, from: number, to: number, b: Uint8Array, bAt: number): boolean {
  for (let i = from; i < to; i++) if (a[i] !== b[bAt + i - from]) return false;
  return true;
}
