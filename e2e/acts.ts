/** What a person does on any page: drop files, choose from menus, read tables, save files. Elements by role and name only. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** What `sipglass.ready()` resolves with. */
export interface Outcome {
  readonly opens: boolean;
  readonly reason?: string;
  readonly message?: string;
  readonly packets?: number;
  readonly cancelled?: boolean;
  readonly captures?: readonly { readonly name: string; readonly packets: number; readonly truncated: boolean; readonly brokenAt?: number }[];
  readonly refused?: readonly { readonly name: string; readonly reason: string }[];
}

export function outcome(page: Page): Promise<Outcome> {
  return page.evaluate(async () => (await globalThis.sipglass?.ready()) as Outcome);
}

/** A file as Playwright takes it: name and octets. */
export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function given(name: string, octets: Uint8Array): GivenFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(octets) };
}

export function givenPath(path: string): GivenFile {
  return given(basename(path), readFileSync(path));
}

/** As the file dialogue gives them; waits until all is read. */
export async function open(page: Page, ...files: readonly GivenFile[]): Promise<Outcome> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files]);
  return outcome(page);
}

/** Files let go over the element, at a place of the window. */
export async function drop(
  page: Page,
  files: readonly GivenFile[],
  over = 'sg-app',
  at: { readonly x: number; readonly y: number } = { x: 200, y: 200 },
): Promise<void> {
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const { name, text } of list) data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      return data;
    },
    files.map(({ name, buffer }) => ({ name, text: buffer.toString('base64') })),
  );
  const init = { dataTransfer: transfer, clientX: at.x, clientY: at.y };
  for (const type of ['dragenter', 'dragover', 'drop']) await page.locator(over).first().dispatchEvent(type, init);
}

/** A real drop of files and folders of this machine, from outside the browser. */
export async function dropFromDesktop(page: Page, paths: readonly string[], x = 300, y = 300): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await protocol.send('Input.dispatchDragEvent', { type, x, y, data });
  await protocol.detach();
}

/** Opens the menu of that name and chooses. */
export async function choose(page: Page, menu: string | RegExp, item: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: menu }).first().click();
  await menuItem(page, item).first().click();
}

export function menuItem(page: Page, item: string | RegExp): Locator {
  return page.locator('[role=menuitem],[role=menuitemcheckbox]').filter({ hasText: item }).filter({ visible: true });
}

/** What a command saves: its name and octets. */
export async function saved(page: Page, command: () => Promise<void>): Promise<{ readonly name: string; readonly octets: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), command()]);
  return { name: download.suggestedFilename(), octets: readFileSync(await download.path()) };
}

/** A grid as a person reads it: its titles, and the cells of every row on screen under their titles. */
export interface Grid {
  readonly titles: readonly string[];
  readonly rows: readonly ReadonlyMap<string, string>[];
}

export async function readGrid(page: Page, name: string | RegExp): Promise<Grid> {
  const grid = page.getByRole('grid', { name });
  await expect(grid).toBeVisible();
  const texts = await grid.evaluate((element) => {
    const cut = (cell: Element): string => (cell.textContent ?? '').replace(/\s+/g, ' ').trim();
    return {
      titles: [...element.querySelectorAll('[role=columnheader]')].map(cut),
      rows: [...element.querySelectorAll('[role=row]')]
        .filter((row) => row.querySelector('[role=gridcell]') !== null)
        .map((row) => [...row.querySelectorAll('[role=gridcell]')].map(cut)),
    };
  });
  return { titles: texts.titles, rows: texts.rows.map((cells) => new Map(cells.map((cell, at) => [texts.titles[at] ?? '', cell]))) };
}

/** One column, top to bottom. */
export async function column(page: Page, name: string | RegExp, title: string): Promise<readonly string[]> {
  return (await readGrid(page, name)).rows.map((row) => row.get(title) ?? '');
}

/** Goes to a view by its link at the left. */
export async function goTo(page: Page, view: string): Promise<void> {
  const link = page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${view}`) });
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
}
