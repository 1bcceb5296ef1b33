/** Recordings of real software (test/record has the script of each): labelled, diagnosed, linked and ended as their stories were. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CallRow } from '../src/contract/calls.ts';
import type { FindingRow } from '../src/contract/findings.ts';
import type { Engine } from '../src/engine/engine.ts';
import { openOctets } from './open-octets.ts';
import { recordings, samples, type ExpectedRecording } from './recorded-expected.ts';

const page = { offset: 0, limit: 100 };
const folders = { recorded: new URL('recorded/', import.meta.url), samples: new URL('../public/samples/', import.meta.url) };

test('every recording has a script and an expectation, and is small', () => {
  // those with an expectation of their own beside them have a test of their own too
  const names = readdirSync(folders.recorded);
  const files = names.filter((name) => name.endsWith('.pcap.gz') && name !== 'heard.pcap.gz' && !names.includes(name.replace('.pcap.gz', '.json')));
  expect(files.sort()).toEqual(Object.keys(recordings).sort());
  for (const file of files) {
    expect(statSync(new URL(file, folders.recorded)).size).toBeLessThan(60_000);
    expect(statSync(new URL(`record/${file.replace('.pcap.gz', '.sh')}`, import.meta.url)).mode & 0o100).not.toBe(0);
  }
});

for (const [name, expectations] of [
  ['recorded', recordings],
  ['samples', samples],
] as const) {
  describe.each(Object.entries(expectations))(`${name}/%s`, (file, expected) => {
    test('is told as it was', async () => {
      const { engine } = await openOctets([{ name: file, octets: new Uint8Array(readFileSync(new URL(file, folders[name]))) }]);
      await compare(engine, expected);
    });
  });
}

async function compare(engine: Engine, expected: ExpectedRecording): Promise<void> {
  const sort = { column: 'start', descending: false } as const;
  const { rows } = engine.calls({ text: '', states: [], problems: [], sort }, page);
  expect(rows.map(({ from, to, state, endedBy, labels }) => ({ from, to, state, endedBy, labels }))).toEqual(
    expected.calls.map(({ from, to, state, endedBy, labels }) => ({ from, to, state, endedBy, labels })),
  );
  for (const [index, row] of rows.entries()) {
    const { findings = [], frames = {} } = expected.calls[index]!;
    const found = await engine.findingsOfCall(row.call);
    expect(told(found), `call ${index}`).toEqual([...findings].sort());
    for (const [rule, proof] of Object.entries(frames)) expect(framesOf(found, rule)).toEqual(expect.arrayContaining([...proof]));
  }
  const others = engine.dialogs({ text: '', states: [], methods: [], sort }, page).rows;
  const toldOthers = await Promise.all(others.map(async ({ call, labels }) => ({ labels, findings: told(await engine.findingsOfCall(call)) })));
  expect(toldOthers).toEqual(expected.others ?? []);
  await compareLegs(engine, rows, expected);
}

async function compareLegs(engine: Engine, rows: readonly CallRow[], expected: ExpectedRecording): Promise<void> {
  const place = new Map(rows.map(({ call }, index) => [call, index]));
  const pair = ({ from, to }: { readonly from: CallRow['call']; readonly to: CallRow['call'] }): string => `${place.get(from)}>${place.get(to)}`;
  const [legs, transfers, sound] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { call } of rows) {
    const family = await engine.legs(call);
    for (const link of family?.links ?? []) legs.add(pair(link));
    for (const { link } of family?.transfers ?? []) transfers.add(`${pair(link)} ${link.reasons[0]?.kind}`);
    for (const media of await engine.legMedia(call)) if (media.matched > 0) sound.add(`${pair(media)} ${media.direction}`);
  }
  expect([...legs].sort()).toEqual(expected.legs ?? []);
  expect([...transfers].sort()).toEqual(expected.transfers ?? []);
  expect([...sound].sort()).toEqual(expected.sound ?? []);
}

function told(found: readonly FindingRow[]): string[] {
  return found
    .filter(({ severity, rule }) => severity !== 'note' && !rule.startsWith('DSCP-'))
    .map(({ rule, parent }) => (parent === undefined ? rule : `${rule} < ${parent}`))
    .sort();
}

function framesOf(found: readonly FindingRow[], rule: string): readonly number[] {
  return found.find((each) => each.rule === rule)?.evidence.map(({ place }) => place.frame) ?? [];
}
