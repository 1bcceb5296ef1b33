/** The steps between link layer and IP: VLAN tags, LLC, MPLS, PPPoE, PPP, bridged Ethernet. Part of walk.ts; the same promise. */
import { pppProtocols } from '../wire/encapsulation.ts';
import { etherTypes, isTag, LARGEST_LENGTH } from '../wire/ethernet.ts';
import { finish, layerTypes, LLC, notDecoded, outcomes, proceed, RAW_IP } from './layers.ts';
import type { Layers } from './layers.ts';
import { looksLikeIp, stepIntoMpls, stepIntoPseudowire } from './walk-pseudowire.ts';
import { stepIntoTunnel } from './walk-tunnel.ts';
import { stepIntoNlpid } from './walk-wide-area.ts';
import { stepIntoAggregate, walkFrame } from './walk-wlan.ts';

/** Version, length, option, security group, and the EtherType of what follows. */
const METADATA_LENGTH = 8;

/** Steps over one layer of an EtherType other than IP. */
export function stepInto(view: DataView, at: number, end: number, type: number, out: Layers): number {
  if (isTag(type)) return at + 4 > end ? notDecoded(out, 'vlan.cut', at, end) : proceed(out, view.getUint16(at + 2), at + 4, end);
  if (type <= LARGEST_LENGTH) return stepIntoLlc(view, at, Math.min(end, at + type), out);
  switch (type) {
    case LLC:
      return stepIntoLlc(view, at, end, out);
    case RAW_IP:
      return stepIntoRaw(view, at, end, out);
    case etherTypes.MPLS:
    case etherTypes.MPLS_UPSTREAM:
      return stepIntoMpls(view, at, end, out);
    case etherTypes.PPPOE_SESSION:
      if (at + 8 > end) return notDecoded(out, 'pppoe.cut', at, end);
      return proceed(out, etherTypes.PPP, at + 6, Math.min(end, at + 6 + view.getUint16(at + 4)));
    case etherTypes.PPP:
      return stepIntoPpp(view, at, end, out);
    case etherTypes.TRANSPARENT_BRIDGING:
      if (at + 14 > end) return notDecoded(out, 'link.header-cut', at, end);
      return proceed(out, view.getUint16(at + 12), at + 14, end);
    case etherTypes.ARP:
      return finish(out, outcomes.ARP, at, end);
    case layerTypes.PSEUDOWIRE:
      return stepIntoPseudowire(view, at, end, out);
    case layerTypes.WLAN_PADDED:
      return walkFrame(view, at, end, true, out);
    case layerTypes.A_MSDU:
      return stepIntoAggregate(view, at, end, out);
    case layerTypes.NLPID:
      return stepIntoNlpid(view, at, end, 0, out);
    case etherTypes.NSH:
      return stepIntoTunnel(view, at, end, type, out);
    case etherTypes.CISCO_METADATA:
      if (at + METADATA_LENGTH > end) return notDecoded(out, 'link.header-cut', at, end);
      return proceed(out, view.getUint16(at + 6), at + METADATA_LENGTH, end);
    case etherTypes.PPPOE_DISCOVERY:
      return finish(out, outcomes.OTHER_ETHERTYPE, Math.min(at + 6, end), end);
    default:
      if (type >= layerTypes.GTP) return stepIntoTunnel(view, at, end, type, out);
      return finish(out, outcomes.OTHER_ETHERTYPE, at, end);
  }
}

/** IP without a link header: the version tells which. */
function stepIntoRaw(view: DataView, at: number, end: number, out: Layers): number {
  if (at >= end) return notDecoded(out, 'link.header-cut', at, end);
  const version = view.getUint8(at) >>> 4;
  if (version !== 4 && version !== 6) return notDecoded(out, 'ip.version', at, end);
  return proceed(out, version === 4 ? etherTypes.IPV4 : etherTypes.IPV6, at, end);
}

/** IEEE 802.2 LLC, with SNAP (RFC 1042) or with the IP service access point. */
function stepIntoLlc(view: DataView, at: number, end: number, out: Layers): number {
  if (at + 3 > end) return notDecoded(out, 'llc.cut', at, end);
  const points = view.getUint16(at);
  if (points === 0xaaaa && view.getUint8(at + 2) === 3) {
    if (at + 8 > end) return notDecoded(out, 'llc.cut', at, end);
    const type = view.getUint16(at + 6);
    const organisation = (view.getUint8(at + 3) << 16) | view.getUint16(at + 4);
    if ((organisation === 0 || organisation === 0x0000f8) && type > LARGEST_LENGTH) return proceed(out, type, at + 8, end);
  } else if (points === 0x0606) return proceed(out, etherTypes.IPV4, at + 3, end);
  return finish(out, outcomes.OTHER_ETHERTYPE, at, end);
}

/** Bridged frames (RFC 3518 section 4.2): kind of frame, and the bit that announces a LAN identification. */
const ETHERNET_MAC = 1;
const LAN_ID = 0x40;
/** Compressed or encrypted datagrams (RFC 1962, 1968, 3078), and headers compressed by Van Jacobson's and its followers' rules. */
const compressed: ReadonlySet<number> = new Set([0x2d, 0x2f, 0x51, 0x53, 0x55, 0x61, 0x63, 0x65, 0x67, 0x69, 0xfb, 0xfd, 0x2063, 0x2065, 0x2067, 0x2069]);

/** PPP (RFC 1661 section 2, RFC 1662): address and control may be there, the protocol field may be one octet. */
function stepIntoPpp(view: DataView, at: number, end: number, out: Layers): number {
  if (at + 2 > end) return notDecoded(out, 'ppp.cut', at, end);
  let p = view.getUint16(at) === 0xff03 ? at + 2 : at;
  if (p + 2 > end) return notDecoded(out, 'ppp.cut', at, end);
  let protocol = view.getUint8(p);
  if ((protocol & 1) === 1) p += 1;
  else {
    protocol = view.getUint16(p);
    p += 2;
  }
  if (protocol === 0x21) return proceed(out, etherTypes.IPV4, p, end);
  if (protocol === 0x57) return proceed(out, etherTypes.IPV6, p, end);
  if (protocol === 0x281) return proceed(out, etherTypes.MPLS, p, end);
  if (protocol === pppProtocols.MULTILINK) return stepIntoMultilink(view, p, end, out);
  if (protocol === pppProtocols.BRIDGING && p + 2 <= end && view.getUint8(p + 1) === ETHERNET_MAC)
    return proceed(out, etherTypes.TRANSPARENT_BRIDGING, Math.min(end, p + ((view.getUint8(p) & LAN_ID) === 0 ? 2 : 6)), end);
  if (compressed.has(protocol)) return notDecoded(out, 'ppp.compressed', p, end);
  out.etherType = protocol;
  return finish(out, outcomes.OTHER_ETHERTYPE, p, end);
}

/** Multilink (RFC 1990 section 3), with long and short sequence numbers: what begins and ends in one packet is whole. */
function stepIntoMultilink(view: DataView, at: number, end: number, out: Layers): number {
  for (const length of at < end && view.getUint8(at) >>> 6 === 3 ? [4, 2] : []) {
    const p = at + length;
    if (p + 2 > end) continue;
    const inner = (view.getUint8(p) & 1) === 1 ? 1 : 2;
    const protocol = inner === 1 ? view.getUint8(p) : view.getUint16(p);
    if ((protocol === 0x21 || protocol === 0x57) && looksLikeIp(view, p + inner, end)) return proceed(out, etherTypes.PPP, p, end);
  }
  return notDecoded(out, 'ppp.multilink', at, end);
}
