/**
 * Every shared capture through the engine, against tshark 4.0.17: frames, every Call-ID and message, every announced stream
 * with all columns as printed. What differs is in oracle/known.json with its reason; nothing else may, and nothing there may
 * have become true meanwhile. docs/oracle.md shows the same: ORACLE_PAGE=write brings it up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { analysisOf, openWithEngine } from './oracle/analyse.ts';
import { compare, noTotals } from './oracle/compare.ts';
import { judge, known, renderPage } from './oracle/known.ts';
import { truthFiles, warnWithoutShared } from './oracle/truth.ts';

const files = truthFiles();
const totals = noTotals();
const page = new URL('../docs/oracle.md', import.meta.url);
const [BEGIN, END] = ['<!-- numbers: begin -->', '<!-- numbers: end -->'];

warnWithoutShared('the comparison with tshark');

describe.skipIf(files.length === 0)('as tshark says', () => {
  test.each(files.map((file) => [file.id, file] as const))('%s', async (id, { path, truth }) => {
    const { engine, result } = await openWithEngine([path]);
    const differences = !result.opens ? refusal(truth.frames.total, result.reason, result.message) : compare(truth, await analysisOf(engine), totals);
    expect(judge(id, differences)).toEqual({ unknown: [], gone: [] });
  });

  test('known disagreements name captures that exist', () => {
    const ids = new Set(files.map(({ id }) => id));
    expect(known.filter(({ file }) => !ids.has(file))).toEqual([]);
  });

  test('docs/oracle.md tells these numbers and these disagreements', () => {
    if (totals.files < files.length - 10) return; // some were filtered away
    const text = readFileSync(page, 'utf8');
    const wanted = `${text.slice(0, text.indexOf(BEGIN) + BEGIN.length)}\n${renderPage(totals)}\n${text.slice(text.indexOf(END))}`;
    if (process.env['ORACLE_PAGE'] === 'write') writeFileSync(page, wanted);
    else expect(text).toBe(wanted);
  });

  test('less than one row in a hundred is listed', () => {
    expect(known.length / (totals.callIds + totals.messages + totals.streams)).toBeLessThan(0.01);
  });
});

afterAll(() => {
  if (totals.files > 0)
    console.log(
      `oracle: ${totals.files} captures, ${totals.packets} packets, ${totals.callIds} Call-IDs, ${totals.messages} messages, ${totals.streams} streams, ${totals.values} values; ${known.length} known disagreements`,
    );
});

/** A file without packets may be refused; any other is a disagreement. */
function refusal(frames: number, reason: string, message: string): string[] {
  return frames === 0 ? [] : [`refused: ${reason} ${message}`];
}
