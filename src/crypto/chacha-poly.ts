/** ChaCha20-Poly1305 (RFC 8439 section 2.8), opened only. */
import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { chacha20 } from '@noble/ciphers/chacha.js';

const TAG = 16;
const BLOCK = 16;
const ZEROS: Uint8Array<ArrayBuffer> = new Uint8Array(32);

/** octets[at, end) opened, the tag at their end checked; undefined when it does not fit. @param key 32 octets, `nonce` 12 */
export function openChachaPoly(
  key: Uint8Array,
  nonce: Uint8Array,
  extra: Uint8Array,
  octets: Uint8Array,
  at: number,
  end: number,
): Uint8Array<ArrayBuffer> | undefined {
  const length = end - at - TAG;
  if (length < 0) return undefined;
  const extraLength = Math.ceil(extra.length / BLOCK) * BLOCK;
  const textLength = Math.ceil(length / BLOCK) * BLOCK;
  const message = new Uint8Array(extraLength + textLength + BLOCK);
  message.set(extra);
  message.set(octets.subarray(at, end - TAG), extraLength);
  const lengths = new DataView(message.buffer, extraLength + textLength);
  lengths.setUint32(0, extra.length, true);
  lengths.setUint32(8, length, true);
  const code = poly1305(message, chacha20(key, nonce, ZEROS));
  let difference = 0;
  for (let i = 0; i < TAG; i++) difference |= code[i]! ^ octets[end - TAG + i]!;
  // the copy is aligned, which the library wants
  return difference === 0 ? Uint8Array.from(chacha20(key, nonce, message.subarray(extraLength, extraLength + length), undefined, 1)) : undefined;
}
