/**
 * Encrypted calls: forged ones, sealed with node:crypto alone, must be heard and read like the same call in the clear; and the shared
 * captures whose SDP has keys, whose payload is decrypted a second time with node:crypto.
 */
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { BufferSetting } from '../src/contract/quality.ts';
import type { SoundSource } from '../src/contract/sound.ts';
import { limits } from '../src/base/limits.ts';
import type { StreamName, TypedKey } from '../src/contract/seal.ts';
import type { StreamRow } from '../src/contract/streams.ts';
import type { Engine } from '../src/engine/engine.ts';
import { endpoint } from './forge/address.ts';
import { party, tellBridged } from './forge/bridged-call.ts';
import { alice, bob } from './forge/plain-call.ts';
import { rtcpReport, rtpTrain, type TrainOptions } from './forge/rtp.ts';
import { audio } from './forge/sdp.ts';
import { createCall } from './forge/sip.ts';
import { counterBlock, cryptoLine, deriveSrtp, sealControl, srtpKey, srtpSealer, type SrtpKey } from './forge/srtp.ts';
import { createStory } from './forge/story.ts';
import { openOctets } from './open-octets.ts';

const callerMedia = endpoint('192.0.2.10:4000');
const calleeMedia = endpoint('192.0.2.20:6000');
const setting: BufferSetting = { kind: 'fixed', depth: 200, resync: 200 };
const source: SoundSource = { calls: [0] };
const everything = { text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } } as const;
const COUNT = 250;

interface Told {
  /** undefined: in the clear */
  readonly callerKey?: SrtpKey;
  readonly calleeKey?: SrtpKey;
  /** what the offer says, when it is not the key that is used */
  readonly toldKey?: SrtpKey;
  readonly suite?: string;
  readonly tag?: number;
  readonly train?: Partial<TrainOptions>;
  /** the callee's next key, from the middle on */
  readonly nextKey?: SrtpKey;
}

async function openCall(told: Told): Promise<Engine> {
  const { callerKey, calleeKey, suite, tag, nextKey } = told;
  const story = createStory();
  const call = createCall(alice, bob, {});
  const lines = (key: SrtpKey | undefined): object => (key === undefined ? {} : { protocol: 'RTP/SAVP', lines: [cryptoLine(key, suite)] });
  const invite = call.invite({ sdp: audio(callerMedia, lines(told.toldKey ?? callerKey)) });
  const ok = call.respond(invite, 200, { sdp: audio(calleeMedia, { codecs: ['0 PCMU/8000', '101 telephone-event/8000 0-16'], ...lines(calleeKey) }) });
  story.sip(0, invite);
  story.sip(900, ok);
  story.sip(910, call.acknowledge(ok));
  if (nextKey !== undefined) {
    const again = call.invite({ sdp: audio(callerMedia, { ...lines(callerKey), version: 2 }) });
    story.sip(3400, again);
    story.sip(3450, call.respond(again, 200, { sdp: audio(calleeMedia, { codecs: ['0 PCMU/8000'], ...lines(nextKey), version: 2 }) }));
  }
  const seal = (key: SrtpKey | undefined): ((octets: Uint8Array) => Uint8Array) => (key === undefined ? (octets) => octets : srtpSealer(key, tag));
  const [byCaller, byCallee, byNext] = [seal(callerKey), seal(calleeKey), seal(nextKey)];
  const digits = [{ index: 100, event: 5, packets: 5 }];
  for (const { at, octets } of rtpTrain({ count: COUNT, ssrc: 0xa11ce, digits, ...told.train }))
    story.datagram(1000 + at, callerMedia, calleeMedia, byCaller(octets));
  for (const { at, index, octets } of rtpTrain({ count: COUNT, ssrc: 0xb0b }))
    story.datagram(1005 + at, calleeMedia, callerMedia, nextKey !== undefined && index >= COUNT / 2 ? byNext(octets) : byCallee(octets));
  const report = rtcpReport(0xb0b, [{ ssrc: 0xa11ce, highestSequence: 1100, lost: 3 }]);
  story.datagram(3001, endpoint('192.0.2.20:6001'), endpoint('192.0.2.10:4001'), calleeKey === undefined ? report : sealControl(calleeKey, report, 7));
  story.sip(6100, call.bye('caller'));
  return (await openOctets([{ name: 'forged.pcap', octets: story.capture() }])).engine;
}

const callIdOf = (engine: Engine): string =>
  engine.calls({ text: '', states: [], problems: [], sort: { column: 'index', descending: false } }, { offset: 0, limit: 1 }).rows[0]!.callId;
const nameOf = (engine: Engine): StreamName => rowsOf(engine)[0]!;

function rowsOf(engine: Engine): readonly StreamRow[] {
  return engine.streams(everything, { offset: 0, limit: 100 }).rows;
}

async function heard(engine: Engine): Promise<string> {
  const plan = await engine.sound(source, setting);
  const hash = createHash('sha256');
  for (let second = 0; second < 6; second++) {
    const request = { source, setting, tracks: [0, 1], from: plan.from + second * 1e9, samples: 8000, sampleRate: 8000, speed: 1, carry: [] };
    for (const channel of (await engine.soundPiece(request)).channels) hash.update(new Uint8Array(channel.buffer, channel.byteOffset, channel.byteLength));
  }
  return hash.digest('hex');
}

describe('a forged call with keys in its SDP', () => {
  const keys = { callerKey: srtpKey('alice'), calleeKey: srtpKey('bob') };

  test.each<[string, Pick<Told, 'suite' | 'tag'>]>([
    ['tags of ten octets', {}],
    ['tags of four octets', { suite: 'AES_CM_128_HMAC_SHA1_32', tag: 4 }],
  ])('%s: heard sample by sample like the call in the clear', async (_, how) => {
    const [sealed, plain] = [await openCall({ ...keys, ...how }), await openCall({})];
    expect(rowsOf(sealed).map(({ encrypted, seal }) => [encrypted, seal?.state, seal?.authenticated, seal?.looked])).toEqual([
      [true, 'opened', COUNT + 2, COUNT + 2],
      [true, 'opened', COUNT, COUNT],
    ]);
    expect(rowsOf(sealed)[0]!.seal).toMatchObject({ suite: how.suite ?? 'AES_CM_128_HMAC_SHA1_80', place: { frame: 1 }, keys: 1 });
    expect(rowsOf(sealed)[1]!.seal).toMatchObject({ place: { frame: 2 } });
    expect(rowsOf(plain).map(({ seal }) => seal)).toEqual([undefined, undefined]);
    expect(await heard(sealed)).toBe(await heard(plain));
    const digits = await sealed.digits(0, false);
    expect(digits?.digits.map(({ digit, method }) => [digit, method])).toEqual([['5', 'rfc4733']]);
  });

  test('the packet inspector has the plain packet as a second buffer, and RTCP is read', async () => {
    const sealed = await openCall(keys);
    const stream = rowsOf(sealed)[0]!;
    const detail = await sealed.packet(stream.first.packet);
    expect(detail?.octets.map(({ name, octets }) => [name, octets.length])).toEqual([
      ['packet', 14 + 20 + 8 + 12 + 160 + 10],
      ['decrypted', 172],
    ]);
    expect(detail?.octets[1]!.octets).toEqual(rtpTrain({ count: 1, ssrc: 0xa11ce })[0]!.octets);
    const reports = await sealed.reports(stream.stream);
    expect(reports?.received.map(({ cumulativeLost }) => cumulativeLost)).toEqual([3]);
    expect(reports?.notes).not.toContain('encrypted');
  });

  test('a rollover in the middle, and a key that changes with a re-INVITE', async () => {
    const engine = await openCall({ ...keys, train: { firstSequence: 65_500 }, nextKey: srtpKey('bob again') });
    expect(rowsOf(engine).map(({ seal }) => [seal?.state, seal?.keys, seal?.authenticated === seal?.looked])).toEqual([
      ['opened', 1, true],
      ['opened', 2, true],
    ]);
  });

  test('a wrong key: authentication fails and nothing is played', async () => {
    const engine = await openCall({ ...keys, toldKey: srtpKey('mallory') });
    expect(rowsOf(engine)[0]!.seal).toMatchObject({ state: 'sealed', missing: 'authentication', authenticated: 0 });
    const plan = await engine.sound(source, setting);
    expect(plan.tracks.flatMap(({ streams }) => streams.map(({ decoder }) => decoder)).toSorted()).toEqual(['encrypted', 'own']);
    expect((await engine.digits(0, true))?.digits).toEqual([]);
    expect((await engine.packet(rowsOf(engine)[0]!.first.packet))?.octets).toHaveLength(1);
  });

  test('F8 is named and refused', async () => {
    const engine = await openCall({ ...keys, suite: 'F8_128_HMAC_SHA1_80' });
    expect(rowsOf(engine)[0]!.seal).toMatchObject({ state: 'sealed', missing: 'suite', suite: 'F8_128_HMAC_SHA1_80' });
  });
});

/** Keys of the streams by SSRC, read out of the capture's SDP by hand. */
const shared = new URL('../../shared/captures/pentesteracademy_voipshark/SIP-SRTP-Normal_Call_two_parties.pcap', import.meta.url);
const material = [
  'D2YmkapsLg7GhQkROWl3wLJxRXuRBhnHYVjq4nsO',
  '+PmjSa8ZRO+QtCcuylYCwJTY1RBdQez7NjnsfAAu',
  'OCOUoOqvvrHLb4I+oqkats63PQnR9gUCxE00VQzk',
  'oFDqZSB4m17urfnVpfws4X4v2HHt8IGX/3BO4L8L',
];

if (!existsSync(shared)) console.warn('SKIPPED: the shared capture with SDES keys is not here');
test.skipIf(!existsSync(shared))('a shared capture: what is decrypted is what node:crypto decrypts', { timeout: 60_000 }, async () => {
  const { engine } = await openOctets([{ name: 'shared.pcap', octets: new Uint8Array(readFileSync(shared)) }]);
  const rows = rowsOf(engine).filter(({ encrypted }) => encrypted);
  console.log(
    rows
      .map(({ ssrc, packets, seal }) => `${ssrc} ${packets}: ${seal?.state} ${seal?.suite} ${seal?.authenticated}/${seal?.looked} ${seal?.missing}`)
      .join('\n'),
  );
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    expect(row.seal).toMatchObject({ state: 'opened', looked: row.packets, authenticated: row.packets });
    for (const share of [0, 0.5, 1]) {
      const packets = engine.streamPackets(row.stream, { offset: Math.floor(share * (row.packets - 1)), limit: 1 }).rows;
      const detail = (await engine.packet(packets[0]!.place.packet))!;
      expect(detail.octets[1]!.octets.subarray(12)).toEqual(openWithNode(detail.octets[0]!.octets));
    }
  }
});

/** Payload of an Ethernet frame with IPv4, UDP and SRTP whose rollover counter is 0, by whichever key its tag fits. */
function openWithNode(frame: Uint8Array): Uint8Array {
  const packet = frame.subarray(42);
  const [sealed, tag] = [packet.subarray(0, packet.length - 10), packet.subarray(packet.length - 10)];
  for (const text of material) {
    const octets = Buffer.from(text, 'base64');
    const key: SrtpKey = { key: octets.subarray(0, 16), salt: octets.subarray(16) };
    const code = createHmac('sha1', deriveSrtp(key, 1, 20))
      .update(sealed)
      .update(Buffer.alloc(4))
      .digest()
      .subarray(0, 10);
    if (!code.equals(tag)) continue;
    const index = Buffer.concat([Buffer.alloc(4), packet.subarray(2, 4)]);
    const start = counterBlock(key, 2, packet.subarray(8, 12), index);
    return new Uint8Array(createCipheriv('aes-128-ctr', deriveSrtp(key, 0, 16), start).update(sealed.subarray(12)));
  }
  throw new Error('no key fits');
}

describe('keys that are not in the SDP of the call', () => {
  const keys = { callerKey: srtpKey('alice'), calleeKey: srtpKey('bob') };
  const inline = (key: SrtpKey): string => Buffer.concat([key.key, key.salt]).toString('base64');
  const suite = 'AES_CM_128_HMAC_SHA1_80';

  test('a key typed for a call opens what it fits, a wrong one changes nothing', async () => {
    const told = { ...keys, toldKey: srtpKey('mallory') };
    const engine = await openCall(told);
    expect(await engine.giveKey({ callId: callIdOf(engine), stream: undefined, suite, text: 'no key' })).toBe('noKey');
    expect(await engine.giveKey({ callId: callIdOf(engine), stream: undefined, suite, text: inline(srtpKey('eve')) })).toBe('fitsNothing');
    expect(rowsOf(engine)[0]!.seal).toMatchObject({ state: 'sealed', missing: 'authentication' });
    expect(
      await engine.giveKey({ callId: callIdOf(engine), stream: undefined, suite, text: `a=crypto:1 ${suite} inline:${inline(keys.callerKey)}|2^20` }),
    ).toBe('opened');
    expect(rowsOf(engine)[0]!.seal).toMatchObject({ state: 'opened', way: 'hand', place: undefined });
    expect(rowsOf(engine)[1]!.seal).toMatchObject({ state: 'opened', way: 'sdes' });
    expect(await heard(engine)).toBe(await heard(await openCall({})));
  });

  test('a key in the SDP of another leg: a box that passes media on passes the key on', async () => {
    const story = createStory();
    const session: readonly [string, string] = ['Session-ID', 'ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000'];
    const [phone, box, far] = [party('alice', '192.0.2.10'), party('box', '192.0.2.15'), party('bob', '192.0.2.20')];
    tellBridged(story, 0, [
      { from: phone, to: box, callId: 'one@a', headers: [session], lines: [cryptoLine(keys.callerKey)] },
      {
        from: box,
        to: far,
        callId: 'two@b',
        headers: [session],
        lines: [cryptoLine(srtpKey('none'), 'F8_128_HMAC_SHA1_80')],
        media: callerMedia,
        callee: calleeMedia,
      },
    ]);
    const seal = srtpSealer(keys.callerKey);
    for (const { at, octets } of rtpTrain({ count: 60, ssrc: 7 })) story.datagram(1200 + at, calleeMedia, callerMedia, seal(octets));
    const { engine } = await openOctets([{ name: 'forged.pcap', octets: story.capture() }]);
    expect(rowsOf(engine)[0]).toMatchObject({ call: 1, seal: { state: 'opened', way: 'sdes', ofLeg: true, authenticated: 60 } });
  });

  test('a key derivation rate: session keys that change every 16 packets, over a rollover of the sequence number', async () => {
    const story = createStory();
    const call = createCall(alice, bob, {});
    const invite = call.invite({ sdp: audio(callerMedia, { protocol: 'RTP/SAVP', lines: [`${cryptoLine(keys.callerKey)} KDR=4`] }) });
    story.sip(0, invite);
    story.sip(
      900,
      call.respond(invite, 200, { sdp: audio(calleeMedia, { codecs: ['0 PCMU/8000'], protocol: 'RTP/SAVP', lines: [cryptoLine(keys.calleeKey)] }) }),
    );
    const seal = srtpSealer(keys.callerKey, 10, 16);
    for (const { at, octets } of rtpTrain({ count: 100, ssrc: 7, firstSequence: 65_500 })) story.datagram(1000 + at, callerMedia, calleeMedia, seal(octets));
    const { engine } = await openOctets([{ name: 'forged.pcap', octets: story.capture() }]);
    expect(rowsOf(engine)[0]!.seal).toMatchObject({ state: 'opened', authenticated: 100, looked: 100 });
  });

  test('a stream without signalling: nothing says that it is encrypted, until a key fits', async () => {
    const story = createStory();
    const seal = srtpSealer(keys.callerKey);
    for (const { at, octets } of rtpTrain({ count: 60, ssrc: 7 })) story.datagram(at, callerMedia, calleeMedia, seal(octets));
    const { engine } = await openOctets([{ name: 'forged.pcap', octets: story.capture() }]);
    expect(rowsOf(engine)[0]!.seal).toBeUndefined();
    expect(await engine.giveKey({ callId: undefined, stream: nameOf(engine), suite, text: inline(srtpKey('eve')) })).toBe('fitsNothing');
    expect(rowsOf(engine)[0]).toMatchObject({ encrypted: false, seal: undefined });
    const digits = Buffer.concat([keys.callerKey.key, keys.callerKey.salt]).toString('hex');
    expect(await engine.giveKey({ callId: undefined, stream: nameOf(engine), suite, text: digits })).toBe('opened');
    expect(rowsOf(engine)[0]).toMatchObject({ encrypted: true, seal: { way: 'hand', authenticated: 60, looked: 60 } });
  });

  test('typed keys go with the captures when they are read again, whatever is said of datagrams meanwhile', async () => {
    const story = createStory();
    const seal = srtpSealer(keys.callerKey);
    for (const { at, octets } of rtpTrain({ count: 60, ssrc: 7 })) story.datagram(at, callerMedia, calleeMedia, seal(octets));
    const capture = { name: 'forged.pcap', octets: story.capture() };
    const key = (over: Partial<TypedKey> = {}): TypedKey => ({
      callId: undefined,
      stream: { source: { address: '192.0.2.10', port: 4000 }, destination: { address: '192.0.2.20', port: 6000 }, ssrc: '0x00000007' },
      suite,
      text: inline(keys.callerKey),
      ...over,
    });
    const rule = { as: 'rtp', port: 6000, payloadTypes: [] } as const;
    const seals = async (typedKeys: readonly TypedKey[]): Promise<unknown[]> => {
      const { engine } = await openOctets([capture], undefined, [rule], undefined, { typedKeys });
      expect(engine.diagnostics().filter(({ code }) => code === 'limit.typedKeys')).toHaveLength(typedKeys.length > limits.typedKeys ? 1 : 0);
      return rowsOf(engine).map((row) => [row.seal?.state, row.seal?.way]);
    };
    expect(rowsOf((await openOctets([capture])).engine)[0]).toMatchObject(key().stream!);
    expect(await seals([key()])).toEqual([['opened', 'hand']]);
    const others = [key({ text: inline(srtpKey('eve')) }), key({ text: 'none' }), key({ callId: 'none', stream: undefined })];
    expect(await seals(others)).toEqual([[undefined, undefined]]);
    expect(await seals([...others, key()])).toEqual([['opened', 'hand']]);
    expect(await seals([...Array.from({ length: limits.typedKeys }, () => others[1]!), key()])).toEqual([['opened', 'hand']]);
  });
});
