/**
 * SIP over TCP: follows the flows that may carry it, cuts their octets into messages, and lets all others go at once. A flow
 * is watched when one of its ends uses a SIP port or its first octets look like SIP; it is let go when they do not.
 */
import { limits } from '../base/limits.ts';
import type { MessageIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import type { Layers } from '../net/layers.ts';
import type { TcpFlow } from '../net/tcp-flow.ts';
import { TcpStreams, type TcpSink } from '../net/tcp-stream.ts';
import { SipFraming, type FramedMessage, type FramingBudget } from '../sip/framing.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { problemCodes } from '../sip/problem.ts';
import { Kind } from './kinds.ts';
import type { NetworkIndex } from './network-index.ts';
import { createOrigin, type MessageOrigin, type SipIndex } from './sip-index.ts';
import type { Tables } from './tables.ts';

/** octets a flow may show that belong to no message before it is let go; one message may be as long as limits allow */
const PATIENCE = 65_536;

interface FlowState {
  readonly framing: SipFraming;
  /** a message was found */
  isSip: boolean;
  seen: number;
}

function isSipPort(port: number): boolean {
  return port === 5060 || port === 5061;
}

function isTlsPort(port: number): boolean {
  return port === 443 || port === 5061 || port === 853 || port === 993 || port === 995;
}

export class StreamIndexer implements TcpSink {
  readonly #tables: Tables;
  readonly #sip: SipIndex;
  readonly #streams: TcpStreams;
  readonly #origin: MessageOrigin = createOrigin();
  /** the segment being taken: where its packet begins, and what data() found out about it */
  #packet: PacketIndex = -1;
  #packetAt = 0;
  #packetOctets: Uint8Array | undefined;
  #time: Nanoseconds = 0;
  /** what the framing is being fed, while it is */
  #fed: Uint8Array | undefined;
  #kind: number = Kind.tcp;
  #inJoined = false;
  readonly #network: NetworkIndex;
  /** flags of the segment at hand */
  #flags = 0;
  readonly #budget: FramingBudget = { used: 0, limit: limits.streamOctets };

  constructor(tables: Tables, sip: SipIndex, network: NetworkIndex) {
    this.#network = network;
    this.#tables = tables;
    this.#sip = sip;
    this.#streams = new TcpStreams(tables.diagnostics);
  }

  /** Takes one segment and returns its packet's kind. @param joined the octets were put together from IP fragments */
  segment(octets: Uint8Array, packetAt: number, packet: PacketIndex, time: Nanoseconds, layers: Layers, joined = false): number {
    this.#kind = this.#plainKind(octets, layers);
    if (this.#kind === Kind.tls) this.#network.alert(octets, layers, packet);
    this.#flags = layers.tcpFlags;
    this.#packet = packet;
    this.#packetAt = packetAt;
    this.#packetOctets = octets;
    this.#inJoined = joined;
    this.#streams.segment(layers, octets, packet, time, this);
    this.#packetOctets = undefined;
    return this.#kind;
  }

  /** The capture ends: gaps are given up, so that what waits behind them is read. */
  finish(): void {
    this.#streams.flush(this);
  }

  data(flow: TcpFlow, octets: Uint8Array, at: number, end: number, packet: PacketIndex, time: Nanoseconds): void {
    let state = flow.context as FlowState | undefined;
    if (state === undefined) {
      if (!this.#mayBeSip(flow, octets, at, end)) return this.#streams.ignore(flow);
      flow.context = state = this.#follow(flow);
    }
    state.seen += end - at;
    this.#time = time;
    this.#fed = octets;
    state.framing.feed(octets, at, end, packet, at - this.#packetAt);
    this.#fed = undefined;
    if (state.isSip) {
      if (packet === this.#packet) this.#kind = Kind.sip;
    } else if (state.framing.skipped > PATIENCE || state.seen > limits.sipMessageLength) this.#streams.ignore(flow);
  }

  gap(flow: TcpFlow, length: number): void {
    if (length > 0 && flow.gapAcknowledged !== Infinity) this.#tables.network.unseen += length;
    (flow.context as FlowState | undefined)?.framing.gap();
  }

  ended(flow: TcpFlow): void {
    const state = flow.context as FlowState | undefined;
    state?.framing.finish();
    if (this.#packetOctets !== undefined && (state?.isSip === true || (flow.opposite?.context as FlowState | undefined)?.isSip === true))
      this.#network.ended(flow, this.#flags, this.#packet, this.#tables.packets.time(this.#packet));
    flow.context = undefined;
  }

  #follow(flow: TcpFlow): FlowState {
    const framing = new SipFraming(
      {
        message: (message) => {
          if (this.#message(flow, message)) state.isSip = true;
        },
        keepAlive: (packet) => {
          if (packet === this.#packet && this.#kind === Kind.tcp) this.#kind = Kind.keepalive;
        },
        skipped: (packet, length) => {
          if (state.isSip) this.#tables.diagnostics.report('sip.stream-garbage', packet, -1, length);
        },
      },
      this.#budget,
    );
    const state: FlowState = { framing, isSip: false, seen: 0 };
    return state;
  }

  /** A flow on a SIP port gets patience: its beginning may be missing. Any other must look like SIP from its first octets. */
  #mayBeSip(flow: TcpFlow, octets: Uint8Array, at: number, end: number): boolean {
    const first = octets[at]!;
    if (first === 0x16 || first === 0x17) return false;
    if (isSipPort(flow.sourcePort) || isSipPort(flow.destinationPort)) return true;
    if (flow.opposite !== undefined && (flow.opposite.context as FlowState | undefined)?.isSip === true) return true;
    return looksLikeSip(octets, at, end);
  }

  #plainKind(octets: Uint8Array, layers: Layers): number {
    if (layers.payloadEnd - layers.payloadAt < 6) return Kind.tcp;
    const first = octets[layers.payloadAt]!;
    const isTlsRecord = first >= 20 && first <= 23 && octets[layers.payloadAt + 1] === 3;
    if (isTlsRecord && (isTlsPort(layers.sourcePort) || isTlsPort(layers.destinationPort) || first === 22)) return Kind.tls;
    return Kind.tcp;
  }

  #message(flow: TcpFlow, framed: FramedMessage): boolean {
    const tables = this.#tables;
    const origin = this.#origin;
    const isCurrent = framed.packet === this.#packet && this.#packetOctets !== undefined;
    // a message within the packet at hand is read again from the file; a joined or held one is kept
    const inPacket = framed.whole && isCurrent && !this.#inJoined && framed.octets === this.#fed && this.#fed === this.#packetOctets;
    origin.packet = framed.packet;
    origin.time = isCurrent ? this.#time : tables.packets.time(framed.packet);
    origin.source = tables.endpoints.id(flow.source, flow.sourcePort, Transport.tcp);
    origin.destination = tables.endpoints.id(flow.destination, flow.destinationPort, Transport.tcp);
    origin.sourceAddress = flow.source;
    origin.fromPublic = !tables.addresses.isPrivate(flow.source);
    origin.identification = -1;
    origin.ttl = 0;
    origin.inArena = !inPacket;
    origin.textAt = inPacket ? framed.at - this.#packetAt : tables.arena.add(framed.octets, framed.at, framed.end);
    if (origin.textAt < 0) {
      tables.diagnostics.report('limit.arena', framed.packet);
      return false;
    }
    const message = this.#sip.add(framed.octets, framed.at, framed.end, origin);
    if (message < 0) return false;
    for (const code of problemCodes(framed.problems)) tables.diagnostics.report(code, framed.packet, origin.textAt);
    for (const packet of framed.packets) this.#takePart(packet, message);
    if (framed.packets.length > 1) tables.noteJoined(framed.packet, framed.packets);
    if (isCurrent) this.#kind = Kind.sip;
    return true;
  }

  /** A packet holds some of a message's octets, the last or not. */
  #takePart(packet: PacketIndex, message: MessageIndex): void {
    const { packets } = this.#tables;
    if (packets.kind(packet) !== Kind.sip) this.#tables.takeAsSip(packet, message, packet === this.#packet && this.#packetOctets !== undefined);
    else if (packets.owner(packet) < 0) packets.setKind(packet, Kind.sip, message);
  }
}
