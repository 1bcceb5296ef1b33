/**
 * From an IP payload to ports: UDP, TCP, ICMP, and the tunnels whose inside is IP again (IP in IP RFC 2003, 6in4 RFC 4213,
 * GRE RFC 2784/2890, GTP-U 3GPP TS 29.281, VXLAN RFC 7348). Part of walk.ts; the same promise.
 */
import { etherTypes } from '../wire/ethernet.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as tunnel from '../wire/tunnel.ts';
import { DONE, finish, notDecoded, outcomes, proceed, RAW_IP } from './layers.ts';
import type { Layers } from './layers.ts';

/** @param announced where IP says the payload ends; above `end` when the capture cut it. */
export function walkTransport(view: DataView, at: number, end: number, announced: number, protocol: number, out: Layers): number {
  out.transportAt = at;
  switch (protocol) {
    case ipProtocols.UDP:
      return walkUdp(view, at, end, announced, out);
    case ipProtocols.TCP:
      return walkTcp(view, at, end, announced, out);
    case ipProtocols.ICMP:
    case ipProtocols.ICMPV6:
      return finish(out, outcomes.ICMP, at, end, announced);
    case ipProtocols.IPV4:
      return proceed(out, etherTypes.IPV4, at, end);
    case ipProtocols.IPV6:
      return proceed(out, etherTypes.IPV6, at, end);
    case ipProtocols.GRE:
      return walkGre(view, at, end, out);
    default:
      return finish(out, outcomes.OTHER_IP, at, end, announced);
  }
}

function walkUdp(view: DataView, at: number, end: number, announced: number, out: Layers): number {
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
  } else if (payloadEnd < announced && payloadEnd < end) out.problems |= 16;
  const sourcePort = view.getUint16(at);
  const destinationPort = view.getUint16(at + 2);
  out.outcome = outcomes.UDP;
  out.sourcePort = sourcePort;
  out.destinationPort = destinationPort;
  out.payloadAt = at + 8;
  out.payloadEnd = payloadEnd < end ? payloadEnd : end;
  out.announcedEnd = payloadEnd;
  if (destinationPort !== tunnel.GTP_USER_PORT && sourcePort !== tunnel.GTP_USER_PORT && destinationPort !== tunnel.VXLAN_PORT) return DONE;
  return stepIntoUdpTunnel(view, at + 8, out.payloadEnd, out);
}

/** Steps into a GTP-U or VXLAN packet when its header leaves no doubt; else the UDP outcome stands. */
function stepIntoUdpTunnel(view: DataView, at: number, end: number, out: Layers): number {
  if (out.destinationPort === tunnel.VXLAN_PORT) return tunnel.isVxlan(view, at, end) ? proceed(out, etherTypes.TRANSPARENT_BRIDGING, at + 8, end) : DONE;
  const inner = tunnel.findGtpPayload(view, at, end);
  return inner < 0 ? DONE : proceed(out, RAW_IP, inner, end);
}

function walkTcp(view: DataView, at: number, end: number, announced: number, out: Layers): number {
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
  return DONE;
}

/** GRE with a protocol that is an EtherType; other versions (PPTP's 1) end here. */
function walkGre(view: DataView, at: number, end: number, out: Layers): number {
  if (at + 4 > end) return notDecoded(out, 'gre.cut', at, end);
  const length = tunnel.greLength(view, at);
  if (length < 0) return finish(out, outcomes.OTHER_IP, at, end);
  if (at + length > end) return notDecoded(out, 'gre.cut', at, end);
  return proceed(out, view.getUint16(at + 2), at + length, end);
}
