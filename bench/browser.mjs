/**
 * The browser side of the bench: one Chromium, a fresh context for every measurement, so that each starts with a cold
 * renderer and no page sees another's memory.
 */
import { chromium } from 'playwright';
import { browserLaunch } from '../scripts/browser.mjs';
import { serve } from '../scripts/serve.mjs';
import { residentSet } from './machine.mjs';
import { bareRead, observe } from './in-page.mjs';

const PATIENCE = 600_000;

export async function startBrowser(folder) {
  const site = await serve(folder, {});
  const browser = await chromium.launch(browserLaunch());
  const stop = async () => {
    await browser.close();
    await site.stop();
  };
  return { browser, site, stop };
}

async function freshPage({ browser }) {
  // The service worker would fetch every file of the site while we measure.
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(PATIENCE);
  return { context, page: await context.newPage() };
}

/** Milliseconds of a bare read of the file in a worker of a blank page of the same server. */
export async function measureBareRead(bench, file) {
  const { context, page } = await freshPage(bench);
  try {
    const blank = `${bench.site.url}bench-blank.html`;
    await context.route(blank, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><input type="file">' }));
    await page.goto(blank);
    await page.locator('input').setInputFiles(file);
    return await page.evaluate(bareRead);
  } finally {
    await context.close();
  }
}

/** The product with an observer in it, nothing open yet. */
export async function productPage(bench) {
  const { context, page } = await freshPage(bench);
  await page.addInitScript(observe);
  await page.goto(bench.site.url);
  await page.waitForFunction(() => globalThis.sipglass !== undefined && document.querySelector('sg-app')?.shadowRoot?.childElementCount > 0);
  // the idle page's own work is over
  await page.waitForTimeout(500);
  return { context, page };
}

/** Gives the page a file and waits until it is analysed: milliseconds, long tasks, the worst pause between two progresses. */
export async function openFile(page, file) {
  await page.locator('input[type=file]').first().setInputFiles(file);
  return page.evaluate(() => globalThis.bench.opened());
}

/** The renderer with the most memory, while this page is the only one. */
export async function rendererMemory({ browser }) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sets = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentSet(id));
  return sets.reduce((most, each) => (each.now > most.now ? each : most), { now: 0, peak: 0 });
}
