/**
 * Session keys from a master key and salt (RFC 3711 section 4.3, RFC 6188 section 3, RFC 7714 section 11): derived once, or anew
 * with every so many packets when there is a key derivation rate.
 */
import { AesCounter, BLOCK } from './aes-counter.ts';

export interface SessionKeys {
  readonly cipher: Uint8Array;
  readonly salt: Uint8Array;
  readonly authentication: Uint8Array;
}

/** labels of section 4.3.1 and 4.3.2: encryption, authentication, salt */
const RTP = [0, 1, 2] as const;
const RTCP = [3, 4, 5] as const;
const AUTHENTICATION = 20;
/** where the label meets the salt of fourteen octets */
const LABEL_AT = 7;
/** octets of the period behind the label */
const PERIOD = 6;

/** @param salt 14 octets, 12 for AES-GCM @param period the packet index divided by the key derivation rate, 0 without one */
export function deriveKeys(key: Uint8Array, salt: Uint8Array, of: 'rtp' | 'rtcp', period = 0): SessionKeys {
  const cipher = new AesCounter(key);
  const [encryption, authentication, salting] = of === 'rtp' ? RTP : RTCP;
  return {
    cipher: derive(cipher, salt, encryption, key.length, period),
    salt: derive(cipher, salt, salting, salt.length, period),
    authentication: derive(cipher, salt, authentication, AUTHENTICATION, period),
  };
}

/** The first octets of the key stream that a label stands for. */
export function derive(cipher: AesCounter, salt: Uint8Array, label: number, length: number, period = 0): Uint8Array {
  const start = new Uint8Array(BLOCK);
  start.set(salt);
  start[LABEL_AT]! ^= label;
  for (let i = 0, rest = period; i < PERIOD; i++, rest = Math.floor(rest / 256)) start[LABEL_AT + PERIOD - i]! ^= rest % 256;
  return cipher.apply(start, new Uint8Array(length), 0, length).slice();
}
