/** The built site in a browser: served as the plainest host would, from a folder of that host (e2e/fixtures.ts). */
import { defineConfig } from '@playwright/test';
import { browserLaunch } from './scripts/browser.mjs';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    launchOptions: browserLaunch(),
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // a trace pictures the page at every act and makes the whole run half as long again: asked for with TRACE=1
    trace: process.env['TRACE'] === '1' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
});
