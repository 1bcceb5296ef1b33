/**
 * The pictures of the documentation, taken from the built site with our own samples: `node scripts/pictures.mjs [name …]`.
 * Zone and clock are fixed, so that a picture changes only when the page does. Colours are reduced to a palette
 * (palette-png.mjs): a screen has few.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { browserLaunch } from './browser.mjs';
import { palettePng } from './palette-png.mjs';
import { built, root } from './ready.mjs';
import { serve } from './serve.mjs';

const folder = join(root, 'docs/pictures');
const samples = join(root, 'public/samples');
const everySample = readdirSync(samples).filter((name) => /\.(pcapng|pcap|gz)$/.test(name));

/** Adds parts to the address of the call that stands first in the list. */
const firstCall = (parts) => async (page) => go(page, `#/call?id=${Buffer.from((await exported(page)).calls[0].callId).toString('base64url')}${parts}`);
const at = (hash) => (page) => go(page, hash);

/** What each picture shows: samples, where it is, how it looks. Light, English and 1440 × 900 unless said. */
const pictures = {
  start: { height: 1000 },
  calls: { samples: everySample, to: at('#/calls') },
  'calls-dark': { samples: everySample, to: at('#/calls'), dark: true },
  call: { samples: ['dropped-at-32-seconds.pcap.gz'], to: firstCall('&frame=59') },
  'call-dark': { samples: ['through-proxy.pcapng'], to: firstCall('&frame=8'), dark: true },
  'call-zh': { samples: ['one-way-audio.pcapng'], to: firstCall('&frame=1'), language: 'zh-CN' },
  'call-narrow': { samples: ['hold-resume.pcapng'], to: firstCall('&frame=195'), width: 1024, height: 700 },
  packet: { samples: ['redirected.pcap'], to: async (page) => (await firstCall('&frame=1')(page), await press(page, 'r')) },
  media: { samples: ['loss-and-jitter.pcap'], to: firstCall('&tab=media') },
  'media-dark': { samples: ['hold-resume.pcapng'], to: firstCall('&tab=media'), dark: true },
  digits: { samples: ['digits.pcap.gz'], to: firstCall('&tab=media') },
  findings: { samples: everySample, to: at('#/findings') },
  'call-findings': { samples: ['dropped-at-32-seconds.pcap.gz'], to: firstCall('&tab=findings') },
  statistics: { samples: everySample, to: at('#/statistics') },
  details: { samples: ['dropped-at-32-seconds.pcap.gz'], to: firstCall('&tab=details') },
  streams: { samples: everySample, to: at('#/streams') },
  stream: {
    samples: ['loss-and-jitter.pcap'],
    to: async (page) => go(page, `#/stream?stream=${(await exported(page)).streams.find((one) => one.wireshark.lost > 0)?.id ?? 0}`),
  },
  registrations: { samples: ['registration.pcap', 'wrong-password.pcap', 'through-proxy.pcapng'], to: at('#/registrations') },
  dialogs: { samples: ['registration.pcap', 'wrong-password.pcap', 'through-proxy.pcapng'], to: at('#/dialogs') },
  packets: { samples: ['one-way-audio.pcapng'], to: at('#/packets?frame=109') },
  keys: { samples: ['clean-call.pcapng'], to: async (page) => (await go(page, '#/calls'), await press(page, '?')), rest: false },
  diagnostics: { samples: ['through-proxy.pcapng'], damaged: true, to: at('#/diagnostics') },
};

async function go(page, hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await still(page);
}

async function press(page, key) {
  await page.keyboard.press(key);
  await still(page);
}

async function still(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1200);
}

async function exported(page) {
  return JSON.parse(await page.evaluate(async () => (await globalThis.sipglass.analysis()).text()));
}

/** What a full disk, a bad copy and a careless stack do to a file: so that there is something to diagnose. */
function damage(octets) {
  const broken = Buffer.from(octets);
  for (const [from, to] of [
    ['Content-Length: 0', 'Content-Length: o'],
    ['a=rtpmap:96', 'a=rtpmap:9?'],
    ['Max-Forwards: 70', 'Max-Forwards:7oo'],
  ])
    for (let i = broken.indexOf(from); i >= 0; i = broken.indexOf(from, i + 1)) broken.write(to, i, 'latin1');
  broken.fill(0xff, Math.floor(broken.length * 0.6), Math.floor(broken.length * 0.6) + 20);
  return broken.subarray(0, broken.length - 50);
}

/** A field that has the keyboard wears a ring; a picture needs none. */
function rest(page) {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    active?.blur();
  });
}

async function take(
  browser,
  url,
  name,
  { samples: names = [], to, dark = false, damaged = false, rest: isResting = true, language = 'en-GB', width = 1440, height = 900 },
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: language,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url);
  if (names.length > 0) {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(
        damaged
          ? names.map((file) => ({ name: file, mimeType: 'application/octet-stream', buffer: damage(readFileSync(join(samples, file))) }))
          : names.map((file) => join(samples, file)),
      );
    await page.evaluate(() => globalThis.sipglass.ready());
  }
  await to?.(page);
  if (isResting) await rest(page);
  await still(page);
  const png = palettePng(await page.screenshot());
  writeFileSync(join(folder, `${name}.png`), png);
  console.log(`${name}.png ${Math.round(png.length / 1024)} kB`);
  await context.close();
  return png.length;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in pictures));
if (unknown.length > 0) throw new Error(`No picture is called ${unknown.join(', ')}`);
built();
mkdirSync(folder, { recursive: true });
const site = await serve(join(root, 'dist'));
const browser = await chromium.launch(browserLaunch());
try {
  let octets = 0;
  for (const [name, what] of Object.entries(pictures)) if (wanted.length === 0 || wanted.includes(name)) octets += await take(browser, site.url, name, what);
  console.log(`${Math.round(octets / 1024)} kB in all`);
} finally {
  await browser.close();
  await site.stop();
}
