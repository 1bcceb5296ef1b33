/** The link types other than Ethernet, from their headers to the network layer. Part of walk.ts; the same promise. */
import { linkTypes } from '../capture/link-type.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as loopback from '../wire/loopback.ts';
import type { AddressTable } from './address.ts';
import { finish, LINK, LLC, notDecoded, outcomes, proceed, RAW_IP } from './layers.ts';
import type { Layers } from './layers.ts';
import { walkOtherLink } from './walk-other-link.ts';

const SLIP_HEADER = 16;

export function walkLink(view: DataView, at: number, end: number, linkType: number, addresses: AddressTable, out: Layers): number {
  switch (linkType) {
    case linkTypes.NULL:
    case linkTypes.LOOP:
      return walkLoopback(view, at, end, out);
    case linkTypes.RAW_12:
    case linkTypes.RAW_14:
    case linkTypes.RAW:
      return proceed(out, RAW_IP, at, end);
    case linkTypes.IPV4:
      return proceed(out, etherTypes.IPV4, at, end);
    case linkTypes.IPV6:
      return proceed(out, etherTypes.IPV6, at, end);
    case linkTypes.LINUX_SLL:
      return walkCooked(view, at, end, 16, 14, 2, out);
    case linkTypes.LINUX_SLL2:
      return walkCooked(view, at, end, 20, 0, 8, out);
    case linkTypes.PPP:
    case linkTypes.PPP_HDLC:
      return walkPppOrHdlc(view, at, end, out);
    case linkTypes.PPP_WITH_DIR:
      return proceed(out, etherTypes.PPP, Math.min(at + 1, end), end);
    case linkTypes.PPP_ETHER:
      return proceed(out, etherTypes.PPPOE_SESSION, at, end);
    case linkTypes.C_HDLC:
      return walkHdlc(view, at, end, out);
    case linkTypes.SLIP:
      return proceed(out, RAW_IP, Math.min(at + SLIP_HEADER, end), end);
    default:
      return walkOtherLink(view, at, end, linkType, addresses, out);
  }
}

/** BSD loopback: the address family in the byte order of whoever captured it. */
function walkLoopback(view: DataView, at: number, end: number, out: Layers): number {
  if (!loopback.isWhole(at, end)) return notDecoded(out, 'link.header-cut', at, end);
  const family = loopback.family(view, at);
  if (family === loopback.IPV4_FAMILY) return proceed(out, etherTypes.IPV4, at + 4, end);
  if (loopback.isIpv6Family(family)) return proceed(out, etherTypes.IPV6, at + 4, end);
  return notDecoded(out, 'link.family', at, end);
}

/** ARPHRD types of interfaces whose packets begin with a link layer of their own, whatever the protocol field says. */
const linksOfInterfaces = new Map<number, number>([
  [770, linkTypes.FRAME_RELAY],
  [801, linkTypes.WLAN],
  [802, linkTypes.PRISM],
  [803, linkTypes.RADIOTAP],
]);
const NETLINK = 824;

/**
 * Linux cooked capture v1 and v2: protocol 4 is an LLC header, other small numbers are no EtherTypes; of netlink it is a family,
 * of GRE a protocol type, which is an EtherType as a rule.
 */
export function walkCooked(view: DataView, at: number, end: number, headerLength: number, typeOffset: number, interfaceOffset: number, out: Layers): number {
  if (at + headerLength > end) return notDecoded(out, 'link.header-cut', at, end);
  const type = view.getUint16(at + typeOffset);
  const interfaceType = view.getUint16(at + interfaceOffset);
  if (type >= 0x0600 && interfaceType < 770) return proceed(out, type, at + headerLength, end);
  const link = linksOfInterfaces.get(interfaceType);
  if (link !== undefined) return proceed(out, LINK + link, at + headerLength, end);
  if (type === 4) return proceed(out, LLC, at + headerLength, end);
  if (type >= 0x0600 && interfaceType !== NETLINK) return proceed(out, type, at + headerLength, end);
  out.etherType = type;
  return finish(out, outcomes.OTHER_ETHERTYPE, at + headerLength, end);
}

/** Link types 9 and 50 carry Cisco HDLC too, told by its address octet (RFC 1547 section 4.3.1). */
function walkPppOrHdlc(view: DataView, at: number, end: number, out: Layers): number {
  if (at + 4 <= end && (view.getUint16(at) === 0x0f00 || view.getUint16(at) === 0x8f00)) return walkHdlc(view, at, end, out);
  return proceed(out, etherTypes.PPP, at, end);
}

function walkHdlc(view: DataView, at: number, end: number, out: Layers): number {
  if (at + 4 > end) return notDecoded(out, 'link.header-cut', at, end);
  return proceed(out, view.getUint16(at + 2), at + 4, end);
}
