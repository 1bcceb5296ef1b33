/** IPv4 and IPv6 with extension headers, up to transport or a fragment. Part of walk.ts; the same promise. */
import { limits } from '../base/limits.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as ipv6 from '../wire/ipv6.ts';
import type { AddressTable } from './address.ts';
import { finish, notDecoded, outcomes, LENGTH_ABOVE_PACKET } from './layers.ts';
import type { Layers } from './layers.ts';
import { walkTransport } from './walk-transport.ts';

/** IPv4 (RFC 791): the payload ends where Total Length says, so Ethernet padding is never taken for payload. */
export function walkIpv4(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): number {
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
  if (announced > end) out.problems |= LENGTH_ABOVE_PACKET;
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
  return finish(out, outcomes.FRAGMENT, at + headerLength, packetEnd, announced);
}

/** IPv6 (RFC 8200); payload length 0 means a jumbogram or segmentation offload: the captured length stands. */
export function walkIpv6(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): number {
  if (at + 40 > end) return notDecoded(out, 'ipv6.header-cut', at, end);
  if (view.getUint8(at) >>> 4 !== 6) return notDecoded(out, 'ip.version', at, end);
  const length = ipv6.payloadLength(view, at);
  const announced = length === 0 ? end : at + 40 + length;
  if (announced > end) out.problems |= LENGTH_ABOVE_PACKET;
  out.networkAt = at;
  out.isIpv6 = true;
  out.ttl = ipv6.hopLimit(view, at);
  out.source = addresses.idOfIpv6(view, at + 8);
  out.destination = addresses.idOfIpv6(view, at + 24);
  return walkExtensions(view, at + 40, announced < end ? announced : end, announced, ipv6.nextHeader(view, at), addresses, out);
}

/** The chain of extension headers from `next` on (RFC 8200 section 4), each counted against limits.layerDepth. */
export function walkExtensions(view: DataView, at: number, end: number, announced: number, next: number, addresses: AddressTable, out: Layers): number {
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
  return walkTransport(view, p, end, announced, protocol, addresses, out);
}
