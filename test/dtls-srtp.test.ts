/**
 * DTLS-SRTP with a key log: handshakes recorded from OpenSSL, media sealed by libsrtp2 with the keys OpenSSL exported (test/record/dtls_srtp.py), so that
 * what is opened here is held against two other implementations.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { StreamRow } from '../src/contract/streams.ts';
import type { Engine } from '../src/engine/engine.ts';
import { openOctets, type NamedOctets } from './open-octets.ts';

const everything = { text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } } as const;

function recorded(name: string): Buffer {
  return readFileSync(new URL(`recorded/${name}`, import.meta.url));
}

function capture(name: string): NamedOctets {
  return { name: `${name}.pcap`, octets: new Uint8Array(gunzipSync(recorded(`${name}.pcap.gz`))) };
}

function keyLog(name: string): NamedOctets {
  return { name: `${name}.keys`, octets: new Uint8Array(recorded(`${name}.keys`)) };
}

function rowsOf(engine: Engine): readonly StreamRow[] {
  return engine.streams(everything, { offset: 0, limit: 100 }).rows;
}

/** SHA-256 of all payloads of a stream as the inspector's second buffer has them. */
async function digestOf(engine: Engine, row: StreamRow): Promise<string> {
  const hash = createHash('sha256');
  for (const { place } of engine.streamPackets(row.stream, { offset: 0, limit: 1000 }).rows) {
    const plain = (await engine.packet(place.packet))?.octets.find(({ name }) => name === 'decrypted');
    hash.update(plain?.octets.subarray(12) ?? 'sealed');
  }
  return hash.digest('hex');
}

async function digests(engine: Engine): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const row of rowsOf(engine)) found[row.ssrc.replace('0x', '').toLowerCase().padStart(8, '0')] = await digestOf(engine, row);
  return found;
}

const expected = (name: string): unknown => JSON.parse(recorded(`${name}.json`).toString());

test('a call: the key log opens both directions and their RTCP', async () => {
  const { engine } = await openOctets([capture('dtls-srtp'), keyLog('dtls-srtp')]);
  expect(rowsOf(engine).map(({ call, seal }) => [call, seal?.state, seal?.way, seal?.suite, seal?.authenticated, seal?.looked])).toEqual([
    [0, 'opened', 'dtls', 'AES_CM_128_HMAC_SHA1_80', 60, 60],
    [0, 'opened', 'dtls', 'AES_CM_128_HMAC_SHA1_80', 60, 60],
  ]);
  expect(await digests(engine)).toEqual(expected('dtls-srtp'));
  const reports = await engine.reports(0);
  expect(reports?.received.map(({ extendedHighest }) => extendedHighest)).toEqual([1049]);
  expect(reports?.notes).toEqual([]);
});

test('without key log it says which handshake the log must have', async () => {
  const { engine } = await openOctets([capture('dtls-srtp')]);
  const random = /CLIENT_RANDOM ([0-9a-f]{64})/.exec(recorded('dtls-srtp.keys').toString())![1];
  for (const { seal } of rowsOf(engine))
    expect(seal).toMatchObject({ state: 'sealed', way: 'dtls', missing: 'keyLog', clientRandom: random, place: { frame: 7 } });
  const other = await openOctets([capture('dtls-srtp'), keyLog('dtls-profiles')]);
  expect(rowsOf(other.engine)[0]!.seal).toMatchObject({ missing: 'otherKeyLog', clientRandom: random });
});

test('every profile and version, without signalling, over a rollover of the sequence number', async () => {
  const { engine } = await openOctets([capture('dtls-profiles'), keyLog('dtls-profiles')]);
  expect(rowsOf(engine).map(({ encrypted, seal }) => [encrypted, seal?.state, seal?.suite, seal?.authenticated])).toEqual(
    ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32', 'AEAD_AES_128_GCM', 'AEAD_AES_256_GCM', 'AES_CM_128_HMAC_SHA1_80'].flatMap((suite) => [
      [true, 'opened', suite, 12],
      [true, 'opened', suite, 12],
    ]),
  );
  expect(await digests(engine)).toEqual(expected('dtls-profiles'));
});
