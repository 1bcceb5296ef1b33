/** The fields from an IP payload on: UDP, TCP, ICMP and the tunnels. Part of inspect.ts; the same promise. */
import type { Verdict } from '../base/field.ts';
import { transportVerdict } from '../wire/checksums.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as icmp from '../wire/icmp.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as l2tp from '../wire/l2tp.ts';
import * as tcp from '../wire/tcp.ts';
import * as udp from '../wire/udp.ts';
import { follow } from './inspect-header.ts';
import { inspectAhLayer, inspectEspLayer } from './inspect-esp.ts';
import { inspectSctpLayer } from './inspect-sctp.ts';
import { endAt, goOn } from './inspected.ts';
import type { InspectedPacket } from './inspected.ts';
import { DONE } from './layers.ts';
import { walkTransport } from './walk-transport.ts';
import { stepIntoL2tp } from './walk-tunnel.ts';

export function inspectTransport(view: DataView, at: number, end: number, announced: number, protocol: number, out: InspectedPacket): number {
  switch (protocol) {
    case ipProtocols.UDP:
      return inspectUdp(view, at, end, announced, out);
    case ipProtocols.TCP:
      out.fields.push(tcp.inspect(view, at, end, verdictOf(view, at, end, announced, tcp.CHECKSUM_AT, protocol, out)));
      if (!tcp.isWhole(view, at, end)) return endAt(out, 'none', at, end);
      out.sourcePort = tcp.sourcePort(view, at);
      out.destinationPort = tcp.destinationPort(view, at);
      return endAt(out, 'tcp', at + tcp.headerLength(view, at), end, announced);
    case ipProtocols.ICMP:
    case ipProtocols.ICMPV6:
      out.fields.push(icmp.inspect(view, at, end, protocol === ipProtocols.ICMPV6));
      return endAt(out, 'icmp', Math.min(at + 8, end), end, announced);
    case ipProtocols.IPV4:
      return goOn(out, etherTypes.IPV4, at, end);
    case ipProtocols.IPV6:
      return goOn(out, etherTypes.IPV6, at, end);
    case ipProtocols.GRE:
    case ipProtocols.MPLS:
    case ipProtocols.ETHERNET:
      return follow(walkTransport(view, at, end, announced, protocol, out.addresses, out.flow), out);
    case ipProtocols.ESP:
      return inspectEspLayer(view, at, end, announced, out, inspectTransport);
    case ipProtocols.AH:
      return inspectAhLayer(view, at, end, announced, out, inspectTransport);
    case ipProtocols.SCTP:
      return inspectSctpLayer(view, at, end, announced, out);
    case ipProtocols.L2TP:
      return inspectL2tp(view, at, end, out);
    default:
      return endAt(out, 'other', at, end, announced);
  }
}

function inspectUdp(view: DataView, at: number, end: number, announced: number, out: InspectedPacket): number {
  out.fields.push(udp.inspect(view, at, end, announced - at, udpVerdict(view, at, end, announced, out)));
  if (!udp.isWhole(at, end)) return endAt(out, 'none', at, end);
  const length = udp.length(view, at);
  if (length !== 0 && length < udp.HEADER_LENGTH) return endAt(out, 'none', at, end);
  const payloadEnd = length === 0 ? announced : Math.min(announced, at + length);
  out.sourcePort = udp.sourcePort(view, at);
  out.destinationPort = udp.destinationPort(view, at);
  const next = walkTransport(view, at, end, announced, ipProtocols.UDP, out.addresses, out.flow);
  return next === DONE ? endAt(out, 'udp', at + udp.HEADER_LENGTH, Math.min(end, payloadEnd), payloadEnd) : follow(next, out);
}

/** The checksum covers as much as the UDP header says, which may be less than IP has. */
function udpVerdict(view: DataView, at: number, end: number, announced: number, out: InspectedPacket): Verdict | undefined {
  if (!udp.isWhole(at, end)) return undefined;
  const length = udp.length(view, at);
  if (length > announced - at || (length !== 0 && length < udp.HEADER_LENGTH)) return undefined;
  const last = length === 0 ? announced : at + length;
  return verdictOf(view, at, Math.min(end, last), last, udp.CHECKSUM_AT, ipProtocols.UDP, out);
}

function verdictOf(
  view: DataView,
  at: number,
  end: number,
  announced: number,
  checksumAt: number,
  protocol: number,
  out: InspectedPacket,
): Verdict | undefined {
  return transportVerdict(view, { at, end, announced, checksumAt, protocol, addresses: out.addressesAt });
}

/** Session id, cookie and sublayer of version 3 over IP, when what follows makes sense. */
function inspectL2tp(view: DataView, at: number, end: number, out: InspectedPacket): number {
  const next = stepIntoL2tp(view, at, end, out.flow);
  if (next !== DONE) out.fields.push(l2tp.inspect3(view, at, out.flow.payloadAt - at, false));
  return follow(next, out);
}
