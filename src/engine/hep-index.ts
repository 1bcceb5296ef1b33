/**
 * What capture agents (HEP) say of the packets they carry: their time takes the place of the capture's in the packet's row,
 * their number, node name and correlation id become facts of the message (decision 0020). Costs nothing for other packets.
 */
import type { MessageIndex, PacketIndex } from '../base/units.ts';
import { Transport, type TransportId } from '../calls/endpoint-table.ts';
import { Fact } from '../calls/fact-table.ts';
import { Flag } from '../calls/message-fields.ts';
import type { Layers } from '../net/layers.ts';
import { hepAgent, hepMicroseconds, hepProblems, hepSeconds } from '../wire/hep.ts';
import type { Tables } from './tables.ts';

/** IP protocol numbers as agents write them; 22 and 50 are borrowed for TLS and WebSocket. */
const transports: ReadonlyMap<number, TransportId> = new Map([
  [6, Transport.tcp],
  [22, Transport.tls],
  [50, Transport.ws],
  [132, Transport.sctp],
]);

export class HepIndex {
  readonly #tables: Tables;
  #misplaced = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** A walk with hepAt >= 0: gives the packet the agent's time and reports what is wrong. @param packetAt where the packet's octets begin in `view` */
  open(view: DataView, octets: Uint8Array, layers: Layers, packetAt: number, packet: PacketIndex): void {
    const { packets, timeBase, diagnostics, hepKeys } = this.#tables;
    const { hep } = layers;
    const time = packets.time(packet);
    const captured = timeBase.seconds + (timeBase.nanoseconds + time) / 1e9;
    const seconds = hepSeconds(view, hep, captured);
    if (seconds >= 0) packets.setOwnTime(packet, timeBase.at(seconds, hepMicroseconds(view, hep, captured) * 1000));
    if (hep.keyEnd > hep.keyAt && hepKeys.note(octets, hep.keyAt, hep.keyEnd)) diagnostics.report('limit.hepKeys', packet);
    for (const [bit, code] of hepProblems.entries())
      if ((hep.problems & (1 << bit)) !== 0) diagnostics.report(code, packet, layers.hepAt - packetAt, hep.end - layers.hepAt);
  }

  /** What the agent carried its message by. */
  transport(layers: Layers): TransportId {
    return transports.get(layers.hep.protocol) ?? Transport.udp;
  }

  /** The packet that open() was told of is this message. */
  note(view: DataView, octets: Uint8Array, layers: Layers, message: MessageIndex): void {
    const { messages, calls, hepNodes, diagnostics } = this.#tables;
    const { hep } = layers;
    const packet = messages.packet(message);
    if (messages.misplaced > this.#misplaced) {
      this.#misplaced = messages.misplaced;
      diagnostics.report('limit.ownTimeSteps', packet);
    }
    const agent = hepAgent(view, hep);
    if (agent >= 0) messages.addFact(message, Fact.hepAgent, agent);
    if (hep.correlationEnd > hep.correlationAt)
      messages.addFact(message, Fact.hepCorrelation, calls.texts.intern(octets, hep.correlationAt, hep.correlationEnd));
    if (hep.nodeEnd <= hep.nodeAt) return;
    const node = calls.texts.intern(octets, hep.nodeAt, hep.nodeEnd);
    messages.addFact(message, Fact.hepNode, node);
    if (hepNodes.note(node, layers.hepSource, layers.source, layers.destination)) diagnostics.report('limit.hepNodes', packet);
  }

  /** Flags of a message that came so. */
  readonly flags: number = Flag.ownTime;
}
