/**
 * From the link layer to transport, over VLAN tags, MPLS, PPPoE and the common tunnels, into one borrowed record.
 * Promise: no read outside [at, end), no allocation, at most limits.layerDepth layers, exactly one outcome for any octets.
 */
import { limits } from '../base/limits.ts';
import { etherTypes, isTag, LARGEST_LENGTH } from '../wire/ethernet.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as ipv6 from '../wire/ipv6.ts';
import type { AddressTable } from './address.ts';
import { outcomes, notDecodedReasons } from './layers.ts';
import type { Layers, NotDecodedReason } from './layers.ts';
import { walkLink } from './walk-link.ts';
import { walkTransport } from './walk-transport.ts';

/** Walks the packet [at, end) of a link type; `out` is filled anew. */
export function walk(view: DataView, at: number, end: number, linkType: number, addresses: AddressTable, out: Layers): void {
  out.reason = 0;
  out.problems = 0;
  out.depth = 0;
  out.protocol = -1;
  out.networkAt = -1;
  out.etherType = -1;
  out.transportAt = -1;
  if (linkType !== 1) walkLink(view, at, end, linkType, addresses, out);
  else if (at + 14 > end) notDecoded(out, 'link.header-cut', at, end);
  else walkNetwork(view, at + 14, end, view.getUint16(at + 12), addresses, out);
}

/**
 * Walks on in a datagram that was put together from fragments: [at, end) is its whole payload. `out` still holds the
 * addresses and the protocol of the last fragment.
 */
export function walkReassembled(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (out.isIpv6) walkExtensions(view, at, end, end, out.protocol, addresses, out);
  else walkTransport(view, at, end, end, out.protocol, addresses, out);
}

/** From an EtherType on: tags, labels and PPPoE are stepped over until IP is reached. */
export function walkNetwork(view: DataView, at: number, end: number, type: number, addresses: AddressTable, out: Layers): void {
  out.etherType = type;
  if (++out.depth > limits.layerDepth) notDecoded(out, 'limit.layerDepth', at, end);
  else if (type === etherTypes.IPV4) walkIpv4(view, at, end, addresses, out);
  else if (type === etherTypes.IPV6) walkIpv6(view, at, end, addresses, out);
  else walkOther(view, at, end, type, addresses, out);
}

function walkOther(view: DataView, at: number, end: number, type: number, addresses: AddressTable, out: Layers): void {
  if (isTag(type)) {
    if (at + 4 > end) return notDecoded(out, 'vlan.cut', at, end);
    return walkNetwork(view, at + 4, end, view.getUint16(at + 2), addresses, out);
  }
  if (type <= LARGEST_LENGTH) return walkLlc(view, at, Math.min(end, at + type), addresses, out);
  switch (type) {
    case etherTypes.MPLS:
    case etherTypes.MPLS_UPSTREAM: return walkMpls(view, at, end, addresses, out);
    case etherTypes.PPPOE_SESSION:
      if (at + 8 > end) return notDecoded(out, 'pppoe.cut', at, end);
      return walkPpp(view, at + 6, Math.min(end, at + 6 + view.getUint16(at + 4)), addresses, out);
    case etherTypes.PPP: return walkPpp(view, at, end, addresses, out);
    case etherTypes.TRANSPARENT_BRIDGING:
      if (at + 14 > end) return notDecoded(out, 'link.header-cut', at, end);
      return walkNetwork(view, at + 14, end, view.getUint16(at + 12), addresses, out);
    case etherTypes.ARP: return finish(out, outcomes.ARP, at, end);
    default: return finish(out, outcomes.OTHER_ETHERTYPE, at, end);
  }
}

/** IEEE 802.2 LLC, with SNAP (RFC 1042) or with the IP service access point. */
export function walkLlc(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at + 3 > end) return notDecoded(out, 'llc.cut', at, end);
  const points = view.getUint16(at);
  if (points === 0xaaaa && view.getUint8(at + 2) === 3) {
    if (at + 8 > end) return notDecoded(out, 'llc.cut', at, end);
    const type = view.getUint16(at + 6);
    const organisation = (view.getUint8(at + 3) << 16) | view.getUint16(at + 4);
    if ((organisation === 0 || organisation === 0x0000f8) && type > LARGEST_LENGTH) return walkNetwork(view, at + 8, end, type, addresses, out);
  } else if (points === 0x0606) return walkNetwork(view, at + 3, end, etherTypes.IPV4, addresses, out);
  finish(out, outcomes.OTHER_ETHERTYPE, at, end);
}

/** MPLS label stack (RFC 3032 section 2.1); what lies under it is told by its first four bits, as routers do. */
export function walkMpls(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  for (let p = at; ; p += 4) {
    if (p + 5 > end) return notDecoded(out, 'mpls.cut', p, end);
    if (++out.depth > limits.layerDepth) return notDecoded(out, 'limit.layerDepth', p, end);
    if ((view.getUint8(p + 2) & 1) === 0) continue;
    const version = view.getUint8(p + 4) >>> 4;
    if (version === 4) return walkNetwork(view, p + 4, end, etherTypes.IPV4, addresses, out);
    if (version === 6) return walkNetwork(view, p + 4, end, etherTypes.IPV6, addresses, out);
    if (view.getUint8(p + 4) === 0 && p + 8 + 14 <= end) return walkNetwork(view, p + 8 + 14, end, view.getUint16(p + 8 + 12), addresses, out);
    return finish(out, outcomes.OTHER_ETHERTYPE, p + 4, end);
  }
}

/** PPP (RFC 1661 section 2, RFC 1662): address and control may be there, the protocol field may be one octet. */
export function walkPpp(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at + 2 > end) return notDecoded(out, 'ppp.cut', at, end);
  let p = view.getUint16(at) === 0xff03 ? at + 2 : at;
  if (p + 2 > end) return notDecoded(out, 'ppp.cut', at, end);
  let protocol = view.getUint8(p);
  if ((protocol & 1) === 1) p += 1;
  else {
    protocol = view.getUint16(p);
    p += 2;
  }
  if (protocol === 0x21) return walkNetwork(view, p, end, etherTypes.IPV4, addresses, out);
  if (protocol === 0x57) return walkNetwork(view, p, end, etherTypes.IPV6, addresses, out);
  if (protocol === 0x281) return walkMpls(view, p, end, addresses, out);
  out.etherType = protocol;
  finish(out, outcomes.OTHER_ETHERTYPE, p, end);
}

/** IPv4 (RFC 791): the payload ends where Total Length says, so Ethernet padding is never taken for payload. */
function walkIpv4(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at + 20 > end) return notDecoded(out, 'ip.header-cut', at, end);
  const first = view.getUint8(at);
  if (first >>> 4 !== 4) return notDecoded(out, 'ip.version', at, end);
  const headerLength = (first & 15) << 2;
  if (headerLength < 20) return notDecoded(out, 'ip.header-length', at, end);
  if (at + headerLength > end) return notDecoded(out, 'ip.header-cut', at, end);
  const total = view.getUint16(at + 2);
  if (total < headerLength) {
    if (total !== 0) return notDecoded(out, 'ip.total-length', at, end);
    out.problems |= 4;
  }
  const announced = total === 0 ? end : at + total;
  const packetEnd = announced < end ? announced : end;
  const fragment = view.getUint16(at + 6);
  out.networkAt = at;
  out.isIpv6 = false;
  out.ttl = view.getUint8(at + 8);
  out.protocol = view.getUint8(at + 9);
  out.source = addresses.idOfIpv4(view.getUint32(at + 12));
  out.destination = addresses.idOfIpv4(view.getUint32(at + 16));
  out.identification = view.getUint16(at + 4);
  if ((fragment & 0x3fff) === 0) return walkTransport(view, at + headerLength, packetEnd, announced, out.protocol, addresses, out);
  out.moreFragments = (fragment & 0x2000) !== 0;
  out.fragmentOffset = (fragment & 0x1fff) << 3;
  finish(out, outcomes.FRAGMENT, at + headerLength, packetEnd, announced);
}

/** IPv6 (RFC 8200); payload length 0 means a jumbogram or segmentation offload: the captured length stands. */
function walkIpv6(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at + 40 > end) return notDecoded(out, 'ipv6.header-cut', at, end);
  if (view.getUint8(at) >>> 4 !== 6) return notDecoded(out, 'ip.version', at, end);
  const length = ipv6.payloadLength(view, at);
  const announced = length === 0 ? end : at + 40 + length;
  out.networkAt = at;
  out.isIpv6 = true;
  out.ttl = ipv6.hopLimit(view, at);
  out.source = addresses.idOfIpv6(view, at + 8);
  out.destination = addresses.idOfIpv6(view, at + 24);
  walkExtensions(view, at + 40, announced < end ? announced : end, announced, ipv6.nextHeader(view, at), addresses, out);
}

function walkExtensions(view: DataView, at: number, end: number, announced: number, next: number, addresses: AddressTable, out: Layers): void {
  let p = at;
  let protocol = next;
  while (ipv6.isExtension(protocol)) {
    if (p + 8 > end) return notDecoded(out, 'ipv6.extension-cut', p, end);
    if (++out.depth > limits.layerDepth) return notDecoded(out, 'limit.layerDepth', p, end);
    const length = ipv6.extensionLength(view, p, protocol);
    if (p + length > end) return notDecoded(out, 'ipv6.extension-cut', p, end);
    const wasFragment = protocol === ipProtocols.FRAGMENT;
    protocol = view.getUint8(p);
    if (wasFragment && (ipv6.fragmentOffset(view, p) !== 0 || ipv6.moreFragments(view, p))) {
      out.protocol = protocol;
      out.fragmentOffset = ipv6.fragmentOffset(view, p);
      out.moreFragments = ipv6.moreFragments(view, p);
      out.identification = ipv6.fragmentIdentification(view, p);
      return finish(out, outcomes.FRAGMENT, p + length, end, announced);
    }
    p += length;
  }
  out.protocol = protocol;
  walkTransport(view, p, end, announced, protocol, addresses, out);
}

/** Sets an outcome and the payload. */
export function finish(out: Layers, outcome: number, at: number, end: number, announced: number = end): void {
  out.outcome = outcome;
  out.payloadAt = at;
  out.payloadEnd = end;
  out.announcedEnd = announced;
}

/** Ends the walk at octets that cannot be read further; `at` is where. */
export function notDecoded(out: Layers, reason: NotDecodedReason, at: number, end: number): void {
  out.reason = notDecodedReasons.indexOf(reason);
  finish(out, outcomes.NOT_DECODED, at, end);
}
