import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchLife } from './life-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('without locks a worker that answers is asked again, one that does not is gone after four periods', async () => {
  let asked = 0;
  let answers = true;
  let gone = 0;
  const ask = (): Promise<void> => {
    asked++;
    return answers ? Promise.resolve() : new Promise(() => {});
  };
  watchLife('', ask, () => gone++);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([asked, gone]).toEqual([3, 0]);
  answers = false;
  await vi.advanceTimersByTimeAsync(49_999);
  expect([asked, gone]).toEqual([4, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(gone).toBe(1);
  await vi.advanceTimersByTimeAsync(100_000);
  expect([asked, gone]).toEqual([4, 1]);
});

test('watching ends', async () => {
  let gone = 0;
  const stop = watchLife(
    '',
    () => new Promise(() => {}),
    () => gone++,
  );
  stop();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(gone).toBe(0);
});
