/**
 * Flows of T.38 packets (semantics 10.1): one for each direction between two endpoints and each call that announced them.
 * A packet's row has its flow as owner; the packets are found again by that, like those of a stream.
 */
import type { AddressId, CallIndex, PacketIndex } from '../base/units.ts';
import { SLAB_BITS, SLAB_ROWS, type PacketTable } from '../capture/packet-table.ts';
import type { Layers } from '../net/layers.ts';
import { KeyTable } from '../rtp/key-table.ts';
import { Kind } from './kinds.ts';

/** Packets of one flow that are looked at: a fax of a hundred pages has fewer. */
const MOST_PACKETS = 500_000;

export class FaxFlows {
  readonly #keys = new KeyTable(16);
  readonly #first: PacketIndex[] = [];
  readonly #last: PacketIndex[] = [];
  readonly #packets: number[] = [];
  /** media registration the flow belongs to, -1 none */
  readonly #registration: number[] = [];

  get count(): number {
    return this.#first.length;
  }

  /** The flow of the datagram in `layers`, opened when it is new. @param call -1 when nothing announced it */
  add(layers: Layers, call: CallIndex, registration: number, packet: PacketIndex): number {
    const ports = ((layers.sourcePort << 16) | layers.destinationPort) >>> 0;
    const flow = this.#keys.add(layers.source, layers.destination, ports, call >>> 0);
    if (flow === this.#first.length) {
      this.#first.push(packet);
      this.#last.push(packet);
      this.#packets.push(0);
      this.#registration.push(registration);
    }
    this.#last[flow] = packet;
    this.#packets[flow]!++;
    return flow;
  }

  call(flow: number): CallIndex {
    return this.#keys.words[flow * 4 + 3]! | 0;
  }

  registration(flow: number): number {
    return this.#registration[flow]!;
  }

  source(flow: number): AddressId {
    return this.#keys.words[flow * 4]!;
  }

  destination(flow: number): AddressId {
    return this.#keys.words[flow * 4 + 1]!;
  }

  sourcePort(flow: number): number {
    return this.#keys.words[flow * 4 + 2]! >>> 16;
  }

  destinationPort(flow: number): number {
    return this.#keys.words[flow * 4 + 2]! & 0xffff;
  }

  packets(flow: number): number {
    return this.#packets[flow]!;
  }

  /** The flow the other way, -1 when nothing was seen of it. */
  reverse(flow: number): number {
    const ports = ((this.destinationPort(flow) << 16) | this.sourcePort(flow)) >>> 0;
    return this.#keys.find(this.destination(flow), this.source(flow), ports, this.#keys.words[flow * 4 + 3]!);
  }

  /** Flows of a call, oldest first. */
  ofCall(call: CallIndex): number[] {
    const found: number[] = [];
    for (let flow = 0; flow < this.count; flow++) if (this.call(flow) === call) found.push(flow);
    return found;
  }

  /** Packets of a flow in order of arrival. */
  gather(packets: PacketTable, flow: number): PacketIndex[] {
    const found: PacketIndex[] = [];
    const first = this.#first[flow]!;
    const last = this.#last[flow]!;
    for (let index = first >>> SLAB_BITS; index <= last >>> SLAB_BITS; index++) {
      const slab = packets.slab(index);
      const base = index * SLAB_ROWS;
      const end = Math.min(SLAB_ROWS, last + 1 - base);
      for (let i = Math.max(0, first - base); i < end && found.length < MOST_PACKETS; i++)
        if (slab.kind[i] === Kind.t38 && slab.owner[i] === flow) found.push(base + i);
    }
    return found;
  }
}
