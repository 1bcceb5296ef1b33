/**
 * One `;name=value` parameter of a header, found in place (RFC 3261 section 25.1, generic-param). White space around `;` and
 * `=` is allowed, folds included; a quoted value is given without its quotes. Never reads outside [at, end).
 */
import { isWord } from './word.ts';

export class Param {
  nameAt = -1;
  nameEnd = -1;
  /** -1 when there is no "=" */
  valueAt = -1;
  valueEnd = -1;
  quoted = false;
  malformed = false;
}

/** Space, tab, CR or LF: inside a header's value CR and LF only occur as folds. */
export function isBlank(octet: number): boolean {
  return octet <= 0x20 && (octet === 0x20 || octet === 0x09 || octet === 0x0d || octet === 0x0a);
}

/** What ends a word, by octet: 1 white space, 2 `;`, 3 `,`, 4 `=`; 0 for all else. One load instead of six comparisons. */
export const stops: Uint8Array = new Uint8Array(256);
stops[0x20] = stops[0x09] = stops[0x0d] = stops[0x0a] = 1;
stops[0x3b] = 2;
stops[0x2c] = 3;
stops[0x3d] = 4;

/** First position in [at, end) that is not white space; `end` when there is none. */
export function skipBlanks(octets: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(octets[at]!)) at++;
  return at;
}

/** Where the next line begins when octets[at] is the CR of a CR LF that no fold follows; -1 when it is not. */
export function plainLineEnd(octets: Uint8Array, at: number, end: number): number {
  if (at + 2 > end || octets[at] !== 0x0d || octets[at + 1] !== 0x0a) return -1;
  return at + 2 < end && (octets[at + 2] === 0x20 || octets[at + 2] === 0x09) ? -1 : at + 2;
}

/** Position of the quote that closes the one at `at`, or -1. A backslash takes the next octet with it. */
export function closingQuote(octets: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x5c) i++;
    else if (octet === 0x22) return i;
  }
  return -1;
}

/**
 * Reads the parameter that starts behind a semicolon at `at`. Returns the position of the `;` or `,` that ends it, or `end`.
 * A parameter without a name (`;;`) has nameAt = nameEnd.
 */
export function readParam(octets: Uint8Array, at: number, end: number, out: Param): number {
  let i = skipBlanks(octets, at, end);
  out.nameAt = i;
  out.valueAt = out.valueEnd = -1;
  out.quoted = out.malformed = false;
  while (i < end && stops[octets[i]!] === 0) i++;
  out.nameEnd = i;
  if (i < end && stops[octets[i]!] === 1) i = skipBlanks(octets, i, end);
  if (i < end && octets[i] === 0x3d) i = readValue(octets, skipBlanks(octets, i + 1, end), end, out);
  while (i < end && octets[i] !== 0x3b && octets[i] !== 0x2c) {
    if (!isBlank(octets[i]!)) out.malformed = true;
    i++;
  }
  return i;
}

function readValue(octets: Uint8Array, at: number, end: number, out: Param): number {
  if (at < end && octets[at] === 0x22) {
    const close = closingQuote(octets, at, end);
    if (close >= 0) {
      out.valueAt = at + 1;
      out.valueEnd = close;
      out.quoted = true;
      return close + 1;
    }
    out.malformed = true;
  }
  let i = at;
  while (i < end && (stops[octets[i]!]! & 3) === 0) i++;
  out.valueAt = at;
  out.valueEnd = i;
  return i;
}

/** True when the parameter's name is `name` (made by word()), whatever the case. */
export function isNamed(octets: Uint8Array, param: Param, name: Uint8Array): boolean {
  return isWord(octets, param.nameAt, param.nameEnd, name);
}

/**
 * The decimal number of octets[at, end): -2 when it is empty or not all digits; numbers above 2^53 - 1 give 2^53 - 1, so that
 * a length that does not fit is still "too large" and never wraps.
 */
export function readNumber(octets: Uint8Array, at: number, end: number): number {
  if (at >= end) return -2;
  let value = 0;
  for (let i = at; i < end; i++) {
    const digit = octets[i]! - 0x30;
    if (digit < 0 || digit > 9) return -2;
    value = value * 10 + digit;
    if (value > 9007199254740991) value = 9007199254740991;
  }
  return value;
}
