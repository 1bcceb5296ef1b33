/** A call: facts, ladder, marks, switches, inspector both ways, header explanations, media and its plots, exports. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { call as callWords } from '../src/ui/words/en/call.ts';
import { inspector } from '../src/ui/words/en/inspector.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { reports as reportsWords } from '../src/ui/words/en/reports.ts';
import { media } from '../src/ui/words/en/media.ts';
import { createStory } from '../test/forge/story.ts';
import { alice, tellPlainCall } from '../test/forge/plain-call.ts';
import { choose, given, givenPath, menuItem, open, saved } from './acts.ts';
import { factsOf, samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';
import { image, script } from './hostile.ts';

const ladder = (page: Page): Locator => page.getByRole('listbox', { name: ladderWords.title });
const rows = (page: Page): Locator => ladder(page).getByRole('option');
const selected = (page: Page): Locator => ladder(page).locator('[role=option][aria-selected=true]');
const inspected = (page: Page): Locator => page.getByRole('list', { name: inspector.message });

/** Opens a sample and its call of that rank, as a person does: a click on the row. */
async function openCall(page: Page, url: string, sample: string, rank = 1): Promise<void> {
  await page.goto(url);
  await open(page, givenPath(samplePath(sample)));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(rank).click();
  await expect(rows(page).first()).toBeVisible();
}

/** Leaves messages and media: RTCP has a spec of its own. */
async function hideReports(page: Page): Promise<void> {
  await choose(page, ladderWords.show, reportsWords.ladder.switches.reports);
  await page.keyboard.press('Escape');
  await expect(rows(page).filter({ hasText: 'RTCP' })).toHaveCount(0);
}

test('hold and resume: every message in order, with its marks, and the story', async ({ page, site }) => {
  await openCall(page, site.url, 'hold-resume.pcapng');
  await hideReports(page);
  const messages = factsOf('hold-resume.pcapng').calls[0]?.messages ?? [];
  const names = await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  const arrows = names.filter((name) => !name.startsWith('Media'));
  expect(arrows).toHaveLength(messages.length);
  messages.forEach((message, index) => {
    const start = message.method ?? String(message.status);
    expect(arrows[index], `message ${index}`).toContain(`${start}`);
    expect(arrows[index]).toContain(`from ${message.src.replace(':5060', '')} to ${message.dst.replace(':5060', '')}`);
    expect(arrows[index]?.includes('SDP')).toBe(message.sdp);
  });
  await expect(rows(page).filter({ hasText: '#195' })).toHaveAttribute(
    'aria-label',
    new RegExp(`${ladderWords.marks.offer}, ${ladderWords.marks.hold}, ${ladderWords.marks.reinvite}`),
  );
  await expect(rows(page).filter({ hasText: '#195' })).toContainText('sendonly');
  await expect(rows(page).filter({ hasText: '#200' })).toHaveAttribute('aria-label', new RegExp(ladderWords.marks.resume));
  await expect(page.getByText(callWords.story.held(1))).toBeVisible();
  await expect(page.getByText(callWords.story.ended.caller)).toBeVisible();
});

test('retransmissions are drawn as such, and the story names the fault', async ({ page, site }) => {
  await openCall(page, site.url, 'dropped-at-32-seconds.pcap.gz');
  const facts = factsOf('dropped-at-32-seconds.pcap.gz').calls[0];
  const repeated = facts?.retransmissions ?? [];
  for (const [frame, of] of repeated.slice(0, 4)) await expect(rows(page).filter({ hasText: new RegExp(`#${frame}(?!\\d)`) })).toContainText(`#${of}`);
  await expect(page.getByText(callWords.story.retransmissions(String(repeated.length)))).toBeVisible();
  await expect(page.getByText(callWords.story.states['NO_ACK'] ?? '?')).toBeVisible();
});

test('switches: SDP lines, media bands, methods, time modes, colours; by mouse and by key; kept in the address', async ({ page, site }) => {
  await openCall(page, site.url, 'hold-resume.pcapng');
  await hideReports(page);
  const bands = ladder(page).locator('[role=option][aria-label^="Media"]');
  await expect(rows(page).first()).toContainText('PCMA/8000');
  await expect(bands).toHaveCount(2);
  await page.getByRole('button', { name: ladderWords.switches.sdp, exact: true }).click();
  await expect(rows(page).first()).not.toContainText('PCMA/8000');
  await page.getByRole('button', { name: ladderWords.switches.media, exact: true }).click();
  await expect(bands).toHaveCount(0);
  await expect(page).toHaveURL(/show=no-reports,no-sdp,no-media/);
  await ladder(page).focus();
  await page.keyboard.press('d');
  await page.keyboard.press('m');
  await expect(bands).toHaveCount(2);
  await expect(rows(page).first()).toContainText('PCMA/8000');
  const times: string[] = [];
  for (const mode of Object.values(ladderWords.timeModes)) {
    await page.getByRole('radio', { name: mode, exact: true }).click();
    await expect(page.getByRole('radio', { name: mode, exact: true })).toBeChecked();
    times.push((await rows(page).nth(2).textContent()) ?? '');
  }
  expect(times[0]).toContain('04:04:28.171');
  expect(times[1]).toContain('1.451');
  expect(times[2]).toContain('+1.451');
  await expect(page).toHaveURL(/time=scale/);
  const gap = async (one: number): Promise<number> =>
    ((
      await rows(page)
        .nth(one + 1)
        .boundingBox()
    )?.y ?? 0) - ((await rows(page).nth(one).boundingBox())?.y ?? 0);
  expect(await gap(1), 'a second and a half stands further apart than a millisecond').toBeGreaterThan(await gap(0));
  await ladder(page).focus();
  await page.keyboard.press('w');
  await expect(page.getByRole('radio', { name: ladderWords.timeModes.absolute, exact: true })).toBeChecked();
  await page.keyboard.press('c');
  await expect(page).toHaveURL(/by-dialog/);
  await choose(page, ladderWords.show, /^\s*ACK/);
  await page.keyboard.press('Escape');
  await expect(rows(page).filter({ hasText: /^ACK/ })).toHaveCount(0);
  await expect(page).toHaveURL(/hide-ACK/);
});

test('arrows walk the ladder, the inspector follows, Space measures, the address keeps the place', async ({ page, site }) => {
  await openCall(page, site.url, 'hold-resume.pcapng');
  await hideReports(page);
  await ladder(page).focus();
  await expect(inspected(page)).toContainText('INVITE sip:bob@192.0.2.20 SIP/2.0');
  await page.keyboard.press('ArrowDown');
  await expect(inspected(page)).toContainText('SIP/2.0 180 Ringing');
  await expect(page).toHaveURL(/frame=2(&|$)/);
  await page.keyboard.press('End');
  await expect(selected(page)).toContainText('#399');
  await expect(inspected(page)).toContainText('SIP/2.0 200 OK');
  await page.keyboard.press('Home');
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(page.getByText(ladderWords.between('1.45 s'))).toBeVisible();
  const compared = page.locator('sg-message-diff');
  await expect(compared.getByRole('status')).toContainText('differences');
  await page.keyboard.press('Escape');
  await expect(compared).toHaveCount(0);
  await rows(page).filter({ hasText: '#195' }).click();
  await expect(inspected(page)).toContainText('a=sendonly');
  await expect(page).toHaveURL(/frame=195/);
  await page.goBack();
  await expect(page).toHaveURL(/#\/calls/);
  await page.goForward();
  await expect(selected(page)).toContainText('#195');
});

test('the packet: a field marks its octets, an octet marks its field; comments are shown', async ({ page, site }) => {
  await openCall(page, site.url, 'hold-resume.pcapng');
  await rows(page).filter({ hasText: '#195' }).click();
  await ladder(page).focus();
  await page.keyboard.press('r');
  const tree = page.getByRole('tree', { name: inspector.tree });
  const hex = page.getByRole('group', { name: inspector.hex });
  await expect(tree).toBeVisible();
  await expect(page.getByText('Alice presses hold')).toBeVisible();
  await tree.getByRole('treeitem', { name: /Internet Protocol Version 4/ }).click();
  await expect(page.getByText(/Internet Protocol Version 4.*Octets 14 to 33/)).toBeVisible();
  await expect(hex.locator('.hex .mark')).toHaveCount(20);
  await expect(hex.locator('.hex .mark').first()).toHaveText('45');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveAttribute('aria-level', '2');
  // octet 26 of an Ethernet frame begins the source address
  await hex.locator('.hex [data-at="26"]').click();
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('192.0.2.10');
  await expect(hex.locator('.hex .mark')).toHaveCount(4);
  await tree.getByRole('treeitem', { name: /^.\s*Request-Line/ }).click();
  await expect(hex.locator('.ascii .mark').first()).toHaveText('I');
  await hex.click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('ArrowRight');
  await expect(hex.locator('.hex .mark').first()).toBeVisible();
  await expect(page).toHaveURL(/show=packet/);
});

test('headers explain themselves with their RFC, in both languages; related messages are a click away', async ({ page, site }) => {
  await openCall(page, site.url, 'hold-resume.pcapng');
  await expect(inspected(page)).toContainText('From: "Alice" <sip:alice@192.0.2.10>;tag=13e05810a180169a');
  await page.getByRole('button', { name: `${inspector.explain}: CSeq` }).click();
  await expect(inspected(page)).toContainText(/RFC 3261 section 20\.16/);
  await page.getByRole('checkbox', { name: inspector.explain }).check();
  const references = await inspected(page).locator('.reference').allTextContents();
  expect(references.filter((text) => /RFC \d{4}/.test(text)).length).toBeGreaterThan(15);
  const sentences = await inspected(page).locator('.why').allTextContents();
  for (const sentence of sentences) expect(sentence.trim().length, sentence).toBeGreaterThan(12);
  await page.getByRole('button', { name: /^response\s+200/ }).click();
  await expect(selected(page)).toContainText('#4');
  await expect(inspected(page)).toContainText('SIP/2.0 200 Answering');
  await page.getByRole('button', { name: /^request\s+INVITE/ }).click();
  await expect(selected(page)).toContainText('#1');
  await choose(page, 'Language', '简体中文');
  await expect(
    page
      .locator('sg-message-inspector .why')
      .filter({ hasText: /[\u4e00-\u9fff]{4}/ })
      .nth(10),
  ).toBeVisible();
});

test('the message can be copied as text, hex and filter', async ({ page, site, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openCall(page, site.url, 'hold-resume.pcapng');
  const copied = async (name: string): Promise<string> => {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: inspector.copied })).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await expect(inspected(page)).toContainText('INVITE');
  expect(await copied(inspector.copyText)).toMatch(/^INVITE sip:bob@192\.0\.2\.20 SIP\/2\.0\r?\n/);
  await expect.poll(() => copied(inspector.copyHex)).toMatch(/49 ?4e ?56 ?49/i);
  await expect.poll(() => copied(inspector.copyFilter)).toBe('frame.number == 1');
});

test('media: two profiles, plots that ask again when zoomed, pan, and problems walked with N and P', async ({ page, site }) => {
  await openCall(page, site.url, 'loss-and-jitter.pcap');
  await page
    .getByRole('tab', { name: /^Media/ })
    .first()
    .click();
  const table = page.getByRole('region', { name: media.title });
  const facts = factsOf('loss-and-jitter.pcap').streams;
  await expect(table.getByRole('row')).toHaveCount(facts.length + 1);
  await page.getByRole('radio', { name: media.profiles.wireshark }).click();
  await expect(page).toHaveURL(/profile=wireshark/);
  const lossy = facts.find((stream) => stream.lost > 0);
  const row = table.getByRole('row').filter({ hasText: `${lossy?.src} → ${lossy?.dst}` });
  for (const value of [lossy?.packets, lossy?.lost, lossy?.maxJitter, lossy?.meanJitter, lossy?.maxDelta]) await expect(row).toContainText(String(value));
  await page.getByRole('radio', { name: media.profiles.rfc3550 }).click();
  await expect(page).not.toHaveURL(/profile=/);
  await expect(row).toContainText(String(lossy?.lost));
  const jitter = page.getByRole('img', { name: /^Jitter/ });
  const whole = (await jitter.getAttribute('aria-label')) ?? '';
  expect(whole).toMatch(/mean [\d.]+ ms/);
  await jitter.evaluate((plot) => plot.scrollIntoView({ block: 'center' }));
  const box = (await jitter.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await expect.poll(() => jitter.getAttribute('aria-label'), 'the window has its own figures').not.toBe(whole);
  const window = (): number => {
    const given = new URLSearchParams(new URL(page.url()).hash.split('?')[1]);
    return Number(given.get('to')) - Number(given.get('from'));
  };
  const before = window();
  await jitter.focus();
  await page.keyboard.press('+');
  await expect.poll(window).toBeLessThan(before * 0.6);
  const from = page.url();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).not.toBe(from);
  await page.keyboard.press('0');
  await expect(page).not.toHaveURL(/from=/);
  await expect.poll(() => jitter.getAttribute('aria-label')).toBe(whole);
  const found = page.locator('sg-media-plots [role=status]');
  const places: string[] = [];
  for (const key of ['N', 'N', 'n', 'P']) {
    await page.keyboard.press(key);
    await expect.poll(async () => ((await found.textContent()) ?? '').trim()).not.toBe(places.at(-1) ?? '');
    places.push(((await found.textContent()) ?? '').trim());
  }
  expect(places[0]).toMatch(/lost before|reordered|after a gap/);
  expect(places[3]).toBe(places[1]);
  await page.getByRole('button', { name: media.showAll }).click();
  await expect(page).not.toHaveURL(/from=/);
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await expect(
    page
      .getByRole('region', { name: /^Jitter/ })
      .getByRole('row')
      .nth(20),
  ).toBeVisible();
});

test('a band of the ladder opens its stream beside it, and the cause leads to its message', async ({ page, site }) => {
  await openCall(page, site.url, 'loss-and-jitter.pcap');
  await ladder(page).locator('[role=option][aria-label^="Media"]').first().click();
  await expect(page.getByRole('tab', { name: callWords.pane.media, exact: true }).last()).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('img', { name: /^Jitter/ })).toBeVisible();
  await page.getByRole('tab', { name: callWords.tabs.details }).click();
  await expect(page.getByText(callWords.figures.wireshark)).toBeVisible();
  await openCall(page, site.url, 'busy.pcap');
  await page.getByRole('button', { name: /Q\.850 17/ }).click();
  await expect(selected(page)).toContainText('486');
});

test('the ladder as SVG, PNG, Mermaid and text: whole, inert, and markup from the capture is only text', async ({ page, site, context }, info) => {
  await page.goto(site.url);
  const story = createStory();
  const callId = `${script}${image.replaceAll(' ', '/')}]]>&amp;`;
  tellPlainCall(story, 0, { callId, caller: { ...alice, user: 'mallory%3Cb%3E', display: image.replaceAll('"', "'"), agent: image } });
  await open(page, given('hostile.pcap', story.capture()));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await expect(rows(page)).toHaveCount(9);
  const exportAs = (name: string) => saved(page, () => choose(page, ladderWords.exportAs, name));
  const svg = await exportAs(ladderWords.exports.svg);
  expect(svg.name).toMatch(/\.svg$/);
  const text = svg.octets.toString('utf8');
  // opened by itself, as a person does who got it by mail: no policy binds it there
  const file = info.outputPath('ladder.svg');
  writeFileSync(file, svg.octets);
  const alone = await context.newPage();
  await alone.goto(pathToFileURL(file).href);
  const read = await alone.evaluate(() => {
    const parsed = document;
    const all = [...parsed.querySelectorAll('*')];
    return {
      error: parsed.querySelector('parsererror')?.textContent ?? null,
      names: [...new Set(all.map((element) => element.localName))].sort(),
      handlers: all.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on') || name.endsWith('href') || name === 'style')),
      texts: [...parsed.querySelectorAll('text,title')].map((element) => element.textContent ?? ''),
      pwned: (globalThis as { __pwned?: number }).__pwned,
    };
  });
  await alone.close();
  expect(read.pwned).toBeUndefined();
  expect(read.error).toBeNull();
  expect(read.names).toEqual(['g', 'line', 'path', 'rect', 'svg', 'text', 'title']);
  expect(read.handlers).toEqual([]);
  expect(read.texts.join('\n')).toContain(`(${callId})`);
  expect(read.texts.filter((each) => each === 'INVITE' || each === 'BYE' || each.startsWith('180'))).toHaveLength(3);
  const png = await exportAs(ladderWords.exports.png);
  expect(png.octets.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const [width, height] = [png.octets.readUInt32BE(16), png.octets.readUInt32BE(20)];
  const wanted = /width="(\d+)" height="(\d+)"/.exec(text);
  expect([width, height]).toEqual([Number(wanted?.[1]) * 2, Number(wanted?.[2]) * 2]);
  const mermaid = (await exportAs(ladderWords.exports.mermaid)).octets.toString('utf8');
  expect(mermaid).toMatch(/^sequenceDiagram\n/);
  expect(mermaid).not.toContain('<');
  const plain = (await exportAs(ladderWords.exports.text)).octets.toString('utf8');
  expect(plain.split('\n').filter((line) => line.includes('-->'))).toHaveLength(7);
  expect(await page.evaluate(() => (globalThis as { __pwned?: number }).__pwned)).toBeUndefined();
});

test('a call that is not there says so', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, givenPath(samplePath('busy.pcap')));
  await page.evaluate(() => {
    location.hash = '#/call?id=bm8tc3VjaC1jYWxs';
  });
  await expect(page.getByText(callWords.unknownCall)).toBeVisible();
});

test('keys of the shell reach every item of a menu', async ({ page, site }) => {
  await openCall(page, site.url, 'busy.pcap');
  await page.getByRole('button', { name: ladderWords.exportAs }).focus();
  await page.keyboard.press('Enter');
  await expect(menuItem(page, ladderWords.exports.svg)).toBeFocused();
  await page.keyboard.press('End');
  await expect(menuItem(page, ladderWords.exports.pcapng)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menuItem(page, ladderWords.exports.svg)).toHaveCount(0);
});
