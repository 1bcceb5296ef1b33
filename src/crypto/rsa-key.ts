/**
 * RSA private keys as servers keep them: PEM (RFC 7468) or DER, PKCS#1 (RFC 8017 appendix A.1.2) or PKCS#8 (RFC 5208), and what a key opens: the premaster secret
 * of a TLS handshake with RSA key exchange (RFC 8017 section 7.2.2). Nothing here has to run in constant time: the key is the person's own, and nobody
 * waits for the answer. A file that is no such key says what it is.
 */
import { toOctets } from '../base/text.ts';

export interface RsaKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  readonly privateExponent: bigint;
  /** undefined when the file leaves them out */
  readonly crt: { readonly p: bigint; readonly q: bigint; readonly dp: bigint; readonly dq: bigint; readonly inverse: bigint } | undefined;
  /** octets of the modulus */
  readonly length: number;
}

/** why a file with a key's form gives none: it is encrypted, of another kind, holds only public parts, or is damaged */
export type KeyProblem = 'encrypted' | 'other-kind' | 'public-only' | 'damaged';

/** bits; beyond this one decryption would take seconds */
const LONGEST_MODULUS = 8192;
/** keys of one file that are read */
const MOST_KEYS = 64;
const BEGIN = '-----BEGIN ';
const RSA_ENCRYPTION = '2a864886f70d010101';

/** Every key in a file's octets; problems of those that cannot be used. Both empty: this is no key file. */
export function readPrivateKeys(octets: Uint8Array): { readonly keys: readonly RsaKey[]; readonly problems: readonly KeyProblem[] } {
  const keys: RsaKey[] = [];
  const problems: KeyProblem[] = [];
  const take = (found: RsaKey | KeyProblem): void => void (typeof found === 'string' ? problems.push(found) : keys.push(found));
  if (octets[0] === 0x30) take(readDer(octets));
  else {
    const text = latin1(octets);
    let next = 0;
    for (let at = text.indexOf(BEGIN); at >= 0 && keys.length + problems.length < MOST_KEYS; at = text.indexOf(BEGIN, next)) {
      const kind = /^[A-Z0-9 ]{1,40}(?=-----)/.exec(text.slice(at + BEGIN.length, at + BEGIN.length + 50))?.[0] ?? '';
      const end = text.indexOf(`-----END ${kind}-----`, at);
      // a block is passed over as a whole: looking for the same end from each of many beginnings would take hours
      next = end < 0 ? at + 1 : end;
      if (end < 0) problems.push('damaged');
      else readBlock(kind, text.slice(at + BEGIN.length + kind.length + 5, end), take);
    }
  }
  return { keys, problems: keys.length > 0 ? problems.filter((problem) => problem !== 'public-only') : problems };
}

function readBlock(kind: string, body: string, take: (found: RsaKey | KeyProblem) => void): void {
  if (kind === 'ENCRYPTED PRIVATE KEY' || /^\s*Proc-Type:.*ENCRYPTED/.test(body)) take('encrypted');
  else if (kind.includes('PUBLIC KEY')) take('public-only');
  else if (kind === 'PRIVATE KEY' || kind === 'RSA PRIVATE KEY') take(readDer(fromBase64(body)));
  else if (kind.endsWith('PRIVATE KEY')) take('other-kind');
  // a certificate beside its key is as usual as it is useless here
  else if (kind.includes('CERTIFICATE')) take('public-only');
}

function readDer(octets: Uint8Array): RsaKey | KeyProblem {
  const outer = element(octets, 0, octets.length);
  if (outer?.tag !== 0x30) return 'damaged';
  const parts = children(octets, outer);
  if (parts[0]?.tag === 0x30) return parts[1]?.tag === 0x04 ? 'encrypted' : 'public-only';
  if (parts[0]?.tag !== 0x02) return 'damaged';
  // PKCS#8: version, algorithm, the key as octets
  if (parts[1]?.tag === 0x30) {
    const algorithm = children(octets, parts[1])[0];
    if (algorithm === undefined || hexadecimal(octets, algorithm.at, algorithm.end) !== RSA_ENCRYPTION) return 'other-kind';
    const inner = parts[2];
    return inner?.tag === 0x04 ? readPkcs1(octets.subarray(inner.at, inner.end)) : 'damaged';
  }
  if (parts[1]?.tag === 0x04) return 'other-kind';
  return readPkcs1(octets);
}

function readPkcs1(octets: Uint8Array): RsaKey | KeyProblem {
  const outer = element(octets, 0, octets.length);
  if (outer?.tag !== 0x30) return 'damaged';
  const numbers = children(octets, outer).map(({ tag, at, end }) =>
    tag === 0x02 && end - at <= LONGEST_MODULUS / 8 + 1 ? number(octets, at, end) : undefined,
  );
  const [, modulus, exponent, privateExponent, p, q, dp, dq, inverse] = numbers;
  if (modulus === undefined || exponent === undefined || privateExponent === undefined || modulus <= 1n) return 'damaged';
  const bits = modulus.toString(2).length;
  if (bits > LONGEST_MODULUS) return 'damaged';
  const hasCrt = p !== undefined && q !== undefined && dp !== undefined && dq !== undefined && inverse !== undefined && p * q === modulus && p > 1n && q > 1n;
  return { modulus, exponent, privateExponent, crt: hasCrt ? { p, q, dp, dq, inverse } : undefined, length: Math.ceil(bits / 8) };
}

interface Element {
  readonly tag: number;
  readonly at: number;
  readonly end: number;
}

/** One DER element at octets[at, end); its contents' place. */
function element(octets: Uint8Array, at: number, end: number): Element | undefined {
  if (at + 2 > end) return undefined;
  let length = octets[at + 1]!;
  let begin = at + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 3 || begin + count > end) return undefined;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + octets[begin + i]!;
    begin += count;
  }
  return begin + length > end ? undefined : { tag: octets[at]!, at: begin, end: begin + length };
}

function children(octets: Uint8Array, parent: Element): Element[] {
  const found: Element[] = [];
  for (let at = parent.at; at < parent.end && found.length < 16; ) {
    const next = element(octets, at, parent.end);
    if (next === undefined) break;
    found.push(next);
    at = next.end;
  }
  return found;
}

/** A key exchange has as many octets as the modulus it was made for (RFC 8017 section 7.2.1), one less or more for those who write it otherwise. */
export function hasLengthOf(key: RsaKey, encrypted: Uint8Array): boolean {
  return Math.abs(encrypted.length - key.length) <= 1;
}

/** The premaster secret, or undefined when the padding says that this is not the key. @param encrypted as it stands in ClientKeyExchange */
export function decryptPremaster(key: RsaKey, encrypted: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const value = number(encrypted, 0, encrypted.length);
  if (encrypted.length > key.length + 1 || value >= key.modulus) return undefined;
  const { crt } = key;
  let plain: bigint;
  if (crt === undefined) plain = power(value, key.privateExponent, key.modulus);
  else {
    const one = power(value % crt.p, crt.dp, crt.p);
    const other = power(value % crt.q, crt.dq, crt.q);
    const difference = (((one - other) % crt.p) + crt.p) % crt.p;
    plain = other + crt.q * ((difference * crt.inverse) % crt.p);
  }
  const text = plain.toString(16).padStart(key.length * 2, '0');
  if (!text.startsWith('0002')) return undefined;
  // the premaster secret has 48 octets whatever stands before it: some clients pad with zeros inside
  if (key.length < 48 + 11 || text.slice(-98, -96) !== '00') return undefined;
  return Uint8Array.from({ length: 48 }, (_, i) => parseInt(text.slice(text.length - 96 + 2 * i, text.length - 94 + 2 * i), 16));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (const bit of [...exponent.toString(2)].reverse()) {
    if (bit === '1') result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function hexadecimal(octets: Uint8Array, at: number, end: number): string {
  let text = '';
  for (let i = at; i < end; i++) text += octets[i]!.toString(16).padStart(2, '0');
  return text;
}

function number(octets: Uint8Array, at: number, end: number): bigint {
  return BigInt(`0x0${hexadecimal(octets, at, end)}`);
}

function latin1(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

const BASE64 = toOctets('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

function fromBase64(text: string): Uint8Array {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length; i++) {
    const value = BASE64.indexOf(text.charCodeAt(i));
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[length++] = (held >> bits) & 0xff;
  }
  return out.subarray(0, length);
}
