/** Encrypted signalling on the page: locked without keys, opened when a key log is dropped onto it, locked again when that is forgotten. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { given, open, outcome } from './acts.ts';
import { expect, root, test } from './fixtures.ts';

const fixture = (name: string): Buffer => readFileSync(join(root, 'test/tls-fixtures', name));

test('a key log opens what was locked, keeps the place, and is forgotten', async ({ page, site }) => {
  await page.goto(site.url);
  await open(page, given('tls13.pcap', fixture('tls13.pcap')));
  await expect(page.getByText('7 encrypted connections that carry SIP stay locked')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No call can be read: the signalling is encrypted' })).toBeVisible();
  await page.evaluate(() => {
    location.hash = '#/packets?frame=11';
  });
  const lock = page.locator('sg-packet-inspector').getByText('TLS 1.3, locked');
  await expect(lock).toBeVisible();
  await open(page, given('keys.log', fixture('tls13.keylog')));
  await expect(page.locator('sg-packet-inspector').getByText('TLS 1.3, opened')).toBeVisible();
  expect(page.url()).toContain('frame=11');
  await page.getByRole('link', { name: /dialogs/i }).click();
  await expect(page.getByRole('row', { name: /alice/ }).first()).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Keys for enc');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Keys for encrypted connections' });
  await expect(dialog).toBeVisible();
  await expect(page.locator('sg-secret-list')).toContainText('7 of 7 opened');
  await page.getByRole('button', { name: /Forget the keys of keys.log/ }).click();
  await expect(page.locator('sg-secret-list')).toContainText('0 of 7 opened');
  await expect(page.locator('sg-secret-list')).toContainText('No key for this session');

  await page.getByLabel('Or paste lines of a key log').fill('nothing of the kind');
  await page.getByRole('button', { name: 'Use these lines' }).click();
  await expect(page.getByRole('alert')).toContainText('There is no secret in this text');
  await page.getByLabel('Or paste lines of a key log').fill(String(fixture('tls13.keylog')));
  await page.getByRole('button', { name: 'Use these lines' }).click();
  await expect(page.locator('sg-secret-list')).toContainText('7 of 7 opened');
  await page
    .getByRole('button', { name: /192\.0\.2\.10/ })
    .first()
    .click();
  await expect(dialog).toBeHidden();
  expect(page.url()).toContain('packets');
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  expect(stored).not.toContain('TRAFFIC_SECRET');
});

test('keys alone are named with the next step', async ({ page, site }) => {
  await page.goto(site.url);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(given('server.pem', fixture('rsa-key.pem')));
  expect(await outcome(page)).toMatchObject({ opens: false, reason: 'keys-alone' });
  await expect(page.getByText('This file holds keys and no packets.')).toBeVisible();
  await expect(page.getByText('Drop the capture they belong to')).toBeVisible();
});
