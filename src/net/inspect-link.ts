/** The fields of the link layer, by link type. Part of inspect.ts; the same promise. */
import { linkTypes } from '../capture/link-type.ts';
import * as encapsulation from '../wire/encapsulation.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as linuxCooked from '../wire/linux-cooked.ts';
import * as loopback from '../wire/loopback.ts';
import { inspectEthernet } from './inspect-encapsulation.ts';
import { follow, inspectByWalk } from './inspect-header.ts';
import { endAt, goOn } from './inspected.ts';
import type { InspectedPacket } from './inspected.ts';
import { LINK, RAW_IP } from './layers.ts';
import { walkCooked } from './walk-link.ts';

const SLIP_HEADER = 16;

export function inspectLink(view: DataView, at: number, end: number, linkType: number, out: InspectedPacket): number {
  switch (linkType) {
    case linkTypes.ETHERNET:
      return inspectEthernet(view, at, end, out);
    case linkTypes.NULL:
    case linkTypes.LOOP:
      return inspectLoopback(view, at, end, out);
    case linkTypes.RAW_12:
    case linkTypes.RAW_14:
    case linkTypes.RAW:
      return goOn(out, RAW_IP, at, end);
    case linkTypes.IPV4:
      return goOn(out, etherTypes.IPV4, at, end);
    case linkTypes.IPV6:
      return goOn(out, etherTypes.IPV6, at, end);
    case linkTypes.LINUX_SLL:
      out.fields.push(linuxCooked.inspect(view, at, end));
      return follow(walkCooked(view, at, end, linuxCooked.HEADER_LENGTH, 14, 2, out.flow), out);
    case linkTypes.LINUX_SLL2:
      out.fields.push(linuxCooked.inspect2(view, at, end));
      return follow(walkCooked(view, at, end, linuxCooked.HEADER_LENGTH_2, 0, 8, out.flow), out);
    case linkTypes.PPP:
    case linkTypes.PPP_HDLC:
      if (at + 4 <= end && (view.getUint16(at) === 0x0f00 || view.getUint16(at) === 0x8f00)) return inspectHdlc(view, at, end, out);
      return goOn(out, etherTypes.PPP, at, end);
    case linkTypes.PPP_WITH_DIR:
      return goOn(out, etherTypes.PPP, Math.min(at + 1, end), end);
    case linkTypes.PPP_ETHER:
      return goOn(out, etherTypes.PPPOE_SESSION, at, end);
    case linkTypes.C_HDLC:
      return inspectHdlc(view, at, end, out);
    case linkTypes.SLIP:
      out.fields.push({ key: 'slip', name: 'SLIP', at, length: Math.min(SLIP_HEADER, end - at) });
      return goOn(out, RAW_IP, Math.min(at + SLIP_HEADER, end), end);
    default:
      return inspectByWalk(view, at, end, LINK + linkType, out);
  }
}

function inspectLoopback(view: DataView, at: number, end: number, out: InspectedPacket): number {
  out.fields.push(loopback.inspect(view, at, end));
  const family = loopback.isWhole(at, end) ? loopback.family(view, at) : -1;
  if (family === loopback.IPV4_FAMILY) return goOn(out, etherTypes.IPV4, at + 4, end);
  return loopback.isIpv6Family(family) ? goOn(out, etherTypes.IPV6, at + 4, end) : endAt(out, 'none', at, end);
}

function inspectHdlc(view: DataView, at: number, end: number, out: InspectedPacket): number {
  out.fields.push(encapsulation.inspectHdlc(view, at, end));
  return at + 4 > end ? endAt(out, 'none', at, end) : goOn(out, view.getUint16(at + 2), at + 4, end);
}
