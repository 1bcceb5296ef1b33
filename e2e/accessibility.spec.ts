/** axe finds nothing on any screen, in either theme and language; and no screen shows a number that is none (goal R14). */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, openFiles, samplePaths, test } from './fixtures.ts';
import { screens, show, textOnScreen } from './screens.ts';

/** The sample with the most on it: a call with media that suffers. */
function richSample(): string {
  const paths = samplePaths();
  return paths.find((path) => path.includes('loss')) ?? paths[0] ?? '';
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
          const { violations } = await new AxeBuilder({ page }).analyze();
          const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
          expect.soft(told, `axe on ${name}`).toEqual([]);
          expect.soft(await textOnScreen(page), `text on ${name}`).not.toMatch(/\b(NaN|Infinity|undefined|Invalid Date)\b|\[object /);
        }
        expect(await page.evaluate(() => document.documentElement.lang)).toMatch(locale === 'zh-CN' ? /^zh/ : /^en/);
      });

      test('the start page', async ({ page, site }) => {
        await page.goto(site.url);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.length}`)).toEqual([]);
      });
    });
  }
}
