/**
 * From an IP payload to ports: UDP, TCP, ICMP, and into tunnels: IP in IP (RFC 2003), 6in4 (RFC 4213), MPLS (RFC 4023), GRE and
 * L2TP over IP, and those over UDP (walk-tunnel.ts). Part of walk.ts; the same promise.
 */
import { etherTypes } from '../wire/ethernet.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import type { AddressTable } from './address.ts';
import { DONE, finish, layerTypes, notDecoded, outcomes, proceed } from './layers.ts';
import type { Layers } from './layers.ts';
import { walkAh, walkEsp } from './walk-esp.ts';
import { walkSctp } from './walk-sctp.ts';
import { mayBeTold, stepIntoL2tp, stepIntoUdpTunnel } from './walk-tunnel.ts';

/** @param announced where IP says the payload ends; above `end` when the capture cut it. */
export function walkTransport(view: DataView, at: number, end: number, announced: number, protocol: number, addresses: AddressTable, out: Layers): number {
  out.transportAt = at;
  // what nearly every packet is stands alone, small enough to be inlined
  if (protocol === ipProtocols.UDP) return walkUdp(view, at, end, announced, addresses, out);
  return protocol === ipProtocols.TCP ? walkTcp(view, at, end, announced, out) : walkOtherTransport(view, at, end, announced, protocol, addresses, out);
}

function walkOtherTransport(view: DataView, at: number, end: number, announced: number, protocol: number, addresses: AddressTable, out: Layers): number {
  switch (protocol) {
    case ipProtocols.ICMP:
    case ipProtocols.ICMPV6:
      return finish(out, outcomes.ICMP, at, end, announced);
    case ipProtocols.IPV4:
      return proceed(out, etherTypes.IPV4, at, end);
    case ipProtocols.IPV6:
      return proceed(out, etherTypes.IPV6, at, end);
    case ipProtocols.GRE:
      return proceed(out, layerTypes.GRE, at, end);
    case ipProtocols.MPLS:
      return proceed(out, etherTypes.MPLS, at, end);
    case ipProtocols.ETHERNET:
      return proceed(out, etherTypes.TRANSPARENT_BRIDGING, at, end);
    case ipProtocols.ESP:
      return walkEsp(view, at, end, announced, addresses, out, walkTransport);
    case ipProtocols.AH:
      return walkAh(view, at, end, announced, addresses, out, walkTransport);
    case ipProtocols.SCTP:
      return walkSctp(view, at, end, announced, out);
    case ipProtocols.L2TP:
      return stepIntoL2tp(view, at, end, out);
    default:
      return finish(out, outcomes.OTHER_IP, at, end, announced);
  }
}

function walkUdp(view: DataView, at: number, end: number, announced: number, addresses: AddressTable, out: Layers): number {
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
  const { choices } = addresses;
  if ((choices.ports[sourcePort]! | choices.ports[destinationPort]!) === 0 && !mayBeTold(view, at + 8, out)) return DONE;
  return stepIntoUdpTunnel(view, at + 8, out.payloadEnd, choices, out);
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
