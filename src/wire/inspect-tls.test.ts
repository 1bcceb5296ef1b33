import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex, join } from '../../test/forge/octets.ts';
import type { Field } from '../base/field.ts';
import { inspectTlsContent, inspectTlsRecord } from './inspect-tls.ts';
import { readClientHello, readServerHello } from './tls-hello.ts';
import { findRecord, isRecordHeader } from './tls-record.ts';

const random = 'ab'.repeat(32);
/** version 3.3, random, no session, one suite, no compression; extensions: server name a.b, ALPN sip/2, versions 1.3 and GREASE */
const body = hex(`0303 ${random} 00 0002 c02f 01 00 0023 0000 0008 0006 00 0003 612e62 0010 0008 0006 05 7369702f32 002b 0007 06 0304 0303 1a1a`);
const hello = join(Uint8Array.of(1, 0, 0, body.length), body);
const record = join(Uint8Array.of(22, 3, 1, 0, hello.length), hello);
const names = (suite: number): string => suite.toString(16);
const flat = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...flat(field.children ?? [])]);

test('a ClientHello', () => {
  const fields = flat([inspectTlsRecord(record, 0, record.length, false, '', names)]);
  const value = (name: string): string | undefined => fields.find((field) => field.name === name)?.value;
  expect([value('server_name'), value('application_layer_protocol_negotiation'), value('supported_versions'), value('cipher suites')]).toEqual([
    'a.b',
    'sip/2',
    'TLS 1.3, TLS 1.2, 0x1a1a',
    '1',
  ]);
  expect(fields.some(({ problem }) => problem !== undefined)).toBe(false);
  expect(readClientHello(body, 0, body.length)).toMatchObject({ version: 0x304, serverName: 'a.b', protocols: ['sip/2'], suite: -1, encryptThenMac: false });
});

test('cut anywhere: what is whole is shown, and the same in any surroundings', () => {
  const codes = new Set<string | undefined>();
  for (let end = 0; end < hello.length; end++) {
    const cut = hello.slice(0, end);
    cut[3] = Math.max(0, end - 4);
    for (const fill of [0, 0xff]) {
      const surrounded = join(new Uint8Array(8).fill(fill), cut, new Uint8Array(64).fill(fill));
      const fields = flat(inspectTlsContent(22, surrounded, 8, 8 + end, names));
      for (const { at, length, problem } of fields) {
        codes.add(problem);
        expect(at === undefined || (at >= 8 && at + length! <= 8 + end)).toBe(true);
      }
      readClientHello(surrounded, 12, 8 + end);
    }
  }
  expect(codes).toEqual(new Set([undefined, 'tls.handshake-cut']));
});

test('any octets: no throw, nothing outside', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.constantFrom(20, 21, 22, 23), fc.constantFrom(1, 2, 11, 24), (octets, type, message) => {
      const handshake = join(Uint8Array.of(message, 0, 0, octets.length), octets);
      for (const field of flat(inspectTlsContent(type, handshake, 0, handshake.length, names)))
        if (field.at !== undefined) expect(field.at + field.length!).toBeLessThanOrEqual(handshake.length);
      readClientHello(octets, 0, octets.length);
      readServerHello(octets, 0, octets.length);
      findRecord(octets, 0, octets.length);
    }),
  );
});

test('a record is told by its form', () => {
  expect([isRecordHeader(record, 0, record.length), isRecordHeader(record, 1, record.length), isRecordHeader(record, 0, 4)]).toEqual([true, false, false]);
  expect(findRecord(join(hex('00 16 16'), record, record), 0, 2 * record.length + 3)).toBe(3);
});
