/** The address opens without a network after one visit; the single file opens from disk, worker included (goal S10). */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { expect, openFiles, pardon, ready, root, samplePaths, singleFile, test } from './fixtures.ts';

async function installed(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
}

test('opens and reads a capture with the network off and the server gone', async ({ page, context, watch }) => {
  const site = await serve(join(root, 'dist'), { prefix: '/deep/er/' });
  await page.goto(site.url);
  await installed(page);
  await site.stop();
  await context.setOffline(true);
  await page.goto(`${site.url}?from=somewhere#/calls`);
  await openFiles(page, samplePaths().slice(0, 1));
  await expect(page.locator('sg-app')).toBeVisible();
  pardon(watch, site.url);
});

test('a sample opens with the network off', async ({ page, context, site }) => {
  await page.goto(site.url);
  await installed(page);
  await context.setOffline(true);
  await page.reload();
  const name = samplePaths()[0]?.split('/').pop() ?? '';
  const size = await page.evaluate(async (file) => (await (await fetch(`samples/${file}`)).arrayBuffer()).byteLength, name);
  expect(size).toBe(readFileSync(join(root, 'public/samples', name)).length);
});

test('a new version waits until it is let in', async ({ page, watch }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipglass-update-'));
  cpSync(join(root, 'dist'), folder, { recursive: true });
  const site = await serve(folder);
  try {
    await page.goto(site.url);
    await installed(page);
    const script = join(folder, 'sw.js');
    const before = readFileSync(script, 'utf8');
    const after = before.replace(/[0-9a-f]{16}/, '0123456789abcdef');
    expect(after).not.toBe(before);
    writeFileSync(script, after);
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
    await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state)).toBe('installed');
    // Nothing changed under the user's hands; then they say so.
    await page.evaluate(async () => {
      const changed = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
      (await navigator.serviceWorker.ready).waiting?.postMessage('take-over');
      await changed;
    });
    const caches = await page.evaluate(() => globalThis.caches.keys());
    expect(caches.some((name) => name.endsWith('0123456789abcdef'))).toBe(true);
    expect(caches).toHaveLength(2);
  } finally {
    pardon(watch, site.url);
    await site.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the single file reads a capture from disk, worker included', async ({ page }) => {
  await page.goto(pathToFileURL(singleFile).href);
  await openFiles(page, samplePaths().slice(0, 1));
  expect(page.workers()).toHaveLength(1);
  await ready(page);
});

test('the single file names nothing beside itself and carries its own policy', () => {
  const html = readFileSync(singleFile, 'utf8');
  const outside = html.replace(/<script type="module">[\s\S]*<\/script>/, '').replace(/<style>[\s\S]*?<\/style>/g, '');
  expect([...outside.matchAll(/(?:src|href)="([^"]*)"/g)].map((found) => found[1]).filter((address) => !address?.startsWith('data:'))).toEqual([]);
  expect(outside).toContain("connect-src 'none'");
  expect(outside).toMatch(/script-src 'sha256-[^']+';/);
});
