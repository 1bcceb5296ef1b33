/**
 * Notes what the network said of flows (calls/network-events.ts): ICMP errors that quote UDP or TCP, ends of connections that
 * carried SIP, plain TLS alerts on SIP ports, SIP datagrams that lost fragments. Costs nothing for other packets.
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import { Transport, type TransportId } from '../calls/endpoint-table.ts';
import { hashOf } from '../calls/message-intake.ts';
import type { NetworkEvents, Unreachable } from '../calls/network-events.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import type { LostDatagram } from '../net/fragments.ts';
import type { TcpFlow } from '../net/tcp-flow.ts';
import { walk } from '../net/walk.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { dnsTypes, readDns } from '../wire/dns.ts';
import { tcpFlags } from '../wire/tcp.ts';
import type { Tables } from './tables.ts';

const RAW_IP = 101;
const ICMP_HEADER = 8;
const UDP_HEADER = 8;
const SIPS_PORT = 5061;
const ALERT = 21;
const FATAL = 2;

/** ICMP type 3 (RFC 792, RFC 1812): by code; fragmentation needed and wrong types of service say nothing of the far end. */
const codes4: ReadonlyMap<number, Unreachable> = new Map([
  [0, 'network'],
  [1, 'host'],
  [2, 'protocol'],
  [3, 'port'],
  [6, 'network'],
  [7, 'host'],
  [9, 'prohibited'],
  [10, 'prohibited'],
  [13, 'prohibited'],
]);
/** ICMPv6 type 1 (RFC 4443 section 3.1). */
const codes6: ReadonlyMap<number, Unreachable> = new Map([
  [0, 'network'],
  [1, 'prohibited'],
  [3, 'host'],
  [4, 'port'],
]);

export class NetworkIndex {
  readonly #tables: Tables;
  readonly #events: NetworkEvents;
  readonly #quoted: Layers = createLayers();
  readonly #scan = createScan();

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#events = tables.network;
  }

  /** An ICMP message octets[layers.payloadAt, payloadEnd). */
  icmp(view: DataView, layers: Layers, packet: PacketIndex): void {
    const at = layers.payloadAt;
    if (at + ICMP_HEADER >= layers.payloadEnd || view.getUint8(at) !== (layers.isIpv6 ? 1 : 3)) return;
    const what = (layers.isIpv6 ? codes6 : codes4).get(view.getUint8(at + 1));
    if (what === undefined || this.#events.isFull) return;
    const { addresses, endpoints, packets } = this.#tables;
    const quoted = this.#quoted;
    walk(view, at + ICMP_HEADER, layers.payloadEnd, RAW_IP, addresses, quoted);
    if (quoted.outcome !== outcomes.UDP && quoted.outcome !== outcomes.TCP) return;
    const transport = quoted.outcome === outcomes.UDP ? Transport.udp : Transport.tcp;
    const source = endpoints.id(quoted.source, quoted.sourcePort, transport);
    const destination = endpoints.id(quoted.destination, quoted.destinationPort, transport);
    this.#events.noteUnreachable(source, destination, what, layers.source, packet, packets.time(packet));
  }

  /** A connection that carries SIP over `transport` was ended by the packet at hand. */
  ended(flow: TcpFlow, transport: TransportId, flags: number, packet: PacketIndex, time: Nanoseconds): void {
    if ((flags & (tcpFlags.RST | tcpFlags.FIN)) === 0) return;
    const { endpoints } = this.#tables;
    const source = endpoints.id(flow.source, flow.sourcePort, transport);
    const destination = endpoints.id(flow.destination, flow.destinationPort, transport);
    this.#events.noteEnded(source, destination, (flags & tcpFlags.RST) !== 0, packet, time);
  }

  /** A TCP segment that begins like a TLS record: an alert of two octets is not encrypted. */
  alert(octets: Uint8Array, layers: Layers, packet: PacketIndex): void {
    const at = layers.payloadAt;
    if (octets[at] !== ALERT || layers.payloadEnd - at < 7 || octets[at + 3] !== 0 || octets[at + 4] !== 2 || octets[at + 5] !== FATAL) return;
    if ((layers.sourcePort !== SIPS_PORT && layers.destinationPort !== SIPS_PORT) || this.#events.isFull) return;
    const { endpoints, packets } = this.#tables;
    const source = endpoints.id(layers.source, layers.sourcePort, Transport.tcp);
    const destination = endpoints.id(layers.destination, layers.destinationPort, Transport.tcp);
    this.#events.noteAlert(source, destination, octets[at + 6]!, packet, packets.time(packet));
  }

  /** A datagram from or to the port of DNS. */
  lookup(octets: Uint8Array, at: number, end: number, packet: PacketIndex): void {
    const message = readDns(octets, at, end);
    const type = message === undefined ? undefined : dnsTypes.get(message.type);
    if (message === undefined || type === undefined) return;
    this.#events.lookups.note(message.name, type, message.isResponse ? message.code : -1, message.answers, packet, this.#tables.packets.time(packet));
  }

  /** Fragments that never became a datagram, when their beginning is SIP. */
  lost({ octets, end, packets, source, destination }: LostDatagram): void {
    if (end <= UDP_HEADER || !looksLikeSip(octets, UDP_HEADER, end) || !scanMessage(octets, UDP_HEADER, end, this.#scan)) return;
    const { callIdAt, callIdEnd, branchAt, branchEnd, cseqNumber, status, isRequest } = this.#scan;
    const callId = callIdAt < 0 ? undefined : octets.slice(callIdAt, callIdEnd);
    const branch = hashOf(octets, branchAt, branchEnd);
    this.#events.noteLostFragments({ packets, source, destination, callId, branch, cseqNumber: Math.max(0, cseqNumber), status: isRequest ? 0 : status });
  }
}
