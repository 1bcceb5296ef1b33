/**
 * Every rule on a story it is for, and on a near miss; healthy calls, on which none may fire. Then the books: every rule has a
 * row in test/diagnoses, words in both languages and a row in docs/diagnostics.md.
 * `UPDATE_DOCS=1 npx vitest run test/diagnoses.test.ts` writes that table anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../src/findings/rules.ts';
import { thresholdDefaults } from '../src/findings/thresholds.ts';
import { findings as english } from '../src/ui/words/en/findings.ts';
import { findings as chinese } from '../src/ui/words/zh-hans/findings.ts';
import { allFindings, opened, type Diagnosis } from './diagnoses/diagnosis.ts';
import { healthy } from './diagnoses/healthy.ts';
import { media } from './diagnoses/media.ts';
import { network } from './diagnoses/network.ts';
import { registration } from './diagnoses/registration.ts';
import { security } from './diagnoses/security.ts';
import { signalling } from './diagnoses/signalling.ts';

const diagnoses: readonly Diagnosis[] = [...signalling, ...registration, ...network, ...security, ...media];

describe.each(diagnoses.map((row) => [row.about === undefined ? row.rule : `${row.rule}, ${row.about}`, row] as const))('%s', (_, row) => {
  test('fires, with its proof, and no other error does', async () => {
    const engine = await opened(row.fires);
    const all = allFindings(engine);
    const own = all.filter((found) => found.rule === row.rule);
    expect(own, `fired: ${all.map((found) => found.rule).join(' ')}`).not.toEqual([]);
    const severity = row.severity ?? rules.find((rule) => rule.id === row.rule)?.severity;
    expect(own.map((found) => found.severity)).toContain(severity);
    const shown = own.find((found) => found.severity === severity)!;
    expect(shown.evidence.length).toBeGreaterThan(0);
    if (row.evidence !== undefined) expect(shown.evidence.map(({ place }) => place.frame)).toEqual(row.evidence);
    if (row.facts !== undefined) expect(shown.facts).toMatchObject(row.facts);
    for (const { parent } of all) expect(parent === undefined || rules.some((rule) => rule.id === parent), parent).toBe(true);
    const others = all.filter((found) => found.severity === 'error' && found.rule !== row.rule).map((found) => found.rule);
    expect(others.filter((rule) => !(row.also ?? []).includes(rule))).toEqual([]);
    for (const words of [english, chinese]) {
      const sentence = words.rules[row.rule]!.sentence((name) => String(shown.facts[name] ?? ''));
      expect(sentence.length).toBeGreaterThan(5);
      expect(sentence).not.toMatch(/undefined|NaN/);
    }
  });

  test('does not fire on a near miss', async () => {
    const all = allFindings(await opened(row.nearMiss));
    expect(all.filter((found) => found.rule === row.rule && (row.severity === undefined || found.severity === row.severity))).toEqual([]);
  });
});

describe('healthy', () => {
  test.each(healthy.map((story) => [story.name, story] as const))('%s', async (_, story) => {
    const all = allFindings(await opened(story.tell));
    expect(all.filter((found) => found.severity !== 'note').map(({ rule, facts }) => ({ rule, facts }))).toEqual([]);
  });
});

describe('the books', () => {
  const ids = rules.map((rule) => rule.id);

  test('every rule has a row in these tables, and every row a rule', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(diagnoses.map((row) => row.rule))].sort()).toEqual([...ids].sort());
  });

  test('every rule and every threshold has words in both languages, and no words are left over', () => {
    for (const words of [english, chinese]) {
      expect(Object.keys(words.rules).sort()).toEqual([...ids].sort());
      expect(Object.keys(words.thresholdNames).sort()).toEqual(Object.keys(thresholdDefaults).sort());
      for (const [id, { title, causes, help }] of Object.entries(words.rules))
        expect(
          [title, help, ...causes].every((text) => text.length > 1),
          id,
        ).toBe(true);
      for (const [id, { causes }] of Object.entries(words.rules)) expect(causes.length, id).toBeLessThanOrEqual(4);
    }
  });

  test('docs/diagnostics.md has the table of rules', () => {
    const file = resolve(import.meta.dirname, '../docs/diagnostics.md');
    const page = readFileSync(file, 'utf8');
    const [begin, end] = ['<!-- rules: written by test/diagnoses.test.ts -->', '<!-- end of rules -->'];
    const rows = rules.map(({ id, severity, family, reference }) => `| ${id} | ${severity} | ${family} | ${english.rules[id]!.help} | ${reference} |`);
    const table = ['| rule | at worst | family | looks for | rests on |', '|---|---|---|---|---|', ...rows].join('\n');
    const [before, rest] = page.split(begin) as [string, string];
    const after = rest.slice(rest.indexOf(end));
    const wanted = `${before}${begin}\n\n${table}\n\n${after}`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, wanted);
    else expect(page).toBe(wanted);
  });
});
