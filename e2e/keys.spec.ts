/**
 * Decrypt and play, in the built page: SIP over TLS whose SDP has the keys of the media, its secrets behind everything (read again by itself), Opus and G.711, forged and public; keys
 * typed by hand that outlive another reading; and nothing of any key kept by the browser, in the address or in the console.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { oggPackets } from '../test/codec-fixtures/ogg-packets.ts';
import { endpoint } from '../test/forge/address.ts';
import { rtpTrain } from '../test/forge/rtp.ts';
import { calleeMedia, callerMedia, tellSealedCall, withSecretsBehind } from '../test/forge/sealed-call.ts';
import { cryptoLine, srtpKey, srtpSealer } from '../test/forge/srtp.ts';
import { createStory } from '../test/forge/story.ts';
import { call as callWords } from '../src/ui/words/en/call.ts';
import { quality } from '../src/ui/words/en/quality.ts';
import { seal as words } from '../src/ui/words/en/seal.ts';
import { sound } from '../src/ui/words/en/sound.ts';
import type { SgCallSound } from '../src/ui/views/sg-call-sound.ts';
import { given, givenPath, open } from './acts.ts';
import { expect, root, test } from './fixtures.ts';

/** The loudest of each track, `least` at least (of `one` of them is enough), within three seconds and a half of playing. */
async function heard(page: Page, least = 0.05, one = false): Promise<number[]> {
  const strip = page.locator('sg-call-sound');
  await strip.getByRole('button', { name: sound.play, exact: true }).click();
  return strip.evaluate(
    async (element, [wanted, isOneEnough]) => {
      const listening = (element as SgCallSound).listening!;
      const peaks = listening.plan.tracks.map(() => 0);
      const until = performance.now() + 3500;
      while (performance.now() < until && (isOneEnough ? Math.max(...peaks) : Math.min(...peaks)) < wanted) {
        peaks.forEach((peak, track) => (peaks[track] = Math.max(peak, listening.level(track))));
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return peaks;
    },
    [least, one] as const,
  );
}

async function openMedia(page: Page, callId: string): Promise<void> {
  await page.evaluate((id) => (location.hash = `#/call?id=${id}&tab=media`), Buffer.from(callId).toString('base64url'));
  await expect(page.getByRole('tab', { name: callWords.tabs.media })).toHaveAttribute('aria-selected', 'true');
}

/** All that a browser keeps of a page, and what the page said. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const cached: string[] = [];
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) cached.push(url);
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      await indexedDB.databases(),
      document.cookie,
      location.href,
      history.state,
      window.name,
      document.title,
      cached,
    ]);
  });
}

const spelled = (secret: Uint8Array): string[] => [Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').slice(0, 20)];

test('Opus under TLS and SRTP, the secrets behind it all: read again, heard, and nothing kept', async ({ page, site }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const voice = oggPackets(readFileSync(join(root, 'test/codec-fixtures/voice.opus')));
  const told = tellSealedCall({ count: voice.length, payloadType: 96, ticks: 960, payload: (index) => voice[index]! }, '96 opus/48000/2');
  await page.goto(site.url);
  expect(await open(page, given('live.pcapng', withSecretsBehind(told)))).toMatchObject({ opens: true });
  await openMedia(page, told.callId);
  await expect(page.locator('sg-media-streams').getByText(words.opened)).toHaveCount(2);
  for (const peak of await heard(page)) expect(peak).toBeGreaterThan(0.05);
  const everything = (await kept(page)) + said.join('\n');
  for (const secret of told.secrets) for (const one of spelled(secret)) expect(everything).not.toContain(one);
});

test('a key typed by hand stays when the capture is read again, and is forgotten when a person says so', async ({ page, site }) => {
  const key = srtpKey('typed');
  const seal = srtpSealer(key);
  const story = createStory();
  for (const { at, octets } of rtpTrain({ count: 120, ssrc: 7 })) story.datagram(at, callerMedia, calleeMedia, seal(octets));
  story.datagram(10, endpoint('192.0.2.30:7000'), endpoint('192.0.2.31:7002'), new Uint8Array(40));
  await page.goto(site.url);
  await open(page, given('sealed.pcap', story.capture()));
  await page.evaluate(() => (location.hash = '#/stream?stream=0'));
  const notes = page.locator('sg-seal-notes');
  await notes.getByText(words.isSealed).click();
  await notes.getByLabel(words.key).fill(cryptoLine(key));
  await notes.getByRole('button', { name: words.try }).click();
  const opened = page.locator('sg-stream-facts').getByText(words.opened);
  await expect(opened).toBeVisible();
  await expect(page.locator('sg-quality-card').getByText(quality.sealed)).toHaveCount(0);
  await page.evaluate(() => (location.hash = `${location.hash}&decode=rtp@7002`));
  await page.evaluate(() => globalThis.sipglass?.ready());
  await expect(page.locator('sg-decode')).toBeVisible();
  await expect(opened).toBeVisible();
  expect(page.url()).toContain('decode=');
  for (const one of spelled(key.key)) expect(await kept(page)).not.toContain(one);
  await page.keyboard.press('Control+k');
  await page.locator('sg-palette').getByRole('combobox').fill('Keys for enc');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Forget the keys typed by hand/ }).click();
  await page.keyboard.press('Escape');
  await expect(opened).toHaveCount(0);
  await expect(notes.getByText(words.isSealed)).toBeVisible();
});

const shared = join(root, '../shared/captures');
const isHere = existsSync(shared);
if (!isHere) console.warn('NOT RUN: public captures of ../shared are not decrypted and played (no ../shared here)');

test('public captures, opened and heard: G.711 with keys in the SDP, Opus with a key log', async ({ page, site }) => {
  test.skip(!isHere, 'NOT RUN: no ../shared/captures here');
  const normal = givenPath(join(shared, 'pentesteracademy_voipshark/SIP-SRTP-Normal_Call_two_parties.pcap'));
  const proxy = join(shared, 'recorded/proxy-tls-srtp.pcapng');
  for (const files of [[normal], [givenPath(proxy), givenPath(`${proxy}.keylog`)]]) {
    await page.goto(site.url);
    expect(await open(page, ...files)).toMatchObject({ opens: true });
    await page
      .getByRole('grid', { name: 'Calls' })
      .getByRole('row', { name: /INVITE|COMPLETED|Completed|Ended|SRTP/i })
      .first()
      .click(); // prettier-ignore
    await page.getByRole('tab', { name: callWords.tabs.media }).click();
    await expect(page.locator('sg-media-streams').getByText(words.opened).first()).toBeVisible();
    // quiet speech
    expect(Math.max(...(await heard(page, 0.01, true)))).toBeGreaterThan(0.01);
  }
});
