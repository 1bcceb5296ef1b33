/**
 * Opening as people do it: the dialogue, a drop anywhere, folders, several files, more files, gzip, any name; and what is no
 * capture at all, refused in sentences. What opens is told by `sipglass.ready()`; what a person reads is on the screen.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { start as startWords } from '../src/ui/words/en/start.ts';
import { shell } from '../src/ui/words/en/shell.ts';
import { writeZip } from '../test/forge/archives.ts';
import { pcapHeader } from '../test/forge/pcap.ts';
import { tellPlainCall } from '../test/forge/plain-call.ts';
import { createStory } from '../test/forge/story.ts';
import { choose, drop, dropFromDesktop, given, givenPath, open, outcome, readGrid, type GivenFile } from './acts.ts';
import { expected, factsOf, samplePath } from './facts.ts';
import { expect, openFiles, samplePaths, test } from './fixtures.ts';
import { textOnScreen } from './screens.ts';

const clean = samplePath('clean-call.pcapng');
const busy = samplePath('busy.pcap');

test('every sample opens, one after the other, in one page', async ({ page, site }) => {
  test.slow();
  await page.goto(site.url);
  for (const path of samplePaths()) {
    await openFiles(page, [path]);
    expect(await outcome(page), basename(path)).toMatchObject({ opens: true, packets: factsOf(basename(path)).packets });
  }
  expect(page.workers()).toHaveLength(1);
});

test('a sample is one click away', async ({ page, site }) => {
  await page.goto(site.url);
  await page.getByRole('button', { name: /^Hold and resume/i }).click();
  await expect(page.getByRole('grid', { name: 'Calls' })).toBeVisible();
  expect(await outcome(page)).toMatchObject({ opens: true, packets: factsOf('hold-resume.pcapng').packets });
});

test('the button and Ctrl+O open the file dialogue', async ({ page, site }) => {
  // as long as somebody listens the browser hands its dialogues over; from one to the next it would forget to
  page.on('filechooser', () => undefined);
  await page.goto(site.url);
  for (const ask of [() => page.getByRole('button', { name: startWords.choose }).click(), () => page.keyboard.press('Control+o')]) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), ask()]);
    expect(chooser.isMultiple()).toBe(true);
  }
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')]);
  await chooser.setFiles([busy]);
  expect(await outcome(page)).toMatchObject({ opens: true, packets: factsOf('busy.pcap').packets });
});

test('a file dropped anywhere in the window opens, a pasted one too', async ({ page, site }) => {
  await page.goto(site.url);
  await drop(page, [givenPath(busy)], 'sg-samples', { x: 700, y: 800 });
  expect(await outcome(page)).toMatchObject({ packets: factsOf('busy.pcap').packets });
  await drop(page, [givenPath(clean)], 'sg-data-table', { x: 20, y: 500 });
  await expect.poll(async () => (await outcome(page)).packets).toBe(factsOf('clean-call.pcapng').packets);
  await page.evaluate(async (text) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], 'pasted'));
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    await Promise.resolve();
  }, givenPath(busy).buffer.toString('base64'));
  await expect.poll(async () => (await outcome(page)).packets).toBe(factsOf('busy.pcap').packets);
});

test('several files at once make one time line', async ({ page, site }) => {
  await page.goto(site.url);
  const [one, other] = [factsOf('hold-resume.pcapng'), factsOf('busy.pcap')];
  await drop(page, [givenPath(samplePath('hold-resume.pcapng')), givenPath(busy)]);
  const found = await outcome(page);
  expect(found.packets).toBe(one.packets + other.packets);
  expect(found.captures?.map(({ name }) => name)).toEqual(['busy.pcap', 'hold-resume.pcapng']);
  const { rows } = await readGrid(page, 'Calls');
  const starts = rows.map((row) => row.get('Start') ?? '');
  expect(rows).toHaveLength(one.calls.length + other.calls.length);
  expect(starts).toEqual([...starts].sort());
});

test('a drop on an open capture replaces it at the left and adds at the right', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(clean));
  const packets = factsOf('clean-call.pcapng').packets;
  const more = factsOf('busy.pcap').packets;
  await drop(page, [givenPath(busy)], 'sg-app', { x: 1300, y: 400 });
  await expect.poll(async () => (await outcome(page)).packets).toBe(packets + more);
  await drop(page, [givenPath(busy)], 'sg-app', { x: 100, y: 400 });
  await expect.poll(async () => (await outcome(page)).packets).toBe(more);
  // the same by the menu of the bar
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), choose(page, shell.captureMenu, shell.addFile)]);
  await chooser.setFiles([clean]);
  await expect.poll(async () => (await outcome(page)).packets).toBe(packets + more);
});

test('files of a dropped folder open; a folder without any is refused in a sentence', async ({ page, site }) => {
  await page.goto(site.url);
  const empty = mkdtempSync(join(tmpdir(), 'sipglass-folder-'));
  mkdirSync(join(empty, 'inner'));
  try {
    await dropFromDesktop(page, [empty]);
    await expect(page.getByRole('alert')).toContainText(startWords.failures['folder'] ?? '');
    await expect(page.getByRole('alert')).toContainText(basename(empty));
    await expect(page.getByRole('alert')).toContainText(startWords.remedies['folder'] ?? '');
    await dropFromDesktop(page, [samplePath('.')]);
    const found = await outcome(page);
    expect(found.captures?.map(({ name }) => name).sort()).toEqual([...expected.keys()].sort());
    expect(found.refused?.map(({ name }) => name).sort()).toEqual(['README.md', 'index.json']);
    await expect(page.getByRole('status').filter({ hasText: 'README.md' })).toContainText(startWords.failures['not-a-capture'] ?? '');
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});

test('what it is decides, not its name: gzip in any number of members, and wrong names', async ({ page, site }) => {
  await page.goto(site.url);
  const story = createStory();
  tellPlainCall(story);
  const octets = story.capture();
  const half = Math.floor(octets.length / 3);
  const members = Buffer.concat([gzipSync(octets.subarray(0, half)), gzipSync(octets.subarray(half, 2 * half)), gzipSync(octets.subarray(2 * half))]);
  const packets = story.told().length;
  for (const file of [
    given('call.pcap', octets),
    given('call.txt', octets),
    given('call', gzipSync(octets)),
    given('call.docx', members),
    given('call.pcapng', members),
  ]) {
    expect(await open(page, file), file.name).toMatchObject({ opens: true, packets });
    await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(2);
  }
});

const packed = gzipSync(Buffer.from('Only text, but packed.\n'.repeat(400)));
/** the name, what it is refused for, and what the sentence must say it looks like */
const strangers: readonly (readonly [name: string, reason: string, octets: Uint8Array, seen: RegExp | undefined])[] = [
  ['empty.pcap', 'empty-file', Buffer.alloc(0), undefined],
  ['cut.pcap', 'too-short', Buffer.from('d4c3b2a10200', 'hex'), undefined],
  ['picture.pcap', 'not-a-capture', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200)]), /PNG/],
  ['paper.pcap', 'not-a-capture', Buffer.from(`%PDF-1.7\n${'x'.repeat(200)}`), /PDF/],
  ['archive.pcap', 'archive-damaged', Buffer.concat([Buffer.from('504b03041400', 'hex'), Buffer.alloc(200)]), /ZIP/i],
  ['letter.pcapng', 'not-a-capture', Buffer.from('Dear all,\n\nplease find the capture attached.\n'.repeat(10)), /text/i],
  ['page.pcap', 'not-a-capture', Buffer.from('<!DOCTYPE html><html><body>Log in first</body></html>'.repeat(4)), /HTML/],
  ['packed-text.pcap.gz', 'not-a-capture', packed, /text/i],
  ['lzip.pcap', 'unsupported-compression', Buffer.concat([Buffer.from('LZIP'), Buffer.alloc(200)]), /lzip/],
  ['zstd.pcap', 'decompress-error', Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.alloc(200)]), /zstd|Zstandard/i],
  ['xz.pcap', 'decompress-error', Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(200)]), /xz/i],
  ['monitor.cap', 'unsupported-format', Buffer.concat([Buffer.from('GMBU'), Buffer.alloc(200)]), /Network Monitor/],
  ['snoop.cap', 'unsupported-version', Buffer.concat([Buffer.from('snoop\0\0\0'), Buffer.from('0000000300000004', 'hex'), Buffer.alloc(200)]), /snoop/i],
  ['old.pcap', 'unsupported-version', withVersion(9, 4), /9/],
  ['broken.pcap.gz', 'decompress-error', Buffer.concat([packed.subarray(0, 10), Buffer.alloc(100, 0xff)]), undefined],
];

function withVersion(major: number, minor: number): Uint8Array {
  const header = pcapHeader();
  new DataView(header.buffer).setUint16(4, major, true);
  new DataView(header.buffer).setUint16(6, minor, true);
  return Buffer.concat([header, Buffer.alloc(100)]);
}

test('what is no capture is refused in sentences: what it is, why, what would help; and the next file opens', async ({ page, site }) => {
  await page.goto(site.url);
  for (const [name, reason, octets, seen] of strangers) {
    expect(await open(page, given(name, octets)), name).toMatchObject({ opens: false, reason });
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(startWords.failureTitle(name));
    const said = reason;
    await expect(alert, name).toContainText(startWords.failures[said] ?? '?');
    await expect(alert, name).toContainText(startWords.remedies[said] ?? '?');
    if (seen !== undefined) await expect(alert, name).toContainText(seen);
  }
  expect(await open(page, givenPath(busy))).toMatchObject({ opens: true });
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('what is no capture, dropped on an open one, is named in a message and loses nothing', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(busy));
  await open(page, given('paper.pcap', Buffer.from(`%PDF-1.7\n${'x'.repeat(200)}`)));
  await expect(page.getByRole('status').filter({ hasText: 'paper.pcap' })).toContainText('PDF');
  await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(3);
  const mixed = await open(page, givenPath(busy), given('letter.txt', Buffer.from('Dear all,\n'.repeat(50))));
  expect(mixed).toMatchObject({ opens: true, packets: 8, refused: [{ name: 'letter.txt', reason: 'not-a-capture' }] });
  await expect(page.getByRole('status').filter({ hasText: 'letter.txt' })).toBeVisible();
});

/** A capture cut in the middle of a record, and how many records are whole. */
function cut(octets: Uint8Array, at: number): { readonly file: GivenFile; readonly whole: number; readonly brokenAt: number } {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  let whole = 0;
  let place = 24;
  for (;;) {
    const next = place + 16 + view.getUint32(place + 8, true);
    if (next > at) return { file: given('cut.pcap', octets.subarray(0, at)), whole, brokenAt: place };
    place = next;
    whole += 1;
  }
}

test('a cut capture keeps every whole packet and says where it broke', async ({ page, site }) => {
  await page.goto(site.url);
  const story = createStory();
  tellPlainCall(story);
  const octets = story.capture();
  for (const at of [Math.floor(octets.length * 0.9), Math.floor(octets.length * 0.31), 24 + 16 + 30]) {
    const { file, whole, brokenAt } = cut(octets, at);
    const found = await open(page, file);
    expect(found, `cut at ${at}`).toMatchObject({ opens: true, packets: whole, captures: [{ truncated: true }] });
    await page.getByRole('button', { name: shell.captureMenu }).click();
    await expect(page.getByText(shell.captureBroken(brokenAt.toLocaleString('en-GB'))).or(page.getByText(shell.captureTruncated))).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('link', { name: /^Diagnostics: [1-9]/ })).toBeVisible();
  }
});

test('an archive opens as one set, and what is no capture in it is listed', async ({ page, site }) => {
  await page.goto(site.url);
  const octets = (path: string): Uint8Array => new Uint8Array(givenPath(path).buffer);
  const zip = writeZip([
    { name: 'day/busy.pcap', octets: octets(busy) },
    { name: 'notes.txt', octets: Buffer.from('nothing to see\n') },
    { name: 'day/clean.pcapng.gz', octets: gzipSync(octets(clean)), method: 0 },
  ]);
  const found = await open(page, given('bundle.zip', zip));
  expect(found.packets).toBe(factsOf('busy.pcap').packets + factsOf('clean-call.pcapng').packets);
  await page.evaluate(() => {
    location.hash = '#/diagnostics';
  });
  await expect(page.locator('sg-refused-files')).toContainText('bundle.zip › notes.txt');
  await expect(page.locator('sg-capture-facts').last()).toContainText('gzip');
});

const log = `2026/11/21 03:25:44.672135 192.0.2.30:5060 -> 192.0.2.9:5060
INVITE sip:bob@192.0.2.9 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.30:5060;branch=z9hG4bK1
From: <sip:carol@192.0.2.9>;tag=1
To: <sip:bob@192.0.2.9>
Call-ID: pasted@192.0.2.30
CSeq: 1 INVITE
Content-Length: 0

2026/11/21 03:25:45.100000 192.0.2.9:5060 -> 192.0.2.30:5060
SIP/2.0 486 Busy Here
Via: SIP/2.0/UDP 192.0.2.30:5060;branch=z9hG4bK1
From: <sip:carol@192.0.2.9>;tag=1
To: <sip:bob@192.0.2.9>;tag=2
Call-ID: pasted@192.0.2.30
CSeq: 1 INVITE
Content-Length: 0

`;

test('text is pasted, onto the page and by keyboard into its field', async ({ page, site }) => {
  await page.goto(site.url);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, log);
  expect(await outcome(page)).toMatchObject({ opens: true, packets: 2 });
  await expect(page.getByRole('grid', { name: 'Calls' })).toContainText('486');
  await page.goto('about:blank');
  await page.goto(site.url);
  await page.getByRole('button', { name: startWords.pasteText }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: startWords.pasteLabel })).toBeFocused();
  await page.getByRole('textbox', { name: startWords.pasteLabel }).fill(log);
  await page.keyboard.press('Control+Enter');
  expect(await outcome(page)).toMatchObject({ opens: true, packets: 2 });
});

test('a cut gzip keeps what could be unpacked', async ({ page, site }) => {
  await page.goto(site.url);
  const story = createStory();
  tellPlainCall(story);
  const whole = gzipSync(story.capture());
  const found = await open(page, given('cut.pcap.gz', whole.subarray(0, Math.floor(whole.length * 0.8))));
  expect(found).toMatchObject({ opens: true });
  expect(found.packets ?? 0).toBeGreaterThan(50);
  expect(found.packets ?? 0).toBeLessThan(story.told().length);
  await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(2);
});

test('closing goes back to the start, and a capture opens again', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(busy));
  await choose(page, shell.captureMenu, shell.closeCapture);
  await expect(page.getByRole('button', { name: startWords.choose })).toBeVisible();
  expect(await textOnScreen(page)).not.toContain('busy.pcap');
  await open(page, givenPath(busy));
  await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(3);
});

async function startsBlank(page: Page): Promise<void> {
  await expect(page.locator('sg-app')).toBeAttached();
  await expect(page.getByRole('button', { name: startWords.choose })).toBeVisible();
}

test('the start page tells the promise and shows its proof', async ({ page, site }) => {
  await page.goto(site.url);
  await startsBlank(page);
  await expect(page.getByText(startWords.promise)).toBeVisible();
  await page.getByRole('button', { name: startWords.proof }).click();
  const proof = page.getByRole('region', { name: startWords.proofTitle });
  await expect(proof).toContainText(/default-src 'none'.*connect-src 'self'/s);
  await expect(proof).toContainText(/Requests since the page was loaded/);
});
