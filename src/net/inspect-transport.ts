/** The fields from an IP payload on: UDP, TCP, ICMP and the tunnels. Part of inspect.ts; the same promise. */
import * as encapsulation from '../wire/encapsulation.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as icmp from '../wire/icmp.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as tcp from '../wire/tcp.ts';
import * as tunnel from '../wire/tunnel.ts';
import * as udp from '../wire/udp.ts';
import { endAt, goOn } from './inspected.ts';
import type { InspectedPacket } from './inspected.ts';
import { RAW_IP } from './layers.ts';

export function inspectTransport(view: DataView, at: number, end: number, announced: number, protocol: number, out: InspectedPacket): number {
  switch (protocol) {
    case ipProtocols.UDP:
      return inspectUdp(view, at, end, announced, out);
    case ipProtocols.TCP:
      out.fields.push(tcp.inspect(view, at, end));
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
      return inspectGre(view, at, end, out);
    default:
      return endAt(out, 'other', at, end, announced);
  }
}

function inspectUdp(view: DataView, at: number, end: number, announced: number, out: InspectedPacket): number {
  out.fields.push(udp.inspect(view, at, end, announced - at));
  if (!udp.isWhole(at, end)) return endAt(out, 'none', at, end);
  const length = udp.length(view, at);
  if (length !== 0 && length < udp.HEADER_LENGTH) return endAt(out, 'none', at, end);
  const payloadEnd = length === 0 ? announced : Math.min(announced, at + length);
  out.sourcePort = udp.sourcePort(view, at);
  out.destinationPort = udp.destinationPort(view, at);
  const captured = Math.min(end, payloadEnd);
  const p = at + udp.HEADER_LENGTH;
  if (out.destinationPort === tunnel.VXLAN_PORT && tunnel.isVxlan(view, p, captured)) {
    out.fields.push(encapsulation.inspectTunnel('vxlan', view, p, 8));
    return goOn(out, etherTypes.TRANSPARENT_BRIDGING, p + 8, captured);
  }
  const mayBeGtp = out.destinationPort !== tunnel.VXLAN_PORT && (out.destinationPort === tunnel.GTP_USER_PORT || out.sourcePort === tunnel.GTP_USER_PORT);
  const inner = mayBeGtp ? tunnel.findGtpPayload(view, p, captured) : -1;
  if (inner < 0) return endAt(out, 'udp', p, captured, payloadEnd);
  out.fields.push(encapsulation.inspectTunnel('gtp', view, p, inner - p));
  return goOn(out, RAW_IP, inner, captured);
}

function inspectGre(view: DataView, at: number, end: number, out: InspectedPacket): number {
  const length = at + 4 > end ? -1 : tunnel.greLength(view, at);
  if (length < 0 || at + length > end) return endAt(out, 'other', at, end);
  out.fields.push(encapsulation.inspectTunnel('gre', view, at, length));
  return goOn(out, view.getUint16(at + 2), at + length, end);
}
