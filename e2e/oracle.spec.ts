/**
 * The built page against tshark: thirty of the shared captures are opened as a person does, their analysis exported and held
 * against what tshark 4.0.17 found, as test/oracle.test.ts does for all of them with the engine alone.
 */
import { statSync } from 'node:fs';
import type { Analysis } from '../test/oracle/compare.ts';
import { compare, noTotals } from '../test/oracle/compare.ts';
import { judge } from '../test/oracle/known.ts';
import { truthFiles, warnWithoutShared } from '../test/oracle/truth.ts';
import { outcome } from './acts.ts';
import { expect, openFiles, test } from './fixtures.ts';
import { exported } from './screens.ts';

const WANTED = 30;
const LARGEST = 4e6;

warnWithoutShared('the comparison of the built page with tshark');

/** Evenly from all, so that every kind is among them. */
const files = truthFiles().filter(({ path }) => statSync(path).size <= LARGEST);
const chosen = files.filter((_, index) => index % Math.max(1, Math.floor(files.length / WANTED)) === 0);

for (const part of [0, 1]) {
  test(`as tshark says, through the built page, part ${part + 1}`, async ({ page, site }) => {
    test.skip(files.length === 0, 'the shared captures are not here');
    test.setTimeout(180_000);
    expect(chosen.length).toBeGreaterThanOrEqual(20);
    await page.goto(site.url);
    for (const { id, path, truth } of chosen.filter((_, index) => index % 2 === part)) {
      await openFiles(page, [path]);
      const result = await outcome(page);
      if (!result.opens) expect.soft(truth.frames.total, `${id}: ${result.reason}`).toBe(0);
      else expect.soft(judge(id, compare(truth, await exported<Analysis>(page), noTotals())), id).toEqual({ unknown: [], gone: [] });
    }
  });
}
