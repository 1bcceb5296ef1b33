/**
 * A session description (RFC 8866, RFC 4566), read tolerantly from octets: what calls and media need, as small plain objects, with
 * spans for every line. Lines in any order, LF or CRLF; unknown lines and attributes are kept as lines only. What is
 * wrong becomes a problem with a place. Strings are made only for the small values kept; no input throws.
 */
import { limits } from '../base/limits.ts';
import { equalsIgnoringCase } from '../base/bytes.ts';
import { readText } from '../base/text.ts';
import { takeMediaAttribute, takeSessionAttribute } from './attribute.ts';
import { newMedia, newSession, report } from './model.ts';
import type { Connection, MutableMedia, MutableSession, Origin, Session } from './model.ts';
import { readDecimal, readIpv4, wordEnd, wordStart } from './words.ts';

/** Reads the session description octets[at, end). Spans are absolute positions in `octets`. */
export function parseSession(octets: Uint8Array, at: number, end: number): Session {
  const session = newSession(at, end);
  let media: MutableMedia | undefined;
  let attributes = 0;
  let p = at;
  while (p < end) {
    let lineEnd = p;
    while (lineEnd < end && octets[lineEnd] !== 0x0a && octets[lineEnd] !== 0x0d) lineEnd++;
    const next = lineEnd + 1 < end && octets[lineEnd] === 0x0d && octets[lineEnd + 1] === 0x0a ? lineEnd + 2 : lineEnd + 1;
    if (lineEnd > p) {
      session.lines.push(p, lineEnd);
      if (octets[p] === 0x61 && attributes++ >= limits.sdpAttributes) {
        if (attributes === limits.sdpAttributes + 1) report(session, 'limit.sdpAttributes', p, lineEnd);
      } else media = takeLine(octets, p, lineEnd, session, media);
      if (media !== undefined) media.end = lineEnd;
    }
    p = next;
  }
  if (session.version === undefined) report(session, 'sdp.version-missing', at, Math.min(end, at + 1));
  return session;
}

function takeLine(octets: Uint8Array, at: number, end: number, session: MutableSession, media: MutableMedia | undefined): MutableMedia | undefined {
  const type = octets[at]!;
  if (at + 1 >= end || octets[at + 1] !== 0x3d || type < 0x61 || type > 0x7a) {
    // "m =video": RFC 4475 section 3.1.1.8 has it, and it is not a line of RFC 8866
    if (end - at !== 1 || octets[at] !== 0) report(session, 'sdp.line', at, end);
    return media;
  }
  const value = at + 2;
  switch (type) {
    case 0x6d:
      return takeMedia(octets, value, end, session, media);
    case 0x61:
      if (media === undefined) takeSessionAttribute(octets, value, end, session);
      else takeMediaAttribute(octets, value, end, media, session);
      return media;
    case 0x63:
      takeConnection(octets, value, end, session, media);
      return media;
    case 0x76:
      takeVersion(octets, value, end, session, media);
      return media;
    case 0x6f:
      takeOrigin(octets, value, end, session);
      return media;
    case 0x73:
      session.name ??= readText(octets, value, end);
      return media;
    case 0x62:
      takeBandwidth(octets, value, end, media ?? session, session);
      return media;
    case 0x74:
    case 0x72:
    case 0x7a:
    case 0x69:
    case 0x75:
    case 0x65:
    case 0x70:
    case 0x6b:
      return media;
    default:
      report(session, 'sdp.line-type', at, end);
      return media;
  }
}

function takeVersion(octets: Uint8Array, at: number, end: number, session: MutableSession, media: MutableMedia | undefined): void {
  if (session.version !== undefined || media !== undefined) {
    report(session, session.version === undefined ? 'sdp.line-order' : 'sdp.second-session', at - 2, end);
    if (session.version !== undefined) return;
  }
  session.version = readDecimal(octets, at, end);
  if (session.version !== 0) report(session, 'sdp.version', at, end);
  if (session.lines.length > 2) report(session, 'sdp.line-order', at - 2, end);
}

/** o=username sess-id sess-version nettype addrtype address (section 5.2) */
function takeOrigin(octets: Uint8Array, at: number, end: number, session: MutableSession): void {
  if (session.origin !== undefined) return;
  const words: string[] = [];
  for (let p = wordStart(octets, at, end); p < end && words.length < 6; ) {
    const last = wordEnd(octets, p, end);
    words.push(readText(octets, p, last));
    p = wordStart(octets, last, end);
  }
  if (words.length < 6) report(session, 'sdp.origin', at - 2, end);
  const origin: Origin = {
    username: words[0] ?? '',
    sessionId: words[1] ?? '',
    sessionVersion: words[2] ?? '',
    networkType: words[3] ?? '',
    addressType: words[4] ?? '',
    address: words[5] ?? '',
    at: at - 2,
    length: end - at + 2,
  };
  session.origin = origin;
}

/** c=nettype addrtype address[/ttl][/count] (section 5.7); without "IN IP4" the last word is taken as the address */
function takeConnection(octets: Uint8Array, at: number, end: number, session: MutableSession, media: MutableMedia | undefined): void {
  const connection = readConnection(octets, at, end);
  if (connection.malformed) report(session, 'sdp.connection', at - 2, end);
  if (media !== undefined) media.connection ??= connection;
  else session.connection ??= connection;
}

export function readConnection(octets: Uint8Array, at: number, end: number): Connection {
  const networkAt = wordStart(octets, at, end);
  const networkEnd = wordEnd(octets, networkAt, end);
  const typeAt = wordStart(octets, networkEnd, end);
  const typeEnd = wordEnd(octets, typeAt, end);
  const addressAt = wordStart(octets, typeEnd, end);
  const wordLast = wordEnd(octets, addressAt, end);
  let addressEnd = addressAt;
  while (addressEnd < wordLast && octets[addressEnd] !== 0x2f) addressEnd++;
  const isIp4 = equalsIgnoringCase(octets, typeAt, typeEnd, 'ip4');
  const isIp6 = equalsIgnoringCase(octets, typeAt, typeEnd, 'ip6');
  const address = readText(octets, addressAt, addressEnd);
  const first = addressEnd < wordLast ? addressEnd + 1 : wordLast;
  let slash = first;
  while (slash < wordLast && octets[slash] !== 0x2f) slash++;
  const suffix = addressEnd < wordLast ? readDecimal(octets, first, slash) : undefined;
  const second = slash < wordLast ? readDecimal(octets, slash + 1, wordLast) : undefined;
  const networkOk = equalsIgnoringCase(octets, networkAt, networkEnd, 'in');
  const addressOk = isIp4 ? isIp4OrHost(address) : isIp6 ? isIp6OrHost(address) : false;
  return {
    addressType: isIp4 ? 'IP4' : isIp6 ? 'IP6' : readText(octets, typeAt, typeEnd),
    address,
    ipv4: readIpv4(octets, addressAt, addressEnd),
    ttl: isIp6 ? undefined : suffix,
    count: isIp6 ? suffix : second,
    malformed: !networkOk || !addressOk || suffix === -1 || second === -1,
    at: at - 2,
    length: end - at + 2,
    addressAt,
    addressLength: addressEnd - addressAt,
  };
}

/** A dotted quad within range, or a host name that is not a bad dotted quad. */
function isIp4OrHost(address: string): boolean {
  if (/^[0-9.]+$/.test(address)) {
    const parts = address.split('.');
    return parts.length === 4 && parts.every((part) => part.length > 0 && part.length <= 3 && Number(part) <= 255);
  }
  return isHost(address);
}

function isIp6OrHost(address: string): boolean {
  if (!address.includes(':')) return isHost(address);
  return /^[0-9a-fA-F:.]+(%[\w.-]+)?$/.test(address) && !address.includes(':::') && address.split('::').length <= 2 && address.length <= 64;
}

const isHost = (address: string): boolean => address.length > 0 && address.length <= 255 && /^[\w.-]+$/.test(address);

/** m=media port[/count] proto fmt … (section 5.14) */
function takeMedia(octets: Uint8Array, at: number, end: number, session: MutableSession, previous: MutableMedia | undefined): MutableMedia | undefined {
  if (session.media.length >= limits.sdpMedia) {
    if (session.media.length === limits.sdpMedia && previous?.overflow !== true) report(session, 'limit.sdpMedia', at - 2, end);
    const overflow = newMedia(session.media.length, at - 2, end, session);
    overflow.overflow = true;
    return overflow;
  }
  const kindAt = wordStart(octets, at, end);
  const kindEnd = wordEnd(octets, kindAt, end);
  const portAt = wordStart(octets, kindEnd, end);
  const portWordEnd = wordEnd(octets, portAt, end);
  let portEnd = portAt;
  while (portEnd < portWordEnd && octets[portEnd] !== 0x2f) portEnd++;
  const protocolAt = wordStart(octets, portWordEnd, end);
  const protocolEnd = wordEnd(octets, protocolAt, end);
  const media = newMedia(session.media.length, at - 2, end, session);
  media.kind = readText(octets, kindAt, kindEnd);
  media.protocol = readText(octets, protocolAt, protocolEnd);
  media.lineLength = end - at + 2;
  const port = readDecimal(octets, portAt, portEnd);
  const count = portEnd < portWordEnd ? readDecimal(octets, portEnd + 1, portWordEnd) : 1;
  if (port < 0 || port > 65535 || count < 1 || count > 32768 || kindAt === kindEnd || protocolAt === protocolEnd) report(session, 'sdp.media', at - 2, end);
  media.port = port > 65535 || port < 0 ? 0 : port;
  media.portCount = count < 1 || count > 32768 ? 1 : count;
  media.isRtp = isRtpProtocol(octets, protocolAt, protocolEnd);
  takeFormats(octets, protocolEnd, end, media, session);
  session.media.push(media);
  return media;
}

function takeFormats(octets: Uint8Array, at: number, end: number, media: MutableMedia, session: MutableSession): void {
  let p = wordStart(octets, at, end);
  while (p < end) {
    const last = wordEnd(octets, p, end);
    if (media.formats.length >= limits.sdpFormats) {
      report(session, 'limit.sdpFormats', p, end);
      return;
    }
    media.formats.push(readText(octets, p, last));
    if (media.isRtp) {
      const payloadType = readDecimal(octets, p, last);
      if (payloadType < 0 || payloadType > 127) report(session, 'sdp.payload-type', p, last);
      else if (!media.payloadTypes.includes(payloadType)) media.payloadTypes.push(payloadType);
    }
    p = wordStart(octets, last, end);
  }
}

/** "RTP/" anywhere in the protocol: RTP/AVP, RTP/SAVPF, UDP/TLS/RTP/SAVPF, TCP/RTP/AVP */
function isRtpProtocol(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i + 4 <= end; i++) if ((octets[i]! | 0x20) === 0x72 && equalsIgnoringCase(octets, i, i + 4, 'rtp/')) return true;
  return false;
}

/** b=AS:64 (section 5.8): the modifiers a reader asks about, in kbit/s */
function takeBandwidth(octets: Uint8Array, at: number, end: number, target: { bandwidth: number | undefined }, session: MutableSession): void {
  let colon = at;
  while (colon < end && octets[colon] !== 0x3a) colon++;
  const value = readDecimal(octets, colon + 1, end);
  if (value < 0) report(session, 'sdp.bandwidth', at - 2, end);
  else if (equalsIgnoringCase(octets, at, colon, 'as')) target.bandwidth ??= value;
}
