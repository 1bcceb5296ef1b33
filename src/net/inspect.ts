/**
 * One packet from the link layer to transport as fields, for the inspector: the same path as walk(), layer by layer, each
 * tied to its octets. Called for the packet somebody looks at; allocates freely. Promise: no throw, no read outside
 * [at, end), whatever the octets are.
 */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import * as arp from '../wire/arp.ts';
import * as encapsulation from '../wire/encapsulation.ts';
import * as ethernet from '../wire/ethernet.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import * as ipv4 from '../wire/ipv4.ts';
import * as ipv6 from '../wire/ipv6.ts';
import { inspectLink } from './inspect-link.ts';
import { inspectTransportInto } from './inspect-transport.ts';

export type InspectedTransport = 'udp' | 'tcp' | 'icmp' | 'fragment' | 'arp' | 'other' | 'none';

/** What is filled on the way; plain data once inspectPacket() returned it. */
export interface InspectedPacket {
  readonly fields: Field[];
  transport: InspectedTransport;
  /** what stands above the last layer: for udp and tcp the payload */
  payloadAt: number;
  payloadEnd: number;
  /** where the payload ends by its announced length; above payloadEnd when the capture cut the packet */
  announcedEnd: number;
  sourcePort: number;
  destinationPort: number;
  /** IP protocol of the innermost IP layer, -1 without IP */
  protocol: number;
  isIpv6: boolean;
  depth: number;
}

export function inspectPacket(view: DataView, at: number, end: number, linkType: number): InspectedPacket {
  const out = createInspected(at, end);
  inspectLink(view, at, end, linkType, out);
  return out;
}

/** The layers of a datagram that was put together from fragments: [at, end) is its payload, `protocol` what it carries. */
export function inspectReassembled(view: DataView, at: number, end: number, protocol: number, isIpv6: boolean): InspectedPacket {
  const out = createInspected(at, end);
  out.isIpv6 = isIpv6;
  inspectExtensions(view, at, end, end, protocol, out);
  return out;
}

function createInspected(at: number, end: number): InspectedPacket {
  return { fields: [], transport: 'none', payloadAt: at, payloadEnd: end, announcedEnd: end, sourcePort: 0, destinationPort: 0, protocol: -1, isIpv6: false, depth: 0 };
}

/** Ends the inspection at a payload. */
export function endAt(out: InspectedPacket, transport: InspectedTransport, at: number, end: number, announced: number = end): void {
  out.transport = transport;
  out.payloadAt = Math.min(at, end);
  out.payloadEnd = end;
  out.announcedEnd = announced;
}

export function inspectNetwork(view: DataView, at: number, end: number, type: number, out: InspectedPacket): void {
  if (++out.depth > limits.layerDepth) {
    out.fields.push(octetsField('data', 'More layers', at, end - at, 'limit.layerDepth'));
    return endAt(out, 'none', at, end);
  }
  if (ethernet.isTag(type)) return inspectTag(view, at, end, out);
  if (type <= ethernet.LARGEST_LENGTH) return inspectLlc(view, at, Math.min(end, at + type), out);
  switch (type) {
    case ethernet.etherTypes.IPV4: return inspectIpv4(view, at, end, out);
    case ethernet.etherTypes.IPV6: return inspectIpv6(view, at, end, out);
    case ethernet.etherTypes.MPLS:
    case ethernet.etherTypes.MPLS_UPSTREAM: return inspectLabels(view, at, end, out);
    case ethernet.etherTypes.PPPOE_SESSION:
      out.fields.push(encapsulation.inspectPppoe(view, at, end));
      return at + 8 > end ? endAt(out, 'none', at, end) : inspectPpp(view, at + 6, Math.min(end, at + 6 + view.getUint16(at + 4)), out);
    case ethernet.etherTypes.PPP: return inspectPpp(view, at, end, out);
    case ethernet.etherTypes.TRANSPARENT_BRIDGING: return inspectEthernet(view, at, end, out);
    case ethernet.etherTypes.ARP:
      out.fields.push(arp.inspect(view, at, end));
      return endAt(out, 'arp', at, end);
    default: return endAt(out, 'other', at, end);
  }
}

export function inspectEthernet(view: DataView, at: number, end: number, out: InspectedPacket): void {
  out.fields.push(ethernet.inspect(view, at, end));
  if (ethernet.isWhole(at, end)) inspectNetwork(view, at + ethernet.HEADER_LENGTH, end, ethernet.etherType(view, at), out);
  else endAt(out, 'none', at, end);
}

function inspectTag(view: DataView, at: number, end: number, out: InspectedPacket): void {
  out.fields.push(ethernet.inspectTag(view, at, end));
  if (at + ethernet.TAG_LENGTH > end) endAt(out, 'none', at, end);
  else inspectNetwork(view, at + ethernet.TAG_LENGTH, end, ethernet.typeBehindTag(view, at), out);
}

export function inspectLlc(view: DataView, at: number, end: number, out: InspectedPacket): void {
  out.fields.push(encapsulation.inspectLlc(view, at, end));
  const isSnap = at + 8 <= end && view.getUint16(at) === 0xaaaa && view.getUint8(at + 2) === 3;
  const organisation = isSnap ? (view.getUint8(at + 3) << 16) | view.getUint16(at + 4) : -1;
  if ((organisation === 0 || organisation === 0x0000f8) && view.getUint16(at + 6) > ethernet.LARGEST_LENGTH) inspectNetwork(view, at + 8, end, view.getUint16(at + 6), out);
  else if (at + 3 <= end && view.getUint16(at) === 0x0606) inspectNetwork(view, at + 3, end, ethernet.etherTypes.IPV4, out);
  else endAt(out, 'other', at, end);
}

export function inspectLabels(view: DataView, at: number, end: number, out: InspectedPacket): void {
  for (let p = at; ; p += 4) {
    out.fields.push(encapsulation.inspectLabel(view, p, end));
    if (p + 5 > end || ++out.depth > limits.layerDepth) return endAt(out, 'none', p, end);
    if ((view.getUint8(p + 2) & 1) === 0) continue;
    const version = view.getUint8(p + 4) >>> 4;
    if (version === 4 || version === 6) return inspectNetwork(view, p + 4, end, version === 4 ? ethernet.etherTypes.IPV4 : ethernet.etherTypes.IPV6, out);
    if (view.getUint8(p + 4) === 0 && p + 8 + ethernet.HEADER_LENGTH <= end) return inspectEthernet(view, p + 8, end, out);
    return endAt(out, 'other', p + 4, end);
  }
}

export function inspectPpp(view: DataView, at: number, end: number, out: InspectedPacket): void {
  const p = at + 2 <= end && view.getUint16(at) === 0xff03 ? at + 2 : at;
  if (p + 2 > end) {
    out.fields.push(octetsField('ppp', 'Point-to-Point Protocol', at, end - at, 'ppp.cut'));
    return endAt(out, 'none', at, end);
  }
  const isShort = (view.getUint8(p) & 1) === 1;
  const protocol = isShort ? view.getUint8(p) : view.getUint16(p);
  const next = p + (isShort ? 1 : 2);
  out.fields.push(encapsulation.inspectPpp(at, next - at, protocol));
  if (protocol === 0x21) inspectNetwork(view, next, end, ethernet.etherTypes.IPV4, out);
  else if (protocol === 0x57) inspectNetwork(view, next, end, ethernet.etherTypes.IPV6, out);
  else if (protocol === 0x281) inspectLabels(view, next, end, out);
  else endAt(out, 'other', next, end);
}

function inspectIpv4(view: DataView, at: number, end: number, out: InspectedPacket): void {
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
  out.protocol = ipv4.protocol(view, at);
  if (ipv4.moreFragments(view, at) || ipv4.fragmentOffset(view, at) > 0) return endAt(out, 'fragment', at + length, Math.min(end, announced), announced);
  inspectTransportInto(view, at + length, Math.min(end, announced), announced, out.protocol, out);
}

function inspectIpv6(view: DataView, at: number, end: number, out: InspectedPacket): void {
  if (at < end && ipv6.version(view, at) !== 6) {
    out.fields.push(octetsField('ipv6', 'Internet Protocol Version 6', at, end - at, 'ip.version'));
    return endAt(out, 'none', at, end);
  }
  out.fields.push(ipv6.inspect(view, at, end));
  if (!ipv6.isWhole(at, end)) return endAt(out, 'none', at, end);
  const length = ipv6.payloadLength(view, at);
  const announced = length === 0 ? end : at + ipv6.HEADER_LENGTH + length;
  out.isIpv6 = true;
  inspectExtensions(view, at + ipv6.HEADER_LENGTH, Math.min(end, announced), announced, ipv6.nextHeader(view, at), out);
}

function inspectExtensions(view: DataView, at: number, end: number, announced: number, next: number, out: InspectedPacket): void {
  let p = at;
  let protocol = next;
  while (out.isIpv6 && ipv6.isExtension(protocol)) {
    out.fields.push(ipv6.inspectExtension(view, p, end, protocol));
    if (p + 8 > end || p + ipv6.extensionLength(view, p, protocol) > end || ++out.depth > limits.layerDepth) return endAt(out, 'none', p, end);
    const length = ipv6.extensionLength(view, p, protocol);
    const isFragment = protocol === 44 && (ipv6.fragmentOffset(view, p) !== 0 || ipv6.moreFragments(view, p));
    protocol = view.getUint8(p);
    out.protocol = protocol;
    if (isFragment) return endAt(out, 'fragment', p + length, end, announced);
    p += length;
  }
  out.protocol = protocol;
  inspectTransportInto(view, p, end, announced, protocol, out);
}
