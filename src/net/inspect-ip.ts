/** Fields of IPv4 and IPv6 with extension headers. Part of inspect.ts; the same promise. */
import { limits } from '../base/limits.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as ipv4 from '../wire/ipv4.ts';
import * as ipv6 from '../wire/ipv6.ts';
import { inspectTransport } from './inspect-transport.ts';
import { endAt } from './inspected.ts';
import type { InspectedPacket } from './inspected.ts';

export function inspectIpv4(view: DataView, at: number, end: number, out: InspectedPacket): number {
  if (at < end && ipv4.version(view, at) !== 4) {
    out.fields.push(octetsField('ip', 'Internet Protocol Version 4', at, end - at, 'ip.version'));
    return endAt(out, 'none', at, end);
  }
  out.fields.push(ipv4.inspect(view, at, end));
  if (!ipv4.isWhole(view, at, end)) return endAt(out, 'none', at, end);
  const total = ipv4.totalLength(view, at);
  const length = ipv4.headerLength(view, at);
  if (total !== 0 && total < length) return endAt(out, 'none', at + length, end);
  const announced = total === 0 ? end : at + total;
  out.isIpv6 = false;
  out.addressesAt = { at: at + 12, length: 8 };
  out.flow.source = out.addresses.idOfIpv4(view.getUint32(at + 12));
  out.flow.destination = out.addresses.idOfIpv4(view.getUint32(at + 16));
  out.protocol = ipv4.protocol(view, at);
  if (ipv4.moreFragments(view, at) || ipv4.fragmentOffset(view, at) > 0) return endAt(out, 'fragment', at + length, Math.min(end, announced), announced);
  return inspectTransport(view, at + length, Math.min(end, announced), announced, out.protocol, out);
}

export function inspectIpv6(view: DataView, at: number, end: number, out: InspectedPacket): number {
  if (at < end && ipv6.version(view, at) !== 6) {
    out.fields.push(octetsField('ipv6', 'Internet Protocol Version 6', at, end - at, 'ip.version'));
    return endAt(out, 'none', at, end);
  }
  out.fields.push(ipv6.inspect(view, at, end));
  if (!ipv6.isWhole(at, end)) return endAt(out, 'none', at, end);
  const length = ipv6.payloadLength(view, at);
  const announced = length === 0 ? end : at + ipv6.HEADER_LENGTH + length;
  out.isIpv6 = true;
  out.addressesAt = { at: at + 8, length: 32 };
  out.flow.source = out.addresses.idOfIpv6(view, at + 8);
  out.flow.destination = out.addresses.idOfIpv6(view, at + 24);
  return inspectExtensions(view, at + ipv6.HEADER_LENGTH, Math.min(end, announced), announced, ipv6.nextHeader(view, at), out);
}

export function inspectExtensions(view: DataView, at: number, end: number, announced: number, next: number, out: InspectedPacket): number {
  let p = at;
  let protocol = next;
  while (out.isIpv6 && ipv6.isExtension(protocol)) {
    out.fields.push(ipv6.inspectExtension(view, p, end, protocol));
    if (p + 8 > end || p + ipv6.extensionLength(view, p, protocol) > end || ++out.depth > limits.layerDepth) return endAt(out, 'none', p, end);
    const length = ipv6.extensionLength(view, p, protocol);
    // on the way the header names the next place to go to, and the checksum the last (RFC 8200 section 8.1)
    if (protocol === ipProtocols.ROUTING && view.getUint8(p + 3) > 0) out.addressesAt = undefined;
    const isFragment = protocol === ipProtocols.FRAGMENT && (ipv6.fragmentOffset(view, p) !== 0 || ipv6.moreFragments(view, p));
    protocol = view.getUint8(p);
    out.protocol = protocol;
    if (isFragment) return endAt(out, 'fragment', p + length, end, announced);
    p += length;
  }
  out.protocol = protocol;
  return inspectTransport(view, p, end, announced, protocol, out);
}
