/**
 * IPv6 and its extension headers (RFC 8200 sections 3 and 4).
 *
 * |Version| Traffic Class |              Flow Label               |
 * |         Payload Length        |  Next Header  |   Hop Limit   |
 * |              Source (16 octets), then Destination             |
 *
 * Promise: when isWhole() is true no accessor of the fixed header reads outside [at, at + 40).
 */
import type { Field } from '../base/field.ts';
import { hex, octetsField } from './inspect-octets.ts';
import { ipProtocols, protocolName } from './ip-protocol.ts';
import { ipv6Text } from './ipv6-text.ts';

export const HEADER_LENGTH = 40;
export const FRAGMENT_HEADER_LENGTH = 8;

export function version(view: DataView, at: number): number {
  return view.getUint8(at) >>> 4;
}
/** octets behind the fixed header; 0 with a jumbo option (RFC 2675) or segmentation offload */
export function payloadLength(view: DataView, at: number): number {
  return view.getUint16(at + 4);
}
export function nextHeader(view: DataView, at: number): number {
  return view.getUint8(at + 6);
}
export function hopLimit(view: DataView, at: number): number {
  return view.getUint8(at + 7);
}

export function isWhole(at: number, end: number): boolean {
  return at + HEADER_LENGTH <= end;
}

/** True for next headers that are extension headers we step over or through; ESP and No Next Header are ends. */
export function isExtension(protocol: number): boolean {
  switch (protocol) {
    case ipProtocols.HOP_BY_HOP:
    case ipProtocols.ROUTING:
    case ipProtocols.FRAGMENT:
    case ipProtocols.DESTINATION:
    case ipProtocols.AH:
    case ipProtocols.MOBILITY:
    case ipProtocols.HIP:
    case ipProtocols.SHIM6:
      return true;
    default:
      return false;
  }
}

/** Octets of the extension header at `at`, of which two must be there: AH counts in fours (RFC 4302), others in eights. */
export function extensionLength(view: DataView, at: number, protocol: number): number {
  if (protocol === ipProtocols.FRAGMENT) return FRAGMENT_HEADER_LENGTH;
  const length = view.getUint8(at + 1);
  return protocol === ipProtocols.AH ? (length + 2) << 2 : (length + 1) << 3;
}

/** of a fragment header (RFC 8200 section 4.5), in octets */
export function fragmentOffset(view: DataView, at: number): number {
  return view.getUint16(at + 2) & 0xfff8;
}
export function moreFragments(view: DataView, at: number): boolean {
  return (view.getUint16(at + 2) & 1) === 1;
}
export function fragmentIdentification(view: DataView, at: number): number {
  return view.getUint32(at + 4);
}

/** The fixed header as fields; a cut one as far as it goes. */
export function inspect(view: DataView, at: number, end: number): Field {
  if (!isWhole(at, end)) return octetsField('ipv6', 'Internet Protocol Version 6', at, end - at, 'ipv6.header-cut');
  const word = view.getUint32(at);
  return {
    key: 'ipv6',
    name: 'Internet Protocol Version 6',
    value: `${addressText(view, at + 8)} → ${addressText(view, at + 24)}`,
    at,
    length: HEADER_LENGTH,
    reference: 'RFC 8200 section 3',
    children: [
      { key: 'ipv6.version', name: 'Version', value: String(word >>> 28), at, length: 1 },
      { key: 'ipv6.tclass', name: 'Traffic Class', value: hex((word >>> 20) & 0xff, 2), at, length: 2 },
      { key: 'ipv6.flow', name: 'Flow Label', value: hex(word & 0xfffff, 5), at: at + 1, length: 3 },
      { key: 'ipv6.plen', name: 'Payload Length', value: String(payloadLength(view, at)), at: at + 4, length: 2 },
      { key: 'ipv6.nxt', name: 'Next Header', value: `${protocolName(nextHeader(view, at))} (${nextHeader(view, at)})`, at: at + 6, length: 1 },
      { key: 'ipv6.hlim', name: 'Hop Limit', value: String(hopLimit(view, at)), at: at + 7, length: 1 },
      { key: 'ipv6.src', name: 'Source Address', value: addressText(view, at + 8), at: at + 8, length: 16 },
      { key: 'ipv6.dst', name: 'Destination Address', value: addressText(view, at + 24), at: at + 24, length: 16 },
    ],
  };
}

/** The extension header at `at` as fields. */
export function inspectExtension(view: DataView, at: number, end: number, protocol: number): Field {
  const name = protocolName(protocol);
  if (at + 8 > end || at + extensionLength(view, at, protocol) > end) return octetsField('ipv6.exthdr', name, at, end - at, 'ipv6.extension-cut');
  const length = extensionLength(view, at, protocol);
  const next: Field = { key: 'ipv6.nxt', name: 'Next Header', value: `${protocolName(view.getUint8(at))} (${view.getUint8(at)})`, at, length: 1 };
  if (protocol !== ipProtocols.FRAGMENT)
    return { key: 'ipv6.exthdr', name, value: `${length} octets`, at, length, reference: 'RFC 8200 section 4', children: [next] };
  return {
    key: 'ipv6.fraghdr',
    name,
    at,
    length,
    reference: 'RFC 8200 section 4.5',
    children: [
      next,
      { key: 'ipv6.fraghdr.offset', name: 'Fragment Offset', value: String(fragmentOffset(view, at)), at: at + 2, length: 2 },
      { key: 'ipv6.fraghdr.more', name: 'More Fragments', value: moreFragments(view, at) ? '1' : '0', at: at + 3, length: 1 },
      { key: 'ipv6.fraghdr.ident', name: 'Identification', value: hex(fragmentIdentification(view, at), 8), at: at + 4, length: 4 },
    ],
  };
}

export function addressText(view: DataView, at: number): string {
  return ipv6Text(view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12));
}
