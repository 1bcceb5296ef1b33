/** IPsec: AH stepped over (RFC 4302), ESP where it is in the clear (RFC 2410), within IP or UDP. Part of walk.ts; the same promise. */
import { limits } from '../base/limits.ts';
import * as esp from '../wire/esp.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import { extensionLength } from '../wire/ipv6.ts';
import type { AddressTable } from './address.ts';
import { notDecoded } from './layers.ts';
import type { Layers } from './layers.ts';

/** How the walk goes on with an IP payload: walkTransport(), which calls this file. */
type Transport = (view: DataView, at: number, end: number, announced: number, protocol: number, addresses: AddressTable, out: Layers) => number;

/** @param announced where IP says the payload ends: only there can the trailer stand */
export function walkEsp(view: DataView, at: number, end: number, announced: number, addresses: AddressTable, out: Layers, next: Transport): number {
  if (at + esp.HEADER_LENGTH > end) return notDecoded(out, 'esp.cut', at, end);
  if (announced > end) return notDecoded(out, 'esp.encrypted', at, end);
  const checkValue = esp.findCheckValue(view, at, end);
  if (checkValue < 0) return notDecoded(out, 'esp.encrypted', at, end);
  if (++out.depth > limits.layerDepth) return notDecoded(out, 'limit.layerDepth', at, end);
  const trailer = end - checkValue;
  const to = esp.payloadEnd(view, trailer);
  out.protocol = esp.nextHeader(view, trailer);
  return next(view, at + esp.HEADER_LENGTH, to, to, out.protocol, addresses, out);
}

/** AH over IPv4; over IPv6 it is one of the extension headers. */
export function walkAh(view: DataView, at: number, end: number, announced: number, addresses: AddressTable, out: Layers, next: Transport): number {
  const length = at + 8 > end ? 0 : extensionLength(view, at, ipProtocols.AH);
  if (length < 12 || at + length > end) return notDecoded(out, 'ip.ah-cut', at, end);
  if (++out.depth > limits.layerDepth) return notDecoded(out, 'limit.layerDepth', at, end);
  out.protocol = view.getUint8(at);
  return next(view, at + length, end, announced, out.protocol, addresses, out);
}
