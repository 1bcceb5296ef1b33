/**
 * MPLS label stacks (RFC 3032) and pseudowires: what no octet names is told by what it looks like, as routers do (RFC 4928
 * section 3). Part of walk.ts; the same promise.
 */
import { limits } from '../base/limits.ts';
import { linkTypes } from '../capture/link-type.ts';
import { etherTypes, isTag } from '../wire/ethernet.ts';
import { finish, layerTypes, LINK, notDecoded, outcomes, proceed, RAW_IP } from './layers.ts';
import type { Layers } from './layers.ts';

/** Octets of the control word of a pseudowire (RFC 4385 section 3). */
const CONTROL_WORD = 4;
const NOTHING = -1;

/** The labels from `at` on, down to the bottom of the stack. */
export function stepIntoMpls(view: DataView, at: number, end: number, out: Layers): number {
  for (let p = at; ; p += 4) {
    if (p + 5 > end) return notDecoded(out, 'mpls.cut', p, end);
    if (++out.depth > limits.layerDepth) return notDecoded(out, 'limit.layerDepth', p, end);
    if ((view.getUint8(p + 2) & 1) !== 0) return proceed(out, layerTypes.PSEUDOWIRE, p + 4, end);
  }
}

/**
 * What stands below the last label: IP; an associated channel (RFC 4385 section 5), which may carry IP; Ethernet, PPP or HDLC
 * behind a control word; or the same without one. An IP header that adds up is IP, whatever else it might be.
 */
export function stepIntoPseudowire(view: DataView, at: number, end: number, out: Layers): number {
  const first = view.getUint8(at);
  const nibble = first >>> 4;
  if (looksLikeIp(view, at, end)) return proceed(out, RAW_IP, at, end);
  if (nibble === 1 && at + CONTROL_WORD <= end) {
    const channel = view.getUint16(at + 2);
    if (channel === 0x21) return proceed(out, etherTypes.IPV4, at + CONTROL_WORD, end);
    if (channel === 0x57) return proceed(out, etherTypes.IPV6, at + CONTROL_WORD, end);
  }
  const behind = nibble === 0 ? guessFrame(view, at + CONTROL_WORD, end) : NOTHING;
  if (behind !== NOTHING) return proceed(out, behind, at + CONTROL_WORD, end);
  const here = guessFrame(view, at, end);
  if (here !== NOTHING) return proceed(out, here, at, end);
  if (nibble === 4 || nibble === 6) return proceed(out, RAW_IP, at, end);
  if (first === 0 && at + CONTROL_WORD + 14 <= end) return proceed(out, etherTypes.TRANSPARENT_BRIDGING, at + CONTROL_WORD, end);
  return finish(out, outcomes.OTHER_ETHERTYPE, at, end);
}

/** The layer that [at, end) looks like without any doubt: Ethernet, PPP or Cisco HDLC with IP, ARP or a tag inside; or -1. */
export function guessFrame(view: DataView, at: number, end: number): number {
  if (at + 8 > end) return NOTHING;
  const word = view.getUint16(at);
  const p = word === 0xff03 ? at + 2 : at;
  const protocol = view.getUint16(p);
  if ((protocol === 0x21 || protocol === 0x57) && looksLikeIp(view, p + 2, end)) return etherTypes.PPP;
  if ((word === 0x0f00 || word === 0x8f00) && isIpType(view.getUint16(at + 2)) && looksLikeIp(view, at + 4, end)) return LINK + linkTypes.C_HDLC;
  return at + 18 <= end && isEthernet(view, at, end) ? etherTypes.TRANSPARENT_BRIDGING : NOTHING;
}

function isEthernet(view: DataView, at: number, end: number): boolean {
  const type = view.getUint16(at + 12);
  if (isIpType(type)) return looksLikeIp(view, at + 14, end);
  if (type === etherTypes.ARP) return view.getUint32(at + 14) === 0x0001_0800;
  if (!isTag(type)) return false;
  const inner = view.getUint16(at + 16);
  return isIpType(inner) || isTag(inner) || inner === etherTypes.ARP || inner === etherTypes.PPPOE_SESSION || inner === etherTypes.MPLS;
}

function isIpType(type: number): boolean {
  return type === etherTypes.IPV4 || type === etherTypes.IPV6;
}

/** True when the lengths of an IP header at `at` fit what is there; a packet that the capture cut fits no more. */
export function looksLikeIp(view: DataView, at: number, end: number): boolean {
  if (at + 20 > end) return false;
  const first = view.getUint8(at);
  if (first >>> 4 === 4) {
    const total = view.getUint16(at + 2);
    return (first & 15) >= 5 && total >= (first & 15) << 2 && at + total <= end;
  }
  return first >>> 4 === 6 && at + 40 <= end && at + 40 + view.getUint16(at + 4) <= end;
}
