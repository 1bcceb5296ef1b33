/** The fields from an IP payload on: UDP, TCP, ICMP and the tunnels. Part of inspect.ts; the same promise. */
import * as encapsulation from '../wire/encapsulation.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as icmp from '../wire/icmp.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as tcp from '../wire/tcp.ts';
import * as tunnel from '../wire/tunnel.ts';
import * as udp from '../wire/udp.ts';
import { endAt, inspectEthernet, inspectNetwork } from './inspect.ts';
import type { InspectedPacket } from './inspect.ts';

export function inspectTransportInto(view: DataView, at: number, end: number, announced: number, protocol: number, out: InspectedPacket): void {
  switch (protocol) {
    case ipProtocols.UDP: return inspectUdp(view, at, end, announced, out);
    case ipProtocols.TCP:
      out.fields.push(tcp.inspect(view, at, end));
      if (!tcp.isWhole(view, at, end)) return endAt(out, 'none', at, end);
      out.sourcePort = tcp.sourcePort(view, at);
      out.destinationPort = tcp.destinationPort(view, at);
      return endAt(out, 'tcp', at + tcp.headerLength(view, at), end, announced);
    case ipProtocols.ICMP:
    case ipProtocols.ICMPV6: return inspectIcmp(view, at, end, announced, protocol === ipProtocols.ICMPV6, out);
    case ipProtocols.IPV4: return inspectNetwork(view, at, end, etherTypes.IPV4, out);
    case ipProtocols.IPV6: return inspectNetwork(view, at, end, etherTypes.IPV6, out);
    case ipProtocols.GRE: return inspectGre(view, at, end, out);
    default: return endAt(out, 'other', at, end, announced);
  }
}

function inspectUdp(view: DataView, at: number, end: number, announced: number, out: InspectedPacket): void {
  out.fields.push(udp.inspect(view, at, end, announced - at));
  if (!udp.isWhole(at, end)) return endAt(out, 'none', at, end);
  const length = udp.length(view, at);
  if (length !== 0 && length < udp.HEADER_LENGTH) return endAt(out, 'none', at, end);
  const payloadEnd = length === 0 ? announced : Math.min(announced, at + length);
  out.sourcePort = udp.sourcePort(view, at);
  out.destinationPort = udp.destinationPort(view, at);
  const captured = Math.min(end, payloadEnd);
  endAt(out, 'udp', at + udp.HEADER_LENGTH, captured, payloadEnd);
  const p = at + udp.HEADER_LENGTH;
  if (out.destinationPort === tunnel.VXLAN_PORT && tunnel.isVxlan(view, p, captured)) {
    out.fields.push(encapsulation.inspectTunnel('vxlan', view, p, 8));
    return inspectEthernet(view, p + 8, captured, out);
  }
  if (out.destinationPort !== tunnel.GTP_USER_PORT && out.sourcePort !== tunnel.GTP_USER_PORT) return;
  const inner = tunnel.findGtpPayload(view, p, captured);
  if (inner < 0) return;
  out.fields.push(encapsulation.inspectTunnel('gtp', view, p, inner - p));
  inspectNetwork(view, inner, captured, view.getUint8(inner) >>> 4 === 6 ? etherTypes.IPV6 : etherTypes.IPV4, out);
}

function inspectGre(view: DataView, at: number, end: number, out: InspectedPacket): void {
  const length = at + 4 > end ? -1 : tunnel.greLength(view, at);
  if (length < 0 || at + length > end) return endAt(out, 'other', at, end);
  out.fields.push(encapsulation.inspectTunnel('gre', view, at, length));
  inspectNetwork(view, at + length, end, view.getUint16(at + 2), out);
}

/** An error's quoted packet is shown under it; ports and payload stay those of no one. */
function inspectIcmp(view: DataView, at: number, end: number, announced: number, isIpv6: boolean, out: InspectedPacket): void {
  const field = icmp.inspect(view, at, end, isIpv6);
  if (at + 8 >= end || !icmp.quotesPacket(view.getUint8(at), isIpv6)) {
    out.fields.push(field);
    return endAt(out, 'icmp', Math.min(at + 8, end), end, announced);
  }
  const quoted: InspectedPacket = { ...out, fields: [] };
  inspectNetwork(view, at + 8, end, isIpv6 ? etherTypes.IPV6 : etherTypes.IPV4, quoted);
  out.fields.push({ ...field, children: [...(field.children ?? []), ...quoted.fields] });
  endAt(out, 'icmp', at + 8, end, announced);
}
