/**
 * From an IP payload to ports: UDP, TCP, ICMP, and the tunnels whose inside is IP again (IP in IP RFC 2003, 6in4 RFC 4213,
 * GRE RFC 2784/2890, GTP-U 3GPP TS 29.281, VXLAN RFC 7348). Part of walk.ts; the same promise.
 */
import { etherTypes } from '../wire/ethernet.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as tunnel from '../wire/tunnel.ts';
import type { AddressTable } from './address.ts';
import { outcomes } from './layers.ts';
import type { Layers } from './layers.ts';
import { finish, notDecoded, walkNetwork } from './walk.ts';

/** @param announced where IP says the payload ends; above `end` when the capture cut it. */
export function walkTransport(view: DataView, at: number, end: number, announced: number, protocol: number, addresses: AddressTable, out: Layers): void {
  out.transportAt = at;
  switch (protocol) {
    case ipProtocols.UDP: return walkUdp(view, at, end, announced, addresses, out);
    case ipProtocols.TCP: return walkTcp(view, at, end, announced, out);
    case ipProtocols.ICMP:
    case ipProtocols.ICMPV6: return finish(out, outcomes.ICMP, at, end, announced);
    case ipProtocols.IPV4: return walkNetwork(view, at, end, etherTypes.IPV4, addresses, out);
    case ipProtocols.IPV6: return walkNetwork(view, at, end, etherTypes.IPV6, addresses, out);
    case ipProtocols.GRE: return walkGre(view, at, end, addresses, out);
    default: return finish(out, outcomes.OTHER_IP, at, end, announced);
  }
}

function walkUdp(view: DataView, at: number, end: number, announced: number, addresses: AddressTable, out: Layers): void {
  if (at + 8 > end) return notDecoded(out, 'udp.header-cut', at, end);
  const length = view.getUint16(at + 4);
  let payloadEnd = at + length;
  if (length < 8) {
    if (length !== 0) return notDecoded(out, 'udp.length-below-header', at, end);
    out.problems |= 2;
    payloadEnd = announced;
  } else if (payloadEnd > announced) {
    out.problems |= 1;
    payloadEnd = announced;
  }
  const sourcePort = view.getUint16(at);
  const destinationPort = view.getUint16(at + 2);
  out.outcome = outcomes.UDP;
  out.sourcePort = sourcePort;
  out.destinationPort = destinationPort;
  out.payloadAt = at + 8;
  out.payloadEnd = payloadEnd < end ? payloadEnd : end;
  out.announcedEnd = payloadEnd;
  if (destinationPort === tunnel.GTP_USER_PORT || sourcePort === tunnel.GTP_USER_PORT || destinationPort === tunnel.VXLAN_PORT) walkUdpTunnel(view, at + 8, out.payloadEnd, addresses, out);
}

/** Steps into a GTP-U or VXLAN packet when its header leaves no doubt; else the UDP outcome stands. */
function walkUdpTunnel(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (out.destinationPort === tunnel.VXLAN_PORT) {
    if (!tunnel.isVxlan(view, at, end)) return;
    return walkNetwork(view, at + 8 + 14, end, view.getUint16(at + 8 + 12), addresses, out);
  }
  const inner = tunnel.findGtpPayload(view, at, end);
  if (inner < 0) return;
  walkNetwork(view, inner, end, view.getUint8(inner) >>> 4 === 6 ? etherTypes.IPV6 : etherTypes.IPV4, addresses, out);
}

function walkTcp(view: DataView, at: number, end: number, announced: number, out: Layers): void {
  if (at + 20 > end) return notDecoded(out, 'tcp.header-cut', at, end);
  const headerLength = (view.getUint8(at + 12) >>> 4) << 2;
  if (headerLength < 20 || at + headerLength > announced) return notDecoded(out, 'tcp.offset', at, end);
  if (at + headerLength > end) return notDecoded(out, 'tcp.header-cut', at, end);
  out.outcome = outcomes.TCP;
  out.sourcePort = view.getUint16(at);
  out.destinationPort = view.getUint16(at + 2);
  out.tcpSequence = view.getUint32(at + 4);
  out.tcpAcknowledgement = view.getUint32(at + 8);
  out.tcpFlags = view.getUint8(at + 13);
  out.payloadAt = at + headerLength;
  out.payloadEnd = end;
  out.announcedEnd = announced;
}

/** GRE with a protocol that is an EtherType; other versions (PPTP's 1) end here. */
function walkGre(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at + 4 > end) return notDecoded(out, 'gre.cut', at, end);
  const length = tunnel.greLength(view, at);
  if (length < 0) return finish(out, outcomes.OTHER_IP, at, end);
  if (at + length > end) return notDecoded(out, 'gre.cut', at, end);
  walkNetwork(view, at + length, end, view.getUint16(at + 2), addresses, out);
}
