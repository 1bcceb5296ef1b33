/** An expensive answer is made seldom while reading, and always in the end. */
import { expect, test, vi } from 'vitest';
import { Affordable } from './affordable.ts';

test('a costly answer waits twenty times its cost while reading, and is made anew when reading has ended', () => {
  vi.useFakeTimers();
  const answer = new Affordable<number>(20);
  let made = 0;
  const make = (): number => {
    vi.advanceTimersByTime(100);
    return ++made;
  };
  expect(answer.get(1, true, make)).toBe(1);
  expect(answer.get(1, true, make)).toBe(1);
  vi.advanceTimersByTime(1999);
  expect(answer.get(2, true, make)).toBe(1);
  vi.advanceTimersByTime(1);
  expect(answer.get(3, true, make)).toBe(2);
  expect(answer.get(4, false, make)).toBe(3);
  expect(answer.get(4, false, make)).toBe(3);
  vi.useRealTimers();
});
