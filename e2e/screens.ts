/** Every screen of the product with one capture open: its name and the address that shows it. */
import type { Page } from '@playwright/test';
import { formatRoute, views, type Route, type View } from '../src/app/route.ts';

interface ExportedIds {
  readonly calls: readonly { readonly callId: string }[];
  readonly streams: readonly { readonly id: number }[];
}

/** Asks the page for its own export, to learn which call and stream there are to show. */
export async function exported<Shape>(page: Page): Promise<Shape> {
  const text = await page.evaluate(async () => {
    const offered = (globalThis as unknown as { sipglass: { analysis(): Promise<Blob> } }).sipglass;
    return (await offered.analysis()).text();
  });
  return JSON.parse(text) as Shape;
}

export async function screens(page: Page): Promise<readonly (readonly [View, string])[]> {
  const { calls, streams } = await exported<ExportedIds>(page);
  return views.map((view) => {
    const route: Route = {
      view,
      ...(view === 'call' ? { callIds: calls.slice(0, 1).map(({ callId }) => callId) } : {}),
      ...(view === 'stream' ? { streams: streams.slice(0, 1).map(({ id }) => id as NonNullable<Route['streams']>[number]) } : {}),
    };
    return [view, formatRoute(route)] as const;
  });
}

/** Goes there without loading anew, and waits until nothing more is being fetched or drawn. */
export async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150)))));
}

/** All text on the screen, shadow trees included. */
export function textOnScreen(page: Page): Promise<string> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walk = (node: Node): void => {
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '');
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
      if (node instanceof Element) {
        for (const name of ['title', 'aria-label', 'alt']) texts.push(node.getAttribute(name) ?? '');
        node.shadowRoot?.childNodes.forEach(walk);
      }
      node.childNodes.forEach(walk);
    };
    walk(document.body);
    return texts.filter((text) => text.trim() !== '').join('\n');
  });
}
