/**
 * Listening, in a browser: play gives sound (measured where it leaves the graph of the page), the one cursor is the same in
 * plots, waveforms and ladder, the keyboard does everything, and what is saved is a WAV file that others open.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { call as callWords } from '../src/ui/words/en/call.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { sound as words } from '../src/ui/words/en/sound.ts';
import type { SgCallSound } from '../src/ui/views/sg-call-sound.ts';
import { tellPlainCall } from '../test/forge/plain-call.ts';
import { createStory } from '../test/forge/story.ts';
import { given, givenPath, open, saved, type GivenFile } from './acts.ts';
import { samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';

const strip = (page: Page): Locator => page.locator('sg-call-sound');
const wave = (page: Page, name: string = words.direction.toCallee): Locator => page.getByRole('slider', { name: words.wave(name) });
const playButton = (page: Page): Locator => strip(page).getByRole('button', { name: words.play, exact: true });
const pauseButton = (page: Page): Locator => strip(page).getByRole('button', { name: words.pause, exact: true });

async function openMedia(page: Page, url: string, file: GivenFile, heard: string = words.direction.toCallee): Promise<void> {
  await page.goto(url);
  await open(page, file);
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: callWords.tabs.media }).click();
  await expect(wave(page, heard)).toBeVisible({ timeout: 30_000 });
}

async function openMediaFolded(page: Page, file: GivenFile): Promise<void> {
  await open(page, file);
  await page.getByRole('tab', { name: callWords.tabs.media }).click();
  await expect(strip(page).getByRole('button', { name: words.unfold })).toBeVisible({ timeout: 30_000 });
}

/** What the player says of itself, and the loudest it was within a second. */
async function playing(page: Page): Promise<{ status: string; startedIn: number | undefined; at: number; peaks: number[] }> {
  return strip(page).evaluate(async (element) => {
    const heard = (): NonNullable<SgCallSound['listening']> => (element as SgCallSound).listening!;
    const peaks = heard().plan.tracks.map(() => 0);
    const until = performance.now() + 1000;
    while (performance.now() < until) {
      peaks.forEach((peak, track) => (peaks[track] = Math.max(peak, heard().level(track))));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { status: heard().status, startedIn: heard().startedIn, at: heard().cursor.value ?? -1, peaks };
  });
}

/** Seconds of the call's clock at the cursor. */
const at = (page: Page): Promise<number> =>
  strip(page).evaluate((element) => (((element as SgCallSound).listening?.cursor.value ?? NaN) - (element as SgCallSound).origin) / 1e9);

/** Where the lines of the cursor stand: page pixels. */
async function lines(page: Page): Promise<{ plots: number[]; waves: number[] }> {
  const places = (selector: string): Promise<number[]> =>
    page.locator(selector).evaluateAll((all) => all.filter((line) => !(line as HTMLElement).hidden).map((line) => line.getBoundingClientRect().x));
  return { plots: await places('sg-time-chart .moment'), waves: await places('sg-waveform .cursor') };
}

test('play gives sound in both ways, at the cursor that plots and waveforms share', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(samplePath('loss-and-jitter.pcap')));
  await playButton(page).click();
  await expect(pauseButton(page)).toBeVisible();
  const first = await playing(page);
  expect(first.status).toBe('playing');
  expect(Math.max(...first.peaks)).toBeGreaterThan(0.05);
  const second = await playing(page);
  expect((second.at - first.at) / 1e9).toBeGreaterThan(0.5);
  await pauseButton(page).click();
  const stopped = await at(page);
  await page.waitForTimeout(300);
  expect(await at(page)).toBe(stopped);
  const { plots, waves } = await lines(page);
  expect(plots.length).toBeGreaterThanOrEqual(5);
  expect(waves).toHaveLength(2);
  for (const x of [...plots, ...waves]) expect(Math.abs(x - waves[0]!)).toBeLessThan(1);
  // the drawing areas stand exactly below each other
  const area = await page.locator('sg-time-chart .u-over').first().boundingBox();
  const canvas = await page.locator('sg-waveform').first().boundingBox();
  expect(Math.abs(area!.x - canvas!.x)).toBeLessThan(0.5);
  expect(Math.abs(area!.width - canvas!.width)).toBeLessThan(0.5);
});

test('whoever moves the cursor moves it everywhere', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(samplePath('hold-resume.pcapng')));
  const area = page.locator('sg-time-chart .u-over').first();
  // the sound strip stays in sight and would cover it at the foot of the page
  await area.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  const box = (await area.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.25, box.y + 20);
  await expect.poll(async () => (await lines(page)).waves.map((x) => Math.abs(Math.round(x - box.x - box.width * 0.25)))).toEqual([0, 0]);
  const canvas = (await wave(page).boundingBox())!;
  await page.mouse.click(canvas.x + canvas.width * 0.6, canvas.y + canvas.height / 2);
  await expect.poll(async () => Math.abs(Math.round((await lines(page)).plots[0]! - box.x - box.width * 0.6))).toBe(0);
  const moment = await at(page);
  await page.getByRole('tab', { name: callWords.tabs.ladder }).click();
  const line = page.locator('sg-ladder-diagram .moment');
  await expect(line).toBeVisible();
  const before = (await line.boundingBox())!.y;
  // a row of the ladder moves it too: the resume comes before that moment
  const rows = page.getByRole('listbox', { name: ladderWords.title }).getByRole('option');
  await rows.first().click();
  await expect.poll(async () => (await line.boundingBox())!.y).toBeLessThan(before);
  await page.getByRole('tab', { name: callWords.tabs.media }).click();
  await expect.poll(() => at(page)).toBeLessThan(moment);
  expect(await at(page)).toBe(0);
});

test('the ladder is listened to as well, from the first press, and follows what is played', async ({ page, site }) => {
  await page.setViewportSize({ width: 1024, height: 560 });
  await page.goto(site.url);
  await open(page, givenPath(samplePath('hold-resume.pcapng')));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  const ladder = page.getByRole('listbox', { name: ladderWords.title });
  await expect(ladder.getByRole('option').first()).toBeVisible();
  await page.getByRole('button', { name: words.listen, exact: true }).click();
  await expect(page.getByRole('button', { name: words.pause, exact: true })).toBeVisible();
  const line = page.locator('sg-ladder-diagram .moment');
  const places = (): Promise<{ line: number; top: number; bottom: number; scrolled: number }> =>
    line.evaluate((element) => {
      const scroller = (element.getRootNode() as ShadowRoot).querySelector('.scroller')!;
      const { top, bottom } = scroller.getBoundingClientRect();
      return { line: element.getBoundingClientRect().top, top, bottom, scrolled: scroller.scrollTop };
    });
  // the resume stands below what fits
  await expect.poll(async () => (await places()).scrolled, { timeout: 30_000 }).toBeGreaterThan(0);
  const seen = await places();
  expect(seen.line).toBeGreaterThan(seen.top);
  expect(seen.line).toBeLessThan(seen.bottom);
});

test('the strip folds and stays folded; each way has a place between the ears', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(samplePath('loss-and-jitter.pcap')));
  const pan = strip(page).getByRole('slider', { name: words.pan(words.direction.toCaller) });
  await pan.focus();
  await page.keyboard.press('End');
  await expect(pan).toHaveAttribute('aria-valuetext', 'right');
  const height = async (): Promise<number> => (await strip(page).boundingBox())!.height;
  const open = await height();
  await strip(page).getByRole('button', { name: words.fold }).click();
  await expect(wave(page)).toHaveCount(0);
  expect(await height()).toBeLessThan(open / 2);
  await page.reload();
  await openMediaFolded(page, givenPath(samplePath('loss-and-jitter.pcap')));
  await strip(page).getByRole('button', { name: words.unfold }).click();
  await expect(wave(page)).toBeVisible();
});

test('by keyboard alone: play, pause, seek, loop, zoom', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(samplePath('loss-and-jitter.pcap')));
  await page.keyboard.press('p');
  await expect(pauseButton(page)).toBeVisible();
  await page.keyboard.press('p');
  await expect(playButton(page)).toBeVisible();
  await wave(page).focus();
  await page.keyboard.press('Home');
  expect(await at(page)).toBe(0);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  expect(await at(page)).toBeCloseTo(3.1, 6);
  await expect(wave(page)).toHaveAttribute('aria-valuetext', '0:03.1');
  await page.keyboard.press('[');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(']');
  await expect(strip(page).getByRole('button', { name: words.loop('0:03.1', '0:04.1') })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(pauseButton(page)).toBeVisible();
  for (let look = 0; look < 3; look++) {
    await playing(page);
    expect(await at(page)).toBeGreaterThan(3.05);
    expect(await at(page)).toBeLessThan(4.15);
  }
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(strip(page).getByRole('button', { name: /^Loop/ })).toHaveCount(0);
  await page.keyboard.press('+');
  await expect.poll(() => new URL(page.url()).hash).toContain('from=');
  await page.keyboard.press('0');
  await expect.poll(() => new URL(page.url()).hash).not.toContain('from=');
});

test('the buffer changes what is heard while it plays; mute, speed and one way in each ear', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(fileURLToPath(new URL('../test/recorded/heard.pcap.gz', import.meta.url))));
  await playButton(page).click();
  await playing(page);
  const name = strip(page).locator('.name').first();
  await expect(name).toContainText('24 lost, 6 late');
  await page.evaluate(() => (location.hash += '&buffer=f20'));
  await expect(name).toContainText(/24 lost, \d\d late/);
  await strip(page).getByRole('combobox', { name: words.speed }).selectOption('2');
  await strip(page).getByRole('button', { name: words.apart }).click();
  await strip(page)
    .getByRole('button', { name: words.mute(words.direction.toCallee) })
    .click();
  const first = await playing(page);
  expect(first.status).toBe('playing');
  const second = await playing(page);
  expect(second.peaks[0]).toBeLessThan(0.01);
  expect((second.at - first.at) / 1e9).toBeGreaterThan(1);
});

test('ten minutes begin to sound soon after the press', async ({ page, site }) => {
  test.slow();
  const story = createStory();
  tellPlainCall(story, 0, { ended: 601_000 });
  await openMedia(page, site.url, given('ten-minutes.pcap', story.capture()));
  await playButton(page).click();
  const first = await playing(page);
  expect(Math.max(...first.peaks)).toBeGreaterThan(0.1);
  const waits = [first.startedIn ?? Infinity];
  // from places nobody has listened to yet; the least of them, for tests share their machine
  const canvas = (await wave(page).boundingBox())!;
  for (const share of [0.4, 0.6, 0.8]) {
    await pauseButton(page).click();
    await expect(playButton(page)).toBeVisible();
    await page.mouse.click(canvas.x + canvas.width * share, canvas.y + canvas.height / 2);
    await playButton(page).click();
    waits.push((await playing(page)).startedIn ?? Infinity);
  }
  console.log(`first sound scheduled ${waits.map((wait) => wait.toFixed(0)).join(', ')} ms after the press, in a call of ten minutes`);
  expect(Math.min(...waits)).toBeLessThan(200);
});

test('saved sound is a WAV file: both ways, and a selection', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(samplePath('loss-and-jitter.pcap')));
  const save = (item: string): ReturnType<typeof saved> =>
    saved(page, async () => {
      await strip(page).getByRole('button', { name: words.save }).click();
      await strip(page).getByRole('menuitem', { name: item }).click();
    });
  const { name, octets } = await save(words.saveStereo);
  expect(name).toMatch(/\.wav$/);
  expect(octets.toString('latin1', 0, 4)).toBe('RIFF');
  expect(octets.readUInt32LE(4)).toBe(octets.length - 8);
  expect([octets.readUInt16LE(22), octets.readUInt32LE(24)]).toEqual([2, 8000]);
  const folder = mkdtempSync(join(tmpdir(), 'sipglass-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, octets);
    const probed = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name,channels,sample_rate:format=duration', '-of', 'json', path]);
    const { streams, format } = JSON.parse(probed.toString()) as { streams: { codec_name: string; channels: number }[]; format: { duration: string } };
    expect(streams[0]).toMatchObject({ codec_name: 'pcm_s16le', channels: 2 });
    expect(Number(format.duration)).toBeGreaterThan(6);
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'ENOENT') throw problem;
    console.warn('SKIPPED: no ffprobe here; only the header was looked at');
  } finally {
    rmSync(folder, { recursive: true });
  }
  const canvas = (await wave(page).boundingBox())!;
  await page.mouse.move(canvas.x + canvas.width * 0.4, canvas.y + 20);
  await page.mouse.down();
  await page.mouse.move(canvas.x + canvas.width * 0.6, canvas.y + 20, { steps: 4 });
  await page.mouse.up();
  const selection = await save(words.saveSelection);
  expect((selection.octets.length - 44) / octets.length).toBeLessThan(0.5);
  expect(selection.octets.readUInt32LE(40)).toBe(selection.octets.length - 44);
});

test('what nobody can decode says so, and its payload can be saved', async ({ page, site }) => {
  const story = createStory();
  tellPlainCall(story, 0, { toCallee: { payloadType: 4, payload: () => new Uint8Array(24).fill(7) } });
  await openMedia(page, site.url, given('g723.pcap', story.capture()), words.direction.toCaller);
  await expect(strip(page)).toContainText('there is no decoder for it here');
  const { octets } = await saved(page, async () => {
    await strip(page).getByRole('button', { name: words.save }).click();
    await strip(page)
      .getByRole('menuitem', { name: words.savePayload(words.direction.toCallee) })
      .click();
  });
  expect(octets.length).toBe(250 * 24);
});

test('axe finds nothing while it plays', async ({ page, site }) => {
  await openMedia(page, site.url, givenPath(samplePath('loss-and-jitter.pcap')));
  await playButton(page).click();
  await playing(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join('; ')}`)).toEqual([]);
});
