/**
 * What capture agents (HEP) say of the packets they carry: their time takes the place of the capture's, their number, node name
 * and correlation id become facts of the message (decision 0020). Costs nothing for other packets.
 */
import { limits } from '../base/limits.ts';
import type { AddressId, CallIndex, MessageIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import { Transport, type TransportId } from '../calls/endpoint-table.ts';
import { Fact } from '../calls/fact-table.ts';
import type { Layers } from '../net/layers.ts';
import { hepAgent, hepMicroseconds, hepProblems, hepSeconds, type HepHeader } from '../wire/hep.ts';
import type { Tables } from './tables.ts';

/** IP protocol numbers as agents write them; 22 and 50 are borrowed for TLS and WebSocket. */
const transports: ReadonlyMap<number, TransportId> = new Map([
  [6, Transport.tcp],
  [22, Transport.tls],
  [50, Transport.ws],
  [132, Transport.sctp],
]);

/** Between whom and when an agent saw a message, and where the agent's own packet came from. */
export interface CapturedEnds {
  readonly source: AddressId;
  readonly sourcePort: number;
  readonly destination: AddressId;
  readonly destinationPort: number;
  readonly sender: AddressId;
  readonly time: Nanoseconds;
}

export class HepIndex {
  readonly #tables: Tables;
  #misplaced = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** A walk with hepAt >= 0: gives the packet the agent's time and reports what is wrong. @param packetAt where the packet's octets begin in `view` */
  open(view: DataView, layers: Layers, packetAt: number, packet: PacketIndex): void {
    const { packets } = this.#tables;
    const { hep } = layers;
    const time = this.#time(view, hep, packet);
    if (time !== packets.time(packet)) packets.setOwnTime(packet, time);
    this.report(hep, packet, layers.hepAt - packetAt, hep.end - layers.hepAt);
  }

  /** Reports what is wrong with a packet that stands at `at` of its frame. */
  report(hep: HepHeader, packet: PacketIndex, at: number, length: number): void {
    const { diagnostics } = this.#tables;
    for (const [bit, code] of hepProblems.entries()) if ((hep.problems & (1 << bit)) !== 0) diagnostics.report(code, packet, Math.max(-1, at), length);
  }

  /** For a packet on a stream, whose carriesPacket() is true. @param sender address that the agent sends from */
  ends(view: DataView, hep: HepHeader, sender: AddressId, packet: PacketIndex): CapturedEnds {
    const { addresses } = this.#tables;
    const address = (at: number): AddressId => (hep.isIpv6 ? addresses.idOfIpv6(view, at) : addresses.idOfIpv4(view.getUint32(at)));
    const { sourceAt, sourcePort, destinationAt, destinationPort } = hep;
    return { source: address(sourceAt), sourcePort, destination: address(destinationAt), destinationPort, sender, time: this.#time(view, hep, packet) };
  }

  /** What the agent carried its message by. */
  transport(hep: HepHeader): TransportId {
    return transports.get(hep.protocol) ?? Transport.udp;
  }

  /** The agent's packet is this message. */
  note(view: DataView, octets: Uint8Array, hep: HepHeader, ends: Pick<CapturedEnds, 'source' | 'destination' | 'sender'>, message: MessageIndex): void {
    const { messages, calls, hepNodes, diagnostics } = this.#tables;
    const packet = messages.packet(message);
    if (messages.misplaced > this.#misplaced) {
      this.#misplaced = messages.misplaced;
      diagnostics.report('limit.ownTimeSteps', packet);
    }
    const agent = hepAgent(view, hep);
    if (agent >= 0) messages.addFact(message, Fact.hepAgent, agent);
    if (hep.correlationEnd > hep.correlationAt) this.#correlate(octets, hep, message);
    if (hep.nodeEnd <= hep.nodeAt) return;
    const node = calls.texts.intern(octets, hep.nodeAt, hep.nodeEnd);
    messages.addFact(message, Fact.hepNode, node);
    if (hepNodes.note(node, ends.sender, ends.source, ends.destination)) diagnostics.report('limit.hepNodes', packet);
  }

  /** The call that an agent's packet is about, by its correlation id: a Call-ID, or what the agent also gave a message; -1 for none. */
  callOf(octets: Uint8Array, hep: HepHeader): CallIndex {
    const { calls, hepCalls } = this.#tables;
    if (hep.correlationEnd <= hep.correlationAt) return -1;
    const call = calls.find(octets, hep.correlationAt, hep.correlationEnd);
    if (call >= 0) return call;
    const text = calls.texts.find(octets, hep.correlationAt, hep.correlationEnd);
    return text < 0 ? -1 : (hepCalls.get(text) ?? -1);
  }

  #correlate(octets: Uint8Array, hep: HepHeader, message: MessageIndex): void {
    const { messages, calls, hepCalls, diagnostics } = this.#tables;
    const text = calls.texts.intern(octets, hep.correlationAt, hep.correlationEnd);
    messages.addFact(message, Fact.hepCorrelation, text);
    const call = messages.call(message);
    if (hepCalls.has(text) || calls.find(octets, hep.correlationAt, hep.correlationEnd) === call) return;
    if (hepCalls.size >= limits.hepCorrelations) diagnostics.report('limit.hepCorrelations', messages.packet(message));
    else hepCalls.set(text, call);
  }

  /** The agent's time; the packet's where it says none. */
  #time(view: DataView, hep: HepHeader, packet: PacketIndex): Nanoseconds {
    const { packets, timeBase } = this.#tables;
    const time = packets.capturedAt(packet);
    const captured = timeBase.seconds + (timeBase.nanoseconds + time) / 1e9;
    const seconds = hepSeconds(view, hep, captured);
    return seconds < 0 ? time : timeBase.at(seconds, hepMicroseconds(view, hep, captured) * 1000);
  }
}
