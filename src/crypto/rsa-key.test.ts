import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decryptPremaster, readPrivateKeys } from './rsa-key.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const premaster = Uint8Array.from({ length: 48 }, (_, i) => i);
const encrypted = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, premaster);

describe('what servers keep', () => {
  const pem = (type: 'pkcs1' | 'pkcs8'): Buffer => Buffer.from(privateKey.export({ type, format: 'pem' }));
  test.each([
    ['PKCS#1 PEM', pem('pkcs1')],
    ['PKCS#8 PEM', pem('pkcs8')],
    ['PKCS#1 DER', privateKey.export({ type: 'pkcs1', format: 'der' })],
    ['PKCS#8 DER', privateKey.export({ type: 'pkcs8', format: 'der' })],
    ['PEM behind text and a certificate', Buffer.concat([Buffer.from('Bag Attributes\n  friendlyName: x\n'), pem('pkcs1')])],
    ['PEM with CRLF', Buffer.from(String(pem('pkcs8')).replaceAll('\n', '\r\n'))],
  ])('%s opens what was sealed for it', (_, octets) => {
    const { keys, problems } = readPrivateKeys(octets);
    expect([keys.length, problems]).toEqual([1, []]);
    expect(decryptPremaster(keys[0]!, encrypted)).toEqual(premaster);
  });

  test('also without the primes', () => {
    const key = { ...readPrivateKeys(pem('pkcs1')).keys[0]!, crt: undefined };
    expect(decryptPremaster(key, encrypted)).toEqual(premaster);
  });

  test('several in a file', () => expect(readPrivateKeys(Buffer.concat([pem('pkcs1'), pem('pkcs8')])).keys).toHaveLength(2));
});

test('what is no key that opens anything says so', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const sealed = { type: 'pkcs8', cipher: 'aes-128-cbc', passphrase: 'x' } as const;
  const problems = (octets: string | Buffer): readonly string[] => readPrivateKeys(Buffer.from(octets as string)).problems;
  expect(problems(ec.export({ type: 'pkcs8', format: 'pem' }))).toEqual(['other-kind']);
  expect(problems(ec.export({ type: 'sec1', format: 'pem' }))).toEqual(['other-kind']);
  expect(problems(ec.export({ type: 'pkcs8', format: 'der' }))).toEqual(['other-kind']);
  expect(problems(privateKey.export({ ...sealed, format: 'pem' }))).toEqual(['encrypted']);
  expect(problems(privateKey.export({ ...sealed, format: 'der' }))).toEqual(['encrypted']);
  expect(problems(privateKey.export({ ...sealed, type: 'pkcs1', format: 'pem' }))).toEqual(['encrypted']);
  expect(problems(publicKey.export({ type: 'spki', format: 'pem' }))).toEqual(['public-only']);
  expect(problems(privateKey.export({ type: 'pkcs1', format: 'der' }).subarray(0, 200))).toEqual(['damaged']);
});

test('a secret sealed for another key is not opened', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs1', format: 'der' });
  expect(decryptPremaster(readPrivateKeys(other).keys[0]!, encrypted)).toBeUndefined();
});

test('many beginnings of one block are looked at once', () => {
  const text = `${'-----BEGIN X-----'.repeat(60_000)}-----END X-----`;
  expect(readPrivateKeys(new TextEncoder().encode(text))).toEqual({ keys: [], problems: [] });
});

test('any octets: no throw', () => {
  const key = readPrivateKeys(privateKey.export({ type: 'pkcs1', format: 'der' })).keys[0]!;
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  fc.assert(fc.property(fc.uint8Array({ maxLength: 140 }), (octets) => void [readPrivateKeys(octets), decryptPremaster(key, octets)]));
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.nat(255), (at, octet) => {
      const broken = Uint8Array.from(der);
      broken[at] = octet;
      readPrivateKeys(broken);
    }),
  );
});
