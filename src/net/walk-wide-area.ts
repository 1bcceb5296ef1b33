/** Frame Relay, ATM, DOCSIS and ERF down to the network layer. Part of walk.ts; the same promise. */
import { linkTypes } from '../capture/link-type.ts';
import { etherTypes, LARGEST_LENGTH } from '../wire/ethernet.ts';
import * as wide from '../wire/wide-area.ts';
import { finish, layerTypes, LINK, notDecoded, outcomes, proceed, RAW_IP } from './layers.ts';
import type { Layers } from './layers.ts';
import { guessFrame, looksLikeIp } from './walk-pseudowire.ts';

/** Organisation of bridged frames in SNAP, and its protocols for Ethernet with and without frame check sequence. */
const BRIDGED = 0x0080c2;
const BRIDGED_WITH_CHECK = 0x0001;
const BRIDGED_ETHERNET = 0x0007;
const erfTypes = { HDLC: 1, ETHERNET: 2, COLOR_ETHERNET: 11, DSM_COLOR_ETHERNET: 16, COLOR_HASH_ETHERNET: 20, IPV4: 22, IPV6: 23 } as const;

export function walkFrameRelay(view: DataView, at: number, end: number, out: Layers): number {
  const length = wide.frameRelayLength(view, at, end);
  if (length < 0) return notDecoded(out, 'link.header-cut', at, end);
  const address = wide.frameRelayAddressLength(view, at, end);
  if (!wide.isCiscoFrameRelay(view, at, address)) return proceed(out, layerTypes.NLPID, at + length, end);
  const type = view.getUint16(at + address);
  return type > LARGEST_LENGTH ? proceed(out, type, at + address + 2, end) : finish(out, outcomes.OTHER_ETHERTYPE, at + length, end);
}

/** An NLPID and what it names; SNAP has no padding here (RFC 2427 section 4). */
export function stepIntoNlpid(view: DataView, at: number, end: number, padding: number, out: Layers): number {
  if (at >= end) return notDecoded(out, 'llc.cut', at, end);
  switch (view.getUint8(at)) {
    case wide.nlpids.IPV4:
      return proceed(out, etherTypes.IPV4, at + 1, end);
    case wide.nlpids.IPV6:
      return proceed(out, etherTypes.IPV6, at + 1, end);
    case wide.nlpids.PPP:
      return proceed(out, etherTypes.PPP, at + 1, end);
    case wide.nlpids.SNAP:
      return stepIntoSnap(view, at + 1, end, padding, out);
    default:
      return finish(out, outcomes.OTHER_ETHERTYPE, at, end);
  }
}

/** Organisation and protocol at `at`: an EtherType, or a bridged frame behind `padding` octets. */
function stepIntoSnap(view: DataView, at: number, end: number, padding: number, out: Layers): number {
  if (at + 5 > end) return notDecoded(out, 'llc.cut', at, end);
  const organisation = (view.getUint16(at) << 8) | view.getUint8(at + 2);
  const protocol = view.getUint16(at + 3);
  if (organisation === 0 && protocol > LARGEST_LENGTH) return proceed(out, protocol, at + 5, end);
  const isBridged = organisation === BRIDGED && (protocol === BRIDGED_WITH_CHECK || protocol === BRIDGED_ETHERNET);
  if (isBridged && at + 5 + padding <= end) return proceed(out, etherTypes.TRANSPARENT_BRIDGING, at + 5 + padding, end);
  return finish(out, outcomes.OTHER_ETHERTYPE, at, end);
}

/** AAL5 (RFC 2684): LLC with SNAP or an NLPID, else a circuit for one protocol, which is told by what parses. */
export function walkAtm(view: DataView, at: number, end: number, out: Layers): number {
  if (at + 3 > end) return notDecoded(out, 'llc.cut', at, end);
  const points = (view.getUint16(at) << 8) | view.getUint8(at + 2);
  if (points === 0xaaaa03) return stepIntoSnap(view, at + 3, end, 2, out);
  if (points === 0xfefe03) return stepIntoNlpid(view, at + 3, end, 2, out);
  if (view.getUint8(at) === 3 && at + 1 < end) return stepIntoNlpid(view, at + 1, end, 2, out);
  if (looksLikeIp(view, at, end)) return proceed(out, RAW_IP, at, end);
  const guess = guessFrame(view, at, end);
  if (guess >= 0) return proceed(out, guess, at, end);
  const behindPadding = guessFrame(view, at + 2, end);
  return behindPadding === etherTypes.TRANSPARENT_BRIDGING ? proceed(out, behindPadding, at + 2, end) : finish(out, outcomes.OTHER_ETHERTYPE, at, end);
}

/** LAN emulation carries Ethernet behind the number of a client; everything else is tried as AAL5. */
export function walkSunAtm(view: DataView, at: number, end: number, out: Layers): number {
  const p = at + wide.SUNATM_LENGTH;
  if (p + 2 > end) return notDecoded(out, 'link.header-cut', at, end);
  if (wide.sunAtmType(view, at) === wide.sunAtmTypes.LANE) {
    if (view.getUint16(p) === 0xff00) return finish(out, outcomes.OTHER_ETHERTYPE, p, end);
    return proceed(out, etherTypes.TRANSPARENT_BRIDGING, p + 2, end);
  }
  return proceed(out, LINK + linkTypes.ATM_RFC1483, p, end);
}

/** Packet PDUs carry Ethernet; management frames nothing. */
export function walkDocsis(view: DataView, at: number, end: number, out: Layers): number {
  const length = wide.docsisLength(view, at, end);
  if (length < 0) return at + 6 > end ? notDecoded(out, 'link.header-cut', at, end) : finish(out, outcomes.OTHER_ETHERTYPE, at, end);
  if (wide.docsisIsEncrypted(view, at, length)) return notDecoded(out, 'link.encrypted', at + length, end);
  return proceed(out, etherTypes.TRANSPARENT_BRIDGING, at + length, end);
}

export function walkErf(view: DataView, at: number, end: number, out: Layers): number {
  const length = wide.erfLength(view, at, end);
  if (length < 0) return notDecoded(out, 'link.header-cut', at, end);
  const p = at + length;
  switch (wide.erfType(view, at)) {
    case erfTypes.HDLC:
      return proceed(out, LINK + linkTypes.PPP_HDLC, p, end);
    case erfTypes.ETHERNET:
    case erfTypes.COLOR_ETHERNET:
    case erfTypes.DSM_COLOR_ETHERNET:
    case erfTypes.COLOR_HASH_ETHERNET:
      // an offset and a padding octet stand before the frame
      return proceed(out, etherTypes.TRANSPARENT_BRIDGING, Math.min(p + 2, end), end);
    case erfTypes.IPV4:
    case erfTypes.IPV6:
      return proceed(out, RAW_IP, p, end);
    default:
      return finish(out, outcomes.OTHER_ETHERTYPE, p, end);
  }
}
