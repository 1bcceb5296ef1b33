/** The one file from disk, without any server: a capture opens, every page is there, the worker is inside, exports work. */
import { pathToFileURL } from 'node:url';
import { start } from '../src/ui/words/en/start.ts';
import { calls as callWords } from '../src/ui/words/en/calls.ts';
import { compareAnalysis, type FoundAnalysis } from '../test/samples-compare.ts';
import { choose, givenPath, open, saved } from './acts.ts';
import { factsOf, samplePath } from './facts.ts';
import { expect, singleFile, test } from './fixtures.ts';
import { everyScreen, exported, lookAt } from './screens.ts';

const address = pathToFileURL(singleFile).href;

test('from disk: a sample opens, every page is reached, nothing is asked of anybody', async ({ page, context }) => {
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  await context.setOffline(true);
  await page.goto(address);
  await expect(page.getByRole('button', { name: start.choose })).toBeVisible();
  await open(page, givenPath(samplePath('loss-and-jitter.pcap')));
  expect(page.workers()).toHaveLength(1);
  expect(compareAnalysis(factsOf('loss-and-jitter.pcap'), await exported<FoundAnalysis>(page))).toEqual([]);
  for (const { hash, text, injected } of await lookAt(page, await everyScreen(page, 1))) {
    expect(text.length, hash).toBeGreaterThan(400);
    expect(text, hash).not.toContain('could not be loaded');
    expect(injected, hash).toEqual([]);
  }
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Calls/ })
    .click();
  const file = await saved(page, () => choose(page, callWords.exportMenu, callWords.exportPcap));
  expect(file.octets.length).toBeGreaterThan(10_000);
  expect(requests.filter((url) => url !== address && !url.startsWith('blob:') && !url.startsWith('data:'))).toEqual([]);
});

test('from disk: a sample is one click away', async ({ page }) => {
  await page.goto(address);
  const sample = page.getByRole('button', { name: /^Hold and resume/i });
  test.skip((await sample.count()) === 0, 'the single file offers no samples');
  await sample.click();
  await expect(page.getByRole('grid', { name: 'Calls' })).toBeVisible();
});

test('from disk: choices are kept or at least hold, and a link opens its place', async ({ page }) => {
  await page.goto(address);
  await choose(page, 'Theme', 'Dark');
  await open(page, givenPath(samplePath('hold-resume.pcapng')));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await page.getByRole('listbox', { name: 'Ladder' }).getByRole('option').filter({ hasText: '#195' }).click();
  await expect(page).toHaveURL(/frame=195/);
  await page.reload();
  await open(page, givenPath(samplePath('hold-resume.pcapng')));
  await expect(page.getByRole('listbox', { name: 'Ladder' }).locator('[aria-selected=true]')).toContainText('#195');
});
