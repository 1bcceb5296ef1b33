import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCompressed, lastTop, scrollAt, SPACER, spacerHeight, topAt, topThatShows } from './row-window.ts';

const million = { total: 1_000_000, rowHeight: 26, viewport: 600 };

test('a million rows fit the longest spacer, and its end is the last row', () => {
  expect(isCompressed(million)).toBe(true);
  expect(spacerHeight(million)).toBe(SPACER);
  const end = topAt(million, SPACER - 600);
  expect(end + 600 / 26).toBeCloseTo(1_000_000, 6);
  expect(topAt(million, 0)).toBe(0);
});

test('below the limit a pixel is a pixel', () => {
  const small = { total: 1000, rowHeight: 26, viewport: 600 };
  expect(topAt(small, 260)).toBeCloseTo(10, 9);
  expect(scrollAt(small, 10)).toBeCloseTo(260, 9);
});

test('any row can be shown whole, and position and row agree', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5_000_000 }),
      fc.integer({ min: 40, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (total, viewport, where, which) => {
        const window = { total, rowHeight: 26, viewport };
        const top = where * lastTop(window);
        expect(topAt(window, scrollAt(window, top))).toBeCloseTo(top, 3);
        if (total === 0) return;
        const row = Math.min(total - 1, Math.floor(which * total));
        const next = topThatShows(window, top, row);
        expect(next).toBeGreaterThanOrEqual(0);
        expect(next).toBeLessThanOrEqual(lastTop(window) + 1e-6);
        expect(row).toBeGreaterThanOrEqual(Math.floor(next));
        if (viewport >= 26) expect(row + 1).toBeLessThanOrEqual(next + viewport / 26 + 1e-6);
      },
    ),
  );
});
