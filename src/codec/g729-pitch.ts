/**
 * The adaptive codebook of G.729 (clauses 3.7.1, 4.1.3): the pitch delay in thirds of a sample, and the excitation of so long
 * ago. What was is continued, so the buffer holds the past before the place that is written to.
 */
import { multiplyAdd, round } from './basic-operators.ts';

/** Samples of a subframe. */
export const SUBFRAME = 40;
/** Longest delay of the first subframe, and samples of past excitation the longest delay with its filter reaches back. */
export const LONGEST_DELAY = 143;
export const PAST = 154;
const SHORTEST_DELAY = 20;
const TAPS = 10;

/** Low-pass filter b30 at a third of a sample, one side of it, Q15. */
const filter = new Int16Array([
  29443, 25207, 14701, 3143, -4402, -5850, -2783, 1211, 3130, 2259, 0, -1652, -1666, -464, 756, 1099, 550, -245, -634, -451, 0, 308, 296, 78, -120, -165, -79,
  34, 91, 70, 0,
]);

/** P1 to thirds of a sample: 19 1/3 to 84 2/3 in thirds, then 85 to 143 in whole samples. */
export function firstDelay(index: number): number {
  return index < 197 ? index + 58 : (index - 112) * 3;
}

/** P2 to thirds of a sample, around the first subframe's whole delay. */
export function secondDelay(index: number, first: number): number {
  const lowest = Math.min(Math.max(first - 5, SHORTEST_DELAY), LONGEST_DELAY - 9);
  return lowest * 3 + index - 2;
}

/** The whole samples nearest to a delay in thirds. */
export function wholeDelay(thirds: number): number {
  return Math.trunc((thirds + 1) / 3);
}

/** Writes a subframe of excitation[at …] from the excitation `thirds` before it; it may reach into what it writes. */
export function continueExcitation(excitation: Int16Array, at: number, thirds: number): void {
  const back = Math.ceil(thirds / 3);
  const phase = back * 3 - thirds;
  for (let i = 0; i < SUBFRAME; i++) {
    const from = at + i - back;
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap++) {
      sum = multiplyAdd(sum, excitation[from - tap]!, filter[phase + 3 * tap]!);
      sum = multiplyAdd(sum, excitation[from + 1 + tap]!, filter[3 - phase + 3 * tap]!);
    }
    excitation[at + i] = round(sum);
  }
}
