/** Digits by every way on one line, tones named, a fax in the ladder and told step by step, video frames: in the browser. */
import type { Locator, Page } from '@playwright/test';
import { call as callWords } from '../src/ui/words/en/call.ts';
import { inspector } from '../src/ui/words/en/inspector.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { tones } from '../src/ui/words/en/tones.ts';
import { endpoint } from '../test/forge/address.ts';
import { alice, bob } from '../test/forge/plain-call.ts';
import { sdp } from '../test/forge/sdp.ts';
import { createCall } from '../test/forge/sip.ts';
import { createStory, type Story } from '../test/forge/story.ts';
import { tellDigits, tellFax } from '../test/forge/tones.ts';
import { choose, given, open } from './acts.ts';
import { expect, test } from './fixtures.ts';

const rows = (page: Page): Locator => page.getByRole('listbox', { name: ladderWords.title }).getByRole('option');
const digit = (page: Page, name: string | RegExp): Locator => page.getByRole('list', { name: tones.digits, exact: true }).getByRole('button', { name });

async function openCall(page: Page, url: string, tell: (story: Story) => void): Promise<void> {
  const story = createStory();
  tell(story);
  await page.goto(url);
  await open(page, given('tones.pcap', story.capture()));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await expect(rows(page).first()).toBeVisible();
}

test('digits are rows of the ladder and badges of INFO, hidden and shown again, and open their packet', async ({ page, site }) => {
  await openCall(page, site.url, tellDigits);
  await expect(rows(page).filter({ hasText: 'DTMF 1 2' })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: 'INFO' }).filter({ hasText: 'DTMF 3' })).toHaveCount(1);
  await expect(page.getByText('1 2 3 # 9', { exact: true })).toBeVisible();
  await rows(page).filter({ hasText: 'DTMF 1 2' }).click();
  await expect(page.getByRole('tab', { name: callWords.pane.packet, exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText(/Real-time Transport Protocol|RTP/).first()).toBeVisible();
  await rows(page).filter({ hasText: 'INVITE' }).first().click();
  await expect(page.getByRole('list', { name: inspector.message })).toBeVisible();
  await choose(page, ladderWords.show, tones.ladder.switches.digits);
  await page.keyboard.press('Escape');
  await expect(rows(page).filter({ hasText: 'DTMF 1 2' })).toHaveCount(0);
  await expect(page).toHaveURL(/no-digits/);
});

test('the line of digits has those of the sound too, doubles marked, and tells each', async ({ page, site }) => {
  await openCall(page, site.url, tellDigits);
  await page.getByRole('tab', { name: callWords.tabs.media }).click();
  await expect(page.getByText(tones.counted(7, 1))).toBeVisible();
  const line = page.getByRole('list', { name: tones.digits, exact: true }).getByRole('button');
  await expect(line).toHaveText(['1', '2', '3', '#', '7', '8', '9', '9']);
  await expect(line.nth(3)).toHaveAccessibleName(new RegExp(tones.rejected('415')));
  await expect(line.nth(4)).toHaveAccessibleName(new RegExp(`${tones.methods.inband}.*to called party`));
  await line.nth(7).click();
  await expect(page.getByText(tones.double('9', tones.methods.rfc4733))).toBeVisible();
  await expect(page.getByRole('list', { name: tones.tones })).toContainText(`${tones.toneNames.ringback} Europe, 425 Hz`);
  await digit(page, /^Digit 3/).click();
  await page
    .getByRole('button', { name: /^#\d+$/ })
    .first()
    .click();
  await expect(rows(page).filter({ hasText: 'DTMF 3' })).toHaveAttribute('aria-selected', 'true');
});

test('a fax: band and steps in the ladder, its story told on the media tab, its packets opened', async ({ page, site }) => {
  await openCall(page, site.url, tellFax);
  await expect(page.getByText(/It turned into a fax over T\.38/)).toBeVisible();
  const band = rows(page).filter({ hasText: tones.ladder.fax });
  await expect(band).toContainText('14,400 bit/s');
  await page.keyboard.press('End');
  await expect(rows(page).filter({ hasText: 'MCF' })).toBeVisible();
  await rows(page).filter({ hasText: 'DCS' }).click();
  await expect(page.getByText('T.38 (UDPTL)').first()).toBeVisible();
  await expect(page.getByText(/\d+: v21, hdlc-data/).first()).toBeVisible();
  await choose(page, ladderWords.show, tones.ladder.switches.fax);
  await page.keyboard.press('Escape');
  await expect(rows(page).filter({ hasText: 'DCS' })).toHaveCount(0);
  await page.getByRole('tab', { name: callWords.tabs.media }).click();
  await expect(page.getByText(tones.fax.outcomes.complete)).toBeVisible();
  await expect(page.getByText('+4940654321 → +4930123456')).toBeVisible();
  const steps = page.getByRole('region', { name: tones.fax.steps }).getByRole('row');
  await expect(steps).toHaveCount(12);
  await expect(steps.filter({ hasText: 'Page' })).toContainText('4,320 octets v17-14400');
});

test('a video stream: frames, key frames, rate', async ({ page, site }) => {
  const story = createStory();
  const [mine, theirs] = [endpoint('192.0.2.10:4002'), endpoint('192.0.2.20:6002')];
  const call = createCall(alice, bob);
  const media = (port: number, address: string): Uint8Array =>
    sdp({ address, media: [{ kind: 'video', port, codecs: ['96 H264/90000'], lines: ['a=imageattr:96 send [x=1280,y=720]'] }] });
  const invite = call.invite({ sdp: media(4002, alice.at.address) });
  const ok = call.respond(invite, 200, { sdp: media(6002, bob.at.address) });
  story.sip(0, invite);
  story.sip(100, ok);
  story.sip(110, call.acknowledge(ok));
  const payload = (index: number): Uint8Array => Uint8Array.from([index % 50 === 0 ? 0x65 : 0x41, ...new Array<number>(600).fill(index & 0xff)]);
  story.rtp(120, mine, theirs, { count: 251, payloadType: 96, interval: 40, ticks: 3600, payload, markers: Array.from({ length: 251 }, (_, i) => i) });
  await page.goto(site.url);
  await open(page, given('video.pcap', story.capture()));
  await page.evaluate(() => {
    location.hash = '#/stream?stream=0';
  });
  const facts = page.locator('sg-video-facts');
  await expect(facts).toContainText('25.0 fps');
  await expect(facts).toContainText(/Key frames\s*6\s*every 2\.0/);
  await expect(facts).toContainText('1280×720');
});
