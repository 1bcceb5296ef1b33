/** What a person takes away: the analysis, calls and streams as captures that read the same again, tables without traps. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Page } from '@playwright/test';
import { calls as callWords } from '../src/ui/words/en/calls.ts';
import { shell } from '../src/ui/words/en/shell.ts';
import { streams as streamWords } from '../src/ui/words/en/streams.ts';
import { compareAnalysis, type FoundAnalysis } from '../test/samples-compare.ts';
import { endpoint } from '../test/forge/address.ts';
import { createCall, type Party } from '../test/forge/sip.ts';
import { createStory } from '../test/forge/story.ts';
import { tellPlainCall } from '../test/forge/plain-call.ts';
import { choose, given, givenPath, goTo, open, saved } from './acts.ts';
import { expected, factsOf, samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';
import { exported } from './screens.ts';

const tshark = ['/usr/bin/tshark', '/usr/local/bin/tshark', '/opt/homebrew/bin/tshark'].find((path) => existsSync(path));

type Exported = FoundAnalysis & {
  readonly format: string;
  readonly version: number;
  readonly calls: readonly { readonly messages: readonly { readonly time: string }[] }[];
};

test('the analysis as JSON: the same by menu, by palette and by script, and what the samples hold', async ({ page, site }) => {
  test.slow();
  await page.goto(site.url);
  for (const [name, facts] of expected) {
    await open(page, givenPath(samplePath(name)));
    const found = await exported<Exported>(page);
    expect(found, name).toMatchObject({ format: 'sipglass-analysis', version: 1 });
    expect.soft(compareAnalysis(facts, found), name).toEqual([]);
  }
  const byScript = await exported<object>(page);
  const byMenu = await saved(page, () => choose(page, callWords.exportMenu, callWords.exportJson));
  expect(byMenu.name).toBe(`${basename([...expected.keys()].at(-1) ?? '').replace(/\..*$/, '')}-analysis.json`);
  expect(JSON.parse(byMenu.octets.toString('utf8'))).toEqual(byScript);
  const byBar = await saved(page, () => choose(page, shell.captureMenu, shell.exportAnalysis));
  expect(JSON.parse(byBar.octets.toString('utf8'))).toEqual(byScript);
});

/** Milliseconds come from doubles of nanoseconds counted from another first packet: the picoseconds may differ. */
function rounded<Measures extends object>(measures: Measures): object {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value]));
}

/** What must be the same of a call after it went out and came in again: everything but frame numbers. */
function essence(found: Exported): unknown {
  const point = ({ address, port }: { readonly address: string; readonly port: number }): string => `${address}:${port}`;
  return {
    calls: found.calls.map((call) => ({
      ...rounded({
        callId: call.callId,
        state: call.state,
        finalStatus: call.finalStatus,
        endedBy: call.endedBy,
        pdd: call.pdd,
        setupTime: call.setupTime,
        talkTime: call.talkTime,
      }),
      messages: call.messages.map((message) => ({
        ...message,
        frame: 0,
        retransmissionOf: message.retransmissionOf === null ? null : 0,
        captureDuplicateOf: 0,
        src: point(message.src),
        dst: point(message.dst),
      })),
    })),
    streams: found.streams.map(({ src, dst, ssrc, packets, wireshark, callId }) => ({
      src: point(src),
      dst: point(dst),
      ssrc,
      packets,
      wireshark: rounded(wireshark),
      callId,
    })),
  };
}

for (const sample of ['hold-resume.pcapng', 'dropped-at-32-seconds.pcap.gz', 'through-proxy.pcapng', 'tcp-call.pcapng', 'loss-and-jitter.pcap']) {
  test(`${sample}: its call as pcap and as pcapng reads the same again, here and in tshark`, async ({ page, site }, info) => {
    await page.goto(site.url);
    await open(page, givenPath(samplePath(sample)));
    const before = essence(await exported<Exported>(page));
    for (const [item, extension] of [
      [callWords.exportPcapng, 'pcapng'],
      [callWords.exportPcap, 'pcap'],
    ] as const) {
      await open(page, givenPath(samplePath(sample)));
      const file = await saved(page, () => choose(page, callWords.exportMenu, item));
      expect(file.name).toMatch(new RegExp(`-calls\\.${extension}$`));
      await open(page, given(file.name, file.octets));
      const after = essence(await exported<Exported>(page));
      // pcap keeps microseconds unless its nanosecond form is written; the format is ours to choose
      expect(after, extension).toEqual(before);
      if (tshark === undefined) {
        console.log('tshark is not installed: exports were not read by it');
        continue;
      }
      const path = info.outputPath(file.name);
      writeFileSync(path, file.octets);
      const ids = execFileSync(tshark, ['-r', path, '-Y', 'sip', '-T', 'fields', '-e', 'sip.Call-ID'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(new Set(ids.split(/[\n,]/).filter((id) => id !== ''))).toEqual(new Set(factsOf(sample).calls.map(({ callId }) => callId)));
      const malformed = execFileSync(tshark, ['-r', path, '-Y', '_ws.malformed'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      expect(malformed).toBe('');
    }
  });
}

test('only what is selected goes out; comments are kept; signalling alone has no media', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('hold-resume.pcapng')), givenPath(samplePath('busy.pcap')));
  const grid = page.getByRole('grid', { name: 'Calls' });
  await grid.getByRole('row').filter({ hasText: 'Completed' }).getByRole('gridcell').first().click();
  const signalling = await saved(page, () => choose(page, callWords.exportMenu, callWords.exportSignalling));
  expect(await open(page, given('selected.pcapng', signalling.octets))).toMatchObject({ packets: factsOf('hold-resume.pcapng').sip });
  const found = await exported<Exported>(page);
  expect(found.calls.map(({ callId }) => callId)).toEqual(factsOf('hold-resume.pcapng').calls.map(({ callId }) => callId));
  expect(found.streams).toEqual([]);
  expect(signalling.octets.toString('utf8')).toContain('Alice presses hold');
});

test('a stream goes out with its RTCP and reads the same again', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('clean-call.pcapng')));
  await goTo(page, 'Streams');
  await expect(page.getByRole('grid', { name: streamWords.title }).getByRole('row')).toHaveCount(3);
  const file = await saved(page, () => choose(page, streamWords.exportMenu, streamWords.exportPcapng));
  const found = await open(page, given(file.name, file.octets));
  expect(found.opens).toBe(true);
  const { accounting } = await exported<Exported>(page);
  expect(accounting.kinds['rtp']).toBe(factsOf('clean-call.pcapng').rtp);
  expect(accounting.kinds['rtcp']).toBeGreaterThan(0);
});

/** RFC 4180: CRLF between records, quotes doubled within quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === ',') {
      row.push(cell);
      cell = '';
    } else if (letter === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at += 1;
    } else {
      expect(letter, 'a bare line feed or quote outside quotes').not.toMatch(/[\n\r"]/);
      cell += letter;
    }
  }
  expect(quoted).toBe(false);
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\tx', '=HYPERLINK("http://evil.example","x")', "=cmd|' /C calc'!A0", 'a,b"c', '＝1+1'] as const;

async function tableOf(page: Page, menu: string, item: string): Promise<string[][]> {
  const { name, octets } = await saved(page, () => choose(page, menu, item));
  expect(name).toMatch(/\.csv$/);
  const rows = parseCsv(octets.toString('utf8').replace(/^\ufeff/, ''));
  for (const row of rows) {
    expect(row).toHaveLength(rows[0]?.length ?? 0);
    for (const cell of row) expect(cell, 'a cell that a spreadsheet would run').not.toMatch(/^[=+@＝＋－＠\t\r\n]|^-(?![\d.]+$)/);
  }
  return rows;
}

test('tables as CSV: RFC 4180, formulas defused, every row there', async ({ page, site }) => {
  await page.goto(site.url);
  const story = createStory();
  formulas.forEach((text, index) => {
    const party = (user: string, port: number): Party => ({ user, display: text.replaceAll('"', "'"), at: endpoint(`192.0.2.10:${port}`), agent: text });
    const call = createCall(party('=1+1', 5060), party('-2+3', 5062), { callId: `${text}${index}`, fromTag: text, toTag: text });
    const invite = call.invite();
    story.sip(index * 100, invite);
    story.sip(index * 100 + 50, call.respond(invite, 486, { reason: text }));
    const options = createCall(party('@x', 5060), party('=y', 5062), { callId: `o${text}${index}` });
    story.sip(index * 100 + 60, options.request('OPTIONS'));
    story.sip(
      index * 100 + 70,
      createCall(party('+r', 5060), party('+r', 5062), { callId: `r${text}${index}` }).request('REGISTER', { headers: [['Expires', '60']] }),
    );
  });
  tellPlainCall(story, 2000);
  await open(page, given('=formula.pcap', story.capture()));
  expect(await tableOf(page, callWords.exportMenu, callWords.exportCsv)).toHaveLength(formulas.length + 2);
  await goTo(page, 'Other dialogs');
  await expect(page.getByRole('grid').getByRole('row').nth(3)).toContainText('OPTIONS');
  expect((await tableOf(page, 'Export', 'Table as CSV')).length).toBeGreaterThan(formulas.length);
  await goTo(page, 'Registrations');
  await expect(page.getByRole('grid', { name: 'Registrations' }).getByRole('row').nth(1)).not.toHaveText('');
  expect((await tableOf(page, 'Export', 'Table as CSV')).length).toBeGreaterThan(1);
  await goTo(page, 'Streams');
  await expect(page.getByRole('grid', { name: streamWords.title }).getByRole('row')).toHaveCount(3);
  expect(await tableOf(page, streamWords.exportMenu, streamWords.exportCsv)).toHaveLength(3);
});

test('the numbers of the CSV are those of the samples', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('loss-and-jitter.pcap')));
  await goTo(page, 'Streams');
  await expect(page.getByRole('grid', { name: streamWords.title }).getByRole('row')).toHaveCount(3);
  const rows = await tableOf(page, streamWords.exportMenu, streamWords.exportCsv);
  for (const stream of factsOf('loss-and-jitter.pcap').streams) {
    const row = rows.find((cells) => cells.includes(stream.ssrc)) ?? [];
    for (const value of [stream.packets, stream.lost, stream.maxJitter, stream.meanJitter, stream.maxDelta].map(Number))
      expect(
        row.some((cell) => cell !== '' && Math.abs(Number(cell) - value) < 0.00051),
        `${stream.ssrc}: ${value}`,
      ).toBe(true);
  }
});
