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

/** Waits until so much of the file has been read. */
async function readUntil(page: Page, part: number): Promise<void> {
  await page.waitForFunction(
    (octets) => (globalThis as unknown as { sipglass: { progress(): { read: number } } }).sipglass.progress().read >= octets,
    part * large.size,
    { polling: 5, timeout: 30_000 },
  );
}

/** Presses the button in the page itself once so much was read: by way of the test it would be pressed too late. */
async function stopAt(page: Page, part: number, name: string): Promise<void> {
  await page.evaluate(
    async ([octets, label]) => {
      const { sipglass } = globalThis as unknown as { sipglass: { progress(): { read: number } } };
      const buttonIn = (root: ParentNode): HTMLElement | undefined => {
        for (const element of root.querySelectorAll('*')) {
          if (element instanceof HTMLButtonElement && element.textContent?.trim() === label) return element;
          const inner = element.shadowRoot === null ? undefined : buttonIn(element.shadowRoot);
          if (inner !== undefined) return inner;
        }
        return undefined;
      };
      for (;;) {
        const button = buttonIn(document);
        if (button !== undefined && sipglass.progress().read >= octets) return button.click();
        await new Promise((done) => setTimeout(done, 4));
      }
    },
    [part * large.size, name] as const,
  );
}

const calls = (page: Page) => page.getByRole('grid', { name: 'Calls' });

/** What a person sees and hears while a file is read, frame by frame. */
interface Seen {
  readonly spoken: readonly string[];
  readonly words: readonly string[];
  /** octets read when the first row of a call stood in the list; -1 when none did while reading */
  readonly firstRowAt: number;
}

/** Begins to watch in the page itself, so that nothing is missed on a fast machine; what it saw comes with `seen`. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const spoken = new Set<string>();
    const words = new Set<string>();
    const saw = { spoken: [] as string[], words: [] as string[], firstRowAt: -1 };
    const inside = (host: Element | null | undefined, selector: string): Element | null => host?.shadowRoot?.querySelector(selector) ?? null;
    const offered = (globalThis as unknown as { sipglass: { progress(): { read: number; phase: string } } }).sipglass;
    const look = (): void => {
      const app = document.querySelector('sg-app');
      const reading = inside(app, 'sg-reading');
      if (reading !== null) {
        spoken.add(inside(inside(reading, 'sg-progress'), '[aria-live]')?.textContent ?? '');
        words.add(inside(reading, '.words')?.textContent?.replace(/\s+/g, ' ') ?? '');
        const rows = inside(inside(inside(app, 'sg-page-calls'), 'sg-data-table'), '[role=row][aria-rowindex="4"]');
        if (saw.firstRowAt < 0 && (rows?.textContent ?? '').includes('alice')) saw.firstRowAt = offered.progress().read;
      }
      saw.spoken = [...spoken];
      saw.words = [...words];
      requestAnimationFrame(look);
    };
    Object.defineProperty(globalThis, 'seen', { value: saw });
    look();
  });
}

test('rows come while reading, progress is told and spoken, and all is there in the end', async ({ page, site }) => {
  test.slow();
  await page.goto(site.url);
  await watch(page);
  await begin(page);
  const bar = page.getByRole('progressbar', { name: shell.reading });
  await expect(bar).toBeVisible();
  expect(await outcome(page)).toMatchObject({ opens: true, cancelled: false, packets: large.packets });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  expect(seen.firstRowAt, 'octets read when rows came').toBeGreaterThan(0);
  expect(seen.firstRowAt).toBeLessThan(large.size);
  expect(seen.spoken.filter((text) => /^\d+ % read, [\d,]+ calls$/.test(text)).length, seen.spoken.join(' | ')).toBeGreaterThan(1);
  expect(seen.spoken.length, 'it does not chatter').toBeLessThan(14);
  expect(
    seen.words.some((text) => /[\d.]+ MB of 200 MB.*\/s/.test(text)),
    seen.words.slice(0, 5).join(' | '),
  ).toBe(true);
  await expect(calls(page)).toHaveAttribute('aria-rowcount', String(large.calls + 1));
  await expect(
    page.getByRole('status').filter({ hasText: shell.readEnded(large.packets.toLocaleString('en-GB'), large.calls.toLocaleString('en-GB')) }),
  ).toBeAttached();
});

for (const part of [0, 0.1, 0.4]) {
  test(`cancelled at ${part * 100} %: what was read stays, and the page is at once free`, async ({ page, site }) => {
    test.slow();
    await page.goto(site.url);
    await begin(page);
    const stop = page.getByRole('button', { name: shell.stopReading });
    await stopAt(page, part, shell.stopReading);
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
  // the browser tells of the end of the other a moment later
  await expect.poll(() => page.workers().length).toBe(1);
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

/** Ends the newest worker without an error, as a browser short of memory does. */
async function endSilently(page: Page): Promise<void> {
  await page
    .workers()
    .at(-1)
    ?.evaluate(() => {
      globalThis.close();
    })
    .catch(() => undefined);
  await expect.poll(() => page.workers().length).toBe(0);
}

test('a worker that the browser ends without a word: it is said at once, what was loaded stays, and opens again', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await expect(calls(page).getByRole('row')).toHaveCount(3);
  await endSilently(page);
  const alert = page.getByRole('alert').filter({ hasText: shell.crashed });
  await expect(alert).toBeVisible({ timeout: 2000 });
  await expect(calls(page).getByRole('row')).toHaveCount(3);
  await alert.getByRole('button', { name: shell.reopen }).click();
  await expect(alert).toHaveCount(0);
  expect(await outcome(page)).toMatchObject({ opens: true, packets: 8 });
  await open(page, givenPath(samplePath('clean-call.pcapng')));
  await expect(calls(page).getByRole('row')).toHaveCount(2);
});

test('a worker that the browser ends without a word while it reads', async ({ page, site }) => {
  test.slow();
  await page.goto(site.url);
  await begin(page);
  await readUntil(page, 0.1);
  await endSilently(page);
  await expect(page.getByRole('alert').filter({ hasText: shell.crashed })).toBeVisible({ timeout: 2000 });
  expect(await outcome(page)).toMatchObject({ opens: false });
});
