/** Master secrets of TLS 1.0 to 1.2 from premaster secrets: RFC 5246 section 8.1, and RFC 7627 section 4 where the session is bound to its handshake. */
import { digest } from './message-code.ts';
import { prf, type PrfHash } from './tls-prf.ts';

const LENGTH = 48;

export function masterSecret(hash: PrfHash, premaster: Uint8Array, clientRandom: Uint8Array, serverRandom: Uint8Array): Uint8Array<ArrayBuffer> {
  const seed = new Uint8Array(64);
  seed.set(clientRandom);
  seed.set(serverRandom, 32);
  return prf(hash, premaster, 'master secret', seed, LENGTH);
}

/** @param transcript the handshake messages from ClientHello to ClientKeyExchange, in order */
export function extendedMasterSecret(hash: PrfHash, premaster: Uint8Array, transcript: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  if (hash !== 'md5-sha1') return prf(hash, premaster, 'extended master secret', digest(hash, ...transcript), LENGTH);
  const session = new Uint8Array(36);
  session.set(digest('md5', ...transcript));
  session.set(digest('sha1', ...transcript), 16);
  return prf(hash, premaster, 'extended master secret', session, LENGTH);
}
