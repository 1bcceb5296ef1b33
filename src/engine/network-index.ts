/**
 * Notes what the network said of flows (calls/network-events.ts): ICMP errors that quote UDP or TCP, ends of connections that
 * carried SIP, plain TLS alerts on SIP ports, SIP datagrams that lost fragments. Costs nothing for other packets.
 */
import type { CallIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import { Transport, type TransportId } from '../calls/endpoint-table.ts';
import { hashOf } from '../calls/message-intake.ts';
import type { IcmpError, NetworkEvents, Unreachable } from '../calls/network-events.ts';
import { outcomes, type Layers } from '../net/layers.ts';
import type { LostDatagram } from '../net/fragments.ts';
import type { TcpFlow } from '../net/tcp-flow.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { dnsTypes, readDns } from '../wire/dns.ts';
import { tcpFlags } from '../wire/tcp.ts';
import { IcmpQuote } from './icmp-quote.ts';
import type { Tables } from './tables.ts';

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

/** By type; type 3 with its code. */
const FRAGMENTATION_NEEDED = 100;
const others4: ReadonlyMap<number, IcmpError> = new Map([
  [4 * FRAGMENTATION_NEEDED, 'tooBig'],
  [11, 'timeExceeded'],
  [12, 'parameter'],
]);
const others6: ReadonlyMap<number, IcmpError> = new Map([
  [2, 'tooBig'],
  [3, 'timeExceeded'],
  [4, 'parameter'],
]);
const transports: ReadonlyMap<number, TransportId> = new Map([
  [outcomes.TCP, Transport.tcp],
  [outcomes.SCTP, Transport.sctp],
]);

export class NetworkIndex {
  readonly #tables: Tables;
  readonly #events: NetworkEvents;
  readonly #quote = new IcmpQuote();
  readonly #scan = createScan();

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#events = tables.network;
  }

  /** An ICMP message view[layers.payloadAt, payloadEnd). */
  icmp(view: DataView, octets: Uint8Array, layers: Layers, packet: PacketIndex): void {
    const at = layers.payloadAt;
    const { addresses, endpoints, packets } = this.#tables;
    if (this.#events.isFull || !this.#quote.find(view, at, layers.payloadEnd, layers.isIpv6, addresses)) return;
    const type = view.getUint8(at);
    const code = view.getUint8(at + 1);
    const what = type === (layers.isIpv6 ? 1 : 3) ? (layers.isIpv6 ? codes6 : codes4).get(code) : undefined;
    const other = what === undefined ? (layers.isIpv6 ? others6 : others4).get(type === 3 ? FRAGMENTATION_NEEDED * code : type) : undefined;
    if (what === undefined && other === undefined) return;
    const quoted = this.#quote.layers;
    const transport = transports.get(quoted.outcome) ?? Transport.udp;
    const source = endpoints.id(quoted.source, quoted.sourcePort, transport);
    const destination = endpoints.id(quoted.destination, quoted.destinationPort, transport);
    const quote = { what: what ?? other!, by: layers.source, name: this.#quote.name(octets), call: this.#callOf(octets) };
    if (what !== undefined) this.#events.noteUnreachable(source, destination, what, layers.source, packet, packets.time(packet), quote);
    else this.#events.noteOtherError(source, destination, other!, layers.source, packet, packets.time(packet), quote);
  }

  /** The call that the quoted message names, -1 for none or an unknown one. */
  #callOf(octets: Uint8Array): CallIndex {
    const { payloadAt, payloadEnd } = this.#quote.layers;
    if (!looksLikeSip(octets, payloadAt, payloadEnd) || !scanMessage(octets, payloadAt, payloadEnd, this.#scan)) return -1;
    const { callIdAt, callIdEnd } = this.#scan;
    return callIdAt < 0 || callIdEnd >= payloadEnd ? -1 : this.#tables.calls.find(octets, callIdAt, callIdEnd);
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
