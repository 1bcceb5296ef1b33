/** The fields of AH (RFC 4302) and ESP (RFC 4303), as walk-esp.ts steps through them. Part of inspect.ts; the same promise. */
import { limits } from '../base/limits.ts';
import { inspectAh } from '../wire/ah.ts';
import * as esp from '../wire/esp.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import { extensionLength } from '../wire/ipv6.ts';
import { endAt } from './inspected.ts';
import type { InspectedPacket } from './inspected.ts';

type Transport = (view: DataView, at: number, end: number, announced: number, protocol: number, out: InspectedPacket) => number;

export function inspectEspLayer(view: DataView, at: number, end: number, announced: number, out: InspectedPacket, next: Transport): number {
  if (at + esp.HEADER_LENGTH > end) {
    out.fields.push(octetsField('esp', 'Encapsulating Security Payload', at, end - at, 'esp.cut'));
    return endAt(out, 'none', at, end);
  }
  const checkValue = announced > end ? -1 : esp.findCheckValue(view, at, end);
  out.fields.push(esp.inspectEsp(view, at, end, checkValue));
  if (checkValue < 0 || ++out.depth > limits.layerDepth) return endAt(out, 'none', at + esp.HEADER_LENGTH, end);
  const to = esp.payloadEnd(view, end - checkValue);
  out.protocol = esp.nextHeader(view, end - checkValue);
  return next(view, at + esp.HEADER_LENGTH, to, to, out.protocol, out);
}

export function inspectAhLayer(view: DataView, at: number, end: number, announced: number, out: InspectedPacket, next: Transport): number {
  const length = at + 8 > end ? 0 : extensionLength(view, at, ipProtocols.AH);
  if (length < 12 || at + length > end || ++out.depth > limits.layerDepth) {
    out.fields.push(octetsField('ah', 'Authentication Header', at, end - at, 'ip.ah-cut'));
    return endAt(out, 'none', at, end);
  }
  out.fields.push(inspectAh(view, at, length));
  out.protocol = view.getUint8(at);
  return next(view, at + length, end, announced, out.protocol, out);
}
