/**
 * What every browser test stands on: the built site served from a folder of a plain host, and a watch over each page
 * that fails the test when anything is asked of another origin, the policy is broken, or an error goes uncaught.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';

export const root: string = resolve(import.meta.dirname, '..');
export const singleFile: string = join(root, 'dist-single/sipglass.html');

export interface Site {
  readonly url: string;
  stop(): Promise<void>;
}

/** What the watch saw. A test may take out what it provoked itself. */
export interface Watch {
  readonly foreignRequests: string[];
  readonly violations: string[];
  readonly errors: string[];
}

/** What the page offers to tests (and to nobody else's code: it holds no capture data). */
interface TestHook {
  ready(): Promise<unknown>;
}

declare global {
  // eslint-disable-next-line no-var -- the only way to type a property of globalThis
  var sipglass: TestHook | undefined;
}

export const test = base.extend<{ watch: Watch }, { site: Site }>({
  site: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const site = await serve(join(root, 'dist'), { prefix: '/some/folder/' });
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  watch: [
    async ({ context, site }, use) => {
      const watch: Watch = { foreignRequests: [], violations: [], errors: [] };
      const own = new URL(site.url).origin;
      context.on('request', (request) => {
        if (!isOwn(request.url(), own)) watch.foreignRequests.push(request.url());
        else if (request.method() !== 'GET' || request.postData() !== null) watch.foreignRequests.push(`${request.method()} ${request.url()}`);
      });
      context.on('page', (page) => {
        page.on('pageerror', (error) => watch.errors.push(error.message));
        page.on('console', (message) => {
          const text = message.text();
          if (/Content Security Policy|TrustedScript|Trusted Type/i.test(text)) watch.violations.push(text);
        });
      });
      await use(watch);
      expect(watch.foreignRequests, 'requests to anywhere but our own files').toEqual([]);
      expect(watch.violations, 'breaches of the policy').toEqual([]);
      expect(watch.errors, 'uncaught errors').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

function isOwn(url: string, own: string): boolean {
  return url.startsWith(`${own}/`) || url.startsWith('blob:') || url.startsWith('data:') || url.startsWith('file:');
}

/** Another server than the watch's own, for tests that stop or change it. */
export function pardon(watch: Watch, url: string): void {
  watch.foreignRequests.splice(0, watch.foreignRequests.length, ...watch.foreignRequests.filter((each) => !each.startsWith(url)));
}

/** Our own samples, the smallest names first; there is at least one or the test says so. */
export function samplePaths(): string[] {
  const folder = join(root, 'public/samples');
  const names = readdirSync(folder).filter((name) => /\.(pcap|pcapng|cap|gz)$/.test(name));
  expect(names.length, 'samples in public/samples').toBeGreaterThan(0);
  return names.sort((a, b) => a.localeCompare(b)).map((name) => join(folder, name));
}

/** Gives captures to the page as the file dialogue would, and waits until all is read. */
export async function openFiles(page: Page, paths: readonly string[]): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...paths]);
  await ready(page);
}

/** Resolves when reading has ended and the page shows the outcome. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.sipglass !== undefined);
  await page.evaluate(async () => {
    await globalThis.sipglass?.ready();
  });
}
