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

/** 1: an octet of a Request-URI that neither divides it nor could be a fault */
const plain: Uint8Array = new Uint8Array(256).fill(1, 0x21);
for (const sign of '"%:;<>?@[]') plain[sign.charCodeAt(0)] = 0;

const isGap = (octet: number): boolean => octet === 0x20 || octet === 0x09;

/**
 * A start line without a fault, as nearly every stack writes it, read in one go. Returns where the next line begins; -1 when
 * it is not so plain, and then readStartLine() is to read it.
 */
export function readPlainStartLine(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  if (end - at < 24) return -1;
  if (octets[at] === 0x53 && octets[at + 3] === 0x2f) return readPlainStatusLine(octets, at, end, out);
  let i = at + 1;
  while (i < end && octets[i]! > 0x20) i++;
  const methodEnd = i;
  const method = octets[i] === 0x20 ? methodId(octets, at, methodEnd) : 0;
  if (method === 0) return -1;
  const uriEnd = plainUriEnd(octets, methodEnd + 1, end);
  const lineEnd = uriEnd + 8;
  if (uriEnd < 0 || lineEnd + 2 > end || !isSip20(octets, uriEnd + 1, lineEnd) || octets[lineEnd] !== 0x0d || octets[lineEnd + 1] !== 0x0a) return -1;
  out.startLineAt = out.methodAt = at;
  out.methodEnd = methodEnd;
  out.method = method;
  out.requestUriAt = methodEnd + 1;
  out.requestUriEnd = uriEnd;
  out.versionAt = uriEnd + 1;
  out.versionEnd = out.startLineEnd = lineEnd;
  out.isRequest = out.hasScheme = out.strict = true;
  return lineEnd + 2;
}

/** Where a sip: or sips: URI with a host, perhaps a user, a port and parameters, ends before a space; -1 for any other. */
function plainUriEnd(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && plain[octets[i]!] === 1) i++;
  if (octets[i] !== 0x3a || !isSipScheme(octets, at, i + 1)) return -1;
  let host = ++i;
  while (i < end && plain[octets[i]!] === 1) i++;
  if (octets[i] === 0x40) {
    host = ++i;
    while (i < end && plain[octets[i]!] === 1) i++;
  }
  if (i === host) return -1;
  if (octets[i] === 0x3a) {
    let port = 0;
    const first = ++i;
    for (; i < end && octets[i]! >= 0x30 && octets[i]! <= 0x39 && i < first + 6; i++) port = port * 10 + octets[i]! - 0x30;
    if (port === 0 || port > 65535) return -1;
  }
  if (octets[i] === 0x3b) while (i < end && (plain[octets[i]!] === 1 || octets[i] === 0x3b || octets[i] === 0x3a)) i++;
  return i < end && octets[i] === 0x20 ? i : -1;
}

function readPlainStatusLine(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  if (octets[at + 7] !== 0x20 || octets[at + 11] !== 0x20 || !isSip20(octets, at, at + 7)) return -1;
  const hundreds = octets[at + 8]! - 0x30;
  const tens = octets[at + 9]! - 0x30;
  const ones = octets[at + 10]! - 0x30;
  if (hundreds < 1 || hundreds > 6 || tens < 0 || tens > 9 || ones < 0 || ones > 9) return -1;
  let i = at + 12;
  while (i < end && octets[i]! >= 0x20) i++;
  if (i + 2 > end || octets[i] !== 0x0d || octets[i + 1] !== 0x0a) return -1;
  out.startLineAt = out.versionAt = at;
  out.versionEnd = at + 7;
  out.statusAt = at + 8;
  out.statusEnd = at + 11;
  out.status = hundreds * 100 + tens * 10 + ones;
  out.reasonAt = at + 12;
  out.reasonEnd = out.startLineEnd = i;
  out.hasScheme = out.strict = true;
  return i + 2;
}

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
  if (last !== end || uriAt !== methodEnd + 1 || uriEnd !== version - 1 || octets[methodEnd] !== 0x20 || octets[uriEnd] !== 0x20)
    problems |= Problem.startLineWhitespace;
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
  checkRequestUri(octets, out);
  out.strict = out.hasScheme && (problems & (Problem.startLineWhitespace | Problem.version)) === 0;
  return true;
}

/** Headers are not allowed in a Request-URI (RFC 3261 section 19.1.1); an IPv6 address without brackets shows as a bad port. */
function checkRequestUri(octets: Uint8Array, out: SipScan): void {
  findUriParts(octets, out.requestUriAt, out.requestUriEnd, uri);
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
  return (
    (octets[at]! | 0x20) === 0x73 &&
    (octets[at + 1]! | 0x20) === 0x69 &&
    (octets[at + 2]! | 0x20) === 0x70 &&
    (end - at === 4 || (octets[at + 3]! | 0x20) === 0x73)
  );
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
  return (
    end - at === 7 &&
    octets[at] === 0x53 &&
    octets[at + 1] === 0x49 &&
    octets[at + 2] === 0x50 &&
    octets[at + 3] === 0x2f &&
    octets[at + 4] === 0x32 &&
    octets[at + 5] === 0x2e &&
    octets[at + 6] === 0x30
  );
}

/** RFC 3261 section 25.1, token */
export function isToken(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (!isTokenOctet(octets[i]!)) return false;
  return end > at;
}

export function isTokenOctet(octet: number): boolean {
  if ((octet >= 0x61 && octet <= 0x7a) || (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x30 && octet <= 0x39)) return true;
  // - . ! % * _ + ` ' ~
  return (
    octet === 0x2d ||
    octet === 0x2e ||
    octet === 0x21 ||
    octet === 0x25 ||
    octet === 0x2a ||
    octet === 0x5f ||
    octet === 0x2b ||
    octet === 0x60 ||
    octet === 0x27 ||
    octet === 0x7e
  );
}
