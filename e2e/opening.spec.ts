/**
 * Opening as people do it: the dialogue, a drop, several files, what is no capture at all, and a worker that dies. What
 * opens is told by `sipglass.ready()`; what a person reads is on the screen, with the file's name.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, openFiles, samplePaths, test } from './fixtures.ts';
import { textOnScreen } from './screens.ts';

interface Outcome {
  readonly opens: boolean;
  readonly reason?: string;
  readonly packets?: number;
}

function outcome(page: Page): Promise<Outcome> {
  return page.evaluate(async () => (await globalThis.sipglass?.ready()) as Outcome);
}

test('every sample opens, one after the other, in one page', async ({ page, site }) => {
  await page.goto(site.url);
  for (const path of samplePaths()) {
    await openFiles(page, [path]);
    expect(await outcome(page), basename(path)).toMatchObject({ opens: true });
  }
  expect(page.workers()).toHaveLength(1);
});

test('several files at once make one time line', async ({ page, site }) => {
  const [first, second] = samplePaths();
  if (first === undefined || second === undefined) throw new Error('two samples are needed');
  await page.goto(site.url);
  await openFiles(page, [first]);
  const one = await outcome(page);
  await openFiles(page, [second]);
  const other = await outcome(page);
  await openFiles(page, [first, second]);
  expect((await outcome(page)).packets).toBe((one.packets ?? 0) + (other.packets ?? 0));
});

test('a dropped file opens', async ({ page, site }) => {
  const path = samplePaths()[0] ?? '';
  await page.goto(site.url);
  const base64 = readFileSync(path).toString('base64');
  const transfer = await page.evaluateHandle(
    ([text, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      return data;
    },
    [base64, basename(path)] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('sg-app', type, { dataTransfer: transfer });
  expect(await outcome(page)).toMatchObject({ opens: true });
});

const strangers: readonly (readonly [string, string, Buffer])[] = [
  ['empty.pcap', 'empty-file', Buffer.alloc(0)],
  ['cut.pcap', 'too-short', Buffer.from('d4c3b2a10200', 'hex')],
  ['picture.pcap', 'not-a-capture', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200)])],
  ['letter.pcapng', 'not-a-capture', Buffer.from('Dear all,\n\nplease find the capture attached.\n'.repeat(10))],
  ['packed.pcap', 'unsupported-compression', Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.alloc(200)])],
];

test('what is no capture is refused in a sentence, and the next file opens', async ({ page, site }) => {
  await page.goto(site.url);
  for (const [name, reason, buffer] of strangers) {
    await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    expect(await outcome(page), name).toMatchObject({ opens: false, reason });
    await expect.poll(() => textOnScreen(page)).toContain(name);
  }
  await openFiles(page, samplePaths().slice(0, 1));
  expect(await outcome(page)).toMatchObject({ opens: true });
});

test('a worker that dies says so, and the next file opens', async ({ page, site }) => {
  await page.goto(site.url);
  await openFiles(page, samplePaths().slice(0, 1));
  const before = await textOnScreen(page);
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('forced by a test');
    });
  });
  await expect.poll(() => textOnScreen(page), { timeout: 2000 }).not.toBe(before);
  await openFiles(page, samplePaths().slice(0, 1));
  expect(await outcome(page)).toMatchObject({ opens: true });
});

test('a hostile address neither throws nor loads anything', async ({ page, site }) => {
  const hashes = [
    '#/call?id=__proto__',
    '#/%00',
    '#//evil.example/x',
    '#/calls?sort=__proto__&q=<img src=x onerror=alert(1)>',
    `#/${'a'.repeat(50_000)}`,
    '#/streams?from=1e999&to=-1',
    '#javascript:alert(1)',
  ];
  for (const hash of hashes) {
    await page.goto('about:blank');
    await page.goto(`${site.url}${hash}`);
    await expect(page.locator('sg-app')).toBeAttached();
  }
  await openFiles(page, samplePaths().slice(0, 1));
  expect(await outcome(page)).toMatchObject({ opens: true });
});
