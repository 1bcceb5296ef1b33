/**
 * Headers of tunnels: GRE with what it carries, ERSPAN, L2TP version 3 over IP, and those over UDP. Each step reads one
 * header and goes on with what that names. Part of walk.ts; the same promise.
 */
import { linkTypes } from '../capture/link-type.ts';
import { etherTypes } from '../wire/ethernet.ts';
import { findCheckValue } from '../wire/esp.ts';
import * as gre from '../wire/gre.ts';
import { isHep12, isHep3 } from '../wire/hep.ts';
import * as l2tp from '../wire/l2tp.ts';
import { isSctp } from '../wire/sctp.ts';
import { isTeredo, teredoLength } from '../wire/teredo.ts';
import * as tunnel from '../wire/tunnel.ts';
import * as tzsp from '../wire/tzsp.ts';
import { DONE, finish, layerTypes, LINK, notDecoded, outcomes, proceed, RAW_IP } from './layers.ts';
import type { Layers } from './layers.ts';
import { tunnelOfPorts, udpTunnels, UNDECIDED, type WalkChoices } from './walk-choices.ts';
import { guessFrame, looksLikeIp } from './walk-pseudowire.ts';
import { walkSctp } from './walk-sctp.ts';

/** Octets a cookie (RFC 3931 section 4.1) and a sublayer (section 4.6) may have together. */
const COOKIES = [0, 4, 8, 12];
/** what VXLAN-GPE and NSH call a next protocol, from 1 on */
const nextProtocols = [etherTypes.IPV4, etherTypes.IPV6, etherTypes.TRANSPARENT_BRIDGING, etherTypes.NSH, etherTypes.MPLS];

/** Goes on into the payload [at, end) of a UDP datagram when it is a tunnel by its port or by choice; else DONE. */
export function stepIntoUdpTunnel(view: DataView, at: number, end: number, choices: WalkChoices, out: Layers): number {
  const chosen = choices.tunnel(out);
  const kind = chosen === UNDECIDED ? tunnelOfPorts(out.sourcePort, out.destinationPort) : chosen;
  const told = chosen === UNDECIDED && mayBeTold(view, at, out) ? toldType(view, at, end, out.announcedEnd) : DONE;
  if (told !== DONE) return proceed(out, told, at, end);
  const type = tunnelType(view, at, end, Math.abs(kind), chosen !== UNDECIDED, out.announcedEnd);
  if (type === DONE || (kind < 0 && !parsesInside(view, at, end, type, out))) return DONE;
  return proceed(out, type, at, end);
}

/** True when the datagram whose payload begins at `at` may be a tunnel on any port: "H" of HEP3, or IPv6. Methods of SIP begin otherwise, and so does RTP. */
export function mayBeTold(view: DataView, at: number, out: Layers): boolean {
  if (at >= out.payloadEnd) return false;
  const first = view.getUint8(at);
  return first === 0x48 || first >>> 4 === 6;
}

/** What a datagram is that says so by itself, on any port: its own lengths, and addresses no other protocol has. */
function toldType(view: DataView, at: number, end: number, announced: number): number {
  if (isHep3(view, at, end, announced)) return layerTypes.HEP;
  return isTeredo(view, at, end, announced) ? layerTypes.TEREDO : DONE;
}

/** The layer of a tunnel whose header leaves no doubt; DONE when it does. */
function tunnelType(view: DataView, at: number, end: number, kind: number, isChosen: boolean, announced: number): number {
  switch (kind) {
    case udpTunnels.GTP:
      return tunnel.findGtpPayload(view, at, end) >= 0 && gtpInside(view, tunnel.findGtpPayload(view, at, end), end) >= 0 ? layerTypes.GTP : DONE;
    case udpTunnels.VXLAN:
      return (isChosen && at + tunnel.VXLAN_LENGTH + 14 <= end) || tunnel.isVxlan(view, at, end) ? layerTypes.VXLAN : DONE;
    case udpTunnels.VXLAN_GPE:
      return tunnel.isVxlanGpe(view, at, end) ? layerTypes.VXLAN_GPE : DONE;
    case udpTunnels.GENEVE:
      return tunnel.geneveLength(view, at, end) >= 0 ? layerTypes.GENEVE : DONE;
    case udpTunnels.TZSP:
      return tzsp.tzspLength(view, at, end) >= 0 ? layerTypes.TZSP : DONE;
    case udpTunnels.MPLS:
      return (isChosen && at + 5 <= end) || isLabelled(view, at, end) ? etherTypes.MPLS : DONE;
    case udpTunnels.ESP:
      return announced === end && at + 4 <= end && view.getUint32(at) !== 0 && findCheckValue(view, at, end) >= 0 ? layerTypes.ESP : DONE;
    case udpTunnels.TEREDO:
      return teredoLength(view, at, end, announced) >= 0 ? layerTypes.TEREDO : DONE;
    case udpTunnels.SCTP:
      return isSctp(view, at, end, announced) ? layerTypes.SCTP : DONE;
    case udpTunnels.HEP:
      return isHep3(view, at, end, announced) || isHep12(view, at, end, announced) ? layerTypes.HEP : DONE;
    case udpTunnels.L2TP: {
      const version = l2tp.dataVersion(view, at, end);
      if (version === 2) return layerTypes.L2TP;
      return version === 3 && sessionEnd(view, at + l2tp.UDP_PREFIX, end) >= 0 ? layerTypes.L2TP_3 : DONE;
    }
    default:
      return DONE;
  }
}

/** True when IP or a frame with IP stands behind the header of a tunnel; the payload in `out` stays what it was. */
function parsesInside(view: DataView, at: number, end: number, type: number, out: Layers): boolean {
  // these say what they are by lengths of their own
  if (type === layerTypes.HEP || type === layerTypes.SCTP || type === layerTypes.ESP) return true;
  const { payloadAt, payloadEnd } = out;
  const next = stepIntoTunnel(view, at, end, type, out);
  const inside = out.payloadAt;
  proceed(out, type, payloadAt, payloadEnd);
  if (next === etherTypes.TRANSPARENT_BRIDGING) return guessFrame(view, inside, end) === next;
  return (next === RAW_IP || next === etherTypes.IPV4 || next === etherTypes.IPV6) && looksLikeIp(view, inside, end);
}

/** True for at most eight labels with IP or a frame with IP below. */
function isLabelled(view: DataView, at: number, end: number): boolean {
  for (let p = at; p + 5 <= end && p < at + 32; p += 4)
    if ((view.getUint8(p + 2) & 1) !== 0) return looksLikeIp(view, p + 4, end) || guessFrame(view, p + 4, end) >= 0 || guessFrame(view, p + 8, end) >= 0;
  return false;
}

/** Steps over the header of a tunnel that stepIntoUdpTunnel() found, or that GRE or IP named. */
export function stepIntoTunnel(view: DataView, at: number, end: number, type: number, out: Layers): number {
  switch (type) {
    case layerTypes.GTP: {
      const p = tunnel.findGtpPayload(view, at, end);
      return proceed(out, gtpInside(view, p, end), p, end);
    }
    case layerTypes.VXLAN:
      return proceed(out, etherTypes.TRANSPARENT_BRIDGING, at + tunnel.VXLAN_LENGTH, end);
    case layerTypes.VXLAN_GPE:
      return proceed(out, nextProtocols[view.getUint8(at + 3) - 1] ?? RAW_IP, at + tunnel.VXLAN_LENGTH, end);
    case layerTypes.GENEVE:
      return proceed(out, view.getUint16(at + 2), at + tunnel.geneveLength(view, at, end), end);
    case layerTypes.L2TP:
      return proceed(out, etherTypes.PPP, at + l2tp.length2(view, at, end), end);
    case layerTypes.L2TP_3: {
      const p = sessionEnd(view, at + l2tp.UDP_PREFIX, end);
      return proceed(out, guessFrame(view, p, end), p, end);
    }
    case layerTypes.TZSP:
      return proceed(out, tzspInside(tzsp.encapsulated(view, at)), at + tzsp.tzspLength(view, at, end), end);
    case layerTypes.TEREDO:
      return proceed(out, etherTypes.IPV6, at + teredoLength(view, at, end, out.announcedEnd), end);
    case layerTypes.SCTP:
      return walkSctp(view, at, end, out.announcedEnd, out);
    case layerTypes.GRE:
      return stepIntoGre(view, at, end, out);
    case layerTypes.ERSPAN:
      return stepIntoErspan(view, at, end, out);
    default:
      return stepIntoNsh(view, at, end, out);
  }
}

/** What a G-PDU carries: IP as a rule, Ethernet or PPP in sessions of those types; -1 for anything else. */
function gtpInside(view: DataView, at: number, end: number): number {
  const version = view.getUint8(at) >>> 4;
  return version === 4 || version === 6 ? RAW_IP : guessFrame(view, at, end);
}

/** Where the frame behind a session id at `at`, cookie and sublayer begins; -1 when none of their lengths makes sense. */
export function sessionEnd(view: DataView, at: number, end: number): number {
  for (const cookie of COOKIES) {
    const p = at + l2tp.SESSION_LENGTH + cookie;
    if (guessFrame(view, p, end) >= 0) return p;
  }
  return -1;
}

function tzspInside(protocol: number): number {
  if (protocol === 1) return etherTypes.TRANSPARENT_BRIDGING;
  if (protocol === 0x12) return LINK + linkTypes.WLAN;
  return LINK + (protocol === 0x77 ? linkTypes.PRISM : linkTypes.AVS);
}

/** L2TP version 3 over IP (RFC 3931 section 4.1.1); session 0 is its control channel. */
export function stepIntoL2tp(view: DataView, at: number, end: number, out: Layers): number {
  const p = at + 4 <= end && view.getUint32(at) !== 0 ? sessionEnd(view, at, end) : -1;
  return p < 0 ? finish(out, outcomes.OTHER_IP, at, end) : proceed(out, guessFrame(view, p, end), p, end);
}

/** GRE: its protocol is an EtherType but for a few; PPTP without a sequence number carries nothing. */
function stepIntoGre(view: DataView, at: number, end: number, out: Layers): number {
  const length = gre.greLength(view, at, end);
  if (length === -1) return notDecoded(out, 'gre.cut', at, end);
  if (length < 0) return finish(out, outcomes.OTHER_IP, at, end);
  const type = gre.greType(view, at);
  const p = at + length;
  if (gre.greVersion(view, at) === 1 && !gre.hasSequence(view, at)) return finish(out, outcomes.OTHER_IP, p, end);
  if (type === gre.greTypes.ERSPAN && !gre.hasSequence(view, at)) return proceed(out, etherTypes.TRANSPARENT_BRIDGING, p, end);
  if (type === gre.greTypes.ERSPAN || type === gre.greTypes.ERSPAN_3) return proceed(out, layerTypes.ERSPAN, p, end);
  if (type === gre.greTypes.WCCP) return proceed(out, etherTypes.IPV4, p + 4 <= end && view.getUint8(p) >>> 4 !== 4 ? p + 4 : p, end);
  return proceed(out, type, p, end);
}

function stepIntoErspan(view: DataView, at: number, end: number, out: Layers): number {
  const length = gre.erspanLength(view, at, end);
  if (length < 0) return notDecoded(out, 'erspan.header', at, end);
  return proceed(out, gre.erspanCarriesIp(view, at) ? RAW_IP : etherTypes.TRANSPARENT_BRIDGING, at + length, end);
}

/** Network Service Header (RFC 8300 section 2): its length counts in words of four octets. */
function stepIntoNsh(view: DataView, at: number, end: number, out: Layers): number {
  const length = at + 8 > end ? 0 : (view.getUint8(at + 1) & 0x3f) << 2;
  const next = length < 8 || at + length > end ? undefined : nextProtocols[view.getUint8(at + 3) - 1];
  return next === undefined ? finish(out, outcomes.OTHER_ETHERTYPE, at, end) : proceed(out, next, at + length, end);
}
