/**
 * Keys of SRTP that DTLS agreed on (RFC 5764 section 4.2): the exporter's octets cut into the master keys and salts of both ends,
 * under the protection profile the handshake chose (section 4.1.2, RFC 7714 section 14.2).
 */
import { keyOctets, saltOctets, suiteNamed, type SrtpSuite } from './srtp-suite.ts';
import { exportKeyingMaterial, exportKeyingMaterial13 } from './tls-prf.ts';

/** A profile as it is opened here. */
export interface SrtpProfile {
  readonly suite: SrtpSuite;
  /** authenticated only */
  readonly plain: boolean;
}

export interface SrtpMaster {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

/** What the exporter needs of a handshake. */
export interface Exported {
  /** 'master' of DTLS 1.2 and before, 'exporter' of DTLS 1.3 */
  readonly kind: 'master' | 'exporter';
  readonly secret: Uint8Array;
  /** the record version chosen, 0xfeff, 0xfefd or 0xfefc */
  readonly version: number;
  /** number of the cipher suite */
  readonly suite: number;
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
}

const LABEL = 'EXTRACTOR-dtls_srtp';
const DTLS_1_0 = 0xfeff;
const NOTHING = new Uint8Array(0);

/** Names of SDP for the numbers of DTLS; 3 and 4 are of a draft that devices still speak (draft-ietf-avt-srtp-big-aes). */
const suiteOf: ReadonlyMap<number, string> = new Map([
  [1, 'AES_CM_128_HMAC_SHA1_80'],
  [2, 'AES_CM_128_HMAC_SHA1_32'],
  [3, 'AES_256_CM_HMAC_SHA1_80'],
  [4, 'AES_256_CM_HMAC_SHA1_32'],
  [5, 'AES_CM_128_HMAC_SHA1_80'],
  [6, 'AES_CM_128_HMAC_SHA1_32'],
  [7, 'AEAD_AES_128_GCM'],
  [8, 'AEAD_AES_256_GCM'],
]);

/** Suites of TLS 1.2 and 1.3 whose PRF is SHA-384 (RFC 5288, 5289, 5487, 7251 keeps SHA-256; RFC 8446). */
const sha384: ReadonlySet<number> = new Set([
  0x009d, 0x009f, 0x00a1, 0x00a3, 0x00a5, 0x00a7, 0x00a9, 0x00ab, 0x00ad, 0x1302, 0xc024, 0xc026, 0xc028, 0xc02a, 0xc02c, 0xc02e, 0xc030, 0xc032, 0xc038,
  0xc05d, 0xc061,
]);

/** Undefined for ARIA, double encryption, and numbers nobody registered. */
export function srtpProfile(number: number): SrtpProfile | undefined {
  const suite = suiteNamed(suiteOf.get(number) ?? '');
  return suite === undefined ? undefined : { suite, plain: number === 5 || number === 6 };
}

/** The master keys both ends seal with. */
export function exportSrtpKeys(of: Exported, suite: SrtpSuite): { readonly client: SrtpMaster; readonly server: SrtpMaster } {
  const [keys, salts] = [keyOctets(suite), saltOctets(suite)];
  const octets = exportOctets(of, 2 * (keys + salts));
  const part = (at: number, length: number): Uint8Array => octets.slice(at, at + length);
  return {
    client: { key: part(0, keys), salt: part(2 * keys, salts) },
    server: { key: part(keys, keys), salt: part(2 * keys + salts, salts) },
  };
}

function exportOctets({ kind, secret, version, suite, clientRandom, serverRandom }: Exported, length: number): Uint8Array {
  const hash = sha384.has(suite) ? 'sha384' : 'sha256';
  if (kind === 'exporter') return exportKeyingMaterial13(hash, secret, LABEL, NOTHING, length, 'dtls13');
  return exportKeyingMaterial(version === DTLS_1_0 ? 'md5-sha1' : hash, secret, clientRandom, serverRandom, LABEL, undefined, length);
}
