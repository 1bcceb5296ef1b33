/**
 * The attributes of a session description that calls and media need (RFC 8866 section 6, RFC 3605, 4568, 5576, 8122, 8839, 4975,
 * T.38 annex D), recognised on octets. Everything else stays a line. Malformed values become problems, never exceptions.
 */
import { equalsIgnoringCase, startsWithIgnoringCase } from '../base/bytes.ts';
import { readText } from '../base/text.ts';
import { takeCandidate, takeCrypto, takeRtcp, takeSsrc } from './attribute-values.ts';
import { directions, report } from './model.ts';
import type { Direction, Fingerprint, MutableMedia, MutableSession, RtpMap } from './model.ts';
import { readDecimal, wordEnd, wordStart } from './words.ts';

/** Behind "a=", before the first m-line. */
export function takeSessionAttribute(octets: Uint8Array, at: number, end: number, session: MutableSession): void {
  const nameEnd = attributeNameEnd(octets, at, end);
  const value = Math.min(end, nameEnd + 1);
  switch (nameEnd - at) {
    case 5:
      if (equalsIgnoringCase(octets, at, nameEnd, 'group')) takeGroup(octets, value, end, session);
      else if (equalsIgnoringCase(octets, at, nameEnd, 'setup')) session.setup ??= readText(octets, value, end);
      return;
    case 4:
      if (equalsIgnoringCase(octets, at, nameEnd, 'fmtp')) takeFmtp(octets, value, end, session.fmtp);
      return;
    case 6:
      if (equalsIgnoringCase(octets, at, nameEnd, 'rtpmap')) takeRtpMap(octets, value, end, session.rtpmaps, session);
      return;
    case 8: {
      if (equalsIgnoringCase(octets, at, nameEnd, 'ice-lite')) session.iceLite = true;
      else session.direction ??= directionOf(octets, at, nameEnd);
      return;
    }
    case 9:
      if (equalsIgnoringCase(octets, at, nameEnd, 'ice-ufrag')) session.iceUfrag ??= readText(octets, value, end);
      return;
    case 11:
      if (equalsIgnoringCase(octets, at, nameEnd, 'fingerprint')) session.fingerprint ??= readFingerprint(octets, value, end);
      return;
    default:
  }
}

/** Behind "a=", under an m-line. */
export function takeMediaAttribute(octets: Uint8Array, at: number, end: number, media: MutableMedia, session: MutableSession): void {
  const nameEnd = attributeNameEnd(octets, at, end);
  const value = Math.min(end, nameEnd + 1);
  const first = octets[at]! | 0x20;
  switch (nameEnd - at) {
    case 3:
      if (first === 0x6d && equalsIgnoringCase(octets, at, nameEnd, 'mid')) media.mid ??= readText(octets, value, end);
      return;
    case 4:
      takeFour(octets, at, nameEnd, value, end, media, session);
      return;
    case 5:
      if (equalsIgnoringCase(octets, at, nameEnd, 'ptime')) media.ptime ??= milliseconds(octets, value, end, session);
      else if (equalsIgnoringCase(octets, at, nameEnd, 'setup')) media.setup ??= readText(octets, value, end);
      else if (equalsIgnoringCase(octets, at, nameEnd, 'label')) media.label ??= readText(octets, value, end);
      return;
    case 6:
      if (first === 0x72) {
        if (equalsIgnoringCase(octets, at, nameEnd, 'rtpmap')) takeRtpMap(octets, value, end, media.rtpmaps, session);
      } else if (equalsIgnoringCase(octets, at, nameEnd, 'crypto')) takeCrypto(octets, value, end, media, session);
      return;
    case 8:
      if (first === 0x6d) {
        if (equalsIgnoringCase(octets, at, nameEnd, 'maxptime')) media.maxptime ??= milliseconds(octets, value, end, session);
      } else if (equalsIgnoringCase(octets, at, nameEnd, 'rtcp-mux')) media.rtcpMux = true;
      else media.direction ??= directionOf(octets, at, nameEnd);
      return;
    case 9:
      if (equalsIgnoringCase(octets, at, nameEnd, 'candidate')) takeCandidate(octets, value, end, media, session);
      else if (equalsIgnoringCase(octets, at, nameEnd, 'ice-ufrag')) media.iceUfrag ??= readText(octets, value, end);
      break;
    case 11:
      if (equalsIgnoringCase(octets, at, nameEnd, 'fingerprint')) media.fingerprint ??= readFingerprint(octets, value, end);
      else if (first === 0x73 && equalsIgnoringCase(octets, at, nameEnd, 'silencesupp') && startsWithIgnoringCase(octets, value, end, 'off'))
        media.noSilenceSuppression = true;
      break;
    case 12:
      if (first === 0x61 && equalsIgnoringCase(octets, at, nameEnd, 'accept-types')) media.acceptTypes ??= readText(octets, value, end);
      return;
    case 13:
      if (equalsIgnoringCase(octets, at, nameEnd, 'file-selector')) media.fileSelector ??= readText(octets, value, end);
      return;
    default:
  }
  if (first === 0x74 && startsWithIgnoringCase(octets, at, nameEnd, 't38')) {
    const name = readText(octets, at, nameEnd).toLowerCase();
    if (!media.t38.has(name)) media.t38.set(name, readText(octets, value, end));
  }
}

function takeFour(octets: Uint8Array, at: number, nameEnd: number, value: number, end: number, media: MutableMedia, session: MutableSession): void {
  if (equalsIgnoringCase(octets, at, nameEnd, 'fmtp')) takeFmtp(octets, value, end, media.fmtp);
  else if (equalsIgnoringCase(octets, at, nameEnd, 'rtcp')) takeRtcp(octets, value, end, media, session);
  else if (equalsIgnoringCase(octets, at, nameEnd, 'ssrc')) takeSsrc(octets, value, end, media, session);
  else if (equalsIgnoringCase(octets, at, nameEnd, 'path')) media.path ??= readText(octets, value, end);
  else if (equalsIgnoringCase(octets, at, nameEnd, 'curr')) media.preconditions = true;
  else if (equalsIgnoringCase(octets, at, nameEnd, 'gpmd') && readText(octets, value, end).toLowerCase().includes('vbd=yes')) media.voiceBandData = true;
}

/** The name ends at the colon; without one at the end of the line, trailing white space left out. */
function attributeNameEnd(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i] !== 0x3a) i++;
  if (i === end) while (i > at && (octets[i - 1] === 0x20 || octets[i - 1] === 0x09)) i--;
  return i;
}

function directionOf(octets: Uint8Array, at: number, end: number): Direction | undefined {
  for (const direction of directions) if (equalsIgnoringCase(octets, at, end, direction)) return direction;
  return undefined;
}

/** a=rtpmap:96 opus/48000/2 (RFC 8866 section 6.6) */
function takeRtpMap(octets: Uint8Array, at: number, end: number, into: Map<number, RtpMap>, session: MutableSession): void {
  const typeAt = wordStart(octets, at, end);
  const typeEnd = wordEnd(octets, typeAt, end);
  const payloadType = readDecimal(octets, typeAt, typeEnd);
  const nameAt = wordStart(octets, typeEnd, end);
  let nameEnd = nameAt;
  while (nameEnd < end && octets[nameEnd] !== 0x2f) nameEnd++;
  let rateEnd = Math.min(end, nameEnd + 1);
  while (rateEnd < end && octets[rateEnd] !== 0x2f) rateEnd++;
  const rate = nameEnd < end ? readDecimal(octets, nameEnd + 1, rateEnd) : -1;
  const channels = rateEnd < end ? readDecimal(octets, rateEnd + 1, end) : 1;
  const rateOk = rate >= 1 && rate <= 0xffffffff;
  if (payloadType < 0 || payloadType > 127 || nameAt === nameEnd || !rateOk || channels < 1) report(session, 'sdp.rtpmap', at - 9, end);
  if (payloadType < 0 || payloadType > 127) return;
  into.set(payloadType, {
    name: readText(octets, nameAt, nameEnd).trimEnd(),
    rate: rateOk ? rate : 0,
    channels: channels >= 1 && channels <= 255 ? channels : 1,
  });
}

/** a=fmtp:97 mode=20; the parameters stay text */
function takeFmtp(octets: Uint8Array, at: number, end: number, into: Map<number, string>): void {
  const typeAt = wordStart(octets, at, end);
  const typeEnd = wordEnd(octets, typeAt, end);
  const payloadType = readDecimal(octets, typeAt, typeEnd);
  if (payloadType < 0 || payloadType > 127 || into.has(payloadType)) return;
  into.set(payloadType, readText(octets, wordStart(octets, typeEnd, end), end));
}

function takeGroup(octets: Uint8Array, at: number, end: number, session: MutableSession): void {
  const words = readText(octets, at, end)
    .split(/[ \t]+/)
    .filter((word) => word !== '');
  if (session.groups.length < 64) session.groups.push({ semantics: words[0] ?? '', mids: words.slice(1, 257) });
}

function readFingerprint(octets: Uint8Array, at: number, end: number): Fingerprint {
  const hashEnd = wordEnd(octets, at, end);
  return { hash: readText(octets, at, hashEnd), value: readText(octets, wordStart(octets, hashEnd, end), end).trimEnd() };
}

/** ptime and maxptime: whole or decimal milliseconds, 1 to 10000; undefined otherwise */
function milliseconds(octets: Uint8Array, at: number, end: number, session: MutableSession): number | undefined {
  const text = readText(octets, at, Math.min(end, at + 16)).trim();
  const value = /^[0-9]{1,6}(\.[0-9]+)?$/.test(text) ? Number(text) : -1;
  if (value > 0 && value <= 10_000) return value;
  report(session, 'sdp.ptime', at, end);
  return undefined;
}
