/**
 * Where each row of a ladder stands: one pass over the rows, tops in a Float64Array, rows found by halving. In scaled
 * time a gap between rows grows with the time between them up to a limit; a longer gap is cut and marked as a break.
 */
import type { Nanoseconds } from '../../base/units.ts';
import type { LadderItem } from './ladder-model.ts';

export const rowHeights = { arrow: 34, arrowWithSecond: 50, band: 34, bandWithSecond: 50 } as const;

const PIXELS_PER_SECOND = 48;
const LONGEST_GAP = 144;

export interface LadderLayout {
  /** n + 1 tops: the last is the full height */
  readonly tops: Float64Array;
  /** row index → the time of the gap cut short above it */
  readonly breaks: ReadonlyMap<number, Nanoseconds>;
  readonly height: number;
}

export function layoutLadder(rows: readonly LadderItem[], scaled: boolean): LadderLayout {
  const tops = new Float64Array(rows.length + 1);
  const breaks = new Map<number, Nanoseconds>();
  let y = 8;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (scaled && i > 0) {
      const gap = row.time - rows[i - 1]!.time;
      const wanted = Math.max(0, (gap / 1e9) * PIXELS_PER_SECOND - 6);
      if (wanted > LONGEST_GAP) breaks.set(i, gap);
      y += Math.min(wanted, LONGEST_GAP);
    }
    tops[i] = y;
    y += heightOf(row);
  }
  tops[rows.length] = y;
  return { tops, breaks, height: y + 12 };
}

export function heightOf(row: LadderItem): number {
  if (row.kind === 'band') return row.second === undefined ? rowHeights.band : rowHeights.bandWithSecond;
  return row.second === undefined ? rowHeights.arrow : rowHeights.arrowWithSecond;
}

/** The last row whose top is at or above y; 0 when there is none. */
export function rowAt(layout: LadderLayout, y: number): number {
  let low = 0;
  let high = layout.tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (layout.tops[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Where a moment stands between the rows around it: from the middle of the last row that has begun towards the next one. */
export function yOfMoment(rows: readonly LadderItem[], layout: LadderLayout, time: Nanoseconds): number | undefined {
  if (rows.length === 0 || time < rows[0]!.time) return undefined;
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle]!.time <= time) low = middle;
    else high = middle - 1;
  }
  const middleOf = (row: number): number => layout.tops[row]! + heightOf(rows[row]!) / 2;
  const next = rows[low + 1];
  if (next === undefined) return middleOf(low);
  return middleOf(low) + (middleOf(low + 1) - middleOf(low)) * Math.min(1, (time - rows[low]!.time) / Math.max(1, next.time - rows[low]!.time));
}

/** The height on the diagram of a moment: of the first row that begins after it. */
export function yOfTime(rows: readonly LadderItem[], layout: LadderLayout, time: Nanoseconds): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return low < rows.length ? layout.tops[low]! - 4 : layout.tops[rows.length]!;
}
