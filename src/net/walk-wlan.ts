/**
 * IEEE 802.11 frames down to LLC, with the headers of their receivers. Frames that manage or control the air carry nothing;
 * protected ones cannot be read unless the receiver has opened them, which their beginning shows. Part of walk.ts; the same promise.
 */
import { linkTypes } from '../capture/link-type.ts';
import * as radio from '../wire/radio.ts';
import * as wlan from '../wire/wlan.ts';
import { finish, layerTypes, LINK, LLC, MORE_IN_FRAME, notDecoded, outcomes, proceed } from './layers.ts';
import type { Layers } from './layers.ts';

/** Octets that ciphers put before the body: CCMP, GCMP and TKIP 8, WEP 4. */
const cipherHeaders = [0, 8, 4];

/** Steps over the header of a receiver, or into the frame. */
export function walkRadio(view: DataView, at: number, end: number, linkType: number, out: Layers): number {
  switch (linkType) {
    case linkTypes.WLAN:
      return walkFrame(view, at, end, false, out);
    case linkTypes.RADIOTAP: {
      const length = radio.radiotapLength(view, at, end);
      if (length < 0) return notDecoded(out, 'link.header-cut', at, end);
      const isPadded = radio.isPadded(radio.radiotapFlags(view, at, length));
      return proceed(out, isPadded ? layerTypes.WLAN_PADDED : LINK + linkTypes.WLAN, at + length, end);
    }
    case linkTypes.PPI: {
      const length = radio.ppiLength(view, at, end);
      return length < 0 ? notDecoded(out, 'link.header-cut', at, end) : proceed(out, LINK + (radio.ppiLinkType(view, at) & 0xffff), at + length, end);
    }
    default: {
      const length = linkType === linkTypes.PRISM ? radio.prismLength(view, at, end) : radio.avsLength(view, at, end);
      return length < 0 ? notDecoded(out, 'link.header-cut', at, end) : proceed(out, LINK + linkTypes.WLAN, at + length, end);
    }
  }
}

/** @param isPadded the receiver put octets behind the header so that the body begins at a multiple of four */
export function walkFrame(view: DataView, at: number, end: number, isPadded: boolean, out: Layers): number {
  const header = wlan.headerLength(view, at, end);
  if (header < 0) return notDecoded(out, 'link.header-cut', at, end);
  if (wlan.version(view, at) !== 0 || wlan.frameType(view, at) === 3) return notDecoded(out, 'wlan.version', at, end);
  if (wlan.frameType(view, at) !== wlan.frameTypes.DATA || wlan.isWithoutData(view, at)) return finish(out, outcomes.OTHER_ETHERTYPE, at + header, end);
  const length = isPadded ? (header + 3) & ~3 : header;
  const body = at + length > end ? end : at + length;
  const p = wlan.isProtected(view, at) ? openedBody(view, body, end) : body;
  if (p < 0) return notDecoded(out, 'wlan.encrypted', body, end);
  if (wlan.isFragment(view, at)) return notDecoded(out, 'wlan.fragment', body, end);
  const mesh = wlan.meshControlLength(view, at, p, end);
  if (p + mesh > end) return notDecoded(out, 'link.header-cut', body, end);
  return proceed(out, wlan.isAggregate(view, at) ? layerTypes.A_MSDU : LLC, p + mesh, end);
}

/** Where the LLC header of a protected frame begins when the receiver opened it and left the bit as it was; -1 for cipher text. */
function openedBody(view: DataView, body: number, end: number): number {
  for (const length of cipherHeaders) {
    const p = body + length;
    if (p + 8 <= end && view.getUint32(p) === 0xaaaa_0300 && view.getUint16(p + 4) === 0) return p;
  }
  return -1;
}

/** The first MSDU of an aggregate; that others follow it is told, since a packet has one payload. */
export function stepIntoAggregate(view: DataView, at: number, end: number, out: Layers): number {
  if (at + wlan.SUBFRAME_HEADER > end) return notDecoded(out, 'link.header-cut', at, end);
  const length = view.getUint16(at + 12);
  const next = at + ((wlan.SUBFRAME_HEADER + length + 3) & ~3);
  if (next + wlan.SUBFRAME_HEADER + 8 <= end) out.problems |= MORE_IN_FRAME;
  return proceed(out, LLC, at + wlan.SUBFRAME_HEADER, Math.min(end, at + wlan.SUBFRAME_HEADER + length));
}
