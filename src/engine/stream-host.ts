/**
 * What readers of streams share (stream-reader.ts): the tables, the memory all streams together may hold, the packet at hand
 * and its kind, and the way of a SIP message into the tables.
 */
import { limits } from '../base/limits.ts';
import type { MessageIndex, PacketIndex } from '../base/units.ts';
import type { TransportId } from '../calls/endpoint-table.ts';
import { Flag } from '../calls/message-fields.ts';
import type { FramedMessage, FramingBudget } from '../sip/framing.ts';
import { problemCodes } from '../sip/problem.ts';
import type { DecodeRules } from './decode-rules.ts';
import type { CapturedEnds } from './hep-index.ts';
import { Kind } from './kinds.ts';
import { MsrpIndex } from './msrp-index.ts';
import { createOrigin, type MessageOrigin, type SipIndex } from './sip-index.ts';
import type { StreamPath } from './stream-path.ts';
import type { Tables } from './tables.ts';

export class StreamHost {
  readonly tables: Tables;
  /** octets held back by all streams together */
  readonly budget: FramingBudget = { used: 0, limit: limits.streamOctets };
  /** streams whose compressed messages are being inflated */
  inflaters = 0;
  /** the packet whose segment is being taken, or -1; its kind is not counted yet */
  current: PacketIndex = -1;
  kind: number = Kind.tcp;
  /** what a person said of ports */
  rules: DecodeRules | undefined = undefined;
  readonly #sip: SipIndex;
  readonly #msrp: MsrpIndex;
  readonly #origin: MessageOrigin = createOrigin();

  constructor(tables: Tables, sip: SipIndex) {
    this.tables = tables;
    this.#sip = sip;
    this.#msrp = new MsrpIndex(tables);
  }

  /** The packet at hand turned out to carry this. SIP is more than anything else; earlier packets keep what they are. */
  mark(packet: PacketIndex, kind: number): void {
    if (packet !== this.current || this.kind === Kind.sip) return;
    if (kind !== Kind.keepalive || this.kind === Kind.tcp) this.kind = kind;
  }

  /**
   * A SIP message of the stream into the tables; true when it was one. What lies within one packet as the file has it is read
   * again from the file; all else is kept. @param captured between whom and when, if a capture agent says so
   */
  sip(path: StreamPath, framed: FramedMessage, transport: TransportId, captured?: CapturedEnds): boolean {
    const { tables } = this;
    const ends = captured ?? path.flow;
    const origin = this.#origin;
    const isInFile = framed.whole && framed.offset >= 0;
    origin.packet = framed.packet;
    origin.time = captured?.time ?? tables.packets.time(framed.packet);
    origin.flags = captured === undefined ? 0 : Flag.ownTime;
    origin.source = tables.endpoints.id(ends.source, ends.sourcePort, transport);
    origin.destination = tables.endpoints.id(ends.destination, ends.destinationPort, transport);
    origin.sourceAddress = ends.source;
    origin.fromPublic = !tables.addresses.isPrivate(ends.source);
    origin.identification = -1;
    origin.ttl = 0;
    origin.inArena = !isInFile;
    origin.textAt = isInFile ? framed.offset : tables.arena.add(framed.octets, framed.at, framed.end);
    if (origin.textAt < 0) {
      tables.diagnostics.report('limit.arena', framed.packet);
      return false;
    }
    const message = this.#sip.add(framed.octets, framed.at, framed.end, origin);
    if (message < 0) return false;
    for (const code of problemCodes(framed.problems)) tables.diagnostics.report(code, framed.packet, origin.textAt);
    for (const packet of framed.packets) this.#takePart(packet, message);
    if (framed.packets.length > 1) tables.noteJoined(framed.packet, framed.packets);
    this.mark(framed.packet, Kind.sip);
    if (captured === undefined) path.carriesSip(transport);
    return true;
  }

  /** An MSRP message octets[at, end) of the stream into the tables; true when it was one. `offset`: as for StreamReader.take(). */
  msrp(path: StreamPath, octets: Uint8Array, at: number, end: number, packets: readonly PacketIndex[], offset: number): boolean {
    if (!this.#msrp.add(path, octets, at, end, packets, offset, this.current)) return false;
    this.mark(packets.at(-1)!, Kind.msrp);
    return true;
  }

  /** A packet holds some of a message's octets, the last or not. */
  #takePart(packet: PacketIndex, message: MessageIndex): void {
    const { packets } = this.tables;
    if (packets.kind(packet) !== Kind.sip) this.tables.retake(packet, Kind.sip, message, packet === this.current);
    else if (packets.owner(packet) < 0) packets.setKind(packet, Kind.sip, message);
  }
}
