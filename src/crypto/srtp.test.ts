import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOctets } from '../base/text.ts';
import { AesCounter } from './aes-counter.ts';
import { rollovers } from './rollover.ts';
import { readSdes } from './sdes.ts';
import { derive, deriveKeys } from './srtp-keys.ts';
import { SrtpSeal } from './srtp-seal.ts';
import { suiteNamed } from './srtp-suite.ts';

const octets = (hexadecimal: string): Uint8Array => Uint8Array.from(hexadecimal.replace(/\s/g, '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
const text = (value: Uint8Array | undefined): string => Array.from(value ?? [], (octet) => octet.toString(16).padStart(2, '0')).join('');
const PLAIN = { identifier: 0, plain: false, unauthenticated: false };

test.each([
  [
    'RFC 3711 B.2',
    '2b7e151628aed2a6abf7158809cf4f3c',
    'e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0',
    'ec8cdf7398607cb0f2d21675ea9ea1e4362b7c3c6773516318a077d7fc5073ae6a2cc3787889374fbeb4c81b17ba6c44',
  ],
  [
    'RFC 6188 7.1',
    '57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98',
    '92bdd28a93c3f52511c677d08b5515a49da71b2378a854f67050756ded165bac63c4868b7096d88421b563b8c94c9a31',
    'cea518c90fd91ced9cbb18c078a547113dbc4814f4da5f00a08772b63c6a046d6eb246913062a16891433e97dd01a57f',
  ],
])('%s: the key stream begins and ends as printed', (_, key, first, last) => {
  const length = 0xff02 * 16;
  const stream = new AesCounter(octets(key)).apply(octets('f0f1f2f3f4f5f6f7f8f9fafbfcfd0000'), new Uint8Array(length), 0, length);
  expect(text(stream.subarray(0, 48))).toBe(first);
  expect(text(stream.subarray(length - 48))).toBe(last);
});

test.each([
  [
    'RFC 3711 B.3',
    'e1f97a0d3e018be0d64fa32c06de4139',
    '0ec675ad498afeebb6960b3aabe6',
    'c61e7a93744f39ee10734afe3ff7a087',
    '30cbbc08863d8c85d49db34a9ae1',
    'cebe321f6ff7716b6fd4ab49af256a156d38baa4',
  ],
  [
    'RFC 6188 7.2',
    'f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6',
    '3b04803de51ee7c96423ab5b78d2',
    '5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4',
    'fa31791685ca444a9e07c6c64e93',
    'fd9c32d39ed5fbb5a9dc96b30818454d1313dc05',
  ],
  [
    'RFC 6188 7.4',
    '73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1',
    'c8522f3acd4ce86d5add78edbb11',
    '31874736a8f1143870c26e4857d8a5b2c4a354407faadabb',
    '2372b82d639b6d8503a47adc0a6c',
    '355b10973cd95b9eacf4061c7e1a7151e7cfbfcb',
  ],
])('%s: keys derived', (_, key, salt, cipherKey, sessionSalt, authentication) => {
  const keys = deriveKeys(octets(key), octets(salt), 'rtp');
  expect([text(keys.cipher), text(keys.salt), text(keys.authentication)]).toEqual([cipherKey, sessionSalt, authentication]);
});

test('RFC 3711 B.3: the whole authentication key of 94 octets', () => {
  const key = derive(new AesCounter(octets('e1f97a0d3e018be0d64fa32c06de4139')), octets('0ec675ad498afeebb6960b3aabe6'), 1, 94);
  expect(text(key)).toBe(
    'cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbcee049646c43d9327ad175578ef72270986371c10c9a369ac2f94a8c5fbcdddc25' +
      '6d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2',
  );
});

describe('RFC 7714', () => {
  const seal = (bits: number): SrtpSeal => {
    const key = Uint8Array.from({ length: bits / 8 }, (_, i) => i);
    return new SrtpSeal(
      suiteNamed(`AEAD_AES_${bits}_GCM`)!,
      { cipher: key, salt: octets('517569642070726f2071756f'), authentication: new Uint8Array(20) },
      PLAIN,
    );
  };
  const rtp = {
    128: '8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce',
    256: '8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13',
  };
  test.each([128, 256] as const)('16: RTP with %i bits', (bits) => {
    const packet = octets(rtp[bits]);
    const plain = seal(bits).open(packet, 0, 12, packet.length, 0);
    expect(text(plain)).toBe(text(toOctets('Gallia est omnis divisa in partes tres')));
    expect(seal(bits).open(packet, 0, 12, packet.length, 1)).toBeUndefined();
    packet[20]! ^= 1;
    expect(seal(bits).open(packet, 0, 12, packet.length, 0)).toBeUndefined();
  });
  test('17.1: RTCP', () => {
    const packet = octets(
      '81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4',
    );
    expect(text(seal(128).openControl(packet, 0, packet.length))).toBe(
      '4e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef',
    );
    packet[packet.length - 1]! ^= 1;
    expect(seal(128).openControl(packet, 0, packet.length)).toBeUndefined();
  });
});

/** Sealed with node:crypto alone, the key stream from a text of its own. */
function sealWithNode(
  bits: 128 | 192 | 256,
  key: Uint8Array,
  salt: Uint8Array,
  packet: Uint8Array,
  rollover: number,
  tag: number,
  identifier = '',
): Uint8Array {
  const stream = (label: number, length: number): Buffer => {
    const start = Buffer.alloc(16);
    start.set(salt);
    start[7]! ^= label;
    return createCipheriv(`aes-${bits}-ctr`, key, start).update(Buffer.alloc(length));
  };
  const start = Buffer.concat([stream(2, 14), Buffer.alloc(2)]);
  const index = Buffer.alloc(10);
  packet.subarray(8, 12).forEach((octet, i) => (index[i] = octet));
  index.writeUInt32BE(rollover, 4);
  index.set(packet.subarray(2, 4), 8);
  index.forEach((octet, i) => (start[4 + i]! ^= octet));
  const sealed = Buffer.concat([packet.subarray(0, 12), createCipheriv(`aes-${bits}-ctr`, stream(0, bits / 8), start).update(packet.subarray(12))]);
  const code = createHmac('sha1', stream(1, 20)).update(sealed).update(index.subarray(4, 8)).digest();
  return Buffer.concat([sealed, Buffer.from(identifier, 'hex'), code.subarray(0, tag)]);
}

test.each([
  ['AES_CM_128_HMAC_SHA1_80', 128, 10],
  ['AES_CM_128_HMAC_SHA1_32', 128, 4],
  ['AES_192_CM_HMAC_SHA1_80', 192, 10],
  ['AES_256_CM_HMAC_SHA1_32', 256, 4],
] as const)('%s: what node:crypto seals is opened, with an identifier and after a rollover', (name, bits, tag) => {
  const key = Uint8Array.from({ length: bits / 8 }, (_, i) => i * 7);
  const salt = Uint8Array.from({ length: 14 }, (_, i) => 200 - i);
  const packet = Uint8Array.from({ length: 172 }, (_, i) => (i === 0 ? 0x80 : i * 3));
  const sealed = sealWithNode(bits, key, salt, packet, 70_000, tag, '0102');
  const seal = new SrtpSeal(suiteNamed(name)!, deriveKeys(key, salt, 'rtp'), { ...PLAIN, identifier: 2 });
  expect(text(seal.open(sealed, 0, 12, sealed.length, 70_000))).toBe(text(packet.subarray(12)));
  expect(seal.open(sealed, 0, 12, sealed.length, 69_999)).toBeUndefined();
  key[0]! ^= 1;
  const wrong = new SrtpSeal(suiteNamed(name)!, deriveKeys(key, salt, 'rtp'), { ...PLAIN, identifier: 2 });
  expect(wrong.open(sealed, 0, 12, sealed.length, 70_000)).toBeUndefined();
});

test('an authenticated packet that is not encrypted (NULL cipher)', () => {
  const suite = suiteNamed('AES_CM_128_HMAC_SHA1_80')!;
  const keys = deriveKeys(new Uint8Array(16), new Uint8Array(14), 'rtp');
  const packet = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0x80 : i));
  const code = createHmac('sha1', keys.authentication).update(packet).update(Buffer.alloc(4)).digest().subarray(0, 10);
  const whole = Buffer.concat([packet, code]);
  expect(text(new SrtpSeal(suite, keys, { ...PLAIN, plain: true }).open(whole, 0, 12, whole.length, 0))).toBe(text(packet.subarray(12)));
});

describe('a=crypto', () => {
  const read = (line: string): ReturnType<typeof readSdes> => readSdes(toOctets(line), 0, line.length);
  const INLINE = 'inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';

  test('key, salt, lifetime and identifier (RFC 4568 section 6.1)', () => {
    const keys = read(`a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${INLINE}|2^20|1:4 UNENCRYPTED_SRTCP`);
    if (typeof keys === 'string') throw new Error(keys);
    expect(keys[0]).toMatchObject({ tag: 1, identifier: 4, plainControl: true, plain: false });
    expect([keys[0]!.key.length, keys[0]!.salt.length]).toEqual([16, 14]);
  });
  test.each([
    ['a=crypto:1 F8_128_HMAC_SHA1_80 ', 'suite'],
    ['a=crypto:1 AES_256_CM_HMAC_SHA1_80 ', 'key'],
    ['a=crypto:1', 'suite'],
  ])('%s is refused: %s', (line, why) => {
    expect(read(`${line}${line.endsWith(' ') ? INLINE : ''}`)).toBe(why);
  });
  test('a key derivation rate is a power of two, 24 at most', () => {
    const rate = (exponent: number): unknown => (read(`a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${INLINE} KDR=${exponent}`) as readonly { rate: number }[])[0]?.rate;
    expect([0, 1, 4, 24].map(rate)).toEqual([0, 2, 16, 2 ** 24]);
    expect(read(`a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${INLINE} KDR=25`)).toBe('parameter');
  });
});

test('rollover counters follow the order of arrival', () => {
  expect([...rollovers([65534, 65535, 0, 65533, 1, 2], 6)]).toEqual([0, 0, 1, 0, 1, 1]);
  expect([...rollovers([0, 65535, 1], 3)]).toEqual([0, -1, 0]);
});

test('any octets: nothing thrown, nothing opened', () => {
  const seals = ['AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_128_GCM'].map((name) => {
    const suite = suiteNamed(name)!;
    return new SrtpSeal(suite, deriveKeys(new Uint8Array(16), new Uint8Array(suite.cipher === 'AES-GCM' ? 12 : 14), 'rtp'), PLAIN);
  });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), (packet, payloadAt) => {
      for (const seal of seals) {
        expect(seal.open(packet, 0, Math.min(payloadAt, packet.length), packet.length, 0)).toBeUndefined();
        expect(seal.openControl(packet, 0, packet.length)).toBeUndefined();
      }
    }),
  );
});

test('a hundred thousand packets of 172 octets in less than eight seconds', { timeout: 20_000 }, () => {
  const suite = suiteNamed('AES_CM_128_HMAC_SHA1_80')!;
  const sealed = sealWithNode(
    128,
    new Uint8Array(16),
    new Uint8Array(14),
    Uint8Array.from({ length: 172 }, (_, i) => (i === 0 ? 0x80 : i)),
    0,
    10,
  );
  const seal = new SrtpSeal(suite, deriveKeys(new Uint8Array(16), new Uint8Array(14), 'rtp'), PLAIN);
  const begin = performance.now();
  for (let i = 0; i < 100_000; i++) seal.open(sealed, 0, 12, sealed.length, 0);
  const rate = 1e8 / (performance.now() - begin);
  console.log(`SRTP, AES-CM 128 with HMAC-SHA1-80: ${Math.round(rate)} packets a second`);
  expect(rate).toBeGreaterThan(12_500);
});

test('AES-GCM 128: thirty thousand packets of 172 octets', { timeout: 20_000 }, () => {
  const suite = suiteNamed('AEAD_AES_128_GCM')!;
  const keys = deriveKeys(new Uint8Array(16), new Uint8Array(12), 'rtp');
  const packet = Uint8Array.from({ length: 172 }, (_, i) => (i === 0 ? 0x80 : i));
  const start = Buffer.concat([Buffer.alloc(2), packet.subarray(8, 12), Buffer.alloc(4), packet.subarray(2, 4)]).map((octet, i) => octet ^ keys.salt[i]!);
  const cipher = createCipheriv('aes-128-gcm', keys.cipher, start).setAAD(packet.subarray(0, 12));
  const sealed = Buffer.concat([packet.subarray(0, 12), cipher.update(packet.subarray(12)), cipher.final(), cipher.getAuthTag()]);
  const seal = new SrtpSeal(suite, keys, PLAIN);
  expect(text(seal.open(sealed, 0, 12, sealed.length, 0))).toBe(text(packet.subarray(12)));
  const begin = performance.now();
  for (let i = 0; i < 30_000; i++) seal.open(sealed, 0, 12, sealed.length, 0);
  const rate = 3e7 / (performance.now() - begin);
  console.log(`SRTP, AES-GCM 128: ${Math.round(rate)} packets a second`);
  expect(rate).toBeGreaterThan(8000);
});
