/**
 * The rules on every shared capture: which fired is held to test/diagnoses-golden.json, so that a change of a rule shows on
 * real calls. The file names captures and rules, nothing of what they hold. UPDATE_GOLDEN=1 writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { FindingSeverity } from '../src/contract/findings.ts';
import { allFindings } from './diagnoses/diagnosis.ts';
import { openWithEngine } from './oracle/analyse.ts';
import { truthFiles, warnWithoutShared } from './oracle/truth.ts';

/** By capture: "ACK-MISSING error 2" for each rule and severity, with the number of findings. */
type Golden = Record<string, readonly string[]>;

const files = truthFiles();
const page = new URL('./diagnoses-golden.json', import.meta.url);
const golden = JSON.parse(readFileSync(page, 'utf8')) as Golden;
const found: Golden = {};

warnWithoutShared('the rules on real captures');

describe.skipIf(files.length === 0)('rules on real captures', () => {
  test.each(files.map((file) => [file.id, file] as const))('%s', async (id, { path }) => {
    const { engine, result } = await openWithEngine([path]);
    if (result.opens) {
      await engine.rate();
      await engine.deepen();
    }
    const counts = new Map<string, number>();
    const details: string[] = [];
    for (const { rule, severity, callId, facts, evidence } of result.opens ? allFindings(engine) : []) {
      const key = `${rule} ${severity satisfies FindingSeverity}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      details.push(`${id}\t${rule}\t${severity}\t${callId ?? ''}\t${JSON.stringify(facts)}\t${evidence.map(({ place }) => place.frame).join(',')}`);
    }
    found[id] = [...counts].map(([key, count]) => `${key} ${count}`).sort();
    const list = process.env['GOLDEN_DETAILS'];
    if (list !== undefined) writeFileSync(list, details.map((line) => `${line}\n`).join(''), { flag: 'a' });
    if (process.env['UPDATE_GOLDEN'] !== '1') expect(found[id]).toEqual(golden[id] ?? []);
  });
});

afterAll(() => {
  if (process.env['UPDATE_GOLDEN'] !== '1' || files.length === 0) return;
  const fired = Object.entries(found).filter(([, rules]) => rules.length > 0);
  writeFileSync(page, `${JSON.stringify(Object.fromEntries(fired.sort(([a], [b]) => (a < b ? -1 : 1))), undefined, 1)}\n`);
});
