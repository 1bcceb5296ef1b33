/** The list of calls: facts, sorting, filters, presets, columns, keys, time window, several at once; language, theme, clock. */
import type { Page } from '@playwright/test';
import { calls as callWords } from '../src/ui/words/en/calls.ts';
import { common } from '../src/ui/words/en/common.ts';
import { shell } from '../src/ui/words/en/shell.ts';
import { shell as chineseShell } from '../src/ui/words/zh-hans/shell.ts';
import { calls as chineseCalls } from '../src/ui/words/zh-hans/calls.ts';
import { choose, column, givenPath, menuItem, open, readGrid } from './acts.ts';
import { expected, factsOf, samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Calls' });
const header = (page: Page, title: string) => grid(page).getByRole('columnheader', { name: title, exact: true });
const cursorRow = (page: Page) => grid(page).locator('.cursor');

/** All samples as one list: enough calls of enough kinds. */
const every = [...expected.keys()];
const callCount = every.reduce((sum, name) => sum + factsOf(name).calls.length, 0);

async function openAll(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await open(page, ...every.map((name) => givenPath(samplePath(name))));
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(callCount + 1));
  await expect(grid(page).getByRole('row').nth(callCount)).not.toHaveText('');
}

/** "124.7 ms" and "6.34 s" as the page writes milliseconds. */
function written(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds >= 99.95 ? 0 : milliseconds >= 9.995 ? 1 : milliseconds >= 0.9995 ? 2 : 3)} ms`;
}

async function showColumns(page: Page, ...titles: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: common.table.chooseColumns }).click();
  for (const title of titles) await menuItem(page, new RegExp(`^\\s*${title}\\s*$`)).click();
  await page.keyboard.press('Escape');
}

test('the facts of the table are those of the samples', async ({ page, site }) => {
  await openAll(page, site.url);
  await page.setViewportSize({ width: 2600, height: 900 });
  await showColumns(page, 'Ring', 'Setup', 'Ended by', 'Retransm.', 'Streams', 'Call-ID');
  const { rows } = await readGrid(page, 'Calls');
  const byId = new Map(rows.map((row) => [row.get('Call-ID'), row]));
  for (const name of every) {
    const facts = factsOf(name);
    for (const call of facts.calls) {
      const row = byId.get(call.callId);
      const says = (title: string): string | undefined => row?.get(title);
      const states = [call.state].flat().map((state) => common.states[state]);
      expect.soft(states, name).toContain(says('State'));
      expect.soft(says('Status'), name).toBe(String(call.finalStatus));
      expect.soft(says('Messages'), name).toBe(String(call.messages.length));
      expect.soft(says('PDD'), name).toBe(written(call.pdd));
      expect.soft(says('Ring'), name).toBe(written(call.ringTime));
      expect.soft(says('Setup'), name).toBe(written(call.setupTime));
      expect.soft(says('Talk'), name).toBe(call.talkTime === null ? '–' : `${(call.talkTime / 1000).toFixed(1)} s`);
      expect.soft(says('Retransm.'), name).toBe(String(call.retransmissions.length));
      expect.soft(says('Source'), name).toBe(call.messages[0]?.src);
      if (call.endedBy !== undefined) expect.soft(says('Ended by'), name).toBe(common.endedBy[call.endedBy]);
      for (const problem of call.problems ?? []) if (problem !== 'failed') expect.soft(says('Problems'), name).toContain(common.problems[problem]);
      if (facts.calls.length === 1) expect.soft(says('Streams'), name).toBe(String(facts.streams.length));
    }
  }
});

/** The size of what a cell says, so that "95 ms" is less than "1.2 s"; undefined where there is nothing. */
function sizeOf(text: string): number | undefined {
  const found = /^~?([−-]?[\d.,]+)\s*(ms|s|%)?/.exec(text);
  if (found?.[1] === undefined) return undefined;
  return Number(found[1].replaceAll(',', '').replace('−', '-')) * (found[2] === 's' ? 1000 : 1);
}

test('every column sorts both ways', async ({ page, site }) => {
  test.slow();
  await openAll(page, site.url);
  await page.setViewportSize({ width: 3000, height: 900 });
  await showColumns(page, 'Ring', 'Setup', 'Ended by', 'Retransm.', 'Streams', 'Transport', 'User agent', 'Call-ID');
  const { titles } = await readGrid(page, 'Calls');
  const numbers = new Set(['#', 'Duration', 'PDD', 'Ring', 'Setup', 'Talk', 'Loss', 'Jitter', 'Messages', 'Retransm.', 'Streams', 'Status']);
  for (const title of titles.filter((each) => each !== '' && !(['Select row', 'Choose columns'] as readonly string[]).includes(each))) {
    const head = header(page, title);
    let first: readonly string[] = [];
    for (let click = 0; click < 2; click++) {
      const before = await head.getAttribute('aria-sort');
      await head.getByRole('button').click();
      await expect(head).not.toHaveAttribute('aria-sort', before ?? '');
      const direction = (await head.getAttribute('aria-sort')) ?? '';
      const hash = new URL(page.url()).hash;
      expect(hash, title).toMatch(direction === 'descending' ? /sort=-/ : /sort=(?!-)|^(?!.*sort)/);
      await expect(page.getByRole('grid', { name: 'Calls', exact: true })).toHaveAttribute('aria-busy', 'false');
      const texts = await column(page, 'Calls', title);
      expect(texts).toHaveLength(callCount);
      if (numbers.has(title)) {
        const sizes = texts.map(sizeOf).filter((size) => size !== undefined);
        const sign = direction === 'descending' ? -1 : 1;
        expect(sizes, `${title} ${direction}`).toEqual(sizes.toSorted((a, b) => sign * (a - b)));
        continue;
      }
      // problems sort by how many there are; a display name stands beside the name and sorts nothing
      const known = texts.filter((text) => text !== '' && text !== '–').map((text) => (title === 'From' || title === 'To' ? (text.split(' ')[0] ?? '') : text));
      if (click === 0) first = known;
      else if (title !== 'Problems') expect(known, `${title} the other way`).toEqual(first.toReversed());
    }
  }
});

test('free text filters as one types; every word counts', async ({ page, site }) => {
  await openAll(page, site.url);
  const box = page.getByRole('searchbox', { name: common.filter.label });
  const shown = async (text: string): Promise<number> => {
    await box.fill(text);
    await expect(page).toHaveURL(new RegExp(`[?&]q=${encodeURIComponent(text).replaceAll('%20', '\\+')}(&|$)`));
    return Number(await grid(page).getAttribute('aria-rowcount')) - 1;
  };
  await expect.poll(() => shown('192.0.2.10 busy')).toBe(2);
  await expect(page.getByText(callWords.count('2', String(callCount)))).toBeVisible();
  await expect.poll(() => shown('BUSY')).toBe(2);
  await expect.poll(() => shown(factsOf('clean-call.pcapng').calls[0]?.callId ?? '?')).toBe(1);
  await expect.poll(() => shown('nobody at all')).toBe(0);
  await expect(page.getByText(callWords.emptyFilter)).toBeVisible();
  await page.getByRole('button', { name: callWords.clearAll }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(callCount + 1));
  await expect(box).toHaveValue('');
});

test('presets and outcomes filter, chips take them away', async ({ page, site }) => {
  await openAll(page, site.url);
  const problems = page.getByRole('group', { name: callWords.problemFilter });
  await problems.getByRole('button', { name: /^No ACK/ }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(grid(page).getByRole('row').nth(1)).toContainText(common.states['NO_ACK'] ?? '');
  await page.getByRole('button', { name: common.filter.remove(common.problems['noAck'] ?? '') }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(callCount + 1));
  await page.getByRole('button', { name: /^Busy 2/ }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
  await page.getByRole('button', { name: /^Cancelled 1/ }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  await page.reload();
  await open(page, ...every.map((name) => givenPath(samplePath(name))));
  await expect(grid(page), 'the address keeps the filter').toHaveAttribute('aria-rowcount', '4');
  for (const state of ['BUSY', 'CANCELLED']) await page.getByRole('button', { name: common.filter.remove(common.states[state] ?? '') }).click();
  await problems.getByRole('button', { name: new RegExp(`^${callWords.withProblems}`) }).click();
  const some = Number(await grid(page).getAttribute('aria-rowcount')) - 1;
  expect(some).toBeGreaterThan(3);
});

test('columns are chosen, moved and widened, and found so again after a reload', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  const titles = async (): Promise<readonly string[]> => (await readGrid(page, 'Calls')).titles.filter((title) => title !== '');
  expect(await titles()).not.toContain('User agent');
  await showColumns(page, 'User agent', 'Codec');
  await expect.poll(titles).toContain('User agent');
  expect(await titles()).not.toContain('Codec');
  // moved by keyboard and by mouse
  const to = header(page, 'To').getByRole('button');
  await to.focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(async () => (await titles()).indexOf('To')).toBeLessThan((await titles()).indexOf('From'));
  await expect(to).toBeFocused();
  const [state, start] = [await header(page, 'State').boundingBox(), await header(page, 'Start').boundingBox()];
  await page.mouse.move((state?.x ?? 0) + 40, (state?.y ?? 0) + 12);
  await page.mouse.down();
  await page.mouse.move((start?.x ?? 0) + 60, (start?.y ?? 0) + 12, { steps: 8 });
  await page.mouse.move((start?.x ?? 0) + 8, (start?.y ?? 0) + 12, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await titles()).indexOf('State')).toBeLessThan((await titles()).indexOf('Start'));
  // widened by mouse and by keyboard
  const before = (await header(page, 'From').boundingBox())?.width ?? 0;
  const edge = await header(page, 'From').boundingBox();
  await page.mouse.move((edge?.x ?? 0) + before - 2, (edge?.y ?? 0) + 12);
  await page.mouse.down();
  await page.mouse.move((edge?.x ?? 0) + before + 78, (edge?.y ?? 0) + 12, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => Math.round(((await header(page, 'From').boundingBox())?.width ?? 0) - before)).toBe(80);
  await header(page, 'From').getByRole('button').focus();
  await page.keyboard.press('Shift+Alt+ArrowLeft');
  await expect.poll(async () => Math.round(((await header(page, 'From').boundingBox())?.width ?? 0) - before)).toBe(64);
  const kept = await titles();
  await page.reload();
  await open(page, givenPath(samplePath('busy.pcap')));
  expect(await titles()).toEqual(kept);
  expect(Math.round(((await header(page, 'From').boundingBox())?.width ?? 0) - before)).toBe(64);
  await page.getByRole('button', { name: common.table.chooseColumns }).click();
  await menuItem(page, common.reset).click();
  await expect.poll(titles).toContain('Codec');
});

test('everything by keyboard: move, select, open, back, filter', async ({ page, site }) => {
  await openAll(page, site.url);
  await expect(grid(page)).toBeFocused();
  const at = async (): Promise<number> => Number((await grid(page).getAttribute('aria-activedescendant'))?.replace('row-', '') ?? -1);
  const press = async (key: string, row: number): Promise<void> => {
    await page.keyboard.press(key);
    expect(await at(), key).toBe(row);
  };
  await press('ArrowDown', 0);
  await press('ArrowDown', 1);
  await press('j', 2);
  await press('k', 1);
  await press('End', callCount - 1);
  await press('ArrowDown', callCount - 1);
  await press('Home', 0);
  await press('ArrowUp', 0);
  await press('PageDown', Math.min(callCount - 1, await at().then(async () => at())) || callCount - 1);
  await press('Home', 0);
  await page.keyboard.press('Space');
  await expect(cursorRow(page)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(grid(page).locator('[role=row][aria-selected=true]')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(grid(page).locator('[role=row][aria-selected=true]')).toHaveCount(0);
  await page.keyboard.press('/');
  const box = page.getByRole('searchbox', { name: common.filter.label });
  await expect(box).toBeFocused();
  await page.keyboard.type('busy');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
  await page.keyboard.press('Escape');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(callCount + 1));
  await page.keyboard.press('Escape');
  await expect(box).not.toBeFocused();
  await grid(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/call\?/);
  await expect(page.getByRole('listbox', { name: 'Ladder' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/#\/calls/);
  await expect(grid(page)).toBeFocused();
  expect(await at(), 'the cursor where it was').toBe(1);
});

test('views, keys and the finder by keyboard', async ({ page, site }) => {
  await openAll(page, site.url);
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('5');
  await expect(page).toHaveURL(/#\/streams/);
  await page.keyboard.press('1');
  await expect(page).toHaveURL(/#\/calls/);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: shell.keysTitle });
  await expect(keys).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await page.keyboard.press('Control+k');
  const finder = page.getByRole('combobox', { name: shell.palettePlaceholder });
  await expect(finder).toBeFocused();
  await page.keyboard.type(factsOf('hold-resume.pcapng').calls[0]?.callId ?? '');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/call\?/);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzzz');
  await expect(page.getByText(shell.paletteEmpty)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(finder).toHaveCount(0);
});

test('a drag over the strip restricts the list to a time, and a click lifts it', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
  const strip = page.getByRole('img', { name: new RegExp(`^${callWords.strip}`) });
  const box = (await strip.boundingBox()) ?? { x: 0, y: 0, width: 1, height: 1 };
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await expect(page.getByRole('img', { name: /^Only calls between/ })).toBeVisible();
  await page.mouse.click(box.x + box.width * 0.2, box.y + 20);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
  // the same with keys
  await page.getByRole('img', { name: new RegExp(`^${callWords.strip}`) }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/from=/);
});

test('several selected calls open as one ladder', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await grid(page).getByRole('row').nth(1).getByRole('gridcell').first().click();
  await grid(page)
    .getByRole('row')
    .nth(2)
    .click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: callWords.openLadder(2) }).click();
  await expect(page).toHaveURL(/id=.*&id=/);
  const ladder = page.getByRole('listbox', { name: 'Ladder' });
  await expect(ladder.getByRole('option')).toHaveCount(8);
  await expect(page.getByRole('tablist', { name: '2 calls in one ladder' }).getByRole('tab')).toHaveCount(2);
});

test('简体中文 and back; remembered', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await choose(page, shell.language, '简体中文');
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await expect(page.getByRole('navigation', { name: chineseShell.navigation }).getByRole('link').first()).toContainText(chineseShell.nav['calls'] ?? '?');
  await expect(page.getByRole('grid', { name: chineseCalls.title })).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await choose(page, chineseShell.language, 'English');
  await expect(page.locator('html')).toHaveAttribute('lang', /^en/);
  await expect(page.getByRole('button', { name: shell.theme })).toBeVisible();
});

test('the theme changes, and is kept', async ({ page, site }) => {
  await page.goto(site.url);
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await choose(page, shell.theme, shell.themes['dark'] ?? '');
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await page.reload();
  await expect.poll(ground).toBe(dark);
  await choose(page, shell.theme, shell.themes['light'] ?? '');
  await expect.poll(ground).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).toBe(light);
  await choose(page, shell.theme, shell.themes['system'] ?? '');
  await expect.poll(ground).toBe(dark);
});

test.describe('in Shanghai', () => {
  test.use({ timezoneId: 'Asia/Shanghai' });

  test('times follow the zone and the clock that is chosen', async ({ page, site }) => {
    await page.goto(site.url);
    await open(page, givenPath(samplePath('busy.pcap')));
    const first = async (): Promise<string> => (await column(page, 'Calls', 'Start'))[0] ?? '';
    await expect.poll(first).toBe('11:25:52.724');
    await choose(page, shell.clock, shell.zones['utc'] ?? '');
    await expect.poll(first).toBe('03:25:52.724');
    await choose(page, shell.clock, shell.clocks['date'] ?? '');
    await expect.poll(first).toMatch(/^\d{4}-\d\d-\d\d 03:25:52\.724$/);
    await choose(page, shell.clock, shell.clocks['relative'] ?? '');
    await expect.poll(first).toBe('0.000');
    await page.reload();
    await open(page, givenPath(samplePath('busy.pcap')));
    await expect.poll(first).toBe('0.000');
  });
});
