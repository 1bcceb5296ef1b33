/** The link types other than Ethernet, from their headers to the network layer. Part of walk.ts; the same promise. */
import { linkTypes } from '../capture/link-type.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as loopback from '../wire/loopback.ts';
import type { AddressTable } from './address.ts';
import { outcomes } from './layers.ts';
import type { Layers } from './layers.ts';
import { finish, notDecoded, walkLlc, walkNetwork, walkPpp } from './walk.ts';

const SLIP_HEADER = 16;

export function walkLink(view: DataView, at: number, end: number, linkType: number, addresses: AddressTable, out: Layers): void {
  switch (linkType) {
    case linkTypes.NULL:
    case linkTypes.LOOP: return walkLoopback(view, at, end, addresses, out);
    case linkTypes.RAW_12:
    case linkTypes.RAW_14:
    case linkTypes.RAW: return walkRaw(view, at, end, addresses, out);
    case linkTypes.IPV4: return walkNetwork(view, at, end, etherTypes.IPV4, addresses, out);
    case linkTypes.IPV6: return walkNetwork(view, at, end, etherTypes.IPV6, addresses, out);
    case linkTypes.LINUX_SLL: return walkCooked(view, at, end, 16, 14, addresses, out);
    case linkTypes.LINUX_SLL2: return walkCooked(view, at, end, 20, 0, addresses, out);
    case linkTypes.PPP:
    case linkTypes.PPP_HDLC: return walkPppOrHdlc(view, at, end, addresses, out);
    case linkTypes.PPP_WITH_DIR: return walkPpp(view, Math.min(at + 1, end), end, addresses, out);
    case linkTypes.PPP_ETHER: return walkNetwork(view, at, end, etherTypes.PPPOE_SESSION, addresses, out);
    case linkTypes.C_HDLC: return walkHdlc(view, at, end, addresses, out);
    case linkTypes.SLIP: return walkRaw(view, at + SLIP_HEADER, end, addresses, out);
    default: return notDecoded(out, 'link.unsupported', at, end);
  }
}

/** BSD loopback: the address family in the byte order of whoever captured it. */
function walkLoopback(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (!loopback.isWhole(at, end)) return notDecoded(out, 'link.header-cut', at, end);
  const family = loopback.family(view, at);
  if (family === loopback.IPV4_FAMILY) return walkNetwork(view, at + 4, end, etherTypes.IPV4, addresses, out);
  if (loopback.isIpv6Family(family)) return walkNetwork(view, at + 4, end, etherTypes.IPV6, addresses, out);
  notDecoded(out, 'link.family', at, end);
}

/** IP without a link header: the version tells which. */
function walkRaw(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at >= end) return notDecoded(out, 'link.header-cut', Math.min(at, end), end);
  const version = view.getUint8(at) >>> 4;
  if (version !== 4 && version !== 6) return notDecoded(out, 'ip.version', at, end);
  walkNetwork(view, at, end, version === 4 ? etherTypes.IPV4 : etherTypes.IPV6, addresses, out);
}

/** Linux cooked capture v1 and v2: protocol 4 is an LLC header, other small numbers are no EtherTypes. */
function walkCooked(view: DataView, at: number, end: number, headerLength: number, typeOffset: number, addresses: AddressTable, out: Layers): void {
  if (at + headerLength > end) return notDecoded(out, 'link.header-cut', at, end);
  const type = view.getUint16(at + typeOffset);
  if (type >= 0x0600) return walkNetwork(view, at + headerLength, end, type, addresses, out);
  if (type === 4) return walkLlc(view, at + headerLength, end, addresses, out);
  out.etherType = type;
  finish(out, outcomes.OTHER_ETHERTYPE, at + headerLength, end);
}

/** Link types 9 and 50 carry Cisco HDLC too, told by its address octet (RFC 1547 section 4.3.1). */
function walkPppOrHdlc(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at + 4 <= end && (view.getUint16(at) === 0x0f00 || view.getUint16(at) === 0x8f00)) return walkHdlc(view, at, end, addresses, out);
  walkPpp(view, at, end, addresses, out);
}

function walkHdlc(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  if (at + 4 > end) return notDecoded(out, 'link.header-cut', at, end);
  walkNetwork(view, at + 4, end, view.getUint16(at + 2), addresses, out);
}
