/**
 * SIP over SCTP (RFC 4168): one user message is one SIP message. The chunks' way to messages is net/sctp-assembly.ts; here they
 * enter the tables. Costs nothing for other packets.
 */
import type { PacketIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import { Flag } from '../calls/message-fields.ts';
import type { Layers } from '../net/layers.ts';
import { SctpAssembly, type SctpMessage, type SctpSink } from '../net/sctp-assembly.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { HEADER_LENGTH } from '../wire/sctp.ts';
import { Kind } from './kinds.ts';
import { createOrigin, type MessageOrigin, type SipIndex } from './sip-index.ts';
import type { Tables } from './tables.ts';

export class SctpIndexer implements SctpSink {
  readonly #tables: Tables;
  readonly #sip: SipIndex;
  readonly #assembly = new SctpAssembly(this);
  readonly #origin: MessageOrigin = createOrigin();
  /** the packet at hand, and where it begins; octets joined from IP fragments stand nowhere in the file */
  #layers: Layers | undefined;
  #packet: PacketIndex = -1;
  #packetAt = 0;
  #inFile = false;
  #isSip = false;

  constructor(tables: Tables, sip: SipIndex) {
    this.#tables = tables;
    this.#sip = sip;
  }

  /** A walk with outcome SCTP; the packet's kind. */
  packet(view: DataView, octets: Uint8Array, layers: Layers, packetAt: number, packet: PacketIndex, joined: boolean): number {
    this.#layers = layers;
    this.#packet = packet;
    this.#packetAt = packetAt;
    this.#inFile = !joined;
    this.#isSip = false;
    this.#assembly.packet(view, octets, layers.payloadAt - HEADER_LENGTH, layers.payloadEnd, layers.announcedEnd, packet);
    return this.#isSip ? Kind.sip : Kind.sctp;
  }

  message({ octets, at, end, packets, whole, cut }: SctpMessage): void {
    if (!looksLikeSip(octets, at, end)) return;
    const tables = this.#tables;
    const layers = this.#layers!;
    const origin = this.#origin;
    const packet = this.#packet;
    origin.packet = packet;
    origin.time = tables.packets.time(packet);
    origin.source = tables.endpoints.id(layers.source, layers.sourcePort, Transport.sctp);
    origin.destination = tables.endpoints.id(layers.destination, layers.destinationPort, Transport.sctp);
    origin.sourceAddress = layers.source;
    origin.fromPublic = !tables.addresses.isPrivate(layers.source);
    origin.identification = -1;
    origin.ttl = layers.ttl;
    origin.inArena = !whole || !this.#inFile;
    origin.textAt = origin.inArena ? tables.arena.add(octets, at, end) : at - this.#packetAt;
    if (origin.textAt < 0) return tables.diagnostics.report('limit.arena', packet);
    const message = this.#sip.add(octets, at, end, origin);
    if (message < 0) return;
    if (cut) tables.messages.addFlags(message, Flag.cut);
    if (!this.#isSip) tables.packets.setKind(packet, Kind.sip, message);
    this.#isSip = true;
    if (packets.length === 1) return;
    tables.noteJoined(packet, packets);
    for (const part of packets) if (part !== packet && tables.packets.kind(part) !== Kind.sip) tables.retake(part, Kind.sip, message, false);
  }

  problem(code: string, at: number, length: number): void {
    this.#tables.diagnostics.report(code, this.#packet, at < 0 ? -1 : at - this.#packetAt, length);
  }
}
