/**
 * What TLS and DTLS derive their keys with: the PRF of 1.0 and 1.1 (RFC 2246 section 5, MD5 and SHA-1 combined), that of 1.2
 * (RFC 5246 section 5), HKDF-Expand-Label of 1.3 (RFC 8446 section 7.1), and exported keying material (RFC 5705, RFC 8446
 * section 7.5). Every function returns octets of its own and never throws, whatever the secret's length.
 */
import { toOctets } from '../base/text.ts';
import { digest, hashLength, MessageCode, type HashName } from './message-code.ts';

/** 'md5-sha1' is that of TLS 1.0, 1.1 and DTLS 1.0 */
export type PrfHash = 'md5-sha1' | 'sha256' | 'sha384';

const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/** `length` octets from a secret, a label and a seed (RFC 5246 section 5). */
export function prf(hash: PrfHash, secret: Uint8Array, label: string, seed: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const labelled = join(toOctets(label), seed);
  const out = new Uint8Array(length);
  if (hash !== 'md5-sha1') {
    expand(hash, secret, labelled, out);
    return out;
  }
  // the halves share an octet when the secret has an odd number of them
  const half = Math.ceil(secret.length / 2);
  expand('md5', secret.subarray(0, half), labelled, out);
  expand('sha1', secret.subarray(secret.length - half), labelled, out);
  return out;
}

/** P_hash (RFC 5246 section 5), combined into `out` by exclusive or. */
function expand(hash: HashName, secret: Uint8Array, seed: Uint8Array, out: Uint8Array): void {
  const code = new MessageCode(secret, hash);
  let step = seed;
  for (let at = 0; at < out.length; ) {
    step = code.of(step, 0, step.length, NOTHING).slice();
    const part = code.of(step, 0, step.length, seed);
    for (let i = 0; i < part.length && at < out.length; i++) out[at++]! ^= part[i]!;
  }
}

/** RFC 5705 section 4. @param context undefined is none, which is not the same as an empty one */
export function exportKeyingMaterial(
  hash: PrfHash,
  master: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
  label: string,
  context: Uint8Array | undefined,
  length: number,
): Uint8Array<ArrayBuffer> {
  const seed = join(clientRandom, serverRandom);
  if (context === undefined) return prf(hash, master, label, seed, length);
  return prf(hash, master, label, join(seed, Uint8Array.of(context.length >> 8, context.length), context), length);
}

/** HKDF-Expand (RFC 5869 section 2.3). */
function hkdfExpand(hash: HashName, secret: Uint8Array, info: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const code = new MessageCode(secret, hash);
  const out = new Uint8Array(length);
  let block: Uint8Array = NOTHING;
  for (let at = 0, counter = 1; at < length; at += block.length, counter++) {
    const seed = join(block, info);
    block = code.of(seed, 0, seed.length, Uint8Array.of(counter)).slice();
    out.set(block.subarray(0, length - at), at);
  }
  return out;
}

/** RFC 8446 section 7.1. @param prefix 'dtls13' for DTLS 1.3 (RFC 9147 section 5.9) */
export function expandLabel(
  hash: HashName,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
  prefix: 'tls13 ' | 'dtls13' = 'tls13 ',
): Uint8Array<ArrayBuffer> {
  const name = toOctets(prefix + label);
  return hkdfExpand(hash, secret, join(Uint8Array.of(length >> 8, length, name.length), name, Uint8Array.of(context.length), context), length);
}

/** RFC 8446 section 7.5. @param secret the line EXPORTER_SECRET of a key log */
export function exportKeyingMaterial13(
  hash: HashName,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
  prefix: 'tls13 ' | 'dtls13' = 'tls13 ',
): Uint8Array<ArrayBuffer> {
  const derived = expandLabel(hash, secret, label, digest(hash), hashLength(hash), prefix);
  return expandLabel(hash, derived, 'exporter', digest(hash, context), length, prefix);
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
