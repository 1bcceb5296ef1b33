/** Link types that are seldom captured, each by one step. Part of walk.ts; the same promise. */
import { linkTypes } from '../capture/link-type.ts';
import { etherTypes } from '../wire/ethernet.ts';
import type { AddressTable } from './address.ts';
import { LINK, LLC, notDecoded, proceed } from './layers.ts';
import type { Layers } from './layers.ts';
import * as header from './walk-capture-header.ts';
import { UNDECIDED } from './walk-choices.ts';
import * as wide from './walk-wide-area.ts';
import { walkRadio } from './walk-wlan.ts';

/** Link types whose header has one length, and the layer behind it. */
const fixed = new Map<number, readonly [length: number, next: number]>([
  [linkTypes.ETHERNET, [0, etherTypes.TRANSPARENT_BRIDGING]],
  [linkTypes.FDDI, [13, LLC]],
  [linkTypes.IP_OVER_FC, [16, LLC]],
  [linkTypes.PPP_PPPD, [2, etherTypes.PPP]],
  [linkTypes.C_HDLC_WITH_DIR, [1, LINK + linkTypes.C_HDLC]],
  [linkTypes.FRELAY_WITH_DIR, [1, LINK + linkTypes.FRAME_RELAY]],
  [linkTypes.NETANALYZER, [4, etherTypes.TRANSPARENT_BRIDGING]],
  [linkTypes.NETANALYZER_TRANSPARENT, [12, etherTypes.TRANSPARENT_BRIDGING]],
]);
const TOKEN_RING_HEADER = 14;
const IEEE1394_HEADER = 18;

export function walkOtherLink(view: DataView, at: number, end: number, linkType: number, addresses: AddressTable, out: Layers): number {
  const known = fixed.get(linkType);
  if (known !== undefined) return at + known[0] > end ? notDecoded(out, 'link.header-cut', at, end) : proceed(out, known[1], at + known[0], end);
  switch (linkType) {
    case linkTypes.WLAN:
    case linkTypes.RADIOTAP:
    case linkTypes.PRISM:
    case linkTypes.AVS:
    case linkTypes.PPI:
      return walkRadio(view, at, end, linkType, out);
    case linkTypes.TOKEN_RING:
      return walkTokenRing(view, at, end, out);
    case linkTypes.APPLE_IP_OVER_1394:
      if (at + IEEE1394_HEADER > end) return notDecoded(out, 'link.header-cut', at, end);
      return proceed(out, view.getUint16(at + 16), at + IEEE1394_HEADER, end);
    case linkTypes.FRAME_RELAY:
      return wide.walkFrameRelay(view, at, end, out);
    case linkTypes.ATM_RFC1483:
      return wide.walkAtm(view, at, end, out);
    case linkTypes.SUNATM:
      return wide.walkSunAtm(view, at, end, out);
    case linkTypes.DOCSIS:
      return wide.walkDocsis(view, at, end, out);
    case linkTypes.ERF:
      return wide.walkErf(view, at, end, out);
    default:
      return walkCaptured(view, at, end, linkType, addresses, out);
  }
}

function walkCaptured(view: DataView, at: number, end: number, linkType: number, addresses: AddressTable, out: Layers): number {
  switch (linkType) {
    case linkTypes.PFLOG:
      return header.walkPflog(view, at, end, out);
    case linkTypes.NFLOG:
      return header.walkNflog(view, at, end, out);
    case linkTypes.IPNET:
      return header.walkIpnet(view, at, end, out);
    case linkTypes.ENC:
      return header.walkEnc(view, at, end, out);
    case linkTypes.PKTAP:
      return header.walkPktap(view, at, end, out);
    case linkTypes.UPPER_PDU:
      return header.walkExported(view, at, end, addresses, out);
    case linkTypes.SIP_TEXT:
      return header.walkSipText(at, end, out);
    default: {
      if (header.isJuniper(linkType)) return header.walkJuniper(view, at, end, linkType, out);
      const chosen = addresses.choices.link(linkType);
      return chosen === UNDECIDED ? notDecoded(out, 'link.unsupported', at, end) : proceed(out, LINK + chosen, at, end);
    }
  }
}

/** Token Ring (IEEE 802.5): a source address whose first bit is set announces routing information. */
function walkTokenRing(view: DataView, at: number, end: number, out: Layers): number {
  if (at + TOKEN_RING_HEADER + 1 > end) return notDecoded(out, 'link.header-cut', at, end);
  const routing = (view.getUint8(at + 8) & 0x80) === 0 ? 0 : view.getUint8(at + TOKEN_RING_HEADER) & 0x1f;
  const p = at + TOKEN_RING_HEADER + routing;
  return p > end ? notDecoded(out, 'link.header-cut', at, end) : proceed(out, LLC, p, end);
}
