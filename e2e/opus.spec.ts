/**
 * Opus in the built page: the browser's decoder in the worker, heard through the call page's own WAV. What comes out is what
 * libopus makes of the same packets; holes and octets that are no Opus are bridged, and what follows them is not moved.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { oggPackets } from '../test/codec-fixtures/ogg-packets.ts';
import { writeCapture } from '../test/forge/capture.ts';
import { alice, bob } from '../test/forge/plain-call.ts';
import type { TrainOptions } from '../test/forge/rtp.ts';
import { audio } from '../test/forge/sdp.ts';
import { createCall } from '../test/forge/sip.ts';
import { createStory } from '../test/forge/story.ts';
import { browserLaunch } from '../scripts/browser.mjs';
import { expect, pardon, root, singleFile, test } from './fixtures.ts';

const voice = join(root, 'test/codec-fixtures/voice.opus');
const packets = oggPackets(readFileSync(voice));
const opus = '96 opus/48000/2 useinbandfec=1';

/** Both ways the same packets of voice.opus; the way to the caller with the changes. */
function opusCall(toCaller: Partial<TrainOptions>): Buffer {
  const story = createStory({});
  const call = createCall(alice, bob);
  const media = [
    { address: call.caller.at.address, port: 4000 },
    { address: call.callee.at.address, port: 6000 },
  ] as const;
  const invite = call.invite({ sdp: audio(media[0], { codecs: [opus] }) });
  const ok = call.respond(invite, 200, { sdp: audio(media[1], { codecs: [opus] }) });
  const bye = call.bye('caller');
  story.sip(0, invite);
  story.sip(500, ok);
  story.sip(510, call.acknowledge(ok));
  const train: TrainOptions = { count: packets.length, payloadType: 96, ticks: 960, payload: (index) => packets[index]! };
  story.rtp(600, ...media, { ...train, ssrc: 0xa11ce });
  story.rtp(600, media[1], media[0], { ...train, ssrc: 0xb0b, ...toCaller });
  story.sip(700 + packets.length * 20, bye);
  story.sip(710 + packets.length * 20, call.respond(bye, 200));
  return Buffer.from(writeCapture(story.told(), { format: 'pcap', linkType: 1 }));
}

// one more name for this machine, which is none the browser trusts
const launch = browserLaunch();
test.use({ launchOptions: { ...launch, args: [...(launch.args ?? []), '--host-resolver-rules=MAP elsewhere.test 127.0.0.1'] } });

interface Wav {
  readonly rate: number;
  readonly samples: Int16Array;
}

/** Opens the capture, its one call, and what is heard of it. */
async function listen(page: Page, url: string, capture: Buffer): Promise<Locator> {
  await page.goto(url);
  await page.locator('input[type=file]').setInputFiles({ name: 'opus.pcap', mimeType: '', buffer: capture });
  await page.evaluate(() => globalThis.sipglass?.ready());
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: /^Media/ }).click();
  return page.locator('sg-call-sound');
}

/** Saves one way. */
async function saved(page: Page, url: string, capture: Buffer, way: string): Promise<Wav> {
  const strip = await listen(page, url, capture);
  await strip.getByRole('button', { name: 'Save sound' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: `${way} (WAV)` }).click()]);
  const file = readFileSync(await download.path());
  const data = file.indexOf('data', 12, 'latin1') + 8;
  return { rate: file.readUInt32LE(24), samples: Int16Array.from({ length: (file.length - data) >> 1 }, (_, i) => file.readInt16LE(data + 2 * i)) };
}

/** Decibels of `wanted` above what differs, at the best place within 30 ms. */
function likeness(wanted: Int16Array, heard: Int16Array, from = 0, until = wanted.length): number {
  let best = -Infinity;
  for (let shift = 0; shift < 1440; shift++) {
    let signal = 0;
    let noise = 0;
    for (let i = from; i < until; i += 1) {
      signal += wanted[i]! ** 2;
      noise += (wanted[i]! - (heard[i + shift] ?? 0)) ** 2;
    }
    best = Math.max(best, 10 * Math.log10(signal / Math.max(noise, 1e-9)));
  }
  return best;
}

const loudness = (samples: Int16Array, from: number, until: number): number =>
  Math.sqrt(samples.subarray(from, until).reduce((sum, value) => sum + value * value, 0) / (until - from));

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
if (!hasFfmpeg) console.warn('SKIPPED: Opus in the page against libopus: ffmpeg is not installed');

/** libopus' sound of the fixture, whose container says to drop its first 312 samples. */
function byLibopus(): Int16Array {
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-c:a', 'libopus', '-i', voice, '-f', 's16le', '-ar', '48000', '-ac', '1', '-'], { maxBuffer: 1 << 26 });
  return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
}

test('a call in Opus is heard as libopus decodes it', async ({ page, site }) => {
  const { rate, samples } = await saved(page, site.url, opusCall({}), 'to called party');
  expect(rate).toBe(48_000);
  expect(samples.length).toBeGreaterThanOrEqual(packets.length * 960 - 960);
  expect(loudness(samples, 0, samples.length)).toBeGreaterThan(300);
  test.skip(!hasFfmpeg, 'ffmpeg is not installed');
  expect(likeness(byLibopus(), samples, 48_000, 96_000)).toBeGreaterThan(60);
});

test('lost packets and octets that are no Opus are bridged', async ({ page, site }) => {
  const noOpus = new Set([40, 41, 70]);
  const capture = opusCall({ lost: [20, 55, 56, 57], payload: (index) => (noOpus.has(index) ? Uint8Array.of(0xff, 0xff, 0xff) : packets[index]!) });
  const { samples } = await saved(page, site.url, capture, 'to caller');
  test.skip(!hasFfmpeg, 'ffmpeg is not installed');
  const whole = byLibopus();
  // half a second after the last of them it is the same sound, at the same place
  expect(likeness(whole, samples, 96 * 960, Math.min(whole.length, 130 * 960))).toBeGreaterThan(15);
});

test('the single file opened from disk hears Opus too', async ({ page }) => {
  const { samples } = await saved(page, pathToFileURL(singleFile).href, opusCall({}), 'to called party');
  expect(loudness(samples, 0, samples.length)).toBeGreaterThan(300);
});

test('by plain http from another machine browsers decode no Opus, and the page says so', async ({ page, site, watch }) => {
  const url = site.url.replace('127.0.0.1', 'elsewhere.test');
  const strip = await listen(page, url, opusCall({}));
  await expect(strip.getByText('Opus is decoded by the browser, and this one does not do so here').first()).toBeVisible();
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  pardon(watch, url);
});
