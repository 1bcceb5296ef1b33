/** What rows of the packet list say of datagrams and segments that agree on keys: as Wireshark names them, checked against tshark's words for the same recordings. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { PacketRow } from '../src/contract/detail.ts';
import { endpoint } from './forge/address.ts';
import { dtlsRecord } from './forge/dtls.ts';
import { join } from './forge/octets.ts';
import { createStory } from './forge/story.ts';
import { openOctets, type NamedOctets } from './open-octets.ts';

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(resolve(import.meta.dirname, path)));

async function rows(...files: readonly NamedOctets[]): Promise<readonly PacketRow[]> {
  const { engine } = await openOctets(files);
  return (await engine.packets({ kinds: [] }, { offset: 0, limit: 400 })).rows;
}

const dtls: NamedOctets = { name: 'dtls-srtp.pcap', octets: new Uint8Array(gunzipSync(read('recorded/dtls-srtp.pcap.gz'))) };

test('DTLS: content and messages by name, and media behind it', async () => {
  const found = await rows(dtls);
  expect(
    found
      .filter(({ kind }) => kind === 'dtls')
      .map(({ info }) => info.replace(/^\d+ → \d+ /, ''))
      .slice(0, 6),
  ).toEqual([
    'Client Hello',
    'Hello Verify Request',
    'Client Hello',
    'Server Hello, Certificate (fragment)',
    'Certificate (fragment)',
    'Server Key Exchange, Certificate Request, Server Hello Done',
  ]);
  expect(found.filter(({ kind }) => kind === 'rtp').every(({ protocol, info }) => protocol === 'SRTP' && info.endsWith(' (locked)'))).toBe(true);
  const opened = await rows(dtls, { name: 'keys', octets: read('recorded/dtls-srtp.keys') });
  expect(opened.filter(({ kind }) => kind === 'rtp').every(({ info }) => info.endsWith(' (opened)'))).toBe(true);
});

test('DTLS alerts, and records that are cut or no handshake', async () => {
  const story = createStory();
  const [one, other] = [endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000')];
  const records = [
    dtlsRecord(21, Uint8Array.of(2, 40)),
    join(dtlsRecord(20, Uint8Array.of(1)), dtlsRecord(22, new Uint8Array(40), { epoch: 1 })),
    dtlsRecord(21, new Uint8Array(24), { epoch: 1 }),
    dtlsRecord(22, Uint8Array.of(11, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4)),
  ];
  records.forEach((octets, i) => story.datagram(i, one, other, octets));
  const found = await rows({ name: 'a.pcap', octets: story.capture() });
  expect(found.map(({ info }) => info.replace('4000 → 6000 ', ''))).toEqual([
    'Alert (fatal: handshake_failure)',
    'Change Cipher Spec, Encrypted Handshake Message',
    'Encrypted Alert',
    'Certificate (fragment)',
  ]);
});

test('STUN, alone and in a channel of TURN', async () => {
  const story = createStory();
  const [one, other] = [endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:3478')];
  const stun = (type: number): Uint8Array => Uint8Array.of(type >> 8, type & 255, 0, 0, 0x21, 0x12, 0xa4, 0x42, ...new Uint8Array(12));
  const inner = dtlsRecord(23, new Uint8Array(24), { epoch: 1 });
  story.datagram(0, one, other, stun(1));
  story.datagram(1, other, one, stun(0x0111));
  story.datagram(2, one, other, join(Uint8Array.of(0x40, 1, inner.length >> 8, inner.length & 255), inner));
  const found = await rows({ name: 'a.pcap', octets: story.capture() });
  expect(found.map(({ protocol, info }) => `${protocol} ${info}`)).toEqual([
    'STUN 4000 → 3478 Binding Request',
    'STUN 3478 → 4000 Binding Error Response',
    'DTLS 4000 → 3478 channel 0x4001, Application Data',
  ]);
});

test('TLS over TCP: messages of the handshake, also behind a record that began before', async () => {
  const found = await rows({ name: 'tls12-aead.pcap', octets: read('tls-fixtures/tls12-aead.pcap') });
  const titles = found.filter(({ kind }) => kind === 'tls').map(({ info }) => info.replace(/^\d+ → \d+ /, ''));
  expect(titles.slice(0, 5)).toEqual([
    'TLS 1.2 Client Hello (locked: no key)',
    'TLS 1.2 Server Hello, Certificate, Server Key Exchange, Server Hello Done (locked: no key)',
    'TLS 1.2 Client Key Exchange, Change Cipher Spec, Encrypted Handshake Message (locked: no key)',
    'TLS 1.2 New Session Ticket, Change Cipher Spec, Encrypted Handshake Message (locked: no key)',
    'TLS 1.2 Application Data (locked: no key)',
  ]);
  expect(new Set(titles.filter((title) => title.includes('Alert')))).toEqual(new Set(['TLS 1.2 Encrypted Alert (locked: no key)']));
  expect(titles.some((title) => title.includes('handshake ('))).toBe(false);
});

test('whatever the octets are: a row for each packet, and nothing thrown', async () => {
  for (const [name, octets] of [
    ['tls', read('tls-fixtures/rsa.pcap')],
    ['dtls', dtls.octets],
  ] as const)
    for (let at = 24 + 16 + 42; at < octets.length; at += Math.ceil(octets.length / 10)) {
      const broken = octets.slice();
      for (let i = 0; i < 3; i++) broken[Math.min(at + i, octets.length - 1)]! ^= 0x5a + i;
      const { engine } = await openOctets([{ name, octets: broken }]);
      const { rows: all, total } = await engine.packets({ kinds: [] }, { offset: 0, limit: 1000 });
      expect(all).toHaveLength(total);
    }
});
