/** The fields of the link layer, by link type. Part of inspect.ts; the same promise. */
import { linkTypeName, linkTypes } from '../capture/link-type.ts';
import * as encapsulation from '../wire/encapsulation.ts';
import { etherTypes } from '../wire/ethernet.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import * as linuxCooked from '../wire/linux-cooked.ts';
import * as loopback from '../wire/loopback.ts';
import { endAt, inspectEthernet, inspectLlc, inspectNetwork, inspectPpp } from './inspect.ts';
import type { InspectedPacket } from './inspect.ts';

const SLIP_HEADER = 16;

export function inspectLink(view: DataView, at: number, end: number, linkType: number, out: InspectedPacket): void {
  switch (linkType) {
    case linkTypes.ETHERNET: return inspectEthernet(view, at, end, out);
    case linkTypes.NULL:
    case linkTypes.LOOP: return inspectLoopback(view, at, end, out);
    case linkTypes.RAW_12:
    case linkTypes.RAW_14:
    case linkTypes.RAW: return inspectRaw(view, at, end, out);
    case linkTypes.IPV4: return inspectNetwork(view, at, end, etherTypes.IPV4, out);
    case linkTypes.IPV6: return inspectNetwork(view, at, end, etherTypes.IPV6, out);
    case linkTypes.LINUX_SLL:
      out.fields.push(linuxCooked.inspect(view, at, end));
      return inspectCooked(view, at, end, linuxCooked.HEADER_LENGTH, 14, out);
    case linkTypes.LINUX_SLL2:
      out.fields.push(linuxCooked.inspect2(view, at, end));
      return inspectCooked(view, at, end, linuxCooked.HEADER_LENGTH_2, 0, out);
    case linkTypes.PPP:
    case linkTypes.PPP_HDLC:
      if (at + 4 <= end && (view.getUint16(at) === 0x0f00 || view.getUint16(at) === 0x8f00)) return inspectHdlc(view, at, end, out);
      return inspectPpp(view, at, end, out);
    case linkTypes.PPP_WITH_DIR: return inspectPpp(view, Math.min(at + 1, end), end, out);
    case linkTypes.PPP_ETHER: return inspectNetwork(view, at, end, etherTypes.PPPOE_SESSION, out);
    case linkTypes.C_HDLC: return inspectHdlc(view, at, end, out);
    case linkTypes.SLIP:
      out.fields.push({ key: 'slip', name: 'SLIP', at, length: Math.min(SLIP_HEADER, end - at) });
      return inspectRaw(view, at + SLIP_HEADER, end, out);
    default:
      out.fields.push(octetsField('data', `Link type ${linkTypeName(linkType)}`, at, end - at, 'link.unsupported'));
      return endAt(out, 'none', at, end);
  }
}

function inspectLoopback(view: DataView, at: number, end: number, out: InspectedPacket): void {
  out.fields.push(loopback.inspect(view, at, end));
  const family = loopback.isWhole(at, end) ? loopback.family(view, at) : -1;
  if (family === loopback.IPV4_FAMILY) inspectNetwork(view, at + 4, end, etherTypes.IPV4, out);
  else if (loopback.isIpv6Family(family)) inspectNetwork(view, at + 4, end, etherTypes.IPV6, out);
  else endAt(out, 'none', at, end);
}

function inspectRaw(view: DataView, at: number, end: number, out: InspectedPacket): void {
  const version = at < end ? view.getUint8(at) >>> 4 : 0;
  if (version === 4 || version === 6) inspectNetwork(view, at, end, version === 4 ? etherTypes.IPV4 : etherTypes.IPV6, out);
  else endAt(out, 'none', at, end);
}

function inspectCooked(view: DataView, at: number, end: number, headerLength: number, typeOffset: number, out: InspectedPacket): void {
  if (at + headerLength > end) return endAt(out, 'none', at, end);
  const type = view.getUint16(at + typeOffset);
  if (type >= 0x0600) inspectNetwork(view, at + headerLength, end, type, out);
  else if (type === 4) inspectLlc(view, at + headerLength, end, out);
  else endAt(out, 'other', at + headerLength, end);
}

function inspectHdlc(view: DataView, at: number, end: number, out: InspectedPacket): void {
  out.fields.push(encapsulation.inspectHdlc(view, at, end));
  if (at + 4 > end) endAt(out, 'none', at, end);
  else inspectNetwork(view, at + 4, end, view.getUint16(at + 2), out);
}
