/** Media under the keys of DTLS: a capture and its key log dropped together are heard; the capture alone says what it needs, and a key that is typed opens a stream. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { call as callWords } from '../src/ui/words/en/call.ts';
import { quality } from '../src/ui/words/en/quality.ts';
import { remedies as remedyWords } from '../src/ui/words/en/remedies.ts';
import { seal as words } from '../src/ui/words/en/seal.ts';
import { sound as soundWords } from '../src/ui/words/en/sound.ts';
import type { SgCallSound } from '../src/ui/views/sg-call-sound.ts';
import { expect, root, test } from './fixtures.ts';

const recorded = (name: string): Buffer<ArrayBuffer> => readFileSync(join(root, 'test/recorded', name));
const capture = { name: 'dtls-srtp.pcap', mimeType: '', buffer: Buffer.from(gunzipSync(recorded('dtls-srtp.pcap.gz'))) };
const keyLog = { name: 'sslkeylog.txt', mimeType: '', buffer: recorded('dtls-srtp.keys') };
const strip = (page: Page): Locator => page.locator('sg-call-sound');

async function openMedia(page: Page, url: string, files: readonly (typeof capture)[]): Promise<void> {
  await page.goto(url);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files]);
  await page.evaluate(() => globalThis.sipglass?.ready());
  await page.evaluate((id) => (location.hash = `#/call?id=${id}&tab=media`), Buffer.from('dtls-srtp@192.0.2.10').toString('base64url'));
  await expect(page.getByRole('tab', { name: callWords.tabs.media })).toHaveAttribute('aria-selected', 'true');
}

test('a capture and a key log dropped together: both directions are heard', async ({ page, site }) => {
  await openMedia(page, site.url, [capture, keyLog]);
  await expect(page.locator('sg-media-streams').getByText(words.opened)).toHaveCount(2);
  await strip(page).getByRole('button', { name: soundWords.play, exact: true }).click();
  const loudest = await strip(page).evaluate(async (element) => {
    const listening = (element as SgCallSound).listening!;
    const peaks = listening.plan.tracks.map(() => 0);
    const until = performance.now() + 3500;
    while (performance.now() < until && peaks.some((peak) => peak < 0.05)) {
      peaks.forEach((peak, track) => (peaks[track] = Math.max(peak, listening.level(track))));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return peaks;
  });
  expect(loudest).toHaveLength(2);
  for (const peak of loudest) expect(peak).toBeGreaterThan(0.05);
});

test('without it the page says what is missing, in the tab, in the list and among the packets', async ({ page, site }) => {
  await openMedia(page, site.url, [capture]);
  const random = /CLIENT_RANDOM ([0-9a-f]{64})/.exec(keyLog.buffer.toString())![1]!;
  const notes = page.locator('sg-seal-notes');
  await expect(notes).toContainText(random);
  await expect(page.locator('sg-quality-card').getByText(quality.sealed).first()).toBeVisible();
  await notes.getByText(words.typeKey).click();
  await notes.getByLabel(words.key).fill('no key at all');
  await notes.getByRole('button', { name: words.try }).click();
  await expect(notes.getByRole('status')).toHaveText(words.answers.noKey);
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.map(({ id }) => id)).toEqual([]);
  await page.evaluate(() => (location.hash = '#/calls'));
  await expect(page.getByRole('img', { name: new RegExp(random) })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/packets?frame=7'));
  const remedies = page.getByRole('list', { name: remedyWords.title });
  await expect(remedies).toContainText(`${random.slice(0, 8)}…${random.slice(-4)}`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await remedies.getByRole('button', { name: remedyWords.copyRandom }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(random);
  await expect(page.locator('sg-packet-inspector')).toContainText('ServerHello');
});
