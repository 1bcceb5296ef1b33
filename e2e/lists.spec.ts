/** Lists beside the calls: what an expert does in them by keyboard, and that places, filters and exports hold. */
import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { expect, openFiles, samplePaths, test } from './fixtures.ts';
import { show } from './screens.ts';

const lossy = (): string => samplePaths().find((path) => path.includes('loss-and-jitter'))!;

async function saved(page: Page, run: () => Promise<void>): Promise<Buffer> {
  const [download] = (await Promise.all([page.waitForEvent('download'), run()])) as [Download, void];
  return readFileSync((await download.path())!);
}

test('streams: a stream and its reverse, opened together, walked by problems, taken away', async ({ page, site }) => {
  await page.goto(site.url);
  await openFiles(page, [lossy()]);
  await show(page, '#/streams?kinds=problem');
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /Open 2 streams together/ }).click();
  await expect(page.getByRole('tab')).toHaveCount(2);
  await page.getByRole('grid').focus();
  await page.keyboard.press('n');
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/frame=\d+/);
  const csv = await saved(page, async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Packets as CSV' }).click();
  });
  expect(csv.toString()).toMatch(/^frame,time,sequence,/);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/^#\/streams/);
});

test('packets: kinds add up to all, a kind filters, G goes to a frame, and a frame that is not there says so', async ({ page, site }) => {
  await page.goto(site.url);
  await openFiles(page, [lossy()]);
  await show(page, '#/packets');
  const accounting = page.getByRole('region', { name: 'Where every packet went' });
  const counts = await accounting.locator('.kind .count').allInnerTexts();
  const sum = counts.reduce((total, text) => total + Number(text.replaceAll(',', '')), 0);
  await expect(accounting.locator('.sum')).toContainText(sum.toLocaleString('en'));
  await accounting.getByRole('button', { name: /^SIP:/ }).click();
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('kinds=sip');
  await page.getByRole('grid').focus();
  await page.keyboard.press('g');
  await page.keyboard.type('999999999');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is no frame 999,999,999.')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('frame=2');
  await expect(page.getByRole('tree').first()).toBeVisible();
});

test('the column chooser covers no header, however narrow the window', async ({ page, site }) => {
  await page.goto(site.url);
  await openFiles(page, [lossy()]);
  await show(page, '#/streams');
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  for (const width of [1440, 1024, 700]) {
    await page.setViewportSize({ width, height: 700 });
    const edges = await page.locator('sg-data-table').evaluate((table) => {
      const root = table.shadowRoot!;
      const grid = root.querySelector('.grid')!;
      const left = (selector: string): number => root.querySelector(selector)!.getBoundingClientRect().left;
      grid.scrollLeft = 1e6;
      const last = [...root.querySelectorAll('.title')].at(-1)!.getBoundingClientRect().right;
      return { chooser: left('.head > .row:last-child .corner'), gutter: left('.gutter'), last };
    });
    // headers and cells end at the same line, and the last column can be seen whole
    expect(Math.abs(edges.gutter - edges.chooser), `at ${width}`).toBeLessThan(1);
    expect(edges.last, `at ${width}`).toBeLessThanOrEqual(edges.chooser + 0.5);
  }
});

test('every other list opens, filters to nothing and comes back', async ({ page, site }) => {
  await page.goto(site.url);
  await openFiles(page, samplePaths());
  for (const view of ['streams', 'registrations', 'dialogs']) {
    await show(page, `#/${view}`);
    await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(1);
    await show(page, `#/${view}?q=nobody-is-called-this`);
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(1);
  }
  await show(page, '#/dialogs');
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/#\/dialogs\?id=/);
  await expect(page.getByText('CSeq').first()).toBeVisible();
});
