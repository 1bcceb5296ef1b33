/**
 * The header fields that every message has, read in one go when they are written as nearly every stack writes them: full name,
 * no space before the colon, one or none behind it, CR LF, no fold. Anything else is left to scan-header.ts, which reads
 * every form and gives the same for these. Neither line end nor colon is looked for first.
 */
import { four, searchOctet } from '../base/octet-search.ts';
import { methodId } from './method.ts';
import { findPlainNameAddr, NameAddr } from './name-addr.ts';
import { plainLineEnd } from './param.ts';
import type { SipScan } from './scan.ts';
import { setContact, setFrom, setTo, setTopVia } from './scan-values.ts';
import { findPlainVia, Via } from './via.ts';
import { isFour } from './word.ts';

const CALL = four('call');
const CSEQ = four('cseq');
const FROM = four('from');
const FORW = four('forw'),
  ARDS = four('ards');
const CONT = four('cont'),
  TACT = four('tact'),
  TENT = four('tent'),
  LENG = four('leng'),
  NGTH = four('ngth');
const USER = four('user'),
  AGEN = four('agen'),
  GENT = four('gent');
const SERV = four('serv'),
  RVER = four('rver');
const HYPHEN = 0x2d;
const COLON = 0x3a;
/** the longest name and a line end; nearer to the end of the message the other way is taken */
const ROOM = 20;

const address = new NameAddr();
const via = new Via();

/** Reads the header field at `at`. Returns where the next line begins, or -1 with nothing read. */
export function scanPlainHeader(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  if (end - at < ROOM) return -1;
  switch (octets[at]! | 0x20) {
    case 0x76:
      return octets[at + 3] === COLON && out.viaCount === 0 && (octets[at + 1]! | 0x20) === 0x69 && (octets[at + 2]! | 0x20) === 0x61
        ? plainVia(octets, at + 4, end, out)
        : -1;
    case 0x66:
      return octets[at + 4] === COLON && (out.seen & 8) === 0 && isFour(octets, at, FROM) ? plainFrom(octets, at + 5, end, out) : -1;
    case 0x74:
      return octets[at + 2] === COLON && (out.seen & 16) === 0 && (octets[at + 1]! | 0x20) === 0x6f ? plainTo(octets, at + 3, end, out) : -1;
    case 0x6d:
      return octets[at + 12] === COLON && out.maxForwards === -1 && isMaxForwards(octets, at) ? plainMaxForwards(octets, at + 13, end, out) : -1;
    case 0x63:
      return plainC(octets, at, end, out);
    case 0x75:
      return octets[at + 10] === COLON &&
        out.userAgentAt < 0 &&
        octets[at + 4] === HYPHEN &&
        isFour(octets, at, USER) &&
        isFour(octets, at + 5, AGEN) &&
        isFour(octets, at + 6, GENT)
        ? plainUserAgent(octets, at + 11, end, out)
        : -1;
    case 0x73:
      return plainS(octets, at, end, out);
    // Allow, Accept, Accept-Language: of the names with this letter Authorization alone says something
    case 0x61:
      return (octets[at + 1]! | 0x20) === 0x75
        ? -1
        : octets[at + 5] === COLON || octets[at + 6] === COLON || octets[at + 15] === COLON
          ? skipLine(octets, at, end)
          : -1;
    default:
      return -1;
  }
}

function isMaxForwards(octets: Uint8Array, at: number): boolean {
  return (
    octets[at + 3] === HYPHEN &&
    (octets[at + 1]! | 0x20) === 0x61 &&
    (octets[at + 2]! | 0x20) === 0x78 &&
    isFour(octets, at + 4, FORW) &&
    isFour(octets, at + 8, ARDS)
  );
}

function isCallId(octets: Uint8Array, at: number): boolean {
  return octets[at + 4] === HYPHEN && isFour(octets, at, CALL) && (octets[at + 5]! | 0x20) === 0x69 && (octets[at + 6]! | 0x20) === 0x64;
}

function isContentLength(octets: Uint8Array, at: number): boolean {
  return octets[at + 7] === HYPHEN && isFour(octets, at, CONT) && isFour(octets, at + 3, TENT) && isFour(octets, at + 8, LENG) && isFour(octets, at + 10, NGTH);
}

function plainC(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  if (octets[at + 4] === COLON) return (out.seen & 4) === 0 && isFour(octets, at, CSEQ) ? plainCseq(octets, at + 5, end, out) : -1;
  if (octets[at + 7] === COLON) {
    if ((out.seen & 1) === 0 && isCallId(octets, at)) return plainCallId(octets, at + 8, end, out);
    return out.contactCount === 0 && isFour(octets, at, CONT) && isFour(octets, at + 3, TACT) ? plainContact(octets, at + 8, end, out) : -1;
  }
  return octets[at + 14] === COLON && out.contentLength === -1 && isContentLength(octets, at) ? plainContentLength(octets, at + 15, end, out) : -1;
}

/** Server, whose value counts like a User-Agent's; Supported says nothing here, nor does any shorter name in "Su". */
function plainS(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  if (octets[at + 9] === COLON && (octets[at + 1]! | 0x20) === 0x75) return skipLine(octets, at, end);
  return octets[at + 6] === COLON && out.userAgentAt < 0 && isFour(octets, at, SERV) && isFour(octets, at + 2, RVER)
    ? plainServer(octets, at + 7, end, out)
    : -1;
}

/** The line after octets[at], when that line has a colon; the caller has seen one at most 16 octets on. */
function skipLine(octets: Uint8Array, at: number, end: number): number {
  const lineEnd = searchOctet(octets, 0x0a, at, end);
  return lineEnd < at + 16 ? -1 : plainLineEnd(octets, lineEnd - 1, end);
}

function plainUserAgent(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const next = plainServer(octets, at, end, out);
  if (next >= 0) out.seen |= 64;
  return next;
}

function plainServer(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const first = octets[at] === 0x20 ? at + 1 : at;
  const last = searchOctet(octets, 0x0a, first, end) - 1;
  if (last <= first || octets[first]! <= 0x20 || octets[last - 1]! <= 0x20) return -1;
  const next = plainLineEnd(octets, last, end);
  if (next < 0) return -1;
  out.userAgentAt = first;
  out.userAgentEnd = last;
  return next;
}

function plainVia(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const next = findPlainVia(octets, at, end, via);
  if (next < 0 || via.malformed) return -1;
  out.seen |= 2;
  out.viaCount = 1;
  setTopVia(via, out);
  return next;
}

function plainFrom(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const next = findPlainNameAddr(octets, at, end, address);
  if (next < 0) return -1;
  out.seen |= 8;
  setFrom(address, out);
  return next;
}

function plainTo(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const next = findPlainNameAddr(octets, at, end, address);
  if (next < 0) return -1;
  out.seen |= 16;
  setTo(address, out);
  return next;
}

function plainContact(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const next = findPlainNameAddr(octets, at, end, address);
  if (next < 0) return -1;
  out.contactCount = 1;
  setContact(address, out);
  return next;
}

function plainCallId(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const first = octets[at] === 0x20 ? at + 1 : at;
  const last = searchOctet(octets, 0x0a, first, end) - 1;
  if (last <= first || octets[first]! <= 0x20 || octets[last - 1]! <= 0x20) return -1;
  const next = plainLineEnd(octets, last, end);
  if (next < 0) return -1;
  out.seen |= 1;
  out.callIdAt = first;
  out.callIdEnd = last;
  return next;
}

function plainCseq(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  let i = octets[at] === 0x20 ? at + 1 : at;
  const first = i;
  let number = 0;
  for (; i < end && octets[i]! >= 0x30 && octets[i]! <= 0x39; i++) number = number * 10 + octets[i]! - 0x30;
  const methodAt = i + 1;
  if (i === first || i - first > 9 || octets[i] !== 0x20) return -1;
  i = methodAt;
  while (i < end && octets[i]! > 0x20) i++;
  const next = i === methodAt ? -1 : plainLineEnd(octets, i, end);
  if (next < 0) return -1;
  out.seen |= 4;
  out.cseqNumber = number;
  out.cseqMethodAt = methodAt;
  out.cseqMethodEnd = i;
  out.cseqMethod = methodId(octets, methodAt, i);
  return next;
}

function plainMaxForwards(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const first = octets[at] === 0x20 ? at + 1 : at;
  const last = digitsEnd(octets, first, end);
  const next = last === first || last - first > 3 ? -1 : plainLineEnd(octets, last, end);
  const hops = next < 0 ? -1 : numberOf(octets, first, last);
  if (next < 0 || hops > 255) return -1;
  out.maxForwards = hops;
  return next;
}

function plainContentLength(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const first = octets[at] === 0x20 ? at + 1 : at;
  const last = digitsEnd(octets, first, end);
  const next = last === first || last - first > 9 ? -1 : plainLineEnd(octets, last, end);
  if (next < 0) return -1;
  out.contentLength = numberOf(octets, first, last);
  return next;
}

function digitsEnd(octets: Uint8Array, at: number, end: number): number {
  while (at < end && octets[at]! >= 0x30 && octets[at]! <= 0x39) at++;
  return at;
}

function numberOf(octets: Uint8Array, at: number, end: number): number {
  let number = 0;
  for (let i = at; i < end; i++) number = number * 10 + octets[i]! - 0x30;
  return number;
}
