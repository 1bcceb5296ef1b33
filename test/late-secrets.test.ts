/**
 * Secrets that stand behind the packets they open: in the capture's last block, in between, in another capture of the set, packed. What is read is what is read with
 * the block in front; and captures whose keys help nothing are read once.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { OctetsSource, type Abort } from '../src/capture/byte-source.ts';
import type { Progress } from '../src/contract/overview.ts';
import { Engine } from '../src/engine/engine.ts';
import { Session } from '../src/engine/session.ts';
import { endpoint } from './forge/address.ts';
import type { ForgedPacket } from './forge/capture.ts';
import { block, secretsBlock, writePcapng } from './forge/pcapng.ts';
import { join } from './forge/octets.ts';
import { rtpTrain } from './forge/rtp.ts';
import { srtpKey, srtpSealer } from './forge/srtp.ts';
import { createStory } from './forge/story.ts';
import { analysisOf, openOctets, type NamedOctets, type OpenedOctets } from './open-octets.ts';

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(resolve(import.meta.dirname, path)));
const log = (name: string): string => new TextDecoder().decode(read(`tls-fixtures/${name}.keylog`));

/** The packets of a classic capture of microseconds. */
function packetsOf(octets: Uint8Array): ForgedPacket[] {
  const view = new DataView(octets.buffer, octets.byteOffset);
  const packets: ForgedPacket[] = [];
  for (let at = 24; at < octets.length; ) {
    const end = at + 16 + view.getUint32(at + 8, true);
    packets.push({
      time: BigInt(view.getUint32(at, true)) * 1_000_000_000n + BigInt(view.getUint32(at + 4, true)) * 1000n,
      octets: octets.slice(at + 16, end),
    });
    at = end;
  }
  return packets;
}

/** A section with secrets in front of some of its packets: text by the number of the packet it stands before. */
function withSecrets(packets: readonly ForgedPacket[], secrets: readonly (readonly [before: number, text: string])[]): Uint8Array {
  const head = writePcapng([]);
  const blocks = packets.map((packet) => writePcapng([packet]).subarray(head.length));
  const parts = [head];
  for (let i = 0; i <= blocks.length; i++) {
    for (const [before, text] of secrets) if (before === i) parts.push(secretsBlock(text));
    if (blocks[i] !== undefined) parts.push(blocks[i]!);
  }
  return join(...parts);
}

const named = (octets: Uint8Array, name = 'one.pcapng'): NamedOctets => ({ name, octets });
const everything = { text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } } as const;

/** All that is exported and shown of lists, for comparing. */
async function answers({ engine }: OpenedOctets): Promise<unknown> {
  const { secrets, counts, accounting, lockedSignalling } = engine.overview();
  const { rows } = engine.tlsConnections(false, { offset: 0, limit: 100 });
  const packets = await engine.packets({ kinds: [] }, { offset: 0, limit: 1000 });
  return [
    await analysisOf(engine),
    secrets,
    counts,
    accounting,
    lockedSignalling,
    rows,
    packets.rows,
    engine.streams(everything, { offset: 0, limit: 100 }).rows,
  ];
}

describe.each(['tls10', 'tls12-aead', 'tls13', 'tls13-resumed', 'rsa', 'wss'])('%s', (name) => {
  const packets = packetsOf(read(`tls-fixtures/${name}.pcap`));
  const lines = log(name);

  test('behind everything, and in the middle: as in front', async () => {
    const front = await answers(await openOctets([named(withSecrets(packets, [[0, lines]]))]));
    expect(await answers(await openOctets([named(withSecrets(packets, [[packets.length, lines]]))]))).toEqual(front);
    expect(await answers(await openOctets([named(withSecrets(packets, [[packets.length >> 1, lines]]))], 100))).toEqual(front);
  });
});

const tls13 = packetsOf(read('tls-fixtures/tls13.pcap'));

test('as a live capture has them: a block for each line, some behind what they open', async () => {
  const lines = log('tls13').split('\n');
  const scattered = lines.map((line, i) => [Math.min(tls13.length, 5 + 4 * i), `${line}\n`] as const);
  const { engine } = await openOctets([named(withSecrets(tls13, scattered))]);
  expect(engine.overview()).toMatchObject({ lockedSignalling: 0, counts: { messages: 28 }, secrets: [{ opened: 7, secrets: 35 }] });
});

test('the handshake’s secrets in front and those of the data behind', async () => {
  const [handshake, data] = [/HANDSHAKE/, /^(?!.*HANDSHAKE)/].map((which) =>
    log('tls13')
      .split('\n')
      .filter((line) => which.test(line))
      .join('\n'),
  );
  const { engine } = await openOctets([
    named(
      withSecrets(tls13, [
        [0, handshake!],
        [tls13.length, data!],
      ]),
    ),
  ]); // prettier-ignore
  expect(engine.overview().counts.messages).toBe(28);
});

test('packed, and in another capture of the set', async () => {
  const front = await answers(await openOctets([named(withSecrets(tls13, [[0, log('tls13')]]))]));
  const late = withSecrets(tls13, [[tls13.length, log('tls13')]]);
  const packed = await openOctets([named(new Uint8Array(gzipSync(late)))], 100);
  expect(packed.engine.overview().counts).toEqual((front as { 2: unknown })[2]);
  const seen: Progress[] = [];
  await openOctets([named(new Uint8Array(gzipSync(late)))], 100, [], undefined, { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toMatchObject({ phase: 'done', again: true, read: seen.at(-1)!.size, packets: tls13.length });
  expect(seen.some(({ read, size }) => read > size)).toBe(false);
  const other = withSecrets([{ time: tls13.at(-1)!.time + 1_000_000_000n, octets: new Uint8Array(60) }], [[1, log('tls13')]]);
  const { engine } = await openOctets([named(withSecrets(tls13, [])), named(other, 'two.pcapng')]);
  expect(engine.overview()).toMatchObject({ lockedSignalling: 0, counts: { messages: 28 } });
  expect(engine.overview().secrets).toMatchObject([{ name: 'two.pcapng', opened: 7 }]);
});

test('DTLS-SRTP with the key log behind the media', async () => {
  const media = packetsOf(new Uint8Array(gunzipSync(read('recorded/dtls-srtp.pcap.gz'))));
  const keys = new TextDecoder().decode(read('recorded/dtls-srtp.keys'));
  const { engine } = await openOctets([named(withSecrets(media, [[media.length, keys]]))]);
  expect(engine.streams(everything, { offset: 0, limit: 9 }).rows.map(({ seal }) => seal?.state)).toEqual(['opened', 'opened']);
});

test('is read again only where that opens something, and says so', async () => {
  const passes = async (secrets: Parameters<typeof withSecrets>[1]): Promise<(boolean | undefined)[]> => {
    const seen: Progress[] = [];
    await openOctets([named(withSecrets(tls13, secrets))], 1 << 20, [], undefined, { onProgress: (progress) => seen.push(progress) });
    return [...new Set(seen.map(({ again }) => again))];
  };
  expect(await passes([[tls13.length, log('tls13')]])).toEqual([undefined, true]);
  expect(await passes([[0, log('tls13')]])).toEqual([undefined]);
  expect(await passes([[tls13.length, log('tls12-aead')]])).toEqual([undefined]);
  // known from the start, and in the capture once more
  expect(
    await passes([
      [0, log('tls13')],
      [tls13.length, log('tls13')],
    ]),
  ).toEqual([undefined]); // prettier-ignore
});

test('blocks of secrets without any are bounded in number, and cost nothing', async () => {
  const empty = block(10, new Uint8Array([0x4b, 0x53, 0x4c, 0x54, 0, 0, 0, 0]));
  const octets = new Uint8Array(empty.length * 400_000);
  for (let at = 0; at < octets.length; at += empty.length) octets.set(empty, at);
  const { engine } = await openOctets([named(join(writePcapng([]), octets))]);
  expect(engine.overview().captures[0]!.secrets).toHaveLength(262_144);
  expect(engine.diagnostics().map(({ code }) => code)).toContain('limit.secrets');
});

/** Lets something be done in front of the last octets of every pass. */
class Interrupted extends OctetsSource {
  readonly #before: (pass: number) => Promise<void>;
  #pass = 0;

  constructor(octets: Uint8Array, windowLength: number, before: (pass: number) => Promise<void>) {
    super('one.pcapng', octets, windowLength);
    this.#before = before;
  }

  override async *windows(signal: Abort): AsyncIterable<Uint8Array> {
    const pass = ++this.#pass;
    let at = 0;
    for await (const piece of super.windows(signal)) {
      at += piece.length;
      if (at === this.size) await this.#before(pass);
      yield piece;
    }
  }
}

async function openInterrupted(engine: Engine, octets: Uint8Array, windowLength: number, before: (pass: number) => Promise<void>): Promise<void> {
  const source = new Interrupted(octets, windowLength, before);
  const { name, size } = source;
  const text = (): Promise<string> => Promise.resolve(name);
  const input = { name, size, source, head: octets.subarray(0, 65_536), decompressed: () => expect.unreachable(), fingerprint: text, sha256: text };
  await engine.open([input], { onProgress: () => {}, signal: { aborted: false }, pause: () => Promise.resolve() });
}

test('a key that somebody types while the first reading runs opens its stream in the second', async () => {
  const [near, far] = [endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000')];
  const key = srtpKey('alice');
  const [seal, story] = [srtpSealer(key), createStory()];
  for (const { at, octets } of rtpTrain({ count: 60, ssrc: 7 })) story.datagram(at, near, far, seal(octets));
  const packets = [...tls13, ...story.told()];
  const octets = withSecrets(packets, [[packets.length, log('tls13')]]);
  const text = Buffer.concat([key.key, key.salt]).toString('base64');
  const stream = { source: { address: '192.0.2.10', port: 4000 }, destination: { address: '192.0.2.20', port: 6000 }, ssrc: '0x00000007' };
  const typed = { callId: undefined, stream, suite: 'AES_CM_128_HMAC_SHA1_80', text };
  const engine = new Engine();
  const given: string[] = [];
  await openInterrupted(engine, octets, withSecrets(packets, []).length, async (pass) => {
    if (pass === 1) given.push(await engine.giveKey(typed));
  });
  expect(given).toEqual(['opened']);
  expect(engine.overview()).toMatchObject({ lockedSignalling: 0, counts: { messages: 28 } });
  expect(engine.streams(everything, { offset: 0, limit: 9 }).rows.map(({ seal: told }) => [told?.state, told?.way])).toEqual([['opened', 'hand']]);
});

test('nothing holds the first reading while the second runs', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const octets = withSecrets(tls13, [[tls13.length, log('tls13')]]);
  const advance = vi.spyOn(Session.prototype, 'advance');
  const seen: WeakRef<Session>[] = [];
  const held: boolean[] = [];
  await openInterrupted(new Engine(), octets, octets.length, async (pass) => {
    if (pass === 1) seen.push(new WeakRef(advance.mock.contexts[0] as Session));
    advance.mockRestore();
    if (pass === 1) return;
    await after(0);
    collect();
    held.push(...seen.map((one) => one.deref() !== undefined));
  });
  expect(held).toEqual([false]);
});
