/** From the verdict to the proof: findings as filter, page, tab and marks; thresholds and muted rules; statistics; two calls compared. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { calls as callWords } from '../src/ui/words/en/calls.ts';
import { expect, root, test } from './fixtures.ts';

const dropped = 'dropped-at-32-seconds.pcap.gz';

async function open(page: Page, url: string, ...names: readonly string[]): Promise<void> {
  await page.goto(url);
  await page.locator('input[type=file]').setInputFiles(names.map((name) => join(root, 'public/samples', name)));
  await page.evaluate(() => globalThis.sipglass?.ready());
}

test('the verdict says what is wrong, filters the list, and leads to the proof', async ({ page, site }) => {
  await open(page, site.url, dropped, 'clean-call.pcapng');
  const verdict = page.locator('sg-verdict');
  await expect(verdict).toContainText('2 calls');
  const item = verdict.getByRole('button', { name: /Answer never acknowledged/ });
  await item.click();
  await expect(item).toHaveAttribute('aria-pressed', 'true');
  const grid = page.getByRole('grid', { name: 'Calls' });
  await expect(grid.getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/rules=ACK-MISSING/);
  await verdict.getByRole('button', { name: 'All findings' }).click();
  await expect(page).toHaveURL(/#\/findings/);
  await page
    .locator('sg-finding-groups')
    .getByRole('button', { name: /Answer never acknowledged/ })
    .click();
  const finding = page.locator('sg-finding').first();
  await expect(finding).toContainText('11 times');
  await finding
    .getByRole('button', { name: /200 OK/ })
    .nth(1)
    .click();
  await expect(page).toHaveURL(/#\/call\?.*frame=\d+/);
  await expect(page.locator('sg-call-inspector')).toContainText('SIP/2.0 200 OK');
  await page.getByRole('tab', { name: /Findings/ }).click();
  await expect(page.locator('sg-finding-list')).toContainText('32-second drop');
});

test('a clause of the story jumps to the message that proves it', async ({ page, site }) => {
  await open(page, site.url, dropped);
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await page
    .locator('sg-call-facts')
    .getByRole('button', { name: /It rang for/ })
    .click();
  await expect(page.locator('sg-call-inspector')).toContainText('SIP/2.0 180 Ringing');
});

test('a rule is muted and heard again, a threshold is moved and put back', async ({ page, site }) => {
  await open(page, site.url, dropped);
  await page.getByRole('link', { name: /Findings/ }).click();
  const groups = page.locator('sg-finding-groups');
  const rule = groups.getByRole('button', { name: /Answer never acknowledged/ });
  await rule.click();
  await page.getByRole('button', { name: 'Mute this rule' }).click();
  await expect(rule).toHaveCount(0);
  await page.reload();
  await open(page, site.url, dropped);
  await page.getByRole('link', { name: /Findings/ }).click();
  await expect(rule).toHaveCount(0);
  await page.getByRole('button', { name: /Hear Answer never acknowledged again/ }).click();
  await expect(rule).toHaveCount(1);
  await page.getByRole('button', { name: 'Thresholds…' }).click();
  const threshold = page.getByLabel('Answer without ACK');
  await threshold.fill('50');
  await threshold.blur();
  await expect(page.getByRole('button', { name: 'Back to the defaults' })).toBeEnabled();
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(threshold).toHaveValue('4');
});

test('numbers of the statistics lead to what they count', async ({ page, site }) => {
  await open(page, site.url, 'busy.pcap', 'clean-call.pcapng', 'registration.pcap');
  await page.getByRole('link', { name: 'Statistics' }).click();
  const methods = page.locator('sg-method-table');
  await expect(methods.getByRole('row', { name: /^INVITE/ })).toContainText('486');
  await methods.getByRole('button', { name: /^486/ }).click();
  await expect(page).toHaveURL(/#\/calls\?.*status=486/);
  // the head, and the two calls that were busy; not the one that was answered
  await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row')).toHaveCount(3);
  await page.goBack();
  await methods
    .getByRole('row', { name: /^REGISTER/ })
    .getByRole('button')
    .first()
    .click();
  await expect(page).toHaveURL(/#\/dialogs\?.*kinds=REGISTER/);
});

test('two calls side by side: where a good and a bad one part', async ({ page, site }) => {
  await open(page, site.url, 'busy.pcap', 'clean-call.pcapng');
  const grid = page.getByRole('grid', { name: 'Calls' });
  await grid
    .getByRole('row', { name: /Completed/ })
    .getByRole('gridcell')
    .first()
    .click();
  await grid
    .getByRole('row', { name: /Busy/ })
    .first()
    .click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: callWords.openLadder(2) }).click();
  await page.getByRole('tab', { name: 'Compare' }).click();
  const compared = page.locator('sg-call-diff');
  await expect(compared.getByRole('status')).toContainText('they part');
  await compared.getByRole('button', { name: 'compare' }).first().click();
  await expect(page.locator('sg-message-diff').getByRole('status')).toContainText('differences');
  await page.locator('sg-message-diff').getByRole('checkbox', { name: 'Only differences' }).check();
  await page.getByRole('button', { name: 'End comparing' }).click();
  await expect(page.locator('sg-message-inspector')).toBeVisible();
});
