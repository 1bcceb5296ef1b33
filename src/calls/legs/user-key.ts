/**
 * Users as people dial them (semantics 6.1): a number is compared by its last seven digits, after +, 00 and a national 0; anything
 * else whole, whatever its case. A hash of the user part of a URI, 0 when it names nobody.
 */
import { hashOctets } from '../../base/intern.ts';
import { startsWithIgnoringCase } from '../../base/bytes.ts';
import { findUriParts, UriParts } from '../../sip/uri.ts';

const DIGITS = 7;
const withheld = ['anonymous', 'unknown', 'restricted', 'unavailable', 'private', 'asterisk'];

const parts = new UriParts();
let buffer = new Uint8Array(64);

/** The user of the URI octets[at, end). */
export function userKey(octets: Uint8Array, at: number, end: number): number {
  if (at < 0 || end <= at) return 0;
  findUriParts(octets, at, end, parts);
  return parts.userAt < 0 ? 0 : userPartKey(octets, parts.userAt, parts.userEnd);
}

/** The user part octets[at, end) itself; parameters of a number (RFC 3966) do not count. */
export function userPartKey(octets: Uint8Array, at: number, end: number): number {
  let last = at;
  while (last < end && octets[last] !== 0x3b) last++;
  if (last - at < 2) return 0;
  if (buffer.length < last - at) buffer = new Uint8Array(last - at);
  const digits = digitsOf(octets, at, last);
  if (digits >= DIGITS) return hashOctets(buffer, digits - DIGITS, digits) || 1;
  for (const word of withheld) if (word.length === last - at && startsWithIgnoringCase(octets, at, last, word)) return 0;
  for (let i = at; i < last; i++) buffer[i - at] = octets[i]! >= 0x41 && octets[i]! <= 0x5a ? octets[i]! | 0x20 : octets[i]!;
  return hashOctets(buffer, 0, last - at) || 1;
}

/** How many digits the part has, in `buffer`, when it is a number: digits and what people put between them; else -1. */
function digitsOf(octets: Uint8Array, at: number, end: number): number {
  let count = 0;
  for (let i = at; i < end; i++) {
    const octet = octets[i]!;
    if (octet >= 0x30 && octet <= 0x39) buffer[count++] = octet;
    else if (octet !== 0x2d && octet !== 0x2e && octet !== 0x28 && octet !== 0x29 && (octet !== 0x2b || i !== at)) return -1;
  }
  return count;
}
