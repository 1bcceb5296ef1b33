/** ZRTP (RFC 6189): messages as trees; a stream that begins in the clear is heard until it takes over, and closed from there on. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Field } from '../src/base/field.ts';
import { inspectZrtp } from '../src/wire/zrtp.ts';
import { endpoint } from './forge/address.ts';
import { join, numbers, octetsOf } from './forge/octets.ts';
import { rtpTrain } from './forge/rtp.ts';
import { createStory } from './forge/story.ts';
import { openOctets } from './open-octets.ts';

const [here, there] = [endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000')];
const everything = { text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } } as const;

/** A message of ZRTP in its datagram, with a checksum that nobody looks at. */
function zrtp(type: string, body: Uint8Array): Uint8Array {
  return join(numbers([2, 0x1000], [2, 1]), 'ZRTP', numbers([4, 7], [2, 0x505a], [2, 3 + body.length / 4]), octetsOf(type.padEnd(8)), body, numbers([4, 0]));
}

const hello = zrtp('Hello', join('1.10', 'forge'.padEnd(16), new Uint8Array(44), numbers([4, 0x00011111]), 'S256', 'AES1', 'HS80', 'X255', 'B32 '));
const commit = zrtp('Commit', join(new Uint8Array(44), 'S256', 'AES1', 'HS80', 'X255', 'B32 ', new Uint8Array(32)));

test('Hello and Commit have names for what a person looks for', () => {
  const tree = (octets: Uint8Array): string[] =>
    (inspectZrtp(new DataView(octets.buffer), 0, octets.length).children ?? []).map(({ name, value }) => `${name}: ${value}`);
  expect(tree(hello)).toEqual(
    expect.arrayContaining(['version: 1.10', 'client identifier: forge', 'hashes: S256', 'ciphers: AES1', 'key agreements: X255', 'SAS types: B32']),
  );
  expect(tree(commit)).toEqual(expect.arrayContaining(['message type: Commit', 'hash: S256', 'cipher: AES1', 'key agreement: X255']));
});

test('every cut: nothing is read outside', () => {
  const inside = (field: Field, end: number): boolean =>
    (field.at === undefined || (field.at >= 0 && field.at + (field.length ?? 0) <= end)) && (field.children ?? []).every((child) => inside(child, end));
  for (const whole of [hello, commit])
    for (let cut = 0; cut < whole.length; cut++) {
      const octets = whole.slice(0, cut);
      expect(inside(inspectZrtp(new DataView(octets.buffer), 0, cut), cut)).toBe(true);
    }
});

test('in the clear until Confirm2, closed from there on', async () => {
  const story = createStory();
  const train = rtpTrain({ count: 100, ssrc: 7 });
  for (const { at, octets } of train) story.datagram(at, here, there, octets);
  story.datagram(5, here, there, hello);
  story.datagram(50, there, here, commit);
  story.datagram(1010, there, here, zrtp('Confirm2', new Uint8Array(64)));
  const { engine } = await openOctets([{ name: 'forged.pcap', octets: story.capture() }]);
  const [row] = engine.streams(everything, { offset: 0, limit: 9 }).rows;
  expect(row).toMatchObject({ encrypted: true, seal: { state: 'opened', way: 'zrtp', missing: 'zrtp', suite: 'S256 AES1 HS80 X255 B32', looked: 100 } });
  const clear = row!.seal!.authenticated;
  expect(clear).toBeGreaterThan(45);
  expect(clear).toBeLessThan(55);
  expect((await engine.packet(row!.first.packet))?.octets).toHaveLength(1);
  let octets = 0;
  for await (const piece of engine.exportPayload(row!.stream)) octets += piece.length;
  expect(octets).toBe(clear * 160);
});

const shared = new URL('../../shared/captures/ajbanjara_Wireshark/Asterisk_ZFONE_XLITE.pcap', import.meta.url);
if (!existsSync(shared)) console.warn('SKIPPED: the shared capture with ZRTP is not here');
test.skipIf(!existsSync(shared))('a shared capture: Zfone takes over from X-Lite', async () => {
  const { engine } = await openOctets([{ name: 'shared.pcap', octets: new Uint8Array(readFileSync(shared)) }]);
  const seals = engine
    .streams(everything, { offset: 0, limit: 9 })
    .rows.map(({ packets, seal }) => [packets, seal?.state, seal?.way, seal?.suite, seal?.authenticated]);
  console.log(seals.map((one) => one.join(' ')).join('\n'));
  expect(seals.some(([, , way]) => way === 'zrtp')).toBe(true);
});
