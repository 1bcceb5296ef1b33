/**
 * The hostile set (../shared/tools/hostile.py: 588 files in 18 groups) through the engine: every file opens or is refused as
 * its expectation says, within its time, with its packets, messages, streams and diagnostics; everything the screens ask is
 * answered; accounting sums; prototypes stay clean; the engine answers the next file.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concepts } from './hostile/concepts.ts';
import { exercise } from './hostile/exercise.ts';
import { known } from './hostile/known.ts';
import { analysisOf, openWithEngine } from './oracle/analyse.ts';
import type { Analysis } from './oracle/compare.ts';

type Bounds = readonly [number | null, number | null];

interface Case {
  readonly file: string;
  readonly group: string;
  readonly expect: {
    readonly opens: boolean | 'may';
    readonly reason?: string;
    readonly packets?: Bounds;
    readonly sipMessages?: Bounds;
    readonly rtpStreams?: Bounds;
    readonly diagnostics?: { readonly min: number; readonly kinds: readonly string[] };
    readonly seconds?: number;
  };
}

const tool = fileURLToPath(new URL('../../shared/tools/hostile.py', import.meta.url));
const present = existsSync(tool);
if (!present) console.warn('\n!!! ../shared/tools/hostile.py is absent: the hostile set was NOT put through the engine\n');

const folder = present ? mkdtempSync(join(tmpdir(), 'sipglass-hostile-')) : '';
const cases = present ? generate() : [];
const unhandled: unknown[] = [];
const note = (problem: unknown): number => unhandled.push(problem);

function generate(): readonly Case[] {
  const { status, stderr } = spawnSync('python3', ['-B', tool, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { readonly cases: readonly Case[] }).cases;
}

beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => {
  process.off('unhandledRejection', note);
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!present)('hostile', () => {
  test.each(cases.map((one) => [`${one.group}: ${one.file}`, one] as const))('%s', { timeout: 60_000 }, async (_name, { file, expect: wanted }) => {
    const began = performance.now();
    const { engine, result } = await openWithEngine([join(folder, file)]);
    const took = (performance.now() - began) / 1000;
    const differences: string[] = [];
    if (wanted.opens !== 'may' && result.opens !== wanted.opens) differences.push(`opens ${result.opens}`);
    if (!result.opens) {
      expect(result.message).not.toBe('');
      if (wanted.reason !== undefined && result.reason !== wanted.reason) differences.push(`reason ${result.reason}, not ${wanted.reason}`);
    } else {
      const analysis = await analysisOf(engine);
      differences.push(...contents(analysis, wanted));
      expect(Object.values(analysis.accounting.kinds).reduce((a, b) => a + b, 0)).toBe(analysis.accounting.packets);
      expect(Math.min(...Object.values(analysis.accounting.kinds))).toBeGreaterThanOrEqual(0);
      expect(await exercise(engine)).toEqual([]);
    }
    expect(differences).toEqual(known.has(file) ? [known.get(file)!.differs] : []);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(took).toBeLessThan(wanted.seconds ?? 5);
  });

  test('one engine opens them one after the other, and a good one at last', async () => {
    const { engine } = await openWithEngine([join(folder, cases[0]!.file)]);
    for (const { file } of cases.filter((_, i) => i % 12 === 0)) {
      const { result } = await openWithEngine([join(folder, file)], {}, engine);
      expect(typeof result.opens).toBe('boolean');
    }
    const good = cases.find(({ group }) => group === 'good')!;
    const { result } = await openWithEngine([join(folder, good.file)], {}, engine);
    expect(result.opens).toBe(true);
    expect(contents(await analysisOf(engine), good.expect)).toEqual([]);
  });

  test('known ones exist, and nothing went unhandled', () => {
    expect([...known.keys()].filter((file) => !cases.some((one) => one.file === file))).toEqual([]);
    expect(unhandled).toEqual([]);
  });
});

function contents(analysis: Analysis, wanted: Case['expect']): string[] {
  const differences: string[] = [];
  const within = (what: string, value: number, bounds: Bounds | undefined): void => {
    if (bounds !== undefined && (value < (bounds[0] ?? 0) || value > (bounds[1] ?? Infinity)))
      differences.push(`${what} ${value}, not ${bounds[0]} to ${bounds[1] ?? 'any'}`);
  };
  // custom and journal blocks are numbered as Wireshark does; the manifest counts packets alone
  const blocks = analysis.accounting.notDecoded
    .filter(({ reason }) => /^pcapng\.(custom|journal|sysdig)-block$/.test(reason))
    .reduce((sum, { count }) => sum + count, 0);
  within('packets', analysis.accounting.packets - blocks, wanted.packets);
  within(
    'messages',
    [...analysis.calls, ...analysis.dialogs].reduce((sum, { messages }) => sum + messages.length, 0),
    wanted.sipMessages,
  );
  within('streams', analysis.streams.length, wanted.rtpStreams);
  const { min, kinds } = wanted.diagnostics ?? { min: 0, kinds: [] };
  if (min === 0) return differences;
  const total = analysis.diagnostics.reduce((sum, { count }) => sum + count, 0);
  const fits = analysis.diagnostics.some(({ code }) => kinds.some((kind) => concepts[kind]?.test(code)));
  if (!fits) differences.push(`no diagnostic for ${kinds.join(', ')}`);
  else if (total < min) differences.push(`${total} diagnostics, not ${min}`);
  return differences;
}
