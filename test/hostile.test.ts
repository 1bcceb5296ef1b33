/**
 * The hostile set (../shared/tools/hostile.py: 588 files in 18 groups) through the engine: every file opens or is refused as
 * its expectation says, within its time, with its packets, messages, streams and diagnostics; everything the screens ask is
 * answered; accounting sums; prototypes stay clean; the engine answers the next file.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exercise } from './hostile/exercise.ts';
import { contentsDiffer, generate, hostileSetIsPresent, openingDiffers } from './hostile/manifest.ts';
import { known } from './hostile/known.ts';
import { analysisOf, openWithEngine } from './oracle/analyse.ts';

if (!hostileSetIsPresent) console.warn('\n!!! ../shared/tools/hostile.py is absent: the hostile set was NOT put through the engine\n');

const folder = hostileSetIsPresent ? mkdtempSync(join(tmpdir(), 'sipglass-hostile-')) : '';
const cases = hostileSetIsPresent ? generate(folder) : [];
const unhandled: unknown[] = [];
const note = (problem: unknown): number => unhandled.push(problem);

beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => {
  process.off('unhandledRejection', note);
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hostileSetIsPresent)('hostile', () => {
  test.each(cases.map((one) => [`${one.group}: ${one.file}`, one] as const))('%s', { timeout: 60_000 }, async (_name, { file, expect: wanted }) => {
    const began = performance.now();
    const { engine, result } = await openWithEngine([join(folder, file)]);
    const took = (performance.now() - began) / 1000;
    const differences = openingDiffers(result, wanted);
    if (!result.opens) expect(result.message).not.toBe('');
    else {
      const analysis = await analysisOf(engine);
      differences.push(...contentsDiffer(analysis, wanted));
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
    expect(contentsDiffer(await analysisOf(engine), good.expect)).toEqual([]);
  });

  test('known ones exist, and nothing went unhandled', () => {
    expect([...known.keys()].filter((file) => !cases.some((one) => one.file === file))).toEqual([]);
    expect(unhandled).toEqual([]);
  });
});
