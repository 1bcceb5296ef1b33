/**
 * Every scenario label on a story that has it and a near miss that has not. Then the books: every label has both, words in
 * both languages and a row in docs/diagnostics.md. `UPDATE_DOCS=1 npx vitest run test/labels.test.ts` writes that table anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Label } from '../src/calls/label-names.ts';
import { callLabels } from '../src/contract/labels.ts';
import type { Engine } from '../src/engine/engine.ts';
import { labels as english } from '../src/ui/words/en/labels.ts';
import { labels as chinese } from '../src/ui/words/zh-hans/labels.ts';
import { createStory, type Story } from './forge/story.ts';
import { course } from './labels/course.ts';
import { media } from './labels/media.ts';
import { parties } from './labels/parties.ts';
import { protocol } from './labels/protocol.ts';
import { registrations } from './labels/registration.ts';
import type { LabelCase } from './labels/tell.ts';
import { openOctets } from './open-octets.ts';

const cases: readonly LabelCase[] = [...course, ...registrations, ...parties, ...media, ...protocol];

async function labelsOf(teller: (story: Story) => void): Promise<readonly string[]> {
  const story = createStory();
  teller(story);
  const engine = (await openOctets([{ name: 'story.pcap', octets: story.capture() }])).engine;
  return [...new Set(allRows(engine).flatMap((row) => row.labels))];
}

function allRows(engine: Engine): readonly { readonly labels: readonly string[] }[] {
  const sort = { column: 'index', descending: false } as const;
  const page = { offset: 0, limit: 1000 };
  return [...engine.calls({ text: '', states: [], problems: [], sort }, page).rows, ...engine.dialogs({ text: '', states: [], methods: [], sort }, page).rows];
}

describe.each(cases.map((row) => [row.about === undefined ? row.label : `${row.label}, ${row.about}`, row] as const))('%s', (_, row) => {
  test('is told', async () => expect(await labelsOf(row.fires)).toContain(row.label));
  test('is not told of a near miss', async () => expect(await labelsOf(row.nearMiss)).not.toContain(row.label));
});

describe('registrations by binding', () => {
  const challenged = cases.find(({ label }) => label === 'REG_DIGEST')!;
  const signedOff = cases.find(({ label }) => label === 'DEREG')!;

  test('carry the labels of their Call-IDs, which filter, sort and count them', async () => {
    const story = createStory();
    challenged.fires(story);
    signedOff.fires({ ...story, sip: (at, message, how) => story.sip(at + 60_000, elsewhere(message), how) });
    const { engine } = await openOctets([{ name: 'story.pcap', octets: story.capture() }]);
    const ask = (labels: readonly (typeof callLabels)[number][], descending = false): readonly string[] =>
      engine
        .registrations({ text: '', states: [], labels, sort: { column: 'labels', descending } }, { offset: 0, limit: 10 })
        .rows.map((row) => row.labels.join(' '));
    const all = ask([]);
    expect(all).toHaveLength(2);
    expect(ask([], true)).toEqual([...all].reverse());
    expect(ask(['REG_DIGEST'])).toEqual(all.filter((labels) => labels.includes('REG_DIGEST')));
    expect(ask(['DEREG'])).toEqual(all.filter((labels) => labels.includes('DEREG')));
    expect(ask(['REG_DIGEST', 'DEREG'])).toHaveLength(2);
    expect(ask(['REG_THIRD_PARTY'])).toEqual([]);
    expect(engine.labelCounts().find(({ label }) => label === 'DEREG')?.bindings).toBe(1);
  });
});

/** The same message of another phone. */
function elsewhere<T extends { readonly octets: Uint8Array }>(message: T): T {
  const text = new TextDecoder()
    .decode(message.octets)
    .replaceAll('192.0.2.10', '192.0.2.11')
    .replaceAll('alice', 'erika')
    .replace(/^(Call-ID: )/im, '$1erika-');
  return { ...message, octets: new TextEncoder().encode(text.replace(/^Content-Length: \d+/im, 'Content-Length: 0')) };
}

describe('the books', () => {
  test('the bits are those of the contract', () => {
    expect(Object.keys(Label)).toEqual([...callLabels]);
    expect(Object.values(Label)).toEqual(callLabels.map((_, bit) => bit));
    expect(callLabels.length).toBeLessThanOrEqual(64);
  });

  test('every label has a case, and words in both languages', () => {
    expect([...new Set(cases.map((row) => row.label))].sort()).toEqual([...callLabels].sort());
    for (const words of [english, chinese])
      for (const list of [words.names, words.help]) {
        expect(Object.keys(list)).toEqual([...callLabels]);
        expect(Object.values(list).every((text) => text.length > 0)).toBe(true);
      }
  });

  test('docs/diagnostics.md has the table of labels', () => {
    const file = resolve(import.meta.dirname, '../docs/diagnostics.md');
    const page = readFileSync(file, 'utf8');
    const [begin, end] = ['<!-- labels: written by test/labels.test.ts -->', '<!-- end of labels -->'];
    const about = (label: string): string =>
      cases
        .filter((row) => row.label === label && row.about !== undefined)
        .map((row) => row.about)
        .join('; ');
    const rows = callLabels.map((label) => `| ${label} | ${english.names[label]} | ${english.help[label]} | ${about(label)} |`);
    const table = ['| label | shown as | told when | also told of, in the tests |', '|---|---|---|---|', ...rows].join('\n');
    const [before, rest] = page.split(begin) as [string, string | undefined];
    expect(rest, 'the marks of the table').toBeDefined();
    const wanted = `${before}${begin}\n\n${table}\n\n${rest!.slice(rest!.indexOf(end))}`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, wanted);
    else expect(page).toBe(wanted);
  });
});
