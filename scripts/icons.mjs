/** Draws the PNG icons from the SVG one. Run by hand when the icon changes: `node scripts/icons.mjs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { browserLaunch } from './browser.mjs';

const svg = readFileSync(new URL('../public/icons/sipglass.svg', import.meta.url), 'utf8');
const browser = await chromium.launch(browserLaunch());
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<body style="margin:0;background:transparent">${svg.replace('<svg ', `<svg width="${size}" height="${size}" style="display:block" `)}`,
  );
  writeFileSync(new URL(`../public/icons/sipglass-${size}.png`, import.meta.url), await page.screenshot({ omitBackground: true }));
}
await browser.close();
