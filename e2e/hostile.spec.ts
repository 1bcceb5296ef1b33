/**
 * Captures made to attack, on every screen: markup in every place of a capture stays text, no request, no breach of the policy
 * (goals S1, S2, the XSS set); and no screen shows a number that is none (goal R14), over all samples and twenty odd captures.
 */
import type { Page } from '@playwright/test';
import { formatRoute } from '../src/app/route.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { choose, givenPath, open, saved, type GivenFile } from './acts.ts';
import { expected, samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';
import { markedFiles, oddFiles } from './hostile.ts';
import { everyScreen, exported, lookAt, show, textOnScreen, type ExportedIds as Ids } from './screens.ts';

const injected = async (page: Page): Promise<readonly string[]> => (await lookAt(page, [new URL(page.url()).hash]))[0]?.injected ?? ['nothing was looked at'];

async function watchPolicy(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const broken: string[] = [];
    Object.defineProperty(globalThis, 'brokenPolicy', { value: broken });
    addEventListener('securitypolicyviolation', (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
}

const brokenPolicy = (page: Page): Promise<readonly string[]> => page.evaluate(() => (globalThis as unknown as { brokenPolicy: string[] }).brokenPolicy);

for (const [index, kind] of ['pcapng', 'pcap'].entries()) {
  test(`markup in every place of a ${kind} is only text, on every screen, and nothing is asked of anybody`, async ({ page, site }) => {
    test.slow();
    await watchPolicy(page);
    const file = markedFiles()[index] as GivenFile;
    await page.goto(site.url);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const found = await open(page, file);
    expect(found).toMatchObject({ opens: true });
    const { calls } = await exported<Ids>(page);
    expect(calls.length).toBeGreaterThan(10);
    for (const look of await lookAt(page, await everyScreen(page, kind === 'pcapng' ? 20 : 6))) expect.soft(look.injected, look.hash).toEqual([]);
    // rows opened, tips shown, lists and trees unfolded
    await show(page, formatRoute({ view: 'call', callIds: [calls[0]?.callId ?? ''] }));
    await page.getByRole('checkbox', { name: 'Explain headers' }).check();
    for (const button of await page.locator('button.twist').all()) await button.click();
    await page.getByRole('listbox', { name: ladderWords.title }).getByRole('option').nth(1).hover();
    await expect(page.locator('sg-ladder-diagram .tip strong')).toBeVisible();
    expect(await injected(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('img');
    await expect(page.getByRole('option').first()).toBeVisible();
    expect(await injected(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const svg = await saved(page, () => choose(page, ladderWords.exportAs, ladderWords.exports.svg));
    expect(svg.octets.toString('utf8')).not.toMatch(/<(img|script|svg\/|a |style|foreignObject)/i);
    await page.getByRole('button', { name: 'Open captures' }).click();
    await expect(page.getByText(file.name, { exact: true }).first()).toBeVisible();
    expect(await injected(page)).toEqual([]);
    expect(await brokenPolicy(page)).toEqual([]);
    const own = new Set([new URL(site.url).origin]);
    expect(requests.filter((url) => !url.startsWith('blob:') && !own.has(new URL(url).origin))).toEqual([]);
    expect(requests.filter((url) => /pwned|evil|onerror/.test(url))).toEqual([]);
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(stored).not.toContain('pwned');
    expect(stored.replaceAll(/"[\w.:+-]*"/g, ''), 'only our own words are kept').not.toMatch(/alice|192\.0\.2/);
  });
}

test('markup is shown as it came', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, markedFiles()[0] as GivenFile);
  expect(await textOnScreen(page)).toContain("<img src=x onerror='window.__pwned=1'>");
  await show(page, formatRoute({ view: 'packets', frame: 1 }));
  expect(await textOnScreen(page)).toContain('<img src=x onerror="window.__pwned=1">');
  await expect(page).toHaveTitle(/<img src=x onerror=window\.__pwned=1>\.pcapng/);
  await show(page, formatRoute({ view: 'diagnostics' }));
  const text = await textOnScreen(page);
  for (const each of ['<svg/onload=window.__pwned=1>', '<img src=x onerror="window.__pwned=1">']) expect(text).toContain(each);
});

const notANumber = /\b(?:NaN|Infinity|undefined|Invalid Date)\b|\[object |∞/;

/** Words that a person would read as a wrong number; percentages of the Wireshark profile may be negative (semantics 1.5). */
function wrongNumbers(text: string, wireshark: boolean): readonly string[] {
  const lines = text.split('\n');
  const bad = lines.filter((line) => notANumber.test(line));
  for (const line of lines) {
    for (const found of line.matchAll(/([−-]?[\d,]+(?:\.\d+)?) %(?! jitter)/g)) {
      const value = Number((found[1] ?? '').replaceAll(',', '').replace('−', '-'));
      if (value > 100 || (value < 0 && !wireshark)) bad.push(line);
    }
  }
  return bad.map((line) => line.slice(0, 160));
}

async function scan(page: Page, name: string): Promise<void> {
  for (const look of await lookAt(page, await everyScreen(page, 2))) {
    const where = `${name} ${look.hash}`;
    expect.soft(look.text.length, `${where}: the screen is there`).toBeGreaterThan(400);
    expect.soft(wrongNumbers(look.text, /profile=wireshark|#\/streams?\b/.test(look.hash)), where).toEqual([]);
    expect.soft(look.negative, where).toEqual([]);
    expect.soft(look.injected, where).toEqual([]);
  }
}

test('no screen shows a number that is none: all samples', async ({ page, site }) => {
  test.setTimeout(180_000);
  await page.goto(site.url);
  for (const sample of expected.keys()) {
    await open(page, givenPath(samplePath(sample)));
    await scan(page, sample);
  }
});

const odd = oddFiles();
for (const part of [0, 1]) {
  test(`no screen shows a number that is none: odd captures, part ${part + 1}`, async ({ page, site }) => {
    test.setTimeout(180_000);
    await page.goto(site.url);
    for (const file of odd.filter((_, index) => index % 2 === part)) {
      expect(await open(page, file), file.name).toMatchObject({ opens: true });
      await scan(page, file.name);
    }
  });
}
