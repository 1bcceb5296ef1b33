/**
 * Capture points in a browser: two captures of one call, dropped together, become one call; the panel says how the clocks stand, the
 * ladder where a message was lost, the stream what happened in between; what is chosen is read anew.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { diagnostics as diagnosticsWords } from '../src/ui/words/en/diagnostics.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { points as words } from '../src/ui/words/en/points.ts';
import { tellPlainCall } from '../test/forge/plain-call.ts';
import { createStory } from '../test/forge/story.ts';
import { captureTwice } from '../test/forge/two-points.ts';
import { given, open } from './acts.ts';
import { expect, ready, test } from './fixtures.ts';

const payload = (index: number): Uint8Array => Uint8Array.from({ length: 160 }, (_, i) => (index * 31 + i * i + (index >> 3)) & 0xff);

function bothSides(): ReturnType<typeof captureTwice> {
  const story = createStory();
  tellPlainCall(story, 0, { ended: 12_000, toCallee: { payload }, toCaller: { payload } });
  const told = story.told();
  const [bye, ok] = told.slice(-2);
  const again = [bye!, ok!].map((packet) => ({ ...packet, time: packet.time + 500_000_000n }));
  const link = { loss: 4, delay: 30, jitter: 8, offset: 37_123, drift: 40, seed: 7 };
  return captureTwice(
    [...told.slice(0, -1), ...again],
    [192, 0, 2, 10],
    { ...link, drop: (packet) => packet === bye },
    { format: 'pcap', resolution: 'nanoseconds' },
  );
}

test('two captures of one call', async ({ page, site }) => {
  const made = bothSides();
  await page.goto(site.url);
  await open(page, given('near.pcap', made.a), given('far.pcap', made.b));
  await expect(page.getByRole('grid').getByRole('row', { name: /alice/ })).toHaveCount(1);

  await page.getByRole('grid').getByText('Completed').dblclick();
  const ladder = page.getByRole('listbox', { name: ladderWords.title });
  await expect(ladder.getByRole('option', { name: new RegExp(`^BYE.*${words.lostBehind('A')}`) })).toHaveCount(1);
  await expect(ladder.getByRole('option', { name: /^INVITE/ })).toHaveCount(1);

  await page.evaluate(() => (location.hash = '#/diagnostics'));
  const panel = page.locator('sg-capture-points');
  await expect(panel.getByRole('row', { name: /far\.pcap/ })).toContainText(/37\.12\d\ss ahead/);
  await expect(panel.getByRole('row', { name: /far\.pcap/ })).toContainText(/drift [\d.]+ ppm ±/);
  await expect(page.getByRole('heading', { name: diagnosticsWords.captures })).toBeVisible();
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.map(({ id }) => id)).toEqual([]);

  await panel.getByLabel(words.correct).uncheck();
  await ready(page);
  await expect(panel.getByText(words.ownClocks)).toBeVisible();
  await panel.getByLabel(words.correct).check();
  await ready(page);

  await page.evaluate(() => (location.hash = '#/streams'));
  await page.getByRole('grid').getByText('192.0.2.10').first().dblclick();
  const way = page.getByRole('region', { name: words.segments });
  await expect(way.getByRole('row', { name: new RegExp(words.segment('A', 'B')) })).toContainText(String(made.toB.lost));
  await expect(page.locator('sg-segment-plots sg-time-chart')).toHaveCount(2);
  await expect(page.getByRole('img', { name: new RegExp(words.lossSummary(String(made.toB.lost))) })).toHaveCount(1);
});
