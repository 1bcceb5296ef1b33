/** Lanes that mean boxes: folded, unfolded, renamed, moved, split; kept only when asked; sixty of them; rows the clock contradicts. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { tellChain, tellTwoSides } from '../test/forge/lane-stories.ts';
import { exchanges } from '../src/ui/words/en/exchanges.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { lanes as words } from '../src/ui/words/en/lanes.ts';
import { values } from '../src/ui/words/en/values.ts';
import { given, open, type GivenFile } from './acts.ts';
import { expect, test } from './fixtures.ts';

const heads = (page: Page): Locator => page.getByRole('group', { name: words.title }).getByRole('button');
const rows = (page: Page): Locator => page.getByRole('listbox', { name: ladderWords.title }).getByRole('option');
const titles = (page: Page): Promise<string[]> => heads(page).locator('.title').allInnerTexts();

async function openCall(page: Page, url: string, file: GivenFile): Promise<void> {
  await page.goto(url);
  await open(page, file);
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await expect(heads(page).first()).toBeVisible();
}

const twoSides = (early = 0): GivenFile => given('two-sides.pcap', tellTwoSides(early));

test('both sides of a proxy are one lane; s draws every address', async ({ page, site }) => {
  await openCall(page, site.url, twoSides());
  expect(await titles(page)).toEqual(['192.0.2.10', '198.51.100.5', '203.0.113.20']);
  await expect(heads(page).nth(1)).toHaveAttribute('title', new RegExp(words.reasons.relay));
  await page.keyboard.press('s');
  await expect(heads(page)).toHaveCount(5);
  await expect(page).toHaveURL(/no-boxes/);
  await page.keyboard.press('s');
  await expect(heads(page)).toHaveCount(3);
});

test('renamed, moved and split by keyboard and menu, kept nowhere unless asked', async ({ page, site }) => {
  await openCall(page, site.url, twoSides());
  const stored = (): Promise<string | null> => page.evaluate(() => localStorage.getItem('sipglass.lanes'));
  await heads(page).nth(1).focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Border');
  await page.keyboard.press('Enter');
  await expect(heads(page).nth(1)).toContainText('Border');
  await expect(heads(page).nth(1)).toContainText('198.51.100.5, 203.0.113.5');
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => titles(page)).toEqual(['192.0.2.10', '203.0.113.20', 'Border']);
  await expect(heads(page).nth(2)).toBeFocused();
  await expect(rows(page).first()).toHaveAccessibleName(/from 192\.0\.2\.10 to Border/);
  expect(await stored()).toBeNull();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemcheckbox', { name: words.keep }).click();
  expect(await stored()).toContain('Border');
  await heads(page).nth(2).click();
  await page.getByRole('menuitem', { name: words.split }).click();
  await expect(heads(page)).toHaveCount(4);
  await heads(page).first().click();
  await page.getByRole('menuitem', { name: words.reset }).click();
  await expect.poll(() => titles(page)).toEqual(['192.0.2.10', '198.51.100.5', '203.0.113.20']);
  await heads(page).first().click();
  await page.getByRole('menuitem', { name: /203\.0\.113\.20/ }).click();
  await expect(heads(page)).toHaveCount(2);
  await heads(page).first().click();
  await page.getByRole('menuitemcheckbox', { name: words.keep }).click();
  expect(await stored()).toBeNull();
});

test('dragged to another place', async ({ page, site }) => {
  await openCall(page, site.url, twoSides());
  const [first, last] = [(await heads(page).first().boundingBox())!, (await heads(page).last().boundingBox())!];
  await page.mouse.move(first.x + first.width / 2, first.y + 20);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width / 2, last.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => titles(page)).toEqual(['198.51.100.5', '203.0.113.20', '192.0.2.10']);
  await expect(page.getByRole('menu').filter({ visible: true })).toHaveCount(0);
});

test('rows the clock contradicts stand by cause and say so', async ({ page, site }) => {
  await openCall(page, site.url, twoSides(30));
  await expect(rows(page).nth(1)).toContainText(words.clock);
  await expect(rows(page).filter({ hasText: words.clock })).toHaveCount(2);
  await rows(page).nth(1).hover();
  await expect(page.locator('sg-ladder-diagram .tip')).toContainText(words.clockHelp('#2', '25.0 ms'));
});

test('sixty lanes: found by address, heads in view', async ({ page, site }) => {
  await openCall(page, site.url, given('chain.pcap', tellChain(60)));
  await page.getByRole('searchbox', { name: words.find }).fill('198.51.100.44');
  await page.keyboard.press('Enter');
  const head = heads(page).filter({ hasText: '198.51.100.44' });
  await expect(head).toBeFocused();
  await expect(head).toBeInViewport();
  await expect(rows(page).first().locator('.time')).toBeInViewport();
});

test('what was agreed in order of time; values explained; no barrier', async ({ page, site }) => {
  await openCall(page, site.url, twoSides());
  const axe = new AxeBuilder({ page });
  expect((await axe.analyze()).violations).toEqual([]);
  await page.getByRole('checkbox', { name: 'Explain headers' }).check();
  await expect(page.locator('sg-message-inspector')).toContainText(values.sdp.avp);
  await page.getByRole('tab', { name: 'Details' }).click();
  const table = page.locator('sg-media-history').getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table).toContainText('203.0.113.21:6000');
  await expect(table).toContainText(exchanges.arrows.both);
  expect((await axe.analyze()).violations).toEqual([]);
});
