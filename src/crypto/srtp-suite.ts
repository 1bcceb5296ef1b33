/**
 * The ways SRTP is sealed, by the names SDP gives them (RFC 4568 section 6.2, RFC 6188 section 4, RFC 7714 section 14.2), and
 * what of them is opened here. F8 and SEED are known by name and refused.
 */
export interface SrtpSuite {
  /** as the registry writes it */
  readonly name: string;
  readonly cipher: 'AES-CM' | 'AES-GCM';
  /** bits of the cipher's key */
  readonly bits: 128 | 192 | 256;
  /** octets of the authentication tag of RTP, and of RTCP */
  readonly tag: number;
  readonly controlTag: number;
}

const counter = (name: string, bits: 128 | 192 | 256, tag: number): SrtpSuite => ({ name, cipher: 'AES-CM', bits, tag, controlTag: 10 });
const galois = (name: string, bits: 128 | 256): SrtpSuite => ({ name, cipher: 'AES-GCM', bits, tag: 16, controlTag: 16 });

const suites: readonly SrtpSuite[] = [
  counter('AES_CM_128_HMAC_SHA1_80', 128, 10),
  counter('AES_CM_128_HMAC_SHA1_32', 128, 4),
  counter('AES_192_CM_HMAC_SHA1_80', 192, 10),
  counter('AES_192_CM_HMAC_SHA1_32', 192, 4),
  counter('AES_256_CM_HMAC_SHA1_80', 256, 10),
  counter('AES_256_CM_HMAC_SHA1_32', 256, 4),
  galois('AEAD_AES_128_GCM', 128),
  galois('AEAD_AES_256_GCM', 256),
];
const byName = new Map(suites.map((suite) => [suite.name, suite]));
/** spellings of drafts that devices still send */
for (const bits of [192, 256]) for (const tag of [80, 32]) byName.set(`AES_CM_${bits}_HMAC_SHA1_${tag}`, byName.get(`AES_${bits}_CM_HMAC_SHA1_${tag}`)!);

/** Undefined for what is not opened here: F8, SEED, names nobody registered. Whatever the case. */
export function suiteNamed(name: string): SrtpSuite | undefined {
  return byName.get(name.toUpperCase());
}

export function keyOctets(suite: SrtpSuite): number {
  return suite.bits / 8;
}

export function saltOctets(suite: SrtpSuite): number {
  return suite.cipher === 'AES-GCM' ? 12 : 14;
}
