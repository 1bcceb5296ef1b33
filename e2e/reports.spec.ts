/** RTCP: the far end's loss beside ours in a sentence, in tables, in the plots and in the ladder; switches kept in the address; CSV. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { tellReportedCall } from '../test/forge/rtcp-stories.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { reports as words } from '../src/ui/words/en/reports.ts';
import { reports as chinese } from '../src/ui/words/zh-hans/reports.ts';
import { given, givenPath, open, type GivenFile } from './acts.ts';
import { samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';

const ladder = (page: Page): Locator => page.getByRole('listbox', { name: ladderWords.title });
const rows = (page: Page): Locator => ladder(page).getByRole('option');
const section = (page: Page): Locator => page.locator('sg-reports');

async function openCall(page: Page, url: string, file: GivenFile): Promise<void> {
  await page.goto(url);
  await open(page, file);
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
}

const forged = (): GivenFile => given('reported.pcap', tellReportedCall().octets);

async function openMedia(page: Page, url: string, file: GivenFile): Promise<void> {
  await openCall(page, url, file);
  await page
    .getByRole('tab', { name: /^Media/ })
    .first()
    .click();
  await expect(section(page).getByRole('heading', { name: words.title })).toBeVisible();
}

test('a recorded call: the far end lost what we saw lost, and what we did not', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(samplePath('loss-and-jitter.pcap')));
  await expect(section(page)).toContainText(words.conclusion.upstream('5.6 % (14 of 249)', '5.6 % (14 of 249)'));
  await expect(section(page)).toContainText(words.conclusion.downstream('3.2 % (8 of 248)', '0.0 % (0 of 248)'));
  await expect(section(page)).toContainText('sip:alice@192.0.2.10');
  await expect(page.getByText(words.farEnd('to caller')).first()).toBeVisible();
});

test('every number of a forged call: intervals, round trips, metrics, feedback, an unseen source', async ({ page, site }) => {
  await openMedia(page, site.url, forged());
  const callee = section(page).locator('section').first();
  await expect(callee).toContainText(words.conclusion.both('3.2 % (40 of 1,258)', '0.8 % (10 of 1,258)'));
  await expect(callee).toContainText('110 ms end to end · 80.0 ms to the receiver · 30.0 ms to the sender');
  await expect(callee).toContainText('NACK × 1');
  await expect(callee).toContainText('“hung up”');
  const table = callee.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(table.getByRole('row').nth(2)).toContainText('8.0 % (20 of 250)');
  await expect(table.getByRole('row').nth(2)).toContainText('4.0 / 3.8');
  await expect(section(page)).toContainText(words.unseen('0x00dead01'));
  await expect(page.getByText(words.roundTripChart, { exact: true })).toBeVisible();
  const download = page.waitForEvent('download');
  await callee.getByRole('button', { name: words.saveCsv }).click();
  expect((await download).suggestedFilename()).toMatch(/reports-\d+\.csv$/);
  await table.getByRole('button', { name: '#1019' }).click();
  await expect(page).toHaveURL(/#\/packets\?frame=1019/);
});

test('the ladder folds many reports, unfolds and hides them, and keeps that in the address', async ({ page, site }) => {
  await openCall(page, site.url, forged());
  const folded = rows(page).filter({ hasText: words.ladder.folded('14') });
  await expect(folded).toHaveCount(1);
  await expect(folded).toContainText(words.ladder.worst('8.0 %'));
  await page.getByRole('button', { name: ladderWords.show }).click();
  await page.getByRole('menuitemcheckbox', { name: words.ladder.switches['all-reports'] }).click();
  const report = rows(page).filter({ hasText: 'RTCP SR SDES XR' });
  await expect(report).toHaveCount(5);
  await expect(report.nth(1)).toContainText(words.ladder.lost('8.0 %'));
  await expect(page).toHaveURL(/show=all-reports/);
  await page.getByRole('menuitemcheckbox', { name: words.ladder.switches.reports }).click();
  await expect(report).toHaveCount(0);
  await expect(page).toHaveURL(/no-reports/);
  await page.getByRole('menuitemcheckbox', { name: words.ladder.switches.reports }).click();
  await page.keyboard.press('Escape');
  await report.nth(1).click();
  await expect(page.getByRole('tree')).toContainText('Real-time Transport Control Protocol');
});

test('the page of one stream has its reports too', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('loss-and-jitter.pcap')));
  await page.goto(`${site.url}#/stream?stream=1`);
  await expect(section(page)).toContainText('5.6 % (14 of 249)');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`in Chinese and ${colorScheme} nothing is left in English and axe finds nothing`, async ({ browser, site }) => {
    const context = await browser.newContext({ colorScheme, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(site.url);
    await open(page, forged());
    await page.getByRole('grid').getByRole('row').nth(1).click();
    await page.getByRole('tab', { name: /^媒体/ }).first().click();
    await expect(section(page).getByRole('heading', { name: chinese.title })).toBeVisible();
    await expect(section(page)).toContainText(chinese.facts.roundTrip);
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations).toEqual([]);
    await context.close();
  });
