/**
 * Headers that capturing systems put before a packet, and captures of text without any packet. Part of walk.ts; the same promise.
 */
import { linkTypes } from '../capture/link-type.ts';
import * as header from '../wire/capture-header.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as exported from '../wire/exported.ts';
import { ipProtocols } from '../wire/ip-protocol.ts';
import * as loopback from '../wire/loopback.ts';
import type { AddressTable } from './address.ts';
import { finish, LINK, notDecoded, outcomes, proceed, RAW_IP } from './layers.ts';
import type { Layers } from './layers.ts';

const SIP_PORT = 5060;
const tags = new exported.ExportedTags();

export function walkPflog(view: DataView, at: number, end: number, out: Layers): number {
  const length = header.pflogLength(view, at, end);
  return length < 0 ? notDecoded(out, 'link.header-cut', at, end) : toFamily(view.getUint8(at + 1), at + length, end, out);
}

/** IP of the version that an address family names. */
function toFamily(family: number, at: number, end: number, out: Layers): number {
  const version = header.ipVersionOf(family);
  if (version === 0) return notDecoded(out, 'link.family', at, end);
  return proceed(out, version === 4 ? etherTypes.IPV4 : etherTypes.IPV6, at, end);
}

export function walkNflog(view: DataView, at: number, end: number, out: Layers): number {
  const length = header.nflogLength(view, at, end);
  if (length < 0) return notDecoded(out, 'link.header-cut', at, end);
  if (header.ipVersionOf(view.getUint8(at)) !== 0) return toFamily(view.getUint8(at), at + length, end, out);
  const type = header.nflogEtherType(view, at, end);
  return type === 0 ? notDecoded(out, 'link.family', at + length, end) : proceed(out, type, at + length, end);
}

export function walkIpnet(view: DataView, at: number, end: number, out: Layers): number {
  if (at + header.IPNET_LENGTH > end) return notDecoded(out, 'link.header-cut', at, end);
  return toFamily(view.getUint8(at + 1), at + header.IPNET_LENGTH, end, out);
}

export function walkEnc(view: DataView, at: number, end: number, out: Layers): number {
  if (at + header.ENC_LENGTH > end) return notDecoded(out, 'link.header-cut', at, end);
  return toFamily(loopback.family(view, at), at + header.ENC_LENGTH, end, out);
}

export function walkPktap(view: DataView, at: number, end: number, out: Layers): number {
  const length = header.pktapLength(view, at, end);
  if (length < 0) return notDecoded(out, 'link.header-cut', at, end);
  return proceed(out, LINK + (header.pktapLinkType(view, at) & 0xffff), at + length, end);
}

/** Octets of the cookie of an interface card; a first octet of 0x47 names a services card, whose cookie has eight. */
const cookies = new Map<number, number>([
  [linkTypes.JUNIPER_ATM1, 4],
  [linkTypes.JUNIPER_ATM2, 8],
  [linkTypes.JUNIPER_MLPPP, 2],
  [linkTypes.JUNIPER_GGSN, 8],
  [linkTypes.JUNIPER_MONITOR, 8],
  [linkTypes.JUNIPER_SERVICES, 8],
]);
const juniperTypes: ReadonlySet<number> = new Set([
  ...cookies.keys(),
  linkTypes.JUNIPER_PPPOE,
  linkTypes.JUNIPER_PPPOE_ATM,
  linkTypes.JUNIPER_ETHER,
  linkTypes.JUNIPER_PPP,
  linkTypes.JUNIPER_FRELAY,
  linkTypes.JUNIPER_CHDLC,
]);
const LINK_SERVICES = 0x54;
const ADAPTIVE_SERVICES = 0x47;

export function isJuniper(linkType: number): boolean {
  return juniperTypes.has(linkType);
}

/** Routers of Juniper: magic number, extensions, a cookie of the card, then the link layer, unless that was stripped. */
export function walkJuniper(view: DataView, at: number, end: number, linkType: number, out: Layers): number {
  const length = header.juniperLength(view, at, end);
  if (length < 0 || at + length + 8 > end) return notDecoded(out, 'link.header-cut', at, end);
  const p = at + length;
  if (header.juniperIsStripped(view, at)) return proceed(out, RAW_IP, p + 4, end);
  const cookie = cookies.get(linkType);
  if (cookie === undefined) return toJuniperLink(view, p, end, linkType, out);
  const first = view.getUint8(p);
  const octets = first === ADAPTIVE_SERVICES ? 8 : cookie + (first === LINK_SERVICES ? 2 : 0);
  if (p + octets + 3 > end) return notDecoded(out, 'link.header-cut', at, end);
  if (linkType === linkTypes.JUNIPER_MLPPP && first === ADAPTIVE_SERVICES) return toProtocol(view.getUint8(p + 5) & 0x70, p + octets, end, out);
  const isCell = linkType === linkTypes.JUNIPER_ATM1 ? first === 0x80 : linkType === linkTypes.JUNIPER_ATM2 && (view.getUint8(p + 7) & 0x70) !== 0;
  return isCell ? finish(out, outcomes.OTHER_ETHERTYPE, p + octets, end) : toJuniperLink(view, p + octets, end, linkType, out);
}

/** The network layer that a services card names. */
function toProtocol(protocol: number, at: number, end: number, out: Layers): number {
  if (protocol === 0x00) return proceed(out, etherTypes.IPV4, at, end);
  if (protocol === 0x10) return proceed(out, etherTypes.IPV6, at, end);
  return protocol === 0x20 ? proceed(out, etherTypes.MPLS, at, end) : finish(out, outcomes.OTHER_ETHERTYPE, at, end);
}

function toJuniperLink(view: DataView, at: number, end: number, linkType: number, out: Layers): number {
  switch (linkType) {
    case linkTypes.JUNIPER_ETHER:
    case linkTypes.JUNIPER_PPPOE:
      return proceed(out, etherTypes.TRANSPARENT_BRIDGING, at, end);
    case linkTypes.JUNIPER_PPP:
    case linkTypes.JUNIPER_MLPPP:
      return proceed(out, etherTypes.PPP, at, end);
    case linkTypes.JUNIPER_FRELAY:
      return proceed(out, LINK + linkTypes.FRAME_RELAY, at, end);
    case linkTypes.JUNIPER_CHDLC:
      return proceed(out, LINK + linkTypes.C_HDLC, at, end);
    case linkTypes.JUNIPER_PPPOE_ATM:
      return proceed(out, view.getUint16(at), at + 2, end);
    case linkTypes.JUNIPER_ATM1:
    case linkTypes.JUNIPER_ATM2:
      return proceed(out, LINK + linkTypes.ATM_RFC1483, at, end);
    default:
      return proceed(out, RAW_IP, at, end);
  }
}

/** What Wireshark exported: SIP, RTP or anything else between two ends, whatever carried it; or a packet from IP or Ethernet on. */
export function walkExported(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): number {
  const length = exported.readTags(view, at, end, tags);
  if (length < 0) return notDecoded(out, 'link.header-cut', at, end);
  const p = at + length;
  if (exported.isProtocol(view, tags, 'ip')) return proceed(out, RAW_IP, p, end);
  if (exported.isProtocol(view, tags, 'ipv6')) return proceed(out, RAW_IP, p, end);
  if (exported.isProtocol(view, tags, 'eth')) return proceed(out, etherTypes.TRANSPARENT_BRIDGING, p, end);
  if (tags.sourceAt < 0 || tags.destinationAt < 0) return finish(out, outcomes.OTHER_ETHERTYPE, p, end);
  out.carrier = tags.transport;
  const id = (q: number): number => (tags.isIpv6 ? addresses.idOfIpv6(view, q) : addresses.idOfIpv4(view.getUint32(q)));
  return toDatagram(at, p, end, id(tags.sourceAt), tags.sourcePort, id(tags.destinationAt), tags.destinationPort, tags.isIpv6, out);
}

/** The text of a SIP message and nothing around it, as a person says: between no addresses. */
export function walkSipText(at: number, end: number, out: Layers): number {
  return toDatagram(at, at, end, 0, SIP_PORT, 0, SIP_PORT, false, out);
}

/** A datagram whose ends are known, but no header; it has no identification, so it repeats no other. */
function toDatagram(
  at: number,
  payloadAt: number,
  end: number,
  source: number,
  sourcePort: number,
  destination: number,
  destinationPort: number,
  isIpv6: boolean,
  out: Layers,
): number {
  out.networkAt = out.transportAt = at;
  out.source = source;
  out.destination = destination;
  out.sourcePort = sourcePort;
  out.destinationPort = destinationPort;
  out.isIpv6 = isIpv6;
  out.protocol = ipProtocols.UDP;
  out.identification = -1;
  out.ttl = 0;
  return finish(out, outcomes.UDP, payloadAt, end);
}
