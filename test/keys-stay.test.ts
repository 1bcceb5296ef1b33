/**
 * Keys stay where they are: no answer of the engine and no export has octets of them, in any spelling, but the message and the packet that hold them, looked at; and packets
 * that are exported are what the wire had: what was sealed there is sealed in the export, and no block of secrets goes along.
 */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import { calleeMedia, callerMedia, tellSealedCall, withSecretsBehind } from './forge/sealed-call.ts';
import { endpoint } from './forge/address.ts';
import { hep3 } from './forge/hep.ts';
import { alice, bob } from './forge/plain-call.ts';
import { join, numbers, octetsOf } from './forge/octets.ts';
import { writePcapng } from './forge/pcapng.ts';
import { rtpTrain } from './forge/rtp.ts';
import { audio } from './forge/sdp.ts';
import { createCall } from './forge/sip.ts';
import { cryptoLine, srtpKey, srtpSealer } from './forge/srtp.ts';
import { createStory } from './forge/story.ts';
import { createTcp } from './forge/tcp.ts';
import { createTls } from './forge/tls.ts';
import { openFiles } from './open-file-octets.ts';
import { analysisOf, openOctets } from './open-octets.ts';

const page = { offset: 0, limit: 1000 };
const setting = { kind: 'adaptive', least: 20, most: 500 } as const;

/** Octets as they may be spelled: raw (in latin1), hexadecimal, base64 at each of its three offsets, decimal. */
function spellings(secret: Uint8Array): string[] {
  const octets = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), octets])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(offset === 0 ? 0 : offset + 1, -2);
  });
  return [
    octets.toString('latin1'),
    octets.toString('hex'),
    [...octets].join(),
    ...base64,
    ...base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

function leaks(from: string, secrets: readonly Uint8Array[]): number[] {
  return secrets.flatMap((secret, i) => (spellings(secret).some((one) => from.includes(one) || from.toLowerCase().includes(one.toLowerCase())) ? [i] : []));
}

async function collected(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  let whole = '';
  for await (const piece of pieces) whole += typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1');
  return whole;
}

/** Everything that is asked for lists, pages and tables, as one text. */
async function answers(engine: Engine): Promise<string> {
  await engine.rate();
  await engine.deepen();
  const sort = { column: 'index', descending: false } as const;
  const calls = engine.calls({ text: '', states: [], problems: [], sort }, page).rows;
  const streams = engine.streams({ text: '', detectedBy: [], problemOnly: false, sort }, page).rows;
  const found: unknown[] = [calls, streams, engine.overview(), engine.diagnostics(), engine.tlsConnections(false, page), await engine.remedies()];
  found.push(
    await engine.packets({ kinds: [] }, page),
    await engine.statistics(),
    engine.findingGroups('rule'),
    engine.dialogs({ text: '', states: [], methods: [], sort }, page),
  );
  for (const { call } of calls) {
    found.push(await engine.call(call), await engine.ladder([call]), await engine.findingsOfCall(call), await engine.legs(call), await engine.legMedia(call));
    found.push(
      await engine.digits(call, true),
      await engine.callQuality(call, setting),
      await engine.callReports(call),
      await engine.sound({ calls: [call] }, setting),
    );
  }
  for (const { stream } of streams)
    found.push(engine.stream(stream), await engine.reports(stream), await engine.quality({ stream, setting }), engine.streamPackets(stream, page));
  return JSON.stringify([found, await analysisOf(engine)]) + (await tables(engine));
}

async function tables(engine: Engine): Promise<string> {
  let all = '';
  const sort = { column: 'index', descending: false } as const;
  all += await collected(engine.exportTable({ table: 'calls', query: { text: '', states: [], problems: [], sort } }));
  all += await collected(engine.exportTable({ table: 'streams', query: { text: '', detectedBy: [], problemOnly: false, sort } }));
  return all;
}

async function exportedPackets(engine: Engine, format: 'pcap' | 'pcapng'): Promise<string> {
  return collected(engine.exportPackets({ format, calls: [0], streams: [], media: true }));
}

test('signalling under TLS with keys of media in it: opened by itself, and no key goes anywhere', async () => {
  const told = tellSealedCall({ count: 60 });
  const beside = await openOctets([
    { name: 'call.pcapng', octets: writePcapng(told.packets) },
    { name: 'keys', octets: octetsOf(told.keyLog) },
  ]); // prettier-ignore
  const within = await openOctets([{ name: 'call.pcapng', octets: withSecretsBehind(told) }]);
  for (const { engine } of [beside, within]) {
    const streams = engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, page).rows;
    expect(streams.map(({ seal }) => [seal?.state, seal?.way, seal?.authenticated])).toEqual([
      ['opened', 'sdes', 60],
      ['opened', 'sdes', 60],
    ]);
    const all = await answers(engine);
    expect(all).toContain(told.callId);
    expect(leaks(all, told.secrets)).toEqual([]);
    for (const format of ['pcap', 'pcapng'] as const) {
      const packets = await exportedPackets(engine, format);
      expect(packets.length).toBeGreaterThan(10_000);
      expect(leaks(packets, told.secrets)).toEqual([]);
      for (const word of ['CLIENT_RANDOM', 'INVITE', 'a=crypto', 'KSLT']) expect(packets.includes(word)).toBe(false);
    }
    expect(engine.carriesKeys([0])).toBe(false);
    // where it stands it is shown
    const texts = await Promise.all(Array.from({ length: engine.overview().counts.messages }, (_, message) => engine.message(message)));
    expect(leaks(texts.map((one) => one!.text).join(), told.secrets)).toEqual([1, 2, 3, 4]);
  }
});

test('keys in the clear, typed by hand and private: in no answer; packets go out as they were captured', async () => {
  const [told, typed, farKey] = [srtpKey('told'), srtpKey('typed'), srtpKey('far')];
  const story = createStory();
  const call = createCall(alice, bob, {});
  const invite = call.invite({ sdp: audio(callerMedia, { protocol: 'RTP/SAVP', lines: [cryptoLine(told)] }) });
  story.sip(0, invite);
  story.sip(900, call.respond(invite, 200, { sdp: audio(calleeMedia, { protocol: 'RTP/SAVP', lines: [cryptoLine(farKey)] }) }));
  const seal = srtpSealer(typed);
  for (const { at, octets } of rtpTrain({ count: 60, ssrc: 7 })) story.datagram(1000 + at, callerMedia, calleeMedia, seal(octets));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const { engine } = await openOctets([
    { name: 'call.pcap', octets: story.capture() },
    { name: 'server.pem', octets: octetsOf(pem) },
  ]); // prettier-ignore
  const text = Buffer.concat([typed.key, typed.salt]).toString('base64');
  expect(await engine.giveKey({ callId: call.callId, stream: undefined, suite: 'AES_CM_128_HMAC_SHA1_80', text })).toBe('opened');
  const prime = Buffer.from(privateKey.export({ format: 'jwk' }).p!, 'base64url');
  const secrets = [told.key, told.salt, farKey.key, farKey.salt, typed.key, typed.salt, prime];
  expect(leaks(await answers(engine), secrets)).toEqual([]);
  expect(engine.carriesKeys([0])).toBe(true);
  // the wire had the keys of the SDP in the clear, and so has the export; what was given has not
  expect(leaks(await exportedPackets(engine, 'pcapng'), secrets)).toEqual([0, 1, 2, 3]);
});

describe('called TLS, and in the clear: an export tells the keys, and that is said', () => {
  const key = srtpKey('in the clear');
  const invite = (): Uint8Array =>
    createCall({ ...alice, transport: 'TLS' }, bob, {}).invite({ sdp: audio(callerMedia, { protocol: 'RTP/SAVP', lines: [cryptoLine(key)] }) }).octets;
  const isTold = async (engine: Engine): Promise<void> => {
    expect(['tls', 'wss']).toContain((await engine.message(0))!.transport);
    expect(leaks(await exportedPackets(engine, 'pcapng'), [key.key, key.salt])).toEqual([0, 1]);
    expect(engine.carriesKeys([0])).toBe(true);
  };

  test.each(['TLS', 'WSS'])('a log whose Via says %s', async (via) => {
    const text = octetsOf(
      `2026-01-05 09:00:00.25 192.0.2.10:5061 -> 192.0.2.20:5061\n${Buffer.from(invite()).toString().replace('SIP/2.0/TLS', `SIP/2.0/${via}`)}\n`,
    );
    await isTold((await openFiles([{ name: 'log.txt', octets: text }])).engine);
  });

  test('an exported PDU', async () => {
    const tag = (type: number, value: Uint8Array): Uint8Array => join(numbers([2, type], [2, value.length]), value);
    const name = (text: string): Uint8Array => tag(type(text), octetsOf(text));
    const type = (text: string): number => (text.startsWith('sip') ? 12 : 33);
    const ends = [
      tag(20, numbers([4, 0xc000020a])),
      tag(21, numbers([4, 0xc0000214])),
      tag(24, numbers([4, 2])),
      tag(25, numbers([4, 5061])),
      tag(26, numbers([4, 5061])),
    ];
    const octets = join(name('sip\0'), ...ends, name('SIP/TLS\0'), numbers([4, 0]), invite());
    const { engine } = await openOctets([{ name: 'pdu.pcapng', octets: writePcapng([{ time: 0n, octets }], { interfaces: [{ linkType: 252 }] }) }]);
    await isTold(engine);
  });

  test('a capture agent’s copy', async () => {
    const story = createStory();
    story.datagram(0, endpoint('192.0.2.30:9060'), endpoint('192.0.2.31:9060'), hep3(alice.at, bob.at, invite(), { time: 1_767_600_000, protocol: 22 }));
    await isTold((await openOctets([{ name: 'hep.pcap', octets: story.capture() }])).engine);
  });

  test.each([false, true])('a suite without encryption, its key log given: %s', async (isGiven) => {
    const story = createStory();
    const tls = createTls(createTcp(endpoint('192.0.2.10:40000'), endpoint('192.0.2.20:5061')), 'clear', true);
    story.packets(0, tls.open());
    story.packets(100, tls.send('client', invite()));
    const log = { name: 'keys', octets: octetsOf(tls.line) };
    const { engine } = await openOctets([{ name: 'call.pcap', octets: story.capture() }, ...(isGiven ? [log] : [])]);
    await isTold(engine);
  });
});
