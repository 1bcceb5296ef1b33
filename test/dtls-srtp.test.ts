/**
 * DTLS-SRTP with a key log: handshakes recorded from OpenSSL, media sealed by libsrtp2 with the keys OpenSSL exported (test/record/dtls_srtp.py), so that
 * what is opened here is held against two other implementations.
 */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { BufferSetting } from '../src/contract/quality.ts';
import type { StreamRow } from '../src/contract/streams.ts';
import type { Engine } from '../src/engine/engine.ts';
import { endpoint } from './forge/address.ts';
import { clientHello, dtlsMessage, dtlsRecord, serverHello } from './forge/dtls.ts';
import { alice, bob } from './forge/plain-call.ts';
import { rtpTrain } from './forge/rtp.ts';
import { audio } from './forge/sdp.ts';
import { createCall } from './forge/sip.ts';
import { srtpSealer } from './forge/srtp.ts';
import { createStory } from './forge/story.ts';
import { openOctets, type NamedOctets } from './open-octets.ts';

const setting: BufferSetting = { kind: 'adaptive', least: 20, most: 500 };
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
  // rated all the same, and said to rest on loss and delay alone
  const quality = await engine.quality({ stream: 0, setting });
  expect(quality).toMatchObject({ isSealed: true, unrated: undefined });
  const opened = await openOctets([capture('dtls-srtp'), keyLog('dtls-srtp')]);
  expect(await opened.engine.quality({ stream: 0, setting })).toEqual({ ...quality, isSealed: false, revision: expect.any(Number) as number });
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

/** HKDF-Expand-Label with the prefix of DTLS 1.3 (RFC 9147 section 5.9), one block of SHA-256 after the other, written down a second time. */
function expandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Buffer {
  const info = Buffer.concat([
    Buffer.from([length >> 8, length & 255, 6 + label.length]),
    Buffer.from(`dtls13${label}`),
    Buffer.from([context.length]),
    context,
  ]);
  const blocks: Buffer[] = [];
  for (let i = 1; 32 * (i - 1) < length; i++)
    blocks.push(
      createHmac('sha256', secret)
        .update(blocks.at(-1) ?? Buffer.alloc(0))
        .update(info)
        .update(Buffer.from([i]))
        .digest(),
    );
  return Buffer.concat(blocks).subarray(0, length);
}

test('DTLS 1.3: the exporter secret opens, whichever of the offered profiles was chosen under keys', async () => {
  const [here, there] = [endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000')];
  const secret = Buffer.alloc(32, 0x5a);
  const empty = createHash('sha256').digest();
  const exported = expandLabel(expandLabel(secret, 'EXTRACTOR-dtls_srtp', empty, 32), 'exporter', empty, 60);
  const client = { key: exported.subarray(0, 16), salt: exported.subarray(32, 46) };
  const server = { key: exported.subarray(16, 32), salt: exported.subarray(46, 60) };
  const story = createStory();
  story.datagram(0, here, there, dtlsRecord(22, dtlsMessage(1, clientHello({ random: 3, profiles: [8, 7, 1], versions: [0xfefc] }))));
  story.datagram(10, there, here, dtlsRecord(22, dtlsMessage(2, serverHello({ random: 4, suites: [0x1301], versions: [0xfefc] }))));
  const [byClient, byServer] = [srtpSealer(client), srtpSealer(server)];
  for (const { at, octets } of rtpTrain({ count: 60, ssrc: 7 })) story.datagram(100 + at, here, there, byClient(octets));
  for (const { at, octets } of rtpTrain({ count: 60, ssrc: 9 })) story.datagram(100 + at, there, here, byServer(octets));
  const log = new TextEncoder().encode(`EXPORTER_SECRET ${'03'.repeat(32)} ${secret.toString('hex')}\n`);
  const { engine } = await openOctets([
    { name: 'forged.pcap', octets: story.capture() },
    { name: 'keys.txt', octets: log },
  ]);
  expect(rowsOf(engine).map(({ seal }) => [seal?.state, seal?.way, seal?.suite, seal?.authenticated])).toEqual([
    ['opened', 'dtls', 'AES_CM_128_HMAC_SHA1_80', 60],
    ['opened', 'dtls', 'AES_CM_128_HMAC_SHA1_80', 60],
  ]);
});

test('media that ICE moved to another pair of ends are tried with the keys of one of them', async () => {
  const [here, there, moved] = [endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000'), endpoint('192.0.2.21:6002')];
  const story = createStory();
  const secret = Buffer.alloc(32, 0x5a);
  const empty = createHash('sha256').digest();
  const exported = expandLabel(expandLabel(secret, 'EXTRACTOR-dtls_srtp', empty, 32), 'exporter', empty, 60);
  story.datagram(0, here, there, dtlsRecord(22, dtlsMessage(1, clientHello({ random: 3, profiles: [1], versions: [0xfefc] }))));
  story.datagram(10, there, here, dtlsRecord(22, dtlsMessage(2, serverHello({ random: 4, suites: [0x1301], versions: [0xfefc] }))));
  const call = createCall(alice, bob, {});
  const secure = { protocol: 'UDP/TLS/RTP/SAVP', lines: [`a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}`] };
  const invite = call.invite({ sdp: audio(here, secure) });
  story.sip(20, invite);
  story.sip(30, call.respond(invite, 200, { sdp: audio(moved, { codecs: ['0 PCMU/8000'], ...secure }) }));
  const seal = srtpSealer({ key: exported.subarray(0, 16), salt: exported.subarray(32, 46) });
  for (const { at, octets } of rtpTrain({ count: 60, ssrc: 7 })) story.datagram(100 + at, here, moved, seal(octets));
  const log = new TextEncoder().encode(`EXPORTER_SECRET ${'03'.repeat(32)} ${secret.toString('hex')}\n`);
  const { engine } = await openOctets([
    { name: 'forged.pcap', octets: story.capture() },
    { name: 'keys.txt', octets: log },
  ]);
  expect(rowsOf(engine)[0]!.seal).toMatchObject({ state: 'opened', way: 'dtls', authenticated: 60 });
});
