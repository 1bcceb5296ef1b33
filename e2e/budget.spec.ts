/** What the first paint costs over the network: script after gzip, and no decoder before a capture is there. */
import { gzipSync } from 'node:zlib';
import { firstPaintLimit } from '../scripts/checks/size.mjs';
import { expect, test } from './fixtures.ts';

test('script before the first paint stays within its size', async ({ page, site }) => {
  const sizes: Promise<{ url: string; size: number }>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script' || response.request().serviceWorker() !== null) return;
    sizes.push(response.body().then((body) => ({ url: response.url(), size: gzipSync(body, { level: 9 }).length })));
  });
  await page.goto(site.url, { waitUntil: 'load' });
  // the page's own clock says which scripts had come: two clocks disagree by more than a paint takes
  const early = await page.evaluate(
    () =>
      new Promise<readonly string[]>((done) => {
        new PerformanceObserver((list, observer) => {
          const first = list.getEntriesByName('first-contentful-paint')[0];
          if (first === undefined) return;
          observer.disconnect();
          const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
          done(resources.filter(({ responseEnd }) => responseEnd <= first.startTime).map(({ name }) => name));
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  const before = (await Promise.all(sizes)).filter(({ url }) => early.includes(url));
  expect(before.length).toBeGreaterThan(0);
  expect(before.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(firstPaintLimit);
});
