import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toOctets } from '../base/text.ts';
import { looksLikeKeyLog, readKeyLog } from './key-log.ts';

const random = 'ab'.repeat(32);
const master = 'cd'.repeat(48);
const line = `CLIENT_RANDOM ${random} ${master}`;

function read(text: string): { readonly found: readonly string[]; readonly garbage: readonly number[] } {
  const found: string[] = [];
  const garbage: number[] = [];
  const octets = toOctets(text);
  readKeyLog(octets, 0, octets.length, {
    secret: (label, name, secret) => void found.push(`${label} ${name.length} ${secret.length}`),
    garbage: (number) => void garbage.push(number),
  });
  return { found, garbage };
}

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
  ['empty lines', '\n\n'],
])('lines that end in %s', (_, end) => {
  const text = ['# SSL/TLS secrets log file', line, `CLIENT_TRAFFIC_SECRET_0 ${random} ${'ef'.repeat(32)}`, `EXPORTER_SECRET ${random} ${master}`].join(end);
  expect(read(text)).toEqual({ found: ['CLIENT_RANDOM 32 48', 'CLIENT_TRAFFIC_SECRET_0 32 32', 'EXPORTER_SECRET 32 48'], garbage: [] });
});

test('RSA lines in both forms, premaster secrets, blanks, a byte order mark, capitals', () => {
  const text = `\uFEFFRSA 0102030405060708 ${master}\nRSA Session-ID:${random} Master-Key:${master.toUpperCase()}\n  PMS_CLIENT_RANDOM\t${random}  ${'00'.repeat(48)} \n`;
  expect(read(text)).toEqual({ found: ['RSA 8 48', 'SESSION_ID 32 48', 'PMS_CLIENT_RANDOM 32 48'], garbage: [] });
});

test('later secrets of a connection are known, and not needed', () => {
  expect(read(`SERVER_TRAFFIC_SECRET_N ${random} ${master}\nCLIENT_TRAFFIC_SECRET_12 ${random} ${master}`)).toEqual({ found: [], garbage: [] });
});

test('lines that are no secret are counted, by number', () => {
  const text = ['hello', line, `CLIENT_RANDOM ${random}`, `CLIENT_RANDOM ${random} ${master.slice(1)}`, `${line} more`, `NOBODY ${random} ${master}`, 'é'].join(
    '\n',
  );
  expect(read(text)).toEqual({ found: ['CLIENT_RANDOM 32 48'], garbage: [1, 3, 4, 5, 6, 7] });
  expect(read('x'.repeat(100_000)).garbage).toEqual([1]);
});

test('a key log is told by a line of its own', () => {
  const looks = (text: string): boolean => looksLikeKeyLog(toOctets(text), 0, toOctets(text).length);
  expect([looks(`# comment\r\n\r\n${line}`), looks('CLIENT_RANDOM'), looks('# only a comment'), looks('INVITE sip:a SIP/2.0\r\n')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('any octets: no throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => readKeyLog(octets, 0, octets.length, { secret: () => undefined, garbage: () => undefined })),
  );
});
