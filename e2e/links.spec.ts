/** Links: the same place once the same capture is dropped, a word when it is another; and addresses made to attack (goal S6). */
import type { Page } from '@playwright/test';
import { shell } from '../src/ui/words/en/shell.ts';
import { start } from '../src/ui/words/en/start.ts';
import { createRandom } from '../test/forge/random.ts';
import { givenPath, open } from './acts.ts';
import { samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';
import { image, markup, script, vector } from './hostile.ts';

const hold = givenPath(samplePath('hold-resume.pcapng'));
const busy = givenPath(samplePath('busy.pcap'));
const selected = (page: Page) => page.getByRole('listbox', { name: 'Ladder' }).locator('[role=option][aria-selected=true]');

/** Opens the call at the hold and returns the address a person would copy. */
async function copiedLink(page: Page, url: string): Promise<string> {
  await page.goto(url);
  await open(page, hold);
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await page.getByRole('listbox', { name: 'Ladder' }).getByRole('option').filter({ hasText: '#195' }).click();
  await page.getByRole('radio', { name: 'Start', exact: true }).click();
  await expect(page).toHaveURL(/frame=195.*time=start.*of=[0-9a-f]{12}/);
  return page.url();
}

test('a link opens the same call, message and time once the same capture is dropped', async ({ page, site, context }) => {
  const link = await copiedLink(page, site.url);
  expect(link.length, 'it carries ids, not data').toBeLessThan(site.url.length + 200);
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByText(start.linkWaiting)).toBeVisible();
  await open(other, hold);
  await expect(selected(other)).toContainText('#195');
  await expect(other.getByRole('list', { name: 'Message' })).toContainText('a=sendonly');
  await expect(other.getByRole('radio', { name: 'Start', exact: true })).toBeChecked();
  await expect(other.getByRole('alert')).toHaveCount(0);
  expect(new URL(other.url()).hash).toBe(new URL(link).hash);
  // the same file under another name and in a reload is the same capture
  await other.reload();
  await open(other, { ...hold, name: 'renamed.bin' });
  await expect(selected(other)).toContainText('#195');
});

test('a link and another capture: it says so, until the person moves on', async ({ page, site, context }) => {
  const link = await copiedLink(page, site.url);
  const other = await context.newPage();
  await other.goto(link);
  await open(other, busy);
  await expect(other.getByRole('alert').filter({ hasText: shell.otherCapture })).toBeVisible();
  await other
    .getByRole('navigation')
    .getByRole('link', { name: /^Calls/ })
    .click();
  await expect(other.getByRole('alert').filter({ hasText: shell.otherCapture })).toHaveCount(0);
  await expect(other.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(3);
});

test('back and forward walk the places; a link in a row opens in another tab', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, hold);
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await expect(page).toHaveURL(/#\/call\?/);
  await page.keyboard.press('5');
  await expect(page).toHaveURL(/#\/streams/);
  await page.goBack();
  await expect(page).toHaveURL(/#\/call\?/);
  await expect(selected(page)).toContainText('INVITE');
  await page.goBack();
  await expect(page).toHaveURL(/#\/calls/);
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(/#\/streams/);
});

const bits = [
  ...markup,
  image,
  script,
  vector,
  '__proto__',
  'constructor',
  'prototype',
  '%00',
  '%',
  '%zz',
  '%u0041',
  '\u202e',
  '\ud800',
  '//evil.example/x',
  'javascript:window.__pwned=1',
  'data:text/html,<script>window.__pwned=1</script>',
  '&',
  '=',
  '?',
  '#',
  '/',
  '1e999',
  '-1',
  'NaN',
  'Infinity',
  '9007199254740993',
  '0x10',
  ',',
  ',,,',
  'a'.repeat(3000),
  '../..',
  '[object Object]',
  'https://evil.example/a.pcap',
  '简体',
] as const;
const views = ['', 'start', 'calls', 'call', 'registrations', 'dialogs', 'streams', 'stream', 'packets', 'diagnostics', 'nowhere', '__proto__'] as const;
const names = [
  'id',
  'frame',
  'in',
  'stream',
  'q',
  'states',
  'problems',
  'kinds',
  'reason',
  'diagnostic',
  'sort',
  'from',
  'to',
  'tab',
  'time',
  'profile',
  'show',
  'of',
  'file',
  'url',
  '__proto__',
  'constructor',
] as const;

/** Seeded: the same strings every run. */
function hostileHashes(count: number, seed: number): readonly string[] {
  const random = createRandom(seed);
  const one = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const value = (): string => {
    const text = Array.from({ length: 1 + random.below(3) }, () => one(bits)).join('');
    if (random.chance(40)) return text;
    if (random.chance(30)) return Buffer.from(text).toString('base64url');
    return encodeURIComponent(text.toWellFormed());
  };
  return Array.from({ length: count }, () => {
    if (random.chance(10)) return `#${value()}`;
    const given = Array.from({ length: random.below(6) }, () => `${one(names)}=${value()}`).join('&');
    return `#/${one(views)}${given === '' ? '' : `?${given}`}`;
  });
}

/** Walks addresses within one page, drawing each; returns what went wrong on the way. */
async function walk(page: Page, hashes: readonly string[]): Promise<readonly string[]> {
  return page.evaluate(async (list) => {
    const wrong: string[] = [];
    let at = '';
    addEventListener('error', (event) => wrong.push(`${at}: ${event.message}`));
    addEventListener('unhandledrejection', (event) => wrong.push(`${at}: ${String(event.reason)}`));
    addEventListener('securitypolicyviolation', (event) => wrong.push(`${at}: ${event.violatedDirective}`));
    const strange =
      'script:not([src]), iframe, object, embed, base, form[action], meta[http-equiv=refresh], img, a[href^="javascript:"], a[href^="data:"], [onerror], [onload], [onclick]';
    const search = (node: ParentNode): number => {
      let found = node.querySelectorAll(strange).length;
      for (const element of node.querySelectorAll('*')) if (element.shadowRoot) found += search(element.shadowRoot);
      return found;
    };
    const before = search(document);
    for (const hash of list) {
      at = hash.slice(0, 200);
      location.hash = hash;
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      if (search(document) > before) wrong.push(`${at}: an element from the address`);
      if ((globalThis as { __pwned?: unknown }).__pwned !== undefined) wrong.push(`${at}: ran`);
      if (Object.keys(Object.prototype).length > 0 || ({} as { polluted?: unknown }).polluted !== undefined) wrong.push(`${at}: polluted`);
      if (!location.href.startsWith(document.baseURI.replace(/#.*$/, ''))) wrong.push(`${at}: went away`);
    }
    return wrong;
  }, hashes);
}

test('500 hostile addresses with a capture open do nothing bad', async ({ page, site, watch }) => {
  test.slow();
  await page.goto(site.url);
  await open(page, hold);
  expect(await walk(page, hostileHashes(500, 7))).toEqual([]);
  expect(watch.errors).toEqual([]);
  await page.evaluate(() => {
    location.hash = '#/calls';
  });
  await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(2);
});

test('hostile addresses before a capture is there, loaded and walked', async ({ page, site }) => {
  await page.goto(site.url);
  expect(await walk(page, hostileHashes(200, 11))).toEqual([]);
  for (const hash of hostileHashes(8, 13)) {
    await page.goto('about:blank');
    await page.goto(`${site.url}${hash}`);
    await expect(page.locator('sg-app')).toBeAttached();
    await expect(page.getByRole('button', { name: start.choose })).toBeVisible();
  }
  await open(page, busy);
  expect(await page.evaluate(() => globalThis.sipglass?.ready())).toMatchObject({ opens: true });
});

test('hostile settings are the defaults', async ({ page, site }) => {
  await page.goto(site.url);
  const stored = [
    '{',
    'null',
    '[]',
    '{"theme":"<img src=x>","language":{"toString":1},"tables":{"__proto__":{"columns":["x"]},"calls":{"columns":["__proto__","<b>","state"],"widths":{"state":-5,"from":1e9}}},"splits":{"call":1e999}}',
    `{"tables":{"calls":{"columns":${JSON.stringify(Array.from({ length: 5000 }, () => 'state'))}}}}`,
  ];
  for (const text of stored) {
    await page.evaluate((value) => localStorage.setItem('sipglass.settings', value), text);
    await page.reload();
    await open(page, busy);
    await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(3);
    await expect(page.locator('html')).toHaveAttribute('lang', /^en/);
  }
});
