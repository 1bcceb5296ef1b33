/**
 * The cipher suites of TLS 1.0 to 1.3 by number (IANA TLS parameters), and what of them can be opened here. A name says how its records are sealed; those
 * with ciphers nobody here knows (RC4, 3DES) are known by name and refused.
 */
import type { HashName } from './message-code.ts';

export interface TlsSuite {
  readonly id: number;
  /** as IANA writes it */
  readonly name: string;
  /** undefined: known by name, not opened here */
  readonly seal: 'gcm' | 'ccm' | 'chacha' | 'cbc' | 'null' | undefined;
  /** octets of the cipher's key */
  readonly keyLength: number;
  /** octets of an AEAD's tag */
  readonly tagLength: number;
  /** of suites without AEAD */
  readonly mac: HashName;
  /** of the PRF and the transcript, from TLS 1.2 on */
  readonly hash: 'sha256' | 'sha384';
  /** the premaster secret is encrypted for the server's RSA key, and that key opens the session */
  readonly isRsa: boolean;
}

/** by key exchange: number and the rest of the name; '' are those of TLS 1.3 */
const table: readonly (readonly [exchange: string, suites: string])[] = [
  [
    'RSA',
    '0001:NULL_MD5 0002:NULL_SHA 0004:RC4_128_MD5 0005:RC4_128_SHA 000a:3DES_EDE_CBC_SHA 002f:AES_128_CBC_SHA 0035:AES_256_CBC_SHA ' +
      '003b:NULL_SHA256 003c:AES_128_CBC_SHA256 003d:AES_256_CBC_SHA256 009c:AES_128_GCM_SHA256 009d:AES_256_GCM_SHA384 ' +
      'c09c:AES_128_CCM c09d:AES_256_CCM c0a0:AES_128_CCM_8 c0a1:AES_256_CCM_8',
  ],
  [
    'DH_DSS',
    '000d:3DES_EDE_CBC_SHA 0030:AES_128_CBC_SHA 0036:AES_256_CBC_SHA 003e:AES_128_CBC_SHA256 0068:AES_256_CBC_SHA256 ' +
      '00a4:AES_128_GCM_SHA256 00a5:AES_256_GCM_SHA384',
  ],
  [
    'DH_RSA',
    '0010:3DES_EDE_CBC_SHA 0031:AES_128_CBC_SHA 0037:AES_256_CBC_SHA 003f:AES_128_CBC_SHA256 0069:AES_256_CBC_SHA256 ' +
      '00a0:AES_128_GCM_SHA256 00a1:AES_256_GCM_SHA384',
  ],
  [
    'DHE_DSS',
    '0013:3DES_EDE_CBC_SHA 0032:AES_128_CBC_SHA 0038:AES_256_CBC_SHA 0040:AES_128_CBC_SHA256 0066:RC4_128_SHA ' +
      '006a:AES_256_CBC_SHA256 00a2:AES_128_GCM_SHA256 00a3:AES_256_GCM_SHA384',
  ],
  [
    'DHE_RSA',
    '0016:3DES_EDE_CBC_SHA 0033:AES_128_CBC_SHA 0039:AES_256_CBC_SHA 0067:AES_128_CBC_SHA256 006b:AES_256_CBC_SHA256 ' +
      '009e:AES_128_GCM_SHA256 009f:AES_256_GCM_SHA384 c09e:AES_128_CCM c09f:AES_256_CCM c0a2:AES_128_CCM_8 c0a3:AES_256_CCM_8 ' +
      'ccaa:CHACHA20_POLY1305_SHA256',
  ],
  [
    'DH_anon',
    '0018:RC4_128_MD5 001b:3DES_EDE_CBC_SHA 0034:AES_128_CBC_SHA 003a:AES_256_CBC_SHA 006c:AES_128_CBC_SHA256 ' +
      '006d:AES_256_CBC_SHA256 00a6:AES_128_GCM_SHA256 00a7:AES_256_GCM_SHA384',
  ],
  [
    'PSK',
    '002c:NULL_SHA 008a:RC4_128_SHA 008b:3DES_EDE_CBC_SHA 008c:AES_128_CBC_SHA 008d:AES_256_CBC_SHA 00a8:AES_128_GCM_SHA256 ' +
      '00a9:AES_256_GCM_SHA384 00ae:AES_128_CBC_SHA256 00af:AES_256_CBC_SHA384 00b0:NULL_SHA256 00b1:NULL_SHA384 c0a4:AES_128_CCM ' +
      'c0a5:AES_256_CCM c0a8:AES_128_CCM_8 c0a9:AES_256_CCM_8 ccab:CHACHA20_POLY1305_SHA256',
  ],
  [
    'DHE_PSK',
    '002d:NULL_SHA 008e:RC4_128_SHA 008f:3DES_EDE_CBC_SHA 0090:AES_128_CBC_SHA 0091:AES_256_CBC_SHA 00aa:AES_128_GCM_SHA256 ' +
      '00ab:AES_256_GCM_SHA384 00b2:AES_128_CBC_SHA256 00b3:AES_256_CBC_SHA384 00b4:NULL_SHA256 00b5:NULL_SHA384 c0a6:AES_128_CCM ' +
      'c0a7:AES_256_CCM ccad:CHACHA20_POLY1305_SHA256',
  ],
  [
    'RSA_PSK',
    '002e:NULL_SHA 0092:RC4_128_SHA 0093:3DES_EDE_CBC_SHA 0094:AES_128_CBC_SHA 0095:AES_256_CBC_SHA 00ac:AES_128_GCM_SHA256 ' +
      '00ad:AES_256_GCM_SHA384 00b6:AES_128_CBC_SHA256 00b7:AES_256_CBC_SHA384 00b8:NULL_SHA256 00b9:NULL_SHA384 ' +
      'ccae:CHACHA20_POLY1305_SHA256',
  ],
  ['', '1301:AES_128_GCM_SHA256 1302:AES_256_GCM_SHA384 1303:CHACHA20_POLY1305_SHA256 1304:AES_128_CCM_SHA256 ' + '1305:AES_128_CCM_8_SHA256'],
  [
    'ECDH_ECDSA',
    'c001:NULL_SHA c002:RC4_128_SHA c003:3DES_EDE_CBC_SHA c004:AES_128_CBC_SHA c005:AES_256_CBC_SHA c025:AES_128_CBC_SHA256 ' +
      'c026:AES_256_CBC_SHA384 c02d:AES_128_GCM_SHA256 c02e:AES_256_GCM_SHA384',
  ],
  [
    'ECDHE_ECDSA',
    'c006:NULL_SHA c007:RC4_128_SHA c008:3DES_EDE_CBC_SHA c009:AES_128_CBC_SHA c00a:AES_256_CBC_SHA c023:AES_128_CBC_SHA256 ' +
      'c024:AES_256_CBC_SHA384 c02b:AES_128_GCM_SHA256 c02c:AES_256_GCM_SHA384 c0ac:AES_128_CCM c0ad:AES_256_CCM c0ae:AES_128_CCM_8 ' +
      'c0af:AES_256_CCM_8 cca9:CHACHA20_POLY1305_SHA256',
  ],
  [
    'ECDH_RSA',
    'c00b:NULL_SHA c00c:RC4_128_SHA c00d:3DES_EDE_CBC_SHA c00e:AES_128_CBC_SHA c00f:AES_256_CBC_SHA c029:AES_128_CBC_SHA256 ' +
      'c02a:AES_256_CBC_SHA384 c031:AES_128_GCM_SHA256 c032:AES_256_GCM_SHA384',
  ],
  [
    'ECDHE_RSA',
    'c010:NULL_SHA c011:RC4_128_SHA c012:3DES_EDE_CBC_SHA c013:AES_128_CBC_SHA c014:AES_256_CBC_SHA c027:AES_128_CBC_SHA256 ' +
      'c028:AES_256_CBC_SHA384 c02f:AES_128_GCM_SHA256 c030:AES_256_GCM_SHA384 cca8:CHACHA20_POLY1305_SHA256',
  ],
  ['ECDH_anon', 'c015:NULL_SHA c016:RC4_128_SHA c017:3DES_EDE_CBC_SHA c018:AES_128_CBC_SHA c019:AES_256_CBC_SHA'],
  [
    'ECDHE_PSK',
    'c033:RC4_128_SHA c034:3DES_EDE_CBC_SHA c035:AES_128_CBC_SHA c036:AES_256_CBC_SHA c037:AES_128_CBC_SHA256 ' +
      'c038:AES_256_CBC_SHA384 c039:NULL_SHA c03a:NULL_SHA256 c03b:NULL_SHA384 ccac:CHACHA20_POLY1305_SHA256 d001:AES_128_GCM_SHA256 ' +
      'd002:AES_256_GCM_SHA384 d003:AES_128_CCM_8_SHA256 d005:AES_128_CCM_SHA256',
  ],
  ['PSK_DHE', 'c0aa:AES_128_CCM_8 c0ab:AES_256_CCM_8'],
  ['ECJPAKE', 'c0ff:AES_128_CCM_8'],
];

const names = new Map<number, readonly [exchange: string, rest: string]>();
for (const [exchange, suites] of table) for (const entry of suites.split(' ')) names.set(parseInt(entry.slice(0, 4), 16), [exchange, entry.slice(5)]);

/** The name of a suite; its number in hexadecimal when nobody here knows it. */
export function suiteName(id: number): string {
  const known = names.get(id);
  if (known === undefined) return `0x${id.toString(16).padStart(4, '0')}`;
  return known[0] === '' ? `TLS_${known[1]}` : `TLS_${known[0]}_WITH_${known[1]}`;
}

/** How records of a suite are sealed; undefined when nobody here knows its number. */
export function tlsSuite(id: number): TlsSuite | undefined {
  const known = names.get(id);
  if (known === undefined) return undefined;
  const [exchange, rest] = known;
  const seal = sealOf(rest);
  return {
    id,
    name: suiteName(id),
    seal,
    keyLength: seal === 'null' ? 0 : seal === 'chacha' || (rest.includes('256_') && !rest.startsWith('AES_128')) ? 32 : 16,
    tagLength: rest.includes('CCM_8') ? 8 : 16,
    mac: rest.endsWith('_MD5') ? 'md5' : rest.endsWith('_SHA') ? 'sha1' : rest.endsWith('_SHA384') ? 'sha384' : 'sha256',
    hash: rest.endsWith('_SHA384') ? 'sha384' : 'sha256',
    isRsa: exchange === 'RSA',
  };
}

function sealOf(rest: string): TlsSuite['seal'] {
  if (rest.startsWith('NULL')) return 'null';
  if (rest.startsWith('CHACHA20')) return 'chacha';
  if (!rest.startsWith('AES')) return undefined;
  return rest.includes('GCM') ? 'gcm' : rest.includes('CCM') ? 'ccm' : 'cbc';
}
