/** Quality: MOS in the lists and in the call's head, one slider for late loss, scores and marks, strips in the ladder, links that keep the buffer. */
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { calls } from '../src/ui/words/en/calls.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { quality } from '../src/ui/words/en/quality.ts';
import { givenPath, open } from './acts.ts';
import { samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';

const sample = 'loss-and-jitter.pcap';
/** a call that was recorded with 3 % loss and jitter in one direction: test/record/heard.sh */
const heard = fileURLToPath(new URL('../test/recorded/heard.pcap.gz', import.meta.url));
const suffering = (page: Page): Locator => page.locator('sg-quality-card[data-stream="1"]');
const figure = (page: Page, key: string): Locator => suffering(page).locator(`[data-key=${key}] dd`);
const depth = (page: Page): Locator => page.getByRole('slider', { name: quality.buffer.depth });

async function openMedia(page: Page, url: string, path: string): Promise<void> {
  await page.goto(url);
  await open(page, givenPath(path));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await page
    .getByRole('tab', { name: /^Media/ })
    .first()
    .click();
  await expect(suffering(page).locator('.mos')).toBeVisible();
}

/** Moves the slider to its end and to the depth, by keys, as anybody can. */
async function choose(page: Page, milliseconds: number): Promise<void> {
  await depth(page).focus();
  await page.keyboard.press('Home');
  for (let at = 20; at < milliseconds; at += 10) await page.keyboard.press('ArrowRight');
  await expect(depth(page)).toHaveValue(String(milliseconds));
}

test('the lists show MOS, and sort by it', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath(sample)), givenPath(samplePath('clean-call.pcapng')));
  const grid = page.getByRole('grid', { name: 'Calls' });
  const heading = grid.getByRole('columnheader', { name: calls.columns['mos'] ?? 'MOS' });
  await heading.click();
  const headings = (await grid.getByRole('columnheader').allTextContents()).map((text) => text.trim());
  const column = headings.indexOf(calls.columns['mos'] ?? 'MOS');
  const cell = async (row: number): Promise<number> =>
    Number.parseFloat((await grid.getByRole('row').nth(row).getByRole('gridcell').nth(column).textContent()) ?? '');
  const mos = async (): Promise<number[]> => [await cell(1), await cell(2)].filter((value) => value > 0);
  await expect.poll(async () => (await mos()).length).toBe(2);
  const [first = 0, second = 0] = await mos();
  expect(first).not.toBe(second);
  await heading.click();
  await expect.poll(mos).toEqual([second, first]);
});

test('the slider moves late loss, scores and the address; a link keeps it', async ({ page, site }) => {
  await openMedia(page, site.url, heard);
  await expect(page).not.toHaveURL(/buffer=/);
  await choose(page, 20);
  await expect(page).toHaveURL(/buffer=f20/);
  const late = async (): Promise<number> => Number.parseInt((await figure(page, 'late').textContent()) ?? '', 10);
  const score = async (): Promise<number> => Number.parseFloat((await suffering(page).locator('.mos').textContent()) ?? '');
  await expect.poll(late).toBe(66);
  const scoreAt20 = await score();
  const loss = page.getByRole('img', { name: /^Loss/ });
  await expect(loss).toHaveAttribute('aria-label', /too late: 66 packets/);
  await choose(page, 50);
  await expect.poll(late).toBe(9);
  await choose(page, 200);
  await expect(page).toHaveURL(/buffer=f200/);
  await expect.poll(late).toBe(0);
  expect(await score()).toBeGreaterThan(scoreAt20 + 0.5);
  await expect(loss).not.toHaveAttribute('aria-label', /too late/);
  await expect(suffering(page).getByRole('table').getByRole('row')).toHaveCount(4);
  const link = page.url();
  await page.getByRole('radio', { name: quality.buffer.adaptive, exact: true }).click();
  await expect(page).toHaveURL(/buffer=a/);
  await page.goto('about:blank');
  await page.goto(link);
  await open(page, givenPath(heard));
  await expect(depth(page)).toHaveValue('200');
});

test('everything of a score can be read: figures, assumptions, windows; a round trip gives conversational quality', async ({ page, site }) => {
  await openMedia(page, site.url, samplePath(sample));
  await suffering(page).getByText(quality.more).click();
  await expect(suffering(page).getByText(quality.assumptions.plcAssumed)).toBeVisible();
  for (const key of ['ie', 'burst', 'gap', 'gilbert', 'variation', 'drift', 'packetTime', 'silence', 'windows'])
    await expect(figure(page, key)).not.toBeEmpty();
  await expect(
    page
      .locator('sg-quality-card')
      .first()
      .getByRole('region', { name: new RegExp(`^${quality.table}`) }),
  ).toBeVisible();
  await expect(suffering(page).getByRole('img', { name: /^MOS in \d+ windows/ })).toBeVisible();
  await expect(suffering(page).locator('.mos-cq')).toHaveCount(0);
  await page.getByRole('spinbutton', { name: quality.roundTrip }).fill('400');
  await page.keyboard.press('Tab');
  await expect(suffering(page).locator('.mos-cq')).toHaveText(/^\d\.\d\d$/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  await page
    .getByRole('button', { name: /192\.0\.2\.10:\d+ → / })
    .first()
    .click();
  await expect(page.locator('sg-page-stream sg-quality-card .mos')).toBeVisible();
  const stream = await new AxeBuilder({ page }).analyze();
  expect(stream.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});

test('the ladder has a strip under each band, and says it in words', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath(sample)));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  const bands = page.getByRole('listbox', { name: ladderWords.title }).getByRole('option', { name: /MOS \d/ });
  await expect(bands).toHaveCount(2);
  await expect(bands.first().locator('.strip')).not.toHaveCount(0);
  await expect(page.locator('sg-call-facts')).toContainText(/MOS\s*\d\.\d\d/);
});
