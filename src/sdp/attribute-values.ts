/**
 * The longer attribute values: a=rtcp (RFC 3605), a=ssrc (RFC 5576), a=crypto (RFC 4568), a=candidate (RFC 8839). Each takes what it
 * can and reports what it cannot; a key or password is never copied, only its place.
 */
import { startsWithIgnoringCase } from '../base/bytes.ts';
import { readText } from '../base/text.ts';
import { report } from './model.ts';
import type { MutableMedia, MutableSession } from './model.ts';
import { readDecimal, wordEnd, wordStart } from './words.ts';

const MOST = 256;

/** a=rtcp:53020 IN IP4 126.16.64.4 */
export function takeRtcp(octets: Uint8Array, at: number, end: number, media: MutableMedia, session: MutableSession): void {
  const portEnd = wordEnd(octets, at, end);
  const port = readDecimal(octets, at, portEnd);
  if (port < 0 || port > 65535) {
    report(session, 'sdp.rtcp', at, end);
    return;
  }
  const networkAt = wordStart(octets, portEnd, end);
  const typeAt = wordStart(octets, wordEnd(octets, networkAt, end), end);
  const addressAt = wordStart(octets, wordEnd(octets, typeAt, end), end);
  const addressEnd = wordEnd(octets, addressAt, end);
  media.rtcp ??= { port, address: addressEnd > addressAt ? readText(octets, addressAt, addressEnd) : undefined };
}

/** a=ssrc:314159 cname:user@example.com */
export function takeSsrc(octets: Uint8Array, at: number, end: number, media: MutableMedia, session: MutableSession): void {
  const numberEnd = wordEnd(octets, at, end);
  const ssrc = readDecimal(octets, at, numberEnd);
  if (ssrc < 0 || ssrc > 0xffffffff) {
    report(session, 'sdp.ssrc', at, end);
    return;
  }
  const attributeAt = wordStart(octets, numberEnd, end);
  const cname = startsWithIgnoringCase(octets, attributeAt, end, 'cname:') ? readText(octets, attributeAt + 6, end) : undefined;
  const known = media.ssrcs.findIndex((entry) => entry.ssrc === ssrc);
  if (known >= 0) {
    if (cname !== undefined && media.ssrcs[known]!.cname === undefined) media.ssrcs[known] = { ssrc, cname };
  } else if (media.ssrcs.length < MOST) media.ssrcs.push({ ssrc, cname });
}

/** a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:key|2^20|1:4 */
export function takeCrypto(octets: Uint8Array, at: number, end: number, media: MutableMedia, session: MutableSession): void {
  const tagEnd = wordEnd(octets, at, end);
  const tag = readDecimal(octets, at, tagEnd);
  const suiteAt = wordStart(octets, tagEnd, end);
  const suiteEnd = wordEnd(octets, suiteAt, end);
  const keyAt = wordStart(octets, suiteEnd, end);
  const inline = startsWithIgnoringCase(octets, keyAt, end, 'inline:');
  const first = inline ? keyAt + 7 : keyAt;
  let last = first;
  while (last < end && octets[last] !== 0x7c && octets[last] !== 0x3b && octets[last] !== 0x20) last++;
  if (tag < 0 || suiteAt === suiteEnd || !inline || last === first) report(session, 'sdp.crypto', at - 9, end);
  if (media.crypto.length < MOST)
    media.crypto.push({ tag, suite: readText(octets, suiteAt, suiteEnd), keyAt: first, keyLength: last - first, at: at - 9, length: end - at + 9 });
}

/** a=candidate:foundation component transport priority address port typ type [raddr a] [rport p] … */
export function takeCandidate(octets: Uint8Array, at: number, end: number, media: MutableMedia, session: MutableSession): void {
  if (media.candidates.length >= MOST) return;
  const words = readText(octets, at, Math.min(end, at + 1024)).split(/[ \t]+/);
  const port = decimal(words[5]);
  const component = decimal(words[1]);
  if (words.length < 8 || port < 0 || port > 65535 || component < 0 || words[6]?.toLowerCase() !== 'typ') {
    report(session, 'sdp.candidate', at - 12, end);
    return;
  }
  let relatedAddress: string | undefined;
  let relatedPort: number | undefined;
  for (let i = 8; i + 1 < words.length; i += 2) {
    if (words[i] === 'raddr') relatedAddress = words[i + 1];
    else if (words[i] === 'rport') relatedPort = decimal(words[i + 1]);
  }
  media.candidates.push({
    foundation: words[0]!,
    component,
    transport: words[2]!,
    priority: decimal(words[3]),
    address: words[4]!,
    port,
    type: words[7]!,
    relatedAddress,
    relatedPort: relatedPort === -1 ? undefined : relatedPort,
    at: at - 12,
    length: end - at + 12,
  });
}

const decimal = (word: string | undefined): number => (word !== undefined && /^[0-9]{1,10}$/.test(word) ? Number(word) : -1);
