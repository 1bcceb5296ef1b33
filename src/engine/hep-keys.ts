/**
 * Where the passwords of capture agents (HEP chunk 14) lie, so that no export holds one: in a datagram by reading it again, in a TCP stream by
 * sequence number (also of octets that were sent again, or that nobody could read), in IP fragments by their place in the datagram. Their octets
 * become "x" and the checksum above them is mended (RFC 1624). A packet whose passwords cannot be located is left out. Bounded by limits.hepKeys.
 */
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import type { AddressTable } from '../net/address.ts';
import type { Reassembled } from '../net/fragments.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import type { TcpFlow } from '../net/tcp-flow.ts';
import { walk } from '../net/walk.ts';
import { eachHepKey } from '../wire/hep.ts';
import { tcpFlags } from '../wire/tcp.ts';
import { checksumChange, coverOctets } from './cover-octets.ts';
import { HepStreamKeys } from './hep-stream-keys.ts';

/** offset of the checksum in UDP and TCP */
const UDP_CHECKSUM = 6;
const TCP_CHECKSUM = 16;

/** Passwords in a datagram that came in fragments: places in it, and what covering them does to the sum of its octets. */
interface DatagramKeys {
  readonly places: readonly number[];
  readonly change: number;
}

export class HepKeys {
  /** passwords that may still be remembered; one place of a stream or a datagram each */
  #room: number;
  /** a place could not be remembered: whatever may hold such is left out of exports */
  #isFull = false;
  readonly #streams = new Map<string, HepStreamKeys[]>();
  readonly #datagrams = new Map<PacketIndex, DatagramKeys | 'unlocated'>();
  /** fragments of TCP segments: where in a stream they stand is not known any more */
  readonly #segments = new Set<PacketIndex>();
  readonly #layers: Layers = createLayers();

  /** @param most places remembered, limits.hepKeys unless a test wants fewer */
  constructor(most: number = limits.hepKeys) {
    this.#room = most;
  }

  /** The passwords of a connection that carries agents' packets, from `packet` on; remembered from the first on. */
  stream(flow: TcpFlow, packet: PacketIndex): HepStreamKeys {
    const name = nameOf(flow);
    const keys = new HepStreamKeys(packet, {
      take: () => this.#take(),
      enter: () => this.#streams.set(name, [...(this.#streams.get(name) ?? []), keys]),
    });
    return keys;
  }

  /** An agent's packet begins at `at` of a datagram that came in fragments. False when its passwords cannot be remembered any more. */
  noteDatagram(whole: Reassembled, at: number): boolean {
    const { octets } = whole;
    const places: number[] = [];
    eachHepKey(octets, at, octets.length, (from, to) => places.push(from, to));
    if (places.length === 0) return true;
    for (let i = 0; i < places.length; i += 2) if (!this.#take()) return false;
    let change = 0;
    for (let i = 0; i < places.length; i += 2) change += checksumChange(octets, places[i]!, places[i + 1]!, 0);
    for (const packet of whole.packets) this.#datagrams.set(packet, whole.isNested ? 'unlocated' : { places, change });
    return true;
  }

  /** A TCP segment came in IP fragments, the last of them in `packet`. False when that cannot be remembered any more. */
  noteSegment(packet: PacketIndex): boolean {
    if (!this.#take()) return false;
    this.#segments.add(packet);
    return true;
  }

  /** Hides every password in a packet, in place; false when it may hold one that cannot be located. */
  hide(packet: PacketIndex, octets: Uint8Array<ArrayBuffer>, linkType: number, addresses: AddressTable): boolean {
    const layers = this.#layers;
    walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, linkType, addresses, layers);
    if (layers.hepAt >= 0 && layers.hep.version === 3) {
      eachHepKey(octets, layers.hepAt, layers.hepEnd, (from, to) => coverOctets(octets, from, to, layers.transportAt, UDP_CHECKSUM));
    }
    if (layers.outcome === outcomes.FRAGMENT) return this.#hideInFragment(packet, octets);
    return layers.outcome !== outcomes.TCP || this.#hideInSegment(packet, octets);
  }

  #hideInSegment(packet: PacketIndex, octets: Uint8Array<ArrayBuffer>): boolean {
    const layers = this.#layers;
    const keys = this.#streams.get(nameOf(layers))?.findLast((one, i) => i === 0 || one.first <= packet);
    if (keys === undefined) return !this.#isFull;
    if (keys.isIncomplete) return false;
    const { payloadAt, payloadEnd, transportAt } = layers;
    const sequence = layers.tcpSequence + ((layers.tcpFlags & tcpFlags.SYN) === 0 ? 0 : 1);
    keys.each(packet, sequence >>> 0, payloadEnd - payloadAt, (from, to) => coverOctets(octets, payloadAt + from, payloadAt + to, transportAt, TCP_CHECKSUM));
    return true;
  }

  #hideInFragment(packet: PacketIndex, octets: Uint8Array<ArrayBuffer>): boolean {
    const { fragmentOffset, payloadAt, payloadEnd, protocol } = this.#layers;
    const keys = this.#datagrams.get(packet);
    if (keys === undefined) return !(this.#segments.has(packet) && this.#streams.size > 0) && !this.#isFull;
    if (keys === 'unlocated') return false;
    for (let i = 0; i < keys.places.length; i += 2) {
      const from = Math.max(payloadAt, payloadAt + keys.places[i]! - fragmentOffset);
      const to = Math.min(payloadEnd, payloadAt + keys.places[i + 1]! - fragmentOffset);
      // the sum is over the whole datagram and stands in the first fragment
      if (from < to) coverOctets(octets, from, to, -1, 0);
    }
    if (fragmentOffset === 0 && protocol === 17) coverOctets(octets, payloadEnd, payloadEnd, payloadAt, UDP_CHECKSUM, keys.change);
    return true;
  }

  #take(): boolean {
    if (this.#room > 0) {
      this.#room--;
      return true;
    }
    this.#isFull = true;
    return false;
  }
}

function nameOf({ source, sourcePort, destination, destinationPort }: Pick<Layers, 'source' | 'sourcePort' | 'destination' | 'destinationPort'>): string {
  return `${source} ${sourcePort} ${destination} ${destinationPort}`;
}
