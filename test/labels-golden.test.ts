/**
 * The labels on every shared capture, held to test/labels-golden.json, so that a change of a label shows on real calls. The
 * file names captures and labels, nothing of what they hold. UPDATE_GOLDEN=1 writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openWithEngine } from './oracle/analyse.ts';
import { truthFiles, warnWithoutShared } from './oracle/truth.ts';

/** By capture: "HOLD_RESUME 1+0", calls and other dialogs. */
type Golden = Record<string, readonly string[]>;

const files = truthFiles();
const page = new URL('./labels-golden.json', import.meta.url);
const golden = JSON.parse(readFileSync(page, 'utf8')) as Golden;
const found: Golden = {};

warnWithoutShared('the labels on real captures');

describe.skipIf(files.length === 0)('labels on real captures', () => {
  test.each(files.map((file) => [file.id, file] as const))('%s', async (id, { path }) => {
    const { engine, result } = await openWithEngine([path]);
    const labels = (result.opens ? engine.labelCounts() : []).map(({ label, calls, dialogs }) => `${label} ${calls}+${dialogs}`);
    if (labels.length > 0) found[id] = labels;
    if (process.env['UPDATE_GOLDEN'] !== '1') expect(labels).toEqual(golden[id] ?? []);
  });

  afterAll(() => {
    if (process.env['UPDATE_GOLDEN'] !== '1') return;
    const lines = Object.keys(found)
      .sort()
      .map((id) => `  ${JSON.stringify(id)}: [${found[id]!.map((text) => JSON.stringify(text)).join(', ')}]`);
    writeFileSync(page, `{\n${lines.join(',\n')}\n}\n`);
  });
});
