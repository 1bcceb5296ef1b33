/**
 * Promises that hold for any capture: R4, the same result whatever the read size, the container, the compression and the
 * cut into files; R5, damage keeps what came before it and is told; R6, every packet is counted once; R7, time grows with
 * the input and not faster.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Engine } from '../src/engine/engine.ts';
import { containers, gzip, writeCapture, type ForgedPacket } from './forge/capture.ts';
import { createRandom } from './forge/random.ts';
import { alice, bob } from './forge/plain-call.ts';
import { createCall } from './forge/sip.ts';
import { createStory } from './forge/story.ts';
import { openOctets } from './open-octets.ts';
import { analysisOf } from './oracle/analyse.ts';
import type { Analysis } from './oracle/compare.ts';
import { stories } from './stories.ts';
import { inputsOf } from './open-file-octets.ts';

const sampleFolder = new URL('../public/samples/', import.meta.url);
const samples = readdirSync(sampleFolder)
  .filter((name) => /\.(pcap|pcapng|gz)$/.test(name))
  .sort();
const sampleOctets = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, sampleFolder)));

/** What was found, without what names the file. */
function found(analysis: Analysis): object {
  const { captures: _captures, ...rest } = analysis;
  return rest;
}

/** The same, for files whose frames are numbered apart. */
function withoutFrames(analysis: Analysis): unknown {
  const kept = {
    accounting: { ...analysis.accounting, notDecoded: analysis.accounting.notDecoded.map(({ reason, count }) => ({ reason, count })) },
    calls: analysis.calls,
    dialogs: analysis.dialogs,
    streams: analysis.streams,
  };
  return JSON.parse(
    JSON.stringify(kept, (key, value: unknown) =>
      key === 'frame' || key === 'capture' || /Frame$/.test(key) || key === 'retransmissionOf' || key === 'captureDuplicateOf' ? undefined : value,
    ),
  );
}

async function analyse(octets: Uint8Array, windowLength?: number): Promise<Analysis> {
  const { engine, result } = await openOctets([{ name: 'x', octets }], windowLength);
  expect(result.opens).toBe(true);
  return analysisOf(engine);
}

/** Through the worker's own sources, which decompress. */
async function analyseFiles(files: readonly Uint8Array[]): Promise<Analysis> {
  const engine = new Engine();
  const inputs = await inputsOf(files.map((octets, i) => Object.assign(new Blob([new Uint8Array(octets)]), { name: `${i}` })));
  const result = await engine.open(inputs, { onProgress: () => undefined, signal: { aborted: false }, pause: () => Promise.resolve() });
  expect(result.opens).toBe(true);
  return analysisOf(engine);
}

/** Times cut to a resolution every container holds: 2^-30 s holds no microsecond exactly. */
const inMicroseconds = (packets: readonly ForgedPacket[]): readonly ForgedPacket[] =>
  packets.map((packet) => ({ ...packet, time: (packet.time / 1000n) * 1000n }));

describe('R4: the same result', () => {
  test.each(stories)('$name: in windows of 1, 7, 65,536 and 4,194,304 octets', async ({ packets, linkType }) => {
    const octets = writeCapture(packets, { format: 'pcap', linkType });
    const whole = found(await analyse(octets));
    for (const length of [1, 7, 65_536, 4_194_304]) expect(found(await analyse(octets, length)), `${length}`).toEqual(whole);
  });

  test.each(samples)('%s: in windows of 7 and 65,536 octets', async (name) => {
    const octets = name.endsWith('.gz') ? new Uint8Array(gunzipSync(sampleOctets(name))) : sampleOctets(name);
    const whole = found(await analyse(octets, 4_194_304));
    for (const length of [7, 65_536]) expect(found(await analyse(octets, length)), `${length}`).toEqual(whole);
  });

  test.each(stories)('$name: in every container, compressed or not', async ({ packets, linkType }) => {
    const told = inMicroseconds(packets);
    let whole: object | undefined;
    for (const [name, container] of containers(linkType)) {
      if (name === 'pcapng 2^-30 s') continue;
      const octets = writeCapture(told, container);
      const plain = found(await analyse(octets));
      whole ??= plain;
      expect(plain, name).toEqual(whole);
      for (const members of [1, 3]) expect(found(await analyseFiles([gzip(octets, members)])), `${name}, gzip of ${members}`).toEqual(whole);
    }
  });

  test.each(stories)('$name: as one file and as several', async ({ packets, linkType }) => {
    const octets = (part: readonly ForgedPacket[]): Uint8Array => writeCapture(part, { format: 'pcap', linkType });
    const whole = withoutFrames(await analyseFiles([octets(packets)]));
    const apart = [0, 1, 2].map((i) => packets.filter((_, at) => at % 3 === i));
    const blocks = [packets.slice(0, 9), packets.slice(9, 20), packets.slice(20)];
    for (const parts of [apart, blocks, [...blocks].reverse()]) {
      const filled = parts.filter((part) => part.length > 0);
      expect(withoutFrames(await analyseFiles(filled.map(octets)))).toEqual(whole);
    }
  });
});

/** Where each record of a capture ends, by a reader as small as can be; packets before that end. */
function recordEnds(octets: Uint8Array): { readonly end: number; readonly packets: number }[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const ends: { end: number; packets: number }[] = [];
  let packets = 0;
  if (view.getUint32(0) === 0x0a0d0d0a) {
    for (let at = 0; at < octets.length; ) {
      const type = view.getUint32(at, true);
      at += view.getUint32(at + 4, true);
      if (type === 6) packets++;
      ends.push({ end: at, packets });
    }
  } else {
    ends.push({ end: 24, packets });
    for (let at = 24; at < octets.length; ) {
      at += 16 + view.getUint32(at + 8, true);
      ends.push({ end: at, packets: ++packets });
    }
  }
  return ends;
}

describe('R5: a file cut at any place', () => {
  test.each(samples)('%s: every complete record before the cut, and the cut told', async (name) => {
    const octets = name.endsWith('.gz') ? new Uint8Array(gunzipSync(sampleOctets(name))) : sampleOctets(name);
    const ends = recordEnds(octets);
    const total = ends.at(-1)!.packets;
    const engine = (await openOctets([{ name: 'x', octets }])).engine;
    const random = createRandom(octets.length);
    const places = Array.from({ length: 150 }, () => 1 + ((random.below(1 << 20) * 7919 + random.below(1 << 16)) % (octets.length - 1)));
    for (let i = 0; i < 50; i++) places.push(Math.min(octets.length - 1, ends[random.below(ends.length)]!.end + random.below(3)));
    for (const place of places) {
      const { engine: cutEngine, result } = await openOctets([{ name: 'x', octets: octets.subarray(0, place) }]);
      const complete = ends.filter(({ end }) => end <= place);
      if (complete.length === 0) {
        expect(result.opens, `cut at ${place}`).toBe(false);
        continue;
      }
      const { accounting, captures } = cutEngine.overview();
      const last = complete.at(-1)!;
      const atBoundary = last.end === place;
      expect({ place, packets: accounting.packets, truncated: captures[0]!.truncated }).toEqual({ place, packets: last.packets, truncated: !atBoundary });
      expect(Object.values(accounting.kinds).reduce((a, b) => a + b, 0)).toBe(last.packets);
      const told = cutEngine.diagnostics().filter(({ code }) => /^(pcap|pcapng)\./.test(code));
      expect(
        told.map(({ code, count }) => `${code.split('.')[1]} ${count}`),
        `cut at ${place}`,
      ).toEqual(atBoundary ? [] : ['truncated 1']);
      if (last.packets > 0 && last.packets < total) expect(await rowOf(cutEngine, last.packets - 1)).toEqual(await rowOf(engine, last.packets - 1));
    }
  });

  test.each(stories)('$name, compressed and cut: what came out is listed, and the cut told', async ({ packets, linkType }) => {
    const plain = writeCapture(packets, { format: 'pcap', linkType });
    const octets = gzip(plain, 2);
    for (const part of [0.3, 0.5, 0.7, 0.9, 0.99]) {
      const { accounting, diagnostics, captures } = await analyseFiles([octets.subarray(0, Math.floor(octets.length * part))]);
      expect(accounting.packets).toBeLessThanOrEqual(packets.length);
      expect(diagnostics.some(({ code }) => code.startsWith('gzip.'))).toBe(true);
      expect(captures[0]!.brokenCode).not.toBeNull();
    }
  });
});

/** Time, kind and length of a packet. */
async function rowOf(engine: Engine, packet: number): Promise<unknown> {
  const row = (await engine.packets({ kinds: [] }, { offset: packet, limit: 1 })).rows[0]!;
  return [row.time, row.place.frame, row.length, row.source, row.destination];
}

describe('R6: every packet under one kind', () => {
  test.each([
    ...stories.map(({ name, packets, linkType }) => [name, writeCapture(packets, { format: 'pcap', linkType })] as const),
    ...samples.filter((name) => !name.endsWith('.gz')).map((name) => [name, sampleOctets(name)] as const),
  ])('%s', async (_name, octets) => {
    const { engine } = await openOctets([{ name: 'x', octets }]);
    const { accounting } = engine.overview();
    expect(Object.values(accounting.kinds).reduce((a, b) => a + b, 0)).toBe(accounting.packets);
    expect(accounting.notDecoded.reduce((sum, { count }) => sum + count, 0)).toBe(accounting.kinds.notDecoded);
    const rows = await engine.packets({ kinds: [] }, { offset: 0, limit: 1000 });
    const listed = new Map<string, number>();
    for (const { kind } of rows.rows) listed.set(kind, (listed.get(kind) ?? 0) + 1);
    if (rows.total > 1000) return;
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(Object.entries(accounting.kinds).filter(([, count]) => count !== 0)));
  });
});

/** The shapes of ../shared/tools/hostile.py that hurt readers which go back. */
const shapes: Readonly<Record<string, (n: number) => string>> = {
  quotes: (n) => `"${'\\"'.repeat(n / 2)}`,
  backslashes: (n) => `"${'\\\\'.repeat(n / 2)}" <sip:a@b`,
  spaces: (n) => `a${' '.repeat(n)}b`,
  tabs: (n) => `${'\t'.repeat(n)}x`,
  semicolons: (n) => `<sip:a@b>${';a'.repeat(n / 2)}`,
  commas: (n) => ','.repeat(n),
  'less than': (n) => '<'.repeat(n),
  parameters: (n) => `<sip:a@b>${';p=v'.repeat(n / 4)}`,
  percent: (n) => `<sip:${'%00'.repeat(n / 3)}@b>`,
  colons: (n) => `<sip:${':'.repeat(n)}>`,
  parentheses: (n) => '('.repeat(n),
  'nested parentheses': (n) => '('.repeat(n / 2) + ')'.repeat(n / 2),
  'equals signs': (n) => '='.repeat(n),
  dots: (n) => `<sip:a@${'a.'.repeat(n / 2)}>`,
  brackets: (n) => `<sip:a@${'['.repeat(n)}`,
  hyphens: (n) => `<sip:a@${'-'.repeat(n)}>`,
  'a and !': (n) => `${'a'.repeat(n)}!`,
  'at signs': (n) => `<sip:${'a@'.repeat(n / 2)}>`,
};

describe('R7: twice the input takes at most three times as long', () => {
  test.each(Object.keys(shapes))('From and Contact of %s', { retry: 2 }, async (name) => {
    const once = await work(name, 14_000);
    const twice = await work(name, 28_000);
    expect(twice).toBeLessThanOrEqual(3 * once + 10_000);
  });
});

/** Processor microseconds, the least of five rounds, to read twenty such messages and take one apart for the inspector. */
async function work(shape: string, length: number): Promise<number> {
  const story = createStory();
  const value = shapes[shape]!(length);
  const call = createCall(alice, bob);
  const message = call.invite({
    headers: [
      ['From', value],
      ['Contact', value],
    ],
  });
  for (let i = 0; i < 20; i++) story.sip(i, message);
  const octets = story.capture();
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage().user;
    const { engine } = await openOctets([{ name: 'x', octets }]);
    await engine.message(0);
    least = Math.min(least, process.cpuUsage().user - before);
  }
  return least;
}
