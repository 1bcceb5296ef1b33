/**
 * The value of a=crypto (RFC 4568 section 9.1): suite, key and salt, master key identifier, session parameters. Lifetimes are
 * read over: a capture shows what was sent, whether or not a key should have been changed by then.
 */
import { readText } from '../base/text.ts';
import { keyOctets, saltOctets, suiteNamed, type SrtpSuite } from './srtp-suite.ts';

export interface SdesKey {
  readonly tag: number;
  readonly suite: SrtpSuite;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  /** octets of the identifier in every packet; 0 is none */
  readonly identifier: number;
  /** session parameters UNENCRYPTED_SRTP, UNENCRYPTED_SRTCP, UNAUTHENTICATED_SRTP */
  readonly plain: boolean;
  readonly plainControl: boolean;
  readonly unauthenticated: boolean;
  /** packets that share session keys (section 6.3.1), 0 all of them */
  readonly rate: number;
}

/** suite: a cipher not opened here. parameter: a session parameter that changes the keys. key: none, or of another length. */
export type SdesRefusal = 'suite' | 'parameter' | 'key';

const LONGEST = 2048;

/** All keys of octets[at, end), the line "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:…"; or why there is none. */
export function readSdes(octets: Uint8Array, at: number, end: number): readonly SdesKey[] | SdesRefusal {
  const words = readText(octets, at, Math.min(end, at + LONGEST))
    .replace(/^a=/i, '')
    .replace(/^crypto:/i, '')
    .trim()
    .split(/[ \t]+/);
  const suite = suiteNamed(words[1] ?? '');
  if (suite === undefined) return 'suite';
  const parameters = words.slice(3).map((word) => word.toUpperCase());
  if (parameters.some((word) => /^KDR=(?!(1?\d|2[0-4])$)|^FEC_/.test(word) || (word.startsWith('-') && word !== '-WSH'))) return 'parameter';
  const exponent = Number(parameters.find((word) => word.startsWith('KDR='))?.slice(4) ?? 0);
  const found: SdesKey[] = [];
  for (const one of (words[2] ?? '').split(';')) {
    const [inline = '', ...more] = one.split('|');
    if (!/^inline:/i.test(inline)) continue;
    const material = fromBase64(inline.slice(7));
    if (material?.length !== keyOctets(suite) + saltOctets(suite)) continue;
    const identifier = more.map((part) => /^\d+:(\d{1,3})$/.exec(part)?.[1]).find((part) => part !== undefined);
    found.push({
      tag: Number(words[0]),
      suite,
      key: material.slice(0, keyOctets(suite)),
      salt: material.slice(keyOctets(suite)),
      identifier: Math.min(128, Number(identifier ?? 0)),
      plain: parameters.includes('UNENCRYPTED_SRTP'),
      plainControl: parameters.includes('UNENCRYPTED_SRTCP'),
      unauthenticated: parameters.includes('UNAUTHENTICATED_SRTP'),
      rate: exponent === 0 ? 0 : 2 ** exponent,
    });
  }
  return found.length === 0 ? 'key' : found;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Undefined for what is not base64 (RFC 4648 section 4); the fill at the end may be missing. */
function fromBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/=+$/, '');
  const out = new Uint8Array((digits.length * 6) >>> 3);
  let [bits, held, to] = [0, 0, 0];
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) out[to++] = (bits >>> (held -= 8)) & 0xff;
  }
  return out;
}
