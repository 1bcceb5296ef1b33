import { describe, expect, it } from 'vitest';
import { alignedData, extentOf } from './chart-data.ts';
import type { ChartSeries } from './chart-data.ts';

function line(x: number[], mean: number[]): ChartSeries {
  return { name: 'a', colour: 1, kind: 'line', x, mean, min: mean, max: mean };
}

describe('chart data', () => {
  it('joins series of different times on one rising x', () => {
    const data = alignedData([line([1, 3], [10, 30]), line([2, 3], [5, 6])], Infinity);
    expect(data[0]).toEqual([1, 2, 3]);
    expect(data[3]).toEqual([10, undefined, 30]);
    expect(data[6]).toEqual([undefined, 5, 6]);
  });

  it('breaks a line at a hole, not at a bucket without a value', () => {
    const data = alignedData([line([1, 2, 9], [1, Number.NaN, 3])], 3);
    expect(data[0]).toEqual([1, 2, 5.5, 9]);
    expect(data[3]).toEqual([1, undefined, null, 3]);
  });

  it('knows how far all series reach', () => {
    expect(extentOf([line([], []), line([4, 9], [1, 1]), line([2, 3], [1, 1])])).toEqual([2, 9]);
    expect(extentOf([])).toBeUndefined();
    expect(alignedData([], 1)).toEqual([[]]);
  });
});
