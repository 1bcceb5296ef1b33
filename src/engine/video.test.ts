/** Frames of a second, counted from times that need not be in order. */
import { expect, test } from 'vitest';
import { perSecond } from './video.ts';

test('frames whose times run backwards are counted in their seconds', () => {
  expect([...perSecond([22e9, 22.5e9, 1e9, 0])]).toEqual([1, 1, ...new Array<number>(20).fill(0), 2]);
  expect([...perSecond([])]).toEqual([]);
  expect([...perSecond([5e9])]).toEqual([1]);
});
