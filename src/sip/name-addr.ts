/**
 * One name-addr or addr-spec with its parameters, found in place (RFC 3261 sections 20.10 and 25.1): From, To, Contact, Route and
 * their kin. Parameters outside <> belong to the header, inside to the URI; quoted display names may hold any octet.
 * Faults are marked, never thrown; what can be found behind them is. Never reads outside [at, end).
 */
import { searchEnd } from '../base/octet-search.ts';
import { closingQuote, isBlank, isNamed, Param, plainLineEnd, readNumber, readParam, skipBlanks, stops } from './param.ts';
import { word } from './word.ts';

const TAG = word('tag');
const EXPIRES = word('expires');

export class NameAddr {
  /** without quotes and surrounding white space; escapes as they came */
  displayAt = -1;
  displayEnd = -1;
  uriAt = -1;
  uriEnd = -1;
  /** the first `;` of the header's own parameters, -1 when none, and where the element ends */
  paramsAt = -1;
  end = -1;
  tagAt = -1;
  tagEnd = -1;
  /** the expires parameter in seconds; -1 absent, -2 not a number */
  expires = -1;
  /** `*` alone (Contact of a REGISTER) */
  star = false;
  malformed = false;
}

const param = new Param();
const COMMA_REACH = 128;

/** Finds the element that begins at `at`. Returns the position behind the comma that ends it, or `end`. */
export function findNameAddr(octets: Uint8Array, at: number, end: number, out: NameAddr): number {
  out.displayAt = out.displayEnd = out.uriAt = out.uriEnd = out.paramsAt = out.tagAt = out.tagEnd = out.expires = -1;
  out.star = out.malformed = false;
  let i = skipBlanks(octets, at, end);
  const bracket = findBracket(octets, i, end, out);
  i = bracket >= 0 ? bracketedUri(octets, bracket, end, out) : bareUri(octets, i, end, out);
  i = skipBlanks(octets, i, end);
  while (i < end && octets[i] !== 0x3b && octets[i] !== 0x2c) {
    out.malformed = true;
    i++;
  }
  if (i < end && octets[i] === 0x3b) {
    out.paramsAt = i;
    i = readParams(octets, i, end, out);
  }
  out.end = i;
  return i < end ? i + 1 : end;
}

/**
 * As findNameAddr() for a header that holds one element written plainly: perhaps a quoted name, a URI in <>, perhaps a tag
 * right behind it, CR LF. Takes the end of the message, and returns where the next line begins; -1 when the header is
 * not so plain, and then findNameAddr() is to find it.
 */
export function findPlainNameAddr(octets: Uint8Array, at: number, end: number, out: NameAddr): number {
  let i = at < end && octets[at] === 0x20 ? at + 1 : at;
  let displayAt = -1;
  let displayEnd = -1;
  if (i < end && octets[i] === 0x22) {
    displayAt = ++i;
    while (i < end && octets[i] !== 0x22 && octets[i] !== 0x5c && octets[i]! >= 0x20) i++;
    if (i + 2 >= end || octets[i] !== 0x22) return -1;
    displayEnd = i;
    i += octets[i + 1] === 0x20 ? 2 : 1;
  }
  if (i >= end || octets[i] !== 0x3c) return -1;
  const uriAt = i + 1;
  const uriEnd = searchEnd(octets, 0x3e, 0x3e, uriAt, end);
  i = uriEnd;
  if (i >= end || octets[i] !== 0x3e || uriEnd === uriAt) return -1;
  let tagAt = -1;
  if (++i < end && octets[i] === 0x3b) {
    if (i + 6 > end || octets[i + 1] !== 0x74 || octets[i + 2] !== 0x61 || octets[i + 3] !== 0x67 || octets[i + 4] !== 0x3d || octets[i + 5] === 0x22)
      return -1;
    tagAt = i += 5;
    i = searchEnd(octets, 0x3b, 0x2c, tagAt, end);
    if (i === tagAt) return -1;
  }
  const next = plainLineEnd(octets, i, end);
  if (next < 0) return -1;
  out.displayAt = displayAt;
  out.displayEnd = displayEnd;
  out.uriAt = uriAt;
  out.uriEnd = uriEnd;
  out.paramsAt = tagAt < 0 ? -1 : uriEnd + 1;
  out.end = i;
  out.tagAt = tagAt;
  out.tagEnd = tagAt < 0 ? -1 : i;
  out.expires = -1;
  out.star = out.malformed = false;
  return next;
}

/** Position of the `<`, with the display name set; -1 when the element is an addr-spec. */
function findBracket(octets: Uint8Array, at: number, end: number, out: NameAddr): number {
  let i = at;
  if (i < end && octets[i] === 0x22) {
    const close = closingQuote(octets, i, end);
    if (close >= 0) {
      out.displayAt = i + 1;
      out.displayEnd = close;
      i = skipBlanks(octets, close + 1, end);
      if (i < end && octets[i] === 0x3c) return i;
      out.malformed = true;
    } else out.malformed = true;
  }
  const from = i;
  let scheme = true;
  let comma = false;
  let last = end;
  for (; i < last; i++) {
    const octet = octets[i]!;
    if (octet === 0x3c) {
      if (comma) out.malformed = true;
      if (out.displayAt < 0) setDisplay(octets, at, i, out);
      return i;
    }
    if (octet === 0x3b) return -1;
    if (octet === 0x3a) {
      if (scheme && i > from && i + 1 < end && !isBlank(octets[i + 1]!)) return -1;
      scheme = false;
    } else if (octet === 0x2c) {
      // an unquoted comma in a display name: look a little further, but stay linear over long lists
      if (!comma) last = Math.min(end, i + COMMA_REACH);
      comma = true;
    } else if (scheme && !isSchemeOctet(octet)) scheme = false;
  }
  return -1;
}

function setDisplay(octets: Uint8Array, at: number, bracket: number, out: NameAddr): void {
  let last = bracket;
  while (last > at && isBlank(octets[last - 1]!)) last--;
  if (last > at && octets[at] === 0x22) at++;
  if (last > at) {
    out.displayAt = at;
    out.displayEnd = last;
  }
}

function bracketedUri(octets: Uint8Array, bracket: number, end: number, out: NameAddr): number {
  let close = bracket + 1;
  while (close < end && octets[close] !== 0x3e) close++;
  const closed = close < end;
  if (!closed) out.malformed = true;
  let first = bracket + 1;
  let last = close;
  while (first < last && isBlank(octets[first]!)) first++;
  while (last > first && isBlank(octets[last - 1]!)) last--;
  if (first !== bracket + 1 || last !== close || first === last) out.malformed = true;
  out.uriAt = first;
  out.uriEnd = last;
  return closed ? close + 1 : end;
}

function bareUri(octets: Uint8Array, at: number, end: number, out: NameAddr): number {
  let i = out.displayEnd >= 0 ? skipBlanks(octets, out.displayEnd + 1, end) : at;
  const first = i;
  let colon = false;
  while (i < end) {
    const octet = octets[i]!;
    if ((stops[octet]! & 3) !== 0) break;
    if (octet === 0x3a) colon = true;
    else if (octet === 0x3f) out.malformed = true;
    i++;
  }
  out.uriAt = first;
  out.uriEnd = i;
  out.star = i - first === 1 && octets[first] === 0x2a;
  if (!colon && !out.star) out.malformed = true;
  return i;
}

function readParams(octets: Uint8Array, at: number, end: number, out: NameAddr): number {
  let i = at;
  while (i < end && octets[i] === 0x3b) {
    i = readParam(octets, i + 1, end, param);
    const length = param.nameEnd - param.nameAt;
    if (length === 3) {
      if (out.tagAt < 0 && param.valueAt >= 0 && isNamed(octets, param, TAG)) {
        out.tagAt = param.valueAt;
        out.tagEnd = param.valueEnd;
      }
    } else if (length === 7) {
      if (out.expires === -1 && isNamed(octets, param, EXPIRES)) out.expires = param.valueAt < 0 ? -2 : readNumber(octets, param.valueAt, param.valueEnd);
    } else if (length === 0) out.malformed = true;
    if (param.malformed) out.malformed = true;
  }
  return i;
}

function isSchemeOctet(octet: number): boolean {
  const letter = octet | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (octet >= 0x30 && octet <= 0x39) || octet === 0x2b || octet === 0x2d || octet === 0x2e;
}
