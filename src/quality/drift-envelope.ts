/**
 * How fast one clock runs away from another, from many packets seen by both: the slope of the line that lies closest under (or over)
 * the differences of every path, since the packet that waited least shows the clocks alone (Moon, Skelly, Towsley, INFOCOM 1999).
 * Paths have their own height and share one slope. Promise: linear in the samples once they are in order, exact on noiseless ones.
 */
import type { Nanoseconds } from '../base/units.ts';

/** Differences of one path in order of time: `ahead` is the second clock minus the first at time `at` of the first. */
export interface PathSamples {
  readonly at: Float64Array;
  readonly ahead: Float64Array;
}

/** A path whose packets can only be delayed upwards (1: they meet the first clock first) or downwards (-1). */
export interface OrientedPath extends PathSamples {
  readonly sense: 1 | -1;
}

/** stretches of a path whose middles stand for it in the first guess */
const BINS = 24;
/** slopes farther than this from the first guess are not looked at */
const REACH = 400e-6;
const STEPS = 60;
const GOLDEN = 0.6180339887498949;

interface Hull {
  readonly at: readonly number[];
  readonly value: readonly number[];
  readonly count: number;
  readonly meanAt: number;
  readonly meanValue: number;
}

/** Slope without knowing which way packets go: the weighted median of the slopes between the middles of stretches. 0 when there are too few. */
export function roughDrift(paths: readonly PathSamples[]): number {
  const slopes: { readonly slope: number; readonly weight: number }[] = [];
  for (const path of paths) {
    const middles = middlesOf(path);
    for (const [i, one] of middles.entries()) {
      for (const other of middles.slice(i + 1)) {
        const span = other.at - one.at;
        if (span > 0) slopes.push({ slope: (other.ahead - one.ahead) / span, weight: span * one.count });
      }
    }
  }
  slopes.sort((a, b) => a.slope - b.slope);
  let rest = slopes.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { slope, weight } of slopes) {
    rest -= weight;
    if (rest <= 0) return slope;
  }
  return 0;
}

function middlesOf({ at, ahead }: PathSamples): { readonly at: Nanoseconds; readonly ahead: Nanoseconds; readonly count: number }[] {
  const bins = Math.min(BINS, Math.floor(at.length / 4));
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((at.length * bin) / bins);
    const to = Math.floor((at.length * (bin + 1)) / bins);
    return { at: at[(from + to) >> 1]!, ahead: ahead.slice(from, to).sort()[(to - from) >> 1]!, count: to - from };
  });
}

/**
 * Slope of the closest common envelope, near `guess`. With `fold` above 1 only every fold-th sample counts, from `phase` on.
 * The area between samples and envelope is a convex function of the slope: golden section finds its least.
 */
export function envelopeDrift(paths: readonly OrientedPath[], guess: number, fold = 1, phase = 0): number {
  const hulls = paths.map((path) => ({ hull: hullOf(path, fold, phase), sense: path.sense })).filter(({ hull }) => hull.count > 1);
  const area = (slope: number): number => {
    let sum = 0;
    for (const { hull } of hulls) sum += hull.count * (hull.meanValue - slope * hull.meanAt - leastOf(hull, slope));
    return sum;
  };
  const scaled = (slope: number): number => area(slope);
  let [low, high] = [guess - REACH, guess + REACH];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [scaled(left), scaled(right)];
  for (let step = 0; step < STEPS; step++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = scaled(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = scaled(right);
    }
  }
  return (low + high) / 2;
}

/** The corners of the lower hull of a path's samples; of a path that is delayed downwards, mirrored. */
function hullOf({ at, ahead, sense }: OrientedPath, fold: number, phase: number): Hull {
  const [x, y]: [number[], number[]] = [[], []];
  let [count, sumAt, sumValue] = [0, 0, 0];
  const origin = at[0] ?? 0;
  for (let i = phase; i < at.length; i += fold) {
    const [px, py] = [at[i]! - origin, sense * ahead[i]!];
    count++;
    sumAt += px;
    sumValue += py;
    while (x.length > 1 && isAbove(x, y, px, py)) {
      x.pop();
      y.pop();
    }
    x.push(px);
    y.push(py);
  }
  // mirrored differences fall where the others rise: the slope is turned with them
  return { at: x.map((px) => sense * px), value: y, count, meanAt: (sense * sumAt) / Math.max(1, count), meanValue: sumValue / Math.max(1, count) };
}

/** The newest corner lies on or above the line from the one before it to the new point. */
function isAbove(x: readonly number[], y: readonly number[], px: number, py: number): boolean {
  const n = x.length;
  const [ax, ay, bx, by] = [x[n - 2]!, y[n - 2]!, x[n - 1]!, y[n - 1]!];
  return (by - ay) * (px - ax) >= (py - ay) * (bx - ax);
}

function leastOf({ at, value }: Hull, slope: number): number {
  let least = Infinity;
  for (const [i, x] of at.entries()) least = Math.min(least, value[i]! - slope * x);
  return least;
}
