/**
 * Legs in a browser: calls through boxes of their own Call-IDs are marked and put together in the list, open as one ladder with a
 * colour each, say why they are one call and what differs between their media; a person parts and links them. One hop of a
 * call through proxies.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { call as callWords } from '../src/ui/words/en/call.ts';
import { calls as callsWords } from '../src/ui/words/en/calls.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { legs as words } from '../src/ui/words/en/legs.ts';
import { endpoint } from '../test/forge/address.ts';
import { party, tellBridged, type Leg } from '../test/forge/bridged-call.ts';
import { createRandom } from '../test/forge/random.ts';
import { createCall, type SipMessage } from '../test/forge/sip.ts';
import { createStory } from '../test/forge/story.ts';
import { given, open, type GivenFile } from './acts.ts';
import { expect, test } from './fixtures.ts';

const noise =
  (seed: number) =>
  (index: number): Uint8Array => {
    const random = createRandom(seed * 7919 + index + 1);
    return Uint8Array.from({ length: 160 }, () => Math.floor(Math.abs(random.around(127))));
  };

/** A call of three legs with somebody else's between them in the list; media towards the called party on all three. */
function bridged(): GivenFile {
  const story = createStory();
  const legs: Leg[] = [
    {
      from: party('4930111111', '192.0.2.10'),
      to: party('4930222222', '192.0.2.50'),
      callId: 'first-leg',
      media: endpoint('192.0.2.10:4000'),
      callee: endpoint('192.0.2.50:7002'),
    },
    {
      from: party('4930111111', '192.0.2.50'),
      to: party('4930222222', '192.0.2.60'),
      callId: 'second-leg',
      media: endpoint('192.0.2.50:7000'),
      callee: endpoint('192.0.2.60:7102'),
    },
    {
      from: party('4930111111', '192.0.2.60'),
      to: party('4930222222', '192.0.2.20'),
      callId: 'third-leg',
      media: endpoint('192.0.2.60:7100'),
      callee: endpoint('192.0.2.20:8000'),
      headers: [['X-CID', 'second-leg']],
    },
  ];
  tellBridged(story, 0, legs, { pause: 40 });
  tellBridged(story, 60, [{ from: party('zoe', '192.0.2.99'), to: party('yan', '192.0.2.98'), callId: 'somebody-else' }]);
  const train = { count: 200, ssrc: 1, firstSequence: 31_000, firstTimestamp: 987_654_321, payload: noise(1) };
  story.rtp(1200, endpoint('192.0.2.10:4000'), endpoint('192.0.2.50:7002'), { ...train, lost: [50] });
  story.rtp(1212, endpoint('192.0.2.50:7000'), endpoint('192.0.2.60:7102'), { ...train, lost: [50, 70, 71] });
  story.rtp(1220, endpoint('192.0.2.60:7100'), endpoint('192.0.2.20:8000'), { ...train, ssrc: 9, firstSequence: 5, firstTimestamp: 77, lost: [50, 70, 71] });
  return given('bridged.pcap', story.capture());
}

/** INVITE and 486 through two proxies. */
function proxied(): GivenFile {
  const story = createStory();
  const call = createCall(party('carol', '192.0.2.30'), party('dave', '192.0.2.31'));
  const hop = (message: SipMessage, from: string, to: string, vias: readonly string[]): SipMessage => {
    const text = new TextDecoder()
      .decode(message.octets)
      .replace('\r\nVia: ', `\r\n${vias.map((via) => `Via: SIP/2.0/UDP ${via}:5060;branch=z9hG4bK-${via}\r\n`).join('')}Via: `);
    return { ...message, from: endpoint(`${from}:5060`), to: endpoint(`${to}:5060`), octets: new TextEncoder().encode(text) };
  };
  const invite = call.invite();
  const busy = call.respond(invite, 486);
  story.sip(0, hop(invite, '192.0.2.30', '192.0.2.40', []));
  story.sip(4, hop(invite, '192.0.2.40', '192.0.2.41', ['192.0.2.40']));
  story.sip(11, hop(invite, '192.0.2.41', '192.0.2.31', ['192.0.2.41', '192.0.2.40']));
  story.sip(500, hop(busy, '192.0.2.31', '192.0.2.41', ['192.0.2.41', '192.0.2.40']));
  story.sip(502, hop(busy, '192.0.2.41', '192.0.2.40', ['192.0.2.40']));
  story.sip(505, hop(busy, '192.0.2.40', '192.0.2.30', []));
  return given('proxied.pcap', story.capture());
}

const list = (page: Page): Locator => page.getByRole('grid', { name: callsWords.title });
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const legsPanel = (page: Page): Locator => page.locator('sg-legs');
/** names of the open calls, above the ladder */
const openCalls = (page: Page): Locator => page.getByRole('tablist', { name: /calls/i }).getByRole('tab');

async function senders(page: Page): Promise<string[]> {
  const cells = await list(page).getByRole('row').allTextContents();
  return cells.slice(1).map((text) => (text.includes('zoe') ? 'zoe' : text.includes('↳') ? '↳' : 'A'));
}

test('legs stand together, open as one ladder, and say why', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, bridged());
  await expect.poll(() => senders(page)).toEqual(['A', '↳', 'zoe', '↳']);
  await button(page, callsWords.families).click();
  await expect.poll(() => senders(page)).toEqual(['A', '↳', '↳', 'zoe']);
  await expect(page).toHaveURL(/show=families/);
  await list(page).getByRole('row').nth(2).click();
  await button(page, words.open(2)).click();
  await expect(openCalls(page)).toHaveCount(3);
  await expect(page).toHaveURL(/show=by-call/);
  await page.getByRole('tab', { name: callWords.tabs.details }).click();
  const items = legsPanel(page).locator('ol > li');
  await expect(items).toHaveCount(3);
  await expect(items.nth(1)).toContainText(words.reasons.users);
  await expect(items.nth(1)).toContainText(words.reasons.rtpNumbers);
  await expect(items.nth(2)).toContainText(words.reasons.xCid);
  const media = legsPanel(page).getByRole('row');
  await expect(media.nth(1)).toContainText('12.0 ms');
  await expect(media.nth(1)).toContainText(words.media.packets('2'));
  await expect(media.nth(2)).toContainText('8.00 ms');
  await expect(media.nth(2)).toContainText(words.media.by.payload);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('x opens a call with its legs and alone again, from the list and on the page', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, bridged());
  await list(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(openCalls(page)).toHaveCount(3);
  await expect(button(page, words.alone)).toBeVisible();
  await page.keyboard.press('x');
  await expect(openCalls(page)).toHaveCount(0);
  await expect(button(page, words.open(2))).toBeVisible();
});

test('a person parts two legs, links them again, links by number', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, bridged());
  await list(page).getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: callWords.tabs.details }).click();
  const items = legsPanel(page).locator('ol > li');
  await expect(items).toHaveCount(3);
  await items.nth(1).getByRole('button', { name: words.cut, exact: true }).click();
  await expect(legsPanel(page)).toContainText(words.none);
  await button(page, words.again).click();
  await expect(items).toHaveCount(3);
  await legsPanel(page).getByLabel(words.by).fill('3');
  await legsPanel(page).getByRole('button', { name: words.byButton, exact: true }).click();
  await expect(items).toHaveCount(4);
  await expect(items.filter({ hasText: 'somebody-else' })).toContainText(words.pinnedScore);
  await items.filter({ hasText: 'somebody-else' }).getByRole('button', { name: words.unpin, exact: true }).click();
  await expect(items).toHaveCount(3);
});

test('one hop of a call through proxies, and what each proxy took', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, proxied());
  await list(page).getByRole('row').nth(1).click();
  const ladder = page.locator('sg-call-ladder');
  await expect(ladder).toContainText(ladderWords.passedOn('7.00 ms'));
  await expect(ladder).toContainText('192.0.2.41');
  await button(page, ladderWords.oneHop).click();
  await expect(ladder).not.toContainText('192.0.2.41');
  await expect(ladder).toContainText(ladderWords.counted('2', 0));
});
