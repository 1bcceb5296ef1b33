/** The nonce of a Digest challenge or of credentials (RFC 7616 section 3.3) as a hash: enough to say whether two are the same. */
import { hashOctets } from '../base/intern.ts';
import { isWord, word } from '../sip/word.ts';

const NONCE = word('nonce');

/** Hash of the nonce in octets[at, end), quotes left out; 0 when it is absent or empty. */
export function nonceHash(octets: Uint8Array, at: number, end: number): number {
  let isQuoted = false;
  let nameAt = at;
  for (let i = at; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x22) isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (octet === 0x2c || octet === 0x20 || octet === 0x09) nameAt = i + 1;
    else if (octet === 0x3d && isWord(octets, nameAt, i, NONCE)) return hashValue(octets, i + 1, end);
  }
  return 0;
}

function hashValue(octets: Uint8Array, at: number, end: number): number {
  let from = at;
  while (from < end && (octets[from] === 0x20 || octets[from] === 0x09)) from++;
  const isQuoted = octets[from] === 0x22;
  if (isQuoted) from++;
  let to = from;
  while (to < end && (isQuoted ? octets[to] !== 0x22 : octets[to]! > 0x20 && octets[to] !== 0x2c)) to++;
  return to > from ? hashOctets(octets, from, to) || 1 : 0;
}
