/**
 * The start line of a SIP message (RFC 3261 section 7.1 and 7.2). Two readings: `strict` is what Wireshark takes for SIP (exact
 * single spaces, version exactly SIP/2.0, a URI with a colon, three digits); everything else that is recognisably a SIP
 * start line (RFC 4475 section 3.1.2) is read too, with a problem bit. Never reads outside [at, end).
 */
import { methodId } from './method.ts';
import { Problem } from './problem.ts';
import type { SipScan } from './scan.ts';
import { findUriParts, UriParts } from './uri.ts';

const uri = new UriParts();

const isGap = (octet: number): boolean => octet === 0x20 || octet === 0x09;

/** Reads the line octets[at, end), line end excluded. False when it is no SIP start line. */
export function readStartLine(octets: Uint8Array, at: number, end: number, out: SipScan): boolean {
  out.startLineAt = at;
  out.startLineEnd = end;
  if (end - at < 8) return false;
  if (isSipSlash(octets, at)) return readStatusLine(octets, at, end, out);
  return readRequestLine(octets, at, end, out);
}

function readRequestLine(octets: Uint8Array, at: number, end: number, out: SipScan): boolean {
  let last = end;
  while (last > at && isGap(octets[last - 1]!)) last--;
  const exact = last - at > 10 && octets[last - 8] === 0x20 && isSip20(octets, last - 7, last);
  const version = exact ? last - 7 : findVersion(octets, at, last);
  if (version < 0) return false;
  let methodEnd = at;
  while (methodEnd < version && octets[methodEnd]! > 0x20) methodEnd++;
  if (!isGap(octets[methodEnd]!) || methodEnd === at || methodEnd >= version) return false;
  let uriAt = methodEnd;
  while (uriAt < version && isGap(octets[uriAt]!)) uriAt++;
  let uriEnd = version;
  while (uriEnd > methodEnd + 1 && isGap(octets[uriEnd - 1]!)) uriEnd--;
  uriAt = Math.min(uriAt, uriEnd);
  out.isRequest = true;
  out.methodAt = at;
  out.methodEnd = methodEnd;
  out.method = methodId(octets, at, methodEnd);
  out.requestUriAt = uriAt;
  out.requestUriEnd = uriEnd;
  out.versionAt = version;
  out.versionEnd = last;
  let problems = 0;
  if (last !== end || uriAt !== methodEnd + 1 || uriEnd !== version - 1 || octets[methodEnd] !== 0x20 || octets[uriEnd] !== 0x20) problems |= Problem.startLineWhitespace;
  if (!exact && !isSip20(octets, version, last)) problems |= Problem.version;
  if (out.method === 0 && !isToken(octets, at, methodEnd)) problems |= Problem.method;
  let colon = -1;
  let broken = false;
  for (let i = uriAt; i < uriEnd; i++) {
    const octet = octets[i]!;
    if (octet > 0x3e) continue;
    if (octet === 0x3a) {
      if (colon < 0) colon = i;
    } else if (octet <= 0x20) {
      problems |= Problem.startLineWhitespace | Problem.requestUri;
      broken = true;
    } else if (octet === 0x3c || octet === 0x3e || octet === 0x22) broken = true;
    else if (octet === 0x25 && (i + 2 >= uriEnd || !isHexadecimal(octets[i + 1]!) || !isHexadecimal(octets[i + 2]!))) broken = true;
  }
  out.hasScheme = colon > uriAt && uriEnd - uriAt >= 3;
  if (broken || !out.hasScheme) problems |= Problem.requestUri;
  out.problems |= problems;
  splitRequestUri(octets, out);
  out.strict = out.hasScheme && (problems & (Problem.startLineWhitespace | Problem.version)) === 0;
  return true;
}

/** Headers are not allowed in a Request-URI (RFC 3261 section 19.1.1); an IPv6 address without brackets shows as a bad port. */
function splitRequestUri(octets: Uint8Array, out: SipScan): void {
  findUriParts(octets, out.requestUriAt, out.requestUriEnd, uri);
  out.requestUserAt = uri.userAt;
  out.requestUserEnd = uri.userEnd;
  out.requestHostAt = uri.hostAt;
  out.requestHostEnd = uri.hostEnd;
  if (!out.hasScheme || !isSipScheme(octets, out.requestUriAt, uri.schemeEnd)) return;
  if (uri.port === -2 || uri.headersAt >= 0 || !isHost(octets, uri.hostAt, uri.hostEnd)) out.problems |= Problem.requestUri;
}

/** Not empty, no second @, brackets in pairs. */
function isHost(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (octets[i] === 0x40) return false;
  return end > at && (octets[at] !== 0x5b || octets[end - 1] === 0x5d);
}

const isHexadecimal = (octet: number): boolean => (octet >= 0x30 && octet <= 0x39) || ((octet | 0x20) >= 0x61 && (octet | 0x20) <= 0x66);

function isSipScheme(octets: Uint8Array, at: number, end: number): boolean {
  if (end - at < 4 || end - at > 5) return false;
  return (octets[at]! | 0x20) === 0x73 && (octets[at + 1]! | 0x20) === 0x69 && (octets[at + 2]! | 0x20) === 0x70 && (end - at === 4 || (octets[at + 3]! | 0x20) === 0x73);
}

function readStatusLine(octets: Uint8Array, at: number, end: number, out: SipScan): boolean {
  const versionEnd = findVersionEnd(octets, at, end);
  if (versionEnd < 0) return false;
  let statusAt = versionEnd;
  while (statusAt < end && isGap(octets[statusAt]!)) statusAt++;
  let i = statusAt;
  let status = 0;
  let isNumber = true;
  for (; i < end && !isGap(octets[i]!); i++) {
    const digit = octets[i]! - 0x30;
    if (digit < 0 || digit > 9) isNumber = false;
    else if (status >= 0) status = status > 999 ? -1 : status * 10 + digit;
  }
  if (!isNumber) status = -1;
  const digits = i - statusAt;
  out.versionAt = at;
  out.versionEnd = versionEnd;
  out.statusAt = statusAt;
  out.statusEnd = i;
  out.hasScheme = true;
  out.status = digits > 4 || status < 0 ? 0 : status;
  let problems = 0;
  if (statusAt !== versionEnd + 1 || octets[versionEnd] !== 0x20) problems |= Problem.startLineWhitespace;
  if (!isSip20(octets, at, versionEnd)) problems |= Problem.version;
  if (!isNumber || digits !== 3 || out.status < 100 || out.status > 699) problems |= Problem.statusCode;
  const spaced = i < end && octets[i] === 0x20;
  if (!spaced) problems |= Problem.startLineWhitespace;
  out.reasonAt = i < end ? i + 1 : end;
  out.reasonEnd = end;
  for (i = out.reasonAt; i < end; i++) if (octets[i] === 0) problems |= Problem.startLineOctet;
  out.problems |= problems;
  out.strict = isNumber && digits === 3 && (problems & (Problem.startLineWhitespace | Problem.version | Problem.startLineOctet)) === 0;
  return true;
}

/** "SIP/" in any case */
export function isSipSlash(octets: Uint8Array, at: number): boolean {
  return (octets[at]! | 0x20) === 0x73 && (octets[at + 1]! | 0x20) === 0x69 && (octets[at + 2]! | 0x20) === 0x70 && octets[at + 3] === 0x2f;
}

/** Where a version begins that ends at `end`: "SIP/" in any case and digits and dots, white space behind the slash tolerated; or -1. */
export function findVersion(octets: Uint8Array, at: number, end: number): number {
  let i = end;
  while (i > at && isVersionOctet(octets[i - 1]!)) i--;
  if (i === end || end - i > 32) return -1;
  while (i > at && isGap(octets[i - 1]!)) i--;
  if (i - 4 <= at || !isSipSlash(octets, i - 4) || !isGap(octets[i - 5]!)) return -1;
  return i - 4;
}

/** Where the version that begins with "SIP/" at `at` ends; -1 when it has no number or no white space follows. */
export function findVersionEnd(octets: Uint8Array, at: number, end: number): number {
  let i = at + 4;
  while (i < end && isGap(octets[i]!)) i++;
  const first = i;
  while (i < end && isVersionOctet(octets[i]!)) i++;
  return i === first || i >= end || !isGap(octets[i]!) ? -1 : i;
}

const isVersionOctet = (octet: number): boolean => octet === 0x2e || (octet >= 0x30 && octet <= 0x39);

function isSip20(octets: Uint8Array, at: number, end: number): boolean {
  return end - at === 7 && octets[at] === 0x53 && octets[at + 1] === 0x49 && octets[at + 2] === 0x50 && octets[at + 4] === 0x32 && octets[at + 5] === 0x2e && octets[at + 6] === 0x30;
}

/** RFC 3261 section 25.1, token */
export function isToken(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (!isTokenOctet(octets[i]!)) return false;
  return end > at;
}

export function isTokenOctet(octet: number): boolean {
  if ((octet >= 0x61 && octet <= 0x7a) || (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x30 && octet <= 0x39)) return true;
  // - . ! % * _ + ` ' ~
  return octet === 0x2d || octet === 0x2e || octet === 0x21 || octet === 0x25 || octet === 0x2a || octet === 0x5f || octet === 0x2b || octet === 0x60 || octet === 0x27 || octet === 0x7e;
}
