/** Decode as, on the page: said in a dialog, seen in the list, kept in the link, taken back by Back and by its own button. */
import { expect, test } from './fixtures.ts';
import { writeCapture } from '../test/forge/capture.ts';
import { endpoint } from '../test/forge/address.ts';
import { tellPlainCall } from '../test/forge/plain-call.ts';
import { createStory } from '../test/forge/story.ts';

function fewPackets(): Buffer {
  const story = createStory({});
  story.rtp(0, endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000'), { count: 4, payloadType: 97, ticks: 960 });
  return Buffer.from(writeCapture(story.told(), { format: 'pcap', linkType: 1 }));
}

test('packets nobody announced become a stream, and are none again', async ({ page, site }) => {
  await page.goto(site.url);
  await page.locator('input[type=file]').setInputFiles({ name: 'few.pcap', mimeType: '', buffer: fewPackets() });
  await page.evaluate(() => globalThis.sipglass?.ready());
  await page.evaluate(() => {
    location.hash = '#/packets?frame=1';
  });
  await page.getByRole('button', { name: 'Decode as…' }).click();
  await expect(page.getByRole('dialog', { name: 'Decode as' })).toBeVisible();
  const dialog = page.locator('sg-decode-form');
  await expect(dialog).toContainText('1 packet, now taken for nothing that is known. Nobody named it.');
  await page.setViewportSize({ width: 1024, height: 560 });
  await expect(dialog.getByRole('button', { name: 'Read again' })).toBeInViewport({ ratio: 1 });
  await dialog.getByLabel('Encoding name, type 97').fill('opus');
  await expect(dialog.getByLabel('Clock rate, Hz, type 97')).toHaveValue('48000');
  // a number that cannot be named is said where it stands, and nothing is read again
  await dialog.getByRole('button', { name: 'Add a payload type' }).click();
  await dialog.getByLabel('Type', { exact: true }).last().fill('13');
  await dialog.getByLabel('Encoding name, type 13').fill('PCMA');
  await dialog.getByRole('button', { name: 'Read again' }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove payload type 13' }).click();
  await dialog.getByRole('button', { name: 'Read again' }).click();
  const band = page.getByRole('region', { name: 'Read as you said:' });
  await expect(band).toContainText('192.0.2.10:4000 ↔ 192.0.2.20:6000 as RTP (97 opus)');
  expect(new URL(page.url()).hash).toContain('decode=rtp@192.0.2.10:4000-192.0.2.20:6000/97.opus.48000');
  await page.getByRole('link', { name: /Streams/ }).click();
  await expect(page.getByRole('row', { name: /opus/ })).toHaveCount(1);
  await page.goBack();
  await expect(band).toBeVisible();
  await page.goBack();
  await expect(band).toHaveCount(0);
  await page.goForward();
  await band.getByRole('button', { name: /Take back/ }).click();
  await expect(band).toHaveCount(0);
  await page.getByRole('link', { name: /Streams/ }).click();
  await expect(page.getByRole('row', { name: /opus/ })).toHaveCount(0);
});

test('packets of a link type without a meaning are read as somebody says, and no more when it is taken back', async ({ page, site }) => {
  const story = createStory({});
  tellPlainCall(story, 0, {});
  const buffer = Buffer.from(writeCapture(story.told(), { format: 'pcap', linkType: 147 }));
  await page.goto(site.url);
  await page.locator('input[type=file]').setInputFiles({ name: 'user.pcap', mimeType: '', buffer });
  await page.evaluate(() => globalThis.sipglass?.ready());
  await page.evaluate(() => {
    location.hash = '#/packets?frame=1';
  });
  await page.getByRole('button', { name: 'Read this link type as…' }).click();
  const form = page.locator('sg-link-form');
  await expect(form.getByRole('group', { name: 'Read packets of link type USER0 as' })).toBeVisible();
  await form.getByRole('radio', { name: 'Ethernet' }).check();
  await form.getByRole('button', { name: 'Read again' }).click();
  const band = page.getByRole('region', { name: 'Read as you said:' });
  await expect(band).toContainText('link type USER0 as Ethernet');
  expect(new URL(page.url()).hash).toContain('decode=ethernet@link147');
  await expect(page.getByRole('link', { name: /Calls/ })).toContainText('1');
  await band.getByRole('button', { name: /Take back/ }).click();
  await expect(page.getByRole('link', { name: /Calls/ })).toContainText('0');
});
