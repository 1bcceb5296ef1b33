/** The samples that come with Sipglass: complete, small, free of this or that machine, and read as test/samples-expected.json says. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { CallDetail } from '../src/contract/call-detail.ts';
import { analysisOf, openOctets, type OpenedOctets } from './open-octets.ts';
import { compareAnalysis, compareBindings, compareDetails, type ExpectedSample, type FoundAnalysis } from './samples-compare.ts';

interface SampleEntry {
  readonly file: string;
  readonly octets: number;
  readonly title: Readonly<Record<string, string>>;
  readonly story: Readonly<Record<string, string>>;
  readonly shows: readonly string[];
}

const folder = new URL('../public/samples/', import.meta.url);
const index = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')) as readonly SampleEntry[];
const expected = JSON.parse(readFileSync(new URL('samples-expected.json', import.meta.url), 'utf8')) as Readonly<Record<string, ExpectedSample>>;
const octetsOf = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(file, folder)));

test('index, folder, expectations and README name the same files', () => {
  const files = readdirSync(folder)
    .filter((name) => /\.(pcap|pcapng|gz)$/.test(name))
    .sort();
  expect(index.map((entry) => entry.file).sort()).toEqual(files);
  expect(Object.keys(expected).sort()).toEqual(files);
  const readme = readFileSync(new URL('README.md', folder), 'utf8');
  for (const file of files) expect(readme).toContain(`| \`${file}\` |`);
});

test('together they stay below 1.2 MB', () => {
  expect(index.reduce((sum, entry) => sum + entry.octets, 0)).toBeLessThan(1_200_000);
});

describe.each(index)('$file', (entry) => {
  test('is as long as the index says and told in both languages', () => {
    expect(octetsOf(entry.file).length).toBe(entry.octets);
    for (const words of [entry.title, entry.story]) {
      expect(words['en']).toMatch(/^[A-Z0-9]/);
      expect(words['zh-hans']).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(entry.shows.length).toBeGreaterThan(0);
  });

  test('names no folder or host of the machine that recorded it', () => {
    const packed = octetsOf(entry.file);
    const text = Buffer.from(entry.file.endsWith('.gz') ? gunzipSync(packed) : packed).toString('latin1');
    expect(text).not.toMatch(/\/(home|root|tmp|usr|var)\/|127\.0\.0\.1|localhost|\.local\b/);
  });

  const facts = expected[entry.file];
  if (!facts) throw new Error(`samples-expected.json says nothing of ${entry.file}`);

  test('reads as expected', async () => {
    const opened = await openOctets([{ name: entry.file, octets: octetsOf(entry.file) }]);
    expect(await differences(opened, facts)).toEqual([]);
  });

  test('reads the same in windows of 100 octets and under another name', async () => {
    const opened = await openOctets([{ name: 'notes.txt', octets: octetsOf(entry.file) }], 100);
    expect(await differences(opened, facts)).toEqual([]);
  });
});

async function differences({ engine, result }: OpenedOctets, facts: ExpectedSample): Promise<string[]> {
  expect(result.opens).toBe(true);
  const analysis = (await analysisOf(engine)) as FoundAnalysis;
  const bindings = engine.registrations({ text: '', states: [], sort: { column: 'start', descending: false } }, { offset: 0, limit: 100 }).rows;
  const details = await Promise.all(analysis.calls.map((call) => detailOf(engine, call.callId)));
  return [...compareAnalysis(facts, analysis), ...compareBindings(facts, bindings), ...compareDetails(facts, details)];
}

async function detailOf(engine: OpenedOctets['engine'], callId: string): Promise<CallDetail | undefined> {
  const call = engine.findCall(callId);
  return call === undefined ? undefined : await engine.call(call);
}
