import { expect, test } from 'vitest';
import { toOctets } from '../base/text.ts';
import { nonceHash } from './nonce.ts';

const nonceOf = (text: string): number => nonceHash(toOctets(text), 0, text.length);

test('the nonce is found wherever it stands, quoted or not, and no other parameter is taken for it', () => {
  const wanted = nonceOf('Digest nonce="abc"');
  expect(wanted).not.toBe(0);
  for (const text of [
    'Digest realm="a, nonce=x", nonce="abc", qop="auth"',
    'Digest cnonce="zzz",nonce="abc"',
    'digest NONCE="abc", nc=00000001',
    'Digest nonce=abc,realm="b"',
    'Digest nonce= "abc"',
  ])
    expect(nonceOf(text), text).toBe(wanted);
  for (const text of ['Digest nonce="abd"', 'Digest nextnonce="abc"', 'Digest nonce=""', 'Basic Zm9v', 'Digest nonce', '', 'Digest nonce="'])
    expect(nonceOf(text), text).not.toBe(wanted);
});

test('every cut ends, and reads nothing behind its end', () => {
  const text = 'Digest realm="example.com", nonce="abcdef", qop="auth"';
  for (let end = 0; end <= text.length; end++)
    for (const fill of [0, 0xff]) {
      const octets = new Uint8Array(text.length + 16).fill(fill);
      octets.set(toOctets(text).subarray(0, end));
      expect(nonceHash(octets, 0, end)).toBe(nonceHash(toOctets(text), 0, end));
    }
});
