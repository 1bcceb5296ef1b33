/** Scenario labels: in the list with their words, as a filter that stays in the link, in the ladder where they come from. */
import { AxeBuilder } from '@axe-core/playwright';
import { labels } from '../src/ui/words/en/labels.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { labels as chinese } from '../src/ui/words/zh-hans/labels.ts';
import { givenPath, menuItem, open } from './acts.ts';
import { samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';

const samples = ['hold-resume.pcapng', 'busy.pcap', 'clean-call.pcapng'] as const;

test('labels in the list, as a filter and in the ladder', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, ...samples.map((name) => givenPath(samplePath(name))));
  const grid = page.getByRole('grid', { name: 'Calls' });
  await expect(grid.getByText(labels.names['HOLD_RESUME']!)).toBeVisible();
  await expect(grid.getByText(labels.names['BUSY']!, { exact: true })).toHaveCount(2);
  const rows = Number(await grid.getAttribute('aria-rowcount'));
  await page.getByRole('button', { name: labels.menu, exact: true }).click();
  await menuItem(page, new RegExp(`${labels.names['HOLD_RESUME']}`)).click();
  await page.keyboard.press('Escape');
  await expect(grid).toHaveAttribute('aria-rowcount', '2');
  expect(rows).toBeGreaterThan(2);
  expect(page.url()).toContain('labels=HOLD_RESUME');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await grid.getByText(labels.names['HOLD_RESUME']!).dblclick();
  await expect(page.getByText(ladderWords.marks.hold, { exact: true }).first()).toBeVisible();
  await expect(page.getByText(ladderWords.marks.resume, { exact: true }).first()).toBeVisible();
  await page.goBack();
  await page
    .getByRole('button', { name: new RegExp(`${labels.names['HOLD_RESUME']}`) })
    .first()
    .click();
  await expect(grid).toHaveAttribute('aria-rowcount', String(rows));
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });
  test('labels have Chinese words', async ({ page, site }) => {
    await page.goto(site.url);
    await open(page, givenPath(samplePath('hold-resume.pcapng')));
    await expect(page.getByRole('grid').getByText(chinese.names['HOLD_RESUME']!)).toBeVisible();
  });
});
