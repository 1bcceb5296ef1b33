/** axe finds nothing on any screen, in either theme and language; and no screen shows a number that is none (goal R14). */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, openFiles, samplePaths, test } from './fixtures.ts';
import { screens, show, textOnScreen } from './screens.ts';

/** The sample with the most on it: a call with media that suffers. */
function richSample(): string {
  const paths = samplePaths();
  return paths.find((path) => path.includes('loss')) ?? paths[0] ?? '';
}

/** What axe finds, with where. */
async function found(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target.join(' ')} ${html.slice(0, 80)}`).join('; ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const locale of ['en-GB', 'zh-CN']) {
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale });

      test('every screen', async ({ page, site }) => {
        test.slow();
        await page.goto(site.url);
        await openFiles(page, [richSample()]);
        for (const [name, hash] of await screens(page)) {
          await show(page, hash);
          expect.soft(await found(page), `axe on ${name}`).toEqual([]);
          expect.soft(await textOnScreen(page), `text on ${name}`).not.toMatch(/\b(NaN|Infinity|undefined|Invalid Date)\b|\[object /);
        }
        expect(await page.evaluate(() => document.documentElement.lang)).toMatch(locale === 'zh-CN' ? /^zh/ : /^en/);
      });

      test('the start page', async ({ page, site }) => {
        await page.goto(site.url);
        expect(await found(page)).toEqual([]);
      });
    });
  }
}
