/** Problems that a cell has no room for are counted, never cut off. */
import { expect, test } from 'vitest';
import { fittingNames } from './call-look.ts';

test('as many names as fit, one at least, with room for the count of the others', () => {
  expect(fittingNames([])).toBe(0);
  expect(fittingNames(['Loss', 'Jitter'])).toBe(2);
  expect(fittingNames(['Loss', 'Jitter', 'Low MOS'])).toBe(2);
  expect(fittingNames(['Short', 'NAT address'])).toBe(1);
  expect(fittingNames(['Retransmits, very long indeed', 'Loss'])).toBe(1);
  expect(fittingNames(['丢包', '抖动'])).toBe(2);
  expect(fittingNames(['丢包', '抖动', 'MOS 低'])).toBe(2);
});
