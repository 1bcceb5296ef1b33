/**
 * For everybody: axe finds nothing on any screen in either theme and language; all works by keyboard alone, in an order that
 * follows the page, with the focus always seen and never caught; what happens is said aloud.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { formatRoute } from '../src/app/route.ts';
import { shell } from '../src/ui/words/en/shell.ts';
import { start } from '../src/ui/words/en/start.ts';
import { givenPath, open } from './acts.ts';
import { factsOf, samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';
import { everyScreen, lookAt, show } from './screens.ts';

/** A call with media that suffers, registrations, a failed call, comments: something on every screen. */
const rich = ['loss-and-jitter.pcap', 'wrong-password.pcap', 'one-way-audio.pcapng'].map((name) => givenPath(samplePath(name)));

/** What axe finds, with where; of all rules, or of one. */
async function found(page: Page, rule?: string): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rule === undefined ? axe : axe.withRules(rule)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 80)}`).join('; ')}`);
}

for (const [colorScheme, locale, rule] of [
  ['light', 'en-GB', undefined],
  ['dark', 'en-GB', 'color-contrast'],
] as const) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale });

    // the dark theme has the same elements in other colours
    test('axe on every screen', async ({ page, site }) => {
      test.setTimeout(240_000);
      await page.goto(site.url);
      expect.soft(await found(page), 'the start page').toEqual([]);
      await open(page, ...rich);
      // the same elements in another order or with other numbers are looked at once
      for (const hash of (await everyScreen(page, 1)).filter((each) => !/time=|profile=|id=.*&id=/.test(each))) {
        await show(page, hash);
        expect.soft(await found(page, rule), hash).toEqual([]);
      }
    });
  });
}

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('no screen is left in English', async ({ page, site }) => {
    await page.goto(site.url);
    expect.soft(await found(page), 'the start page').toEqual([]);
    await open(page, ...rich);
    expect.soft(await found(page), 'the list of calls').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/);
    for (const { text, hash } of await lookAt(page, await everyScreen(page, 1))) {
      const lines = new Set(text.split('\n').map((line) => line.trim()));
      for (const word of [
        'Calls',
        'Export',
        'Filter',
        'Streams',
        'Packets',
        'Registrations',
        'Diagnostics',
        'Ladder',
        'Details',
        'State',
        'Duration',
        'Source',
        'Frame',
        'Message',
        'Lost',
        'Jitter',
        'Time',
      ])
        expect.soft(lines.has(word), `${hash}: ${word}`).toBe(false);
      expect.soft(/[\u4e00-\u9fff]{2}/.test(text), hash).toBe(true);
    }
  });
});

test('axe on the proof, open dialogs, menus and messages', async ({ page, site }) => {
  test.slow();
  await page.goto(site.url);
  await page.getByRole('button', { name: start.proof }).click();
  expect.soft(await found(page), 'the proof').toEqual([]);
  await open(page, ...rich);
  for (const key of ['?', 'Control+k'] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await found(page), key).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  for (const name of [shell.captureMenu, 'Choose columns']) {
    await page.getByRole('button', { name, exact: true }).click();
    expect.soft(await found(page), name).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await open(page, { name: 'paper.pcap', mimeType: '', buffer: Buffer.from(`%PDF-1.7 ${'x'.repeat(99)}`) });
  await expect(page.getByRole('status').filter({ hasText: 'PDF' })).toBeVisible();
  expect.soft(await found(page), 'a message').toEqual([]);
});

/** Where the focus is, through all shadow trees: its name for people, and whether it can be seen to be there. */
function focused(page: Page): Promise<{ readonly name: string; readonly seen: boolean; readonly inside: boolean }> {
  return page.evaluate(() => {
    let element: Element | null = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null || element === document.body) return { name: 'body', seen: true, inside: true };
    const box = element.getBoundingClientRect();
    const marked = (node: Element | null): boolean => {
      if (node === null) return false;
      const style = getComputedStyle(node);
      return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';
    };
    // a composite marks its row or its box instead of itself, a divider its line
    const inner = [...element.querySelectorAll('.cursor, .selected, [aria-selected=true]'), element.parentElement];
    return {
      name: `${element.localName} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}`,
      seen: marked(element) || inner.some(marked) || element.matches('[role=grid], [role=listbox], [role=tree], [role=separator]'),
      inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
  });
}

/** Presses Tab until the focus is where it began; what it met on the way. */
async function round(page: Page, key: 'Tab' | 'Shift+Tab', most: number): Promise<readonly string[]> {
  const met: string[] = [];
  for (let press = 0; press < most; press++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now.name === 'body' && met.length > 0) return met;
    expect.soft(now.seen, `${now.name}: the focus can be seen`).toBe(true);
    expect.soft(now.inside, `${now.name}: the focus is on the screen`).toBe(true);
    met.push(now.name);
  }
  throw new Error(`the focus is caught: ${met.slice(-6).join(' | ')}`);
}

test('Tab goes through every screen and out again, in the order of the page, always seen', async ({ page, site }) => {
  test.slow();
  await page.goto(site.url);
  const started = await round(page, 'Tab', 60);
  expect(started[0]).toContain(shell.skip);
  expect(started.findIndex((name) => name.includes(start.choose))).toBeGreaterThan(started.findIndex((name) => name.includes(shell.language)));
  expect(started.filter((name) => /sample|kB/i.test(name)).length, started.join(' | ')).toBeGreaterThan(5);
  await open(page, givenPath(samplePath('loss-and-jitter.pcap')));
  const id = factsOf('loss-and-jitter.pcap').calls[0]?.callId ?? '';
  const places = [
    formatRoute({ view: 'calls' }),
    formatRoute({ view: 'call', callIds: [id] }),
    formatRoute({ view: 'call', callIds: [id], show: ['packet'] }),
    formatRoute({ view: 'streams' }),
    formatRoute({ view: 'packets', frame: 3 }),
    formatRoute({ view: 'diagnostics' }),
  ];
  for (const hash of places) {
    await show(page, hash);
    await page.getByRole('button', { name: shell.skip }).focus();
    const met = await round(page, 'Tab', 150);
    expect(met.length, hash).toBeGreaterThan(10);
  }
  const back = await round(page, 'Shift+Tab', 150);
  expect(
    back.some((name) => name.includes(shell.skip)),
    back.join(' | '),
  ).toBe(true);
});

test('the skip link goes to the content', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await expect(page.getByRole('grid', { name: 'Calls' })).toBeFocused();
  await page.getByRole('button', { name: shell.skip }).focus();
  await expect(page.getByRole('button', { name: shell.skip })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('main controls have names and roles; headings and landmarks tell the page', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, ...rich);
  for (const role of ['banner', 'navigation', 'main'] as const) await expect(page.getByRole(role)).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  for (const hash of await everyScreen(page, 1)) {
    await show(page, hash);
    const nameless = await page.evaluate(() => {
      const wrong: string[] = [];
      const walk = (node: ParentNode): void => {
        for (const element of node.querySelectorAll('*')) {
          if (element.shadowRoot) walk(element.shadowRoot);
          if (
            !element.matches(
              'button, a[href], input:not([type=file]), select, textarea, [role=grid], [role=listbox], [role=tree], [role=img], [role=dialog], [role=tablist], [role=toolbar], [role=region]',
            )
          )
            continue;
          if (!(element as HTMLElement).checkVisibility()) continue;
          const labels = (element as HTMLInputElement).labels?.length ?? 0;
          const slotted = [...element.querySelectorAll('slot')].some((slot) =>
            slot.assignedNodes({ flatten: true }).some((each) => (each.textContent ?? '').trim() !== ''),
          );
          const name = element.getAttribute('aria-label') ?? element.getAttribute('aria-labelledby') ?? element.textContent?.trim() ?? '';
          if (name === '' && labels === 0 && !slotted) wrong.push(element.outerHTML.slice(0, 120));
        }
      };
      walk(document.body);
      return wrong;
    });
    expect.soft(nameless, hash).toEqual([]);
  }
});

test('what happens is said: an end of reading, a refusal, the cursor of a list', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await expect(page.getByRole('status').filter({ hasText: shell.readEnded('8', '2') })).toBeAttached();
  const grid = page.getByRole('grid', { name: 'Calls' });
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  const row = await grid.getAttribute('aria-activedescendant');
  await expect(grid.locator(`#${row}`)).toHaveAttribute('aria-rowindex', '2');
  await expect(grid).toHaveAttribute('aria-multiselectable', 'true');
  await open(page, { name: 'empty.pcap', mimeType: '', buffer: Buffer.alloc(0) });
  await expect(page.getByRole('status').filter({ hasText: start.failures['empty-file'] ?? '?' })).toBeVisible();
});

test('all works in a small window, without a horizontal scroll bar of the page', async ({ page, site }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.goto(site.url);
  await open(page, ...rich);
  for (const hash of await everyScreen(page, 1)) {
    await show(page, hash);
    const size = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, high: document.documentElement.scrollHeight }));
    expect.soft(size.wide, hash).toBeLessThanOrEqual(1024);
    expect.soft(size.high, hash).toBeLessThanOrEqual(700);
  }
});
