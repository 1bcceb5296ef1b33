import { expect, test } from 'vitest';
import { readDate } from './date.ts';

const read = (text: string): number => readDate(new TextEncoder().encode(text), 0, text.length);

test('dates of RFC 3261 section 20.17', () => {
  expect(read('Sat, 13 Nov 2010 23:29:00 GMT')).toBe(Date.UTC(2010, 10, 13, 23, 29, 0) / 1000);
  expect(read('Thu, 1 Jan 1970 00:00:00 GMT')).toBe(0);
  expect(read('Thu, 01 Feb 2024 07:08:09 GMT')).toBe(Date.UTC(2024, 1, 1, 7, 8, 9) / 1000);
});

test('what is no date is none', () => {
  for (const text of [
    '',
    'now',
    'Sat, 13 Nov 2010',
    'Sat, 99 Nov 2010 23:29:00 GMT',
    'Sat, 13 Foo 2010 23:29:00 GMT',
    'Sat, 13 Nov 2010 24:29:00 GMT',
    ',',
    ', 1',
  ])
    expect(read(text)).toBeNaN();
});
