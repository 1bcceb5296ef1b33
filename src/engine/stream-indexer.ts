/**
 * What rides on TCP: puts segments in order (net/tcp-stream.ts) and gives each direction's octets to a chain of readers
 * (stream-path.ts), which find SIP in them. A flow nobody wants is let go at once and costs one lookup per segment.
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import type { Layers } from '../net/layers.ts';
import type { TcpFlow } from '../net/tcp-flow.ts';
import { TcpStreams, type TcpSink } from '../net/tcp-stream.ts';
import type { DecodeRules } from './decode-rules.ts';
import { Kind } from './kinds.ts';
import type { NetworkIndex } from './network-index.ts';
import type { SipIndex } from './sip-index.ts';
import { StreamHost } from './stream-host.ts';
import { StreamPath } from './stream-path.ts';
import { NOWHERE } from './stream-reader.ts';
import type { Tables } from './tables.ts';
import { noteFailedHandshakes } from './tls-handshakes.ts';

function isTlsPort(port: number): boolean {
  return port === 443 || port === 5061 || port === 853 || port === 993 || port === 995;
}

export class StreamIndexer implements TcpSink {
  readonly #tables: Tables;
  readonly #host: StreamHost;
  readonly #streams: TcpStreams;
  readonly #network: NetworkIndex;
  /** the segment being taken: its octets when the file has them like this, where its packet begins, its flags */
  #fileOctets: Uint8Array | undefined;
  #packetAt = 0;
  #flags = 0;

  constructor(tables: Tables, sip: SipIndex, network: NetworkIndex) {
    this.#network = network;
    this.#tables = tables;
    this.#host = new StreamHost(tables, sip);
    this.#streams = new TcpStreams(tables.diagnostics);
  }

  /** Takes one segment and returns its packet's kind. @param rules what a person said of ports @param joined the octets were put together from IP fragments */
  segment(
    octets: Uint8Array,
    packetAt: number,
    packet: PacketIndex,
    time: Nanoseconds,
    layers: Layers,
    rules: DecodeRules | undefined,
    joined = false,
  ): number {
    const host = this.#host;
    host.rules = rules;
    host.kind = this.#plainKind(octets, layers);
    if (host.kind === Kind.tls) this.#network.alert(octets, layers, packet);
    host.current = packet;
    this.#flags = layers.tcpFlags;
    this.#packetAt = packetAt;
    this.#fileOctets = joined ? undefined : octets;
    this.#streams.segment(layers, octets, packet, time, this);
    this.#fileOctets = undefined;
    host.current = -1;
    return host.kind;
  }

  /** The capture ends: gaps are given up, so that what waits behind them is read. */
  finish(): void {
    this.#streams.flush(this);
    noteFailedHandshakes(this.#tables);
  }

  data(flow: TcpFlow, octets: Uint8Array, at: number, end: number, packet: PacketIndex): void {
    const path = (flow.context ??= new StreamPath(flow, this.#host)) as StreamPath;
    // what is given now ends where the flow expects its next octet
    path.sequence = flow.expected;
    path.take(octets, at, end, packet, octets === this.#fileOctets ? at - this.#packetAt : NOWHERE);
    if (path.released) this.#streams.ignore(flow);
  }

  gap(flow: TcpFlow, length: number, packet: PacketIndex): void {
    if (length > 0 && flow.gapAcknowledged !== Infinity) this.#tables.network.unseen += length;
    (flow.context as StreamPath | undefined)?.gap(length, packet);
  }

  ended(flow: TcpFlow): void {
    const path = flow.context as StreamPath | undefined;
    path?.finish();
    const transport = Math.max(path?.sipTransport ?? -1, (flow.opposite?.context as StreamPath | undefined)?.sipTransport ?? -1);
    const packet = this.#host.current;
    if (packet >= 0 && transport >= 0) this.#network.ended(flow, transport, this.#flags, packet, this.#tables.packets.time(packet));
    flow.context = undefined;
  }

  #plainKind(octets: Uint8Array, layers: Layers): number {
    if (layers.payloadEnd - layers.payloadAt < 6) return Kind.tcp;
    const first = octets[layers.payloadAt]!;
    const isTlsRecord = first >= 20 && first <= 23 && octets[layers.payloadAt + 1] === 3;
    if (isTlsRecord && (isTlsPort(layers.sourcePort) || isTlsPort(layers.destinationPort) || first === 22)) return Kind.tls;
    return Kind.tcp;
  }
}
