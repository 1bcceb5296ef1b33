/** Every screen of the product with one capture open: its name and the address that shows it. */
import type { Page } from '@playwright/test';
import { formatRoute } from '../src/app/route.ts';
import type { StreamIndex } from '../src/base/units.ts';

export interface ExportedIds {
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

/** Addresses of every screen of what is open, a call's tabs included. */
export async function everyScreen(page: Page, most: number): Promise<readonly string[]> {
  const { calls, streams } = await exported<ExportedIds>(page);
  const first = calls.slice(0, 1).map(({ callId }) => callId);
  return [
    ...(['calls', 'findings', 'registrations', 'dialogs', 'streams', 'statistics', 'packets', 'diagnostics'] as const).map((view) => formatRoute({ view })),
    formatRoute({ view: 'findings', tab: 'endpoint' }),
    formatRoute({ view: 'statistics', tab: 'userAgents' }),
    ...calls.slice(0, most).map(({ callId }) => formatRoute({ view: 'call', callIds: [callId] })),
    ...first.flatMap((id) =>
      [{ tab: 'media' }, { tab: 'media', profile: 'wireshark' }, { tab: 'findings' }, { tab: 'details' }, { show: ['packet'] }, { time: 'scale' }].map((more) =>
        formatRoute({ view: 'call', callIds: [id], ...more }),
      ),
    ),
    ...(calls.length > 1 ? [formatRoute({ view: 'call', callIds: calls.slice(0, 4).map(({ callId }) => callId) })] : []),
    ...(calls.length > 1 ? [formatRoute({ view: 'call', callIds: calls.slice(0, 2).map(({ callId }) => callId), tab: 'compare' })] : []),
    ...streams.slice(0, 1).map(({ id }) => formatRoute({ view: 'stream', streams: [id as StreamIndex] })),
    formatRoute({ view: 'packets', frame: 1 }),
  ];
}

/** Goes there without loading anew, and waits until nothing more is being fetched or drawn. */
export async function show(page: Page, hash: string): Promise<void> {
  await lookAt(page, [hash]);
}

/** What one screen shows, as a check reads it. */
export interface Look {
  readonly hash: string;
  /** all text, one piece a line, shadow trees and names included */
  readonly text: string;
  /** elements, attributes and globals that only a capture could have brought */
  readonly injected: readonly string[];
  /** cells of durations below zero, with their titles */
  readonly negative: readonly string[];
}

/** Walks addresses within the page and looks at each screen once it has come to rest. */
export function lookAt(page: Page, hashes: readonly string[]): Promise<readonly Look[]> {
  return page.evaluate(async (list) => {
    const every = function* (node: ParentNode): Generator<Element> {
      for (const element of node.querySelectorAll('*')) {
        yield element;
        if (element.shadowRoot) yield* every(element.shadowRoot);
      }
    };
    /** Changes when the screen does: how many elements there are, and how much text. */
    const state = (): string => {
      let [count, length] = [0, 0];
      for (const element of every(document.body)) {
        count += 1;
        for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) length += child.nodeValue?.length ?? 0;
      }
      return `${count}/${length}/${document.title}`;
    };
    const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const rest = async (): Promise<void> => {
      const end = performance.now() + 3000;
      let [before, same] = ['', 0];
      while (same < 6 && performance.now() < end) {
        await frame();
        const now = state();
        same = now === before ? same + 1 : 0;
        before = now;
      }
    };
    const text = (): string => {
      const texts: string[] = [];
      const walk = (node: Node): void => {
        if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '');
        if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
        if (node instanceof Element) {
          // a clock that runs at another rate than it says may do so by any percentage
          if (node.localName === 'tr' && /^Frequency/.test(node.textContent?.trim() ?? '')) return;
          for (const name of ['title', 'aria-label', 'aria-description', 'alt', 'placeholder']) texts.push(node.getAttribute(name) ?? '');
          node.shadowRoot?.childNodes.forEach(walk);
        }
        node.childNodes.forEach(walk);
      };
      walk(document.body);
      return texts.filter((each) => each.trim() !== '').join('\n');
    };
    const injected = (): readonly string[] => {
      const found: string[] = [];
      for (const element of every(document.body)) {
        const name = element.localName;
        if (['iframe', 'object', 'embed', 'base', 'img', 'frame', 'link', 'foreignobject', 'meta'].includes(name)) found.push(name);
        // the single file's own script stands in the document itself
        if (name === 'script' && (element.getRootNode() !== document || (element.getAttribute('src') === null && location.protocol !== 'file:')))
          found.push(name);
        if (name === 'style' && (element.textContent ?? '').includes('*{display:none}')) found.push(name);
        for (const each of element.getAttributeNames()) if (/^on/i.test(each) || each === 'srcdoc' || each === 'formaction') found.push(`${name} ${each}`);
        for (const each of ['href', 'src', 'action', 'xlink:href']) {
          const address = element.getAttribute(each) ?? '';
          if (/^\s*(javascript|data|vbscript):/i.test(address) || (name === 'a' && each === 'href' && address !== '' && !address.startsWith('#')))
            found.push(`${name} ${each}=${address.slice(0, 60)}`);
        }
      }
      if ((globalThis as { __pwned?: unknown }).__pwned !== undefined) found.push('ran');
      if (Object.keys(Object.prototype).length > 0 || ({} as { polluted?: unknown }).polluted !== undefined) found.push('polluted');
      return found;
    };
    const negative = (): readonly string[] => {
      const wrong: string[] = [];
      for (const grid of every(document.body)) {
        if (grid.getAttribute('role') !== 'grid') continue;
        const titles = [...grid.querySelectorAll('[role=columnheader]')].map((title) => (title.textContent ?? '').replace(/\s+/g, ' ').trim());
        for (const row of grid.querySelectorAll('[role=row]'))
          [...row.querySelectorAll('[role=gridcell]')].forEach((cell, at) => {
            const value = (cell.textContent ?? '').trim();
            if (/^(Duration|PDD|Ring|Setup|Talk|Jitter|Answered in|Δ|Jit|Packet time)/.test(titles[at] ?? '') && /^[−-]\d/.test(value))
              wrong.push(`${titles[at]}: ${value}`);
          });
      }
      return wrong;
    };
    const looks: { hash: string; text: string; injected: readonly string[]; negative: readonly string[] }[] = [];
    for (const hash of list) {
      if (location.hash !== hash) location.hash = hash;
      await rest();
      looks.push({ hash, text: text(), injected: injected(), negative: negative() });
    }
    return looks;
  }, hashes);
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
