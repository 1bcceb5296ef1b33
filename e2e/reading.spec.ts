/**
 * While a capture of 200 MB is read: rows, progress that speaks, cancelling at any moment, and a worker that dies at any
 * moment (goals R12, R13). One file for all tests, written when this file begins and removed when it ends.
 */
import type { Page } from '@playwright/test';
import { shell } from '../src/ui/words/en/shell.ts';
import { open, givenPath, outcome } from './acts.ts';
import { samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';
import { writeLarge, type Large } from './large.ts';

test.describe.configure({ mode: 'default' });

let large: Large;

test.beforeAll(() => {
  test.setTimeout(120_000);
  large = writeLarge(200e6, 14);
});

test.afterAll(() => {
  large.remove();
});

/** Gives the large capture and returns at once. */
async function begin(page: Page): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles([large.path]);
}

async function read(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { sipglass: { progress(): { read: number } } }).sipglass.progress().read);
}

/** Waits until so much of the file has been read. */
async function readUntil(page: Page, part: number): Promise<void> {
  await page.waitForFunction(
    (octets) => (globalThis as unknown as { sipglass: { progress(): { read: number } } }).sipglass.progress().read >= octets,
    part * large.size,
    { polling: 5, timeout: 30_000 },
  );
}

const calls = (page: Page) => page.getByRole('grid', { name: 'Calls' });

test('rows come while reading, progress is told and spoken, and all is there in the end', async ({ page, site }) => {
  test.slow();
  await page.goto(site.url);
  await begin(page);
  const bar = page.getByRole('progressbar', { name: shell.reading });
  await expect(bar).toBeVisible();
  await expect(calls(page).getByRole('row').nth(3)).toContainText('alice');
  expect(await read(page), 'rows before the end').toBeLessThan(large.size);
  await expect(page.locator('sg-reading')).toContainText(/\d MB of \d+ MB/);
  await expect(page.locator('sg-reading')).toContainText(/\/s/);
  const spoken = page.locator('sg-progress [aria-live=polite]');
  const heard = new Set<string>();
  await expect(async () => {
    if ((await spoken.count()) > 0) heard.add((await spoken.textContent({ timeout: 500 }).catch(() => '')) ?? '');
    expect((await outcomeNow(page)) ?? false).toBe(true);
  }).toPass({ timeout: 60_000, intervals: [50] });
  expect([...heard].filter((text) => /^\d+ % read, [\d,]+ calls$/.test(text)).length, [...heard].join(' | ')).toBeGreaterThan(1);
  expect(await outcome(page)).toMatchObject({ opens: true, cancelled: false, packets: large.packets });
  await expect(calls(page)).toHaveAttribute('aria-rowcount', String(large.calls + 1));
  await expect(
    page.getByRole('status').filter({ hasText: shell.readEnded(large.packets.toLocaleString('en-GB'), large.calls.toLocaleString('en-GB')) }),
  ).toBeAttached();
});

/** Whether reading has ended, without waiting for it. */
function outcomeNow(page: Page): Promise<boolean> {
  return page.evaluate(async () =>
    Promise.race([
      (globalThis.sipglass as NonNullable<typeof globalThis.sipglass>).ready().then(() => true),
      new Promise<boolean>((done) => setTimeout(() => done(false), 10)),
    ]),
  );
}

for (const part of [0, 0.1, 0.4]) {
  test(`cancelled at ${part * 100} %: what was read stays, and the page is at once free`, async ({ page, site }) => {
    test.slow();
    await page.goto(site.url);
    await begin(page);
    const stop = page.getByRole('button', { name: shell.stopReading });
    await readUntil(page, part);
    await stop.click();
    const found = await outcome(page);
    expect(found).toMatchObject({ opens: true, cancelled: true });
    expect(found.packets ?? 0).toBeLessThan(large.packets);
    await expect(page.getByText(shell.readCancelled)).toBeVisible();
    await expect(stop).toHaveCount(0);
    if ((found.packets ?? 0) > 1000) {
      await expect(calls(page).getByRole('row').nth(3)).toContainText('alice');
      const rows = Number(await calls(page).getAttribute('aria-rowcount')) - 1;
      expect(rows).toBeGreaterThan(0);
      expect(rows).toBeLessThan(large.calls);
    }
    await open(page, givenPath(samplePath('busy.pcap')));
    await expect(calls(page).getByRole('row')).toHaveCount(3);
  });
}

test('another file given while one is read takes its place', async ({ page, site }) => {
  await page.goto(site.url);
  await begin(page);
  await readUntil(page, 0.1);
  expect(await open(page, givenPath(samplePath('busy.pcap')))).toMatchObject({ opens: true, packets: 8 });
  await expect(calls(page).getByRole('row')).toHaveCount(3);
  expect(page.workers()).toHaveLength(1);
});

/** Ends the newest worker by an error that nobody catches, as a fault of ours would. */
async function killWorker(page: Page): Promise<void> {
  await page
    .workers()
    .at(-1)
    ?.evaluate(() => {
      setTimeout(() => {
        throw new Error('forced by a test');
      });
    })
    .catch(() => undefined);
}

for (const part of [0.03, 0.25, 0.6]) {
  test(`a worker that dies at ${part * 100} % says so within a second, and the next file opens`, async ({ page, site }) => {
    test.slow();
    await page.goto(site.url);
    await begin(page);
    await readUntil(page, part);
    await killWorker(page);
    const alert = page.getByRole('alert').filter({ hasText: shell.crashed });
    await expect(alert).toBeVisible({ timeout: 5000 });
    await expect(alert).toContainText(shell.crashHelp);
    await expect(alert.getByRole('button', { name: shell.reopen })).toBeVisible();
    // what was on screen stays to be read
    if (part > 0.1) await expect(calls(page).getByRole('row').nth(2)).toContainText('alice');
    expect(await outcome(page)).toMatchObject({ opens: false });
    await open(page, givenPath(samplePath('busy.pcap')));
    await expect(alert).toHaveCount(0);
    await expect(calls(page).getByRole('row')).toHaveCount(3);
  });
}

test('a worker that dies after reading: what was loaded stays, and opens again by one button', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await expect(calls(page).getByRole('row')).toHaveCount(3);
  const began = Date.now();
  await killWorker(page);
  const alert = page.getByRole('alert').filter({ hasText: shell.crashed });
  await expect(alert).toBeVisible({ timeout: 5000 });
  expect(Date.now() - began, 'milliseconds until it is said').toBeLessThan(1000);
  await expect(calls(page).getByRole('row')).toHaveCount(3);
  await alert.getByRole('button', { name: shell.reopen }).click();
  await expect(alert).toHaveCount(0);
  await expect(calls(page).getByRole('row')).toHaveCount(3);
  expect(await outcome(page)).toMatchObject({ opens: true, packets: 8 });
});

test('a dead worker can be dismissed', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await killWorker(page);
  await page.getByRole('alert').filter({ hasText: shell.crashed }).getByRole('button', { name: shell.dismiss }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await open(page, givenPath(samplePath('clean-call.pcapng')));
  await expect(calls(page).getByRole('row')).toHaveCount(2);
});

test('a worker that the browser ends without a word: what was loaded stays on the screen, and the next file opens', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await page
    .workers()
    .at(-1)
    ?.evaluate(() => {
      globalThis.close();
    })
    .catch(() => undefined);
  await expect.poll(() => page.workers().length).toBe(0);
  await expect(calls(page).getByRole('row')).toHaveCount(3);
  await open(page, givenPath(samplePath('clean-call.pcapng')));
  await expect(calls(page).getByRole('row')).toHaveCount(2);
});
