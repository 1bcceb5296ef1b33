import { expect, test } from 'vitest';
import { PAGE, RowPages } from './row-pages.ts';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('asks for what shows, at most two pages at once', async () => {
  let open = 0;
  let most = 0;
  const asked: number[] = [];
  const pages = new RowPages<number>(() => {});
  pages.restart(async ({ offset, limit }) => {
    asked.push(offset);
    most = Math.max(most, ++open);
    await Promise.resolve();
    open--;
    return { rows: Array.from({ length: limit }, (_, at) => offset + at), total: 1_000_000 };
  });
  pages.show(0, 450);
  await settle();
  expect(most).toBeLessThanOrEqual(2);
  expect(asked.sort((a, b) => a - b)).toEqual([0, 100, 200, 300, 400]);
  expect(pages.row(450)).toBe(450);
  expect(pages.row(999_999)).toBeUndefined();
  pages.show(999_990, 999_999);
  await settle();
  expect(pages.row(999_999)).toBe(999_999);
});

test('old rows stay until the new answer, and answers to old questions are dropped', async () => {
  const pages = new RowPages<string>(() => {});
  pages.restart(() => Promise.resolve({ rows: ['old'], total: 1 }));
  pages.show(0, 0);
  await settle();
  let late: (() => void) | undefined;
  pages.restart(
    () =>
      new Promise((resolve) => {
        late = () => resolve({ rows: ['late'], total: 1 });
      }),
  );
  pages.show(0, 0);
  expect(pages.row(0)).toBe('old');
  pages.restart(() => Promise.resolve({ rows: ['new'], total: 1 }));
  pages.show(0, 0);
  await settle();
  late?.();
  await settle();
  expect(pages.row(0)).toBe('new');
});

test('a range is fetched for selecting', async () => {
  const pages = new RowPages<number>(() => {});
  pages.restart(({ offset, limit }) => Promise.resolve({ rows: Array.from({ length: Math.min(limit, 250 - offset) }, (_, at) => offset + at), total: 250 }));
  pages.show(0, 10);
  await settle();
  expect((await pages.stretch(5, PAGE + 120)).length).toBe(PAGE + 116);
});
