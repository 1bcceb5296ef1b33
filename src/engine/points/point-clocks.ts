/**
 * One clock for all points: every two points that share packets are compared (quality/clock-fit.ts), and the surest comparisons are
 * followed from the reference point to all that can be reached. What cannot be reached keeps its own times.
 */
import type { Nanoseconds } from '../../base/units.ts';
import { fitClocks, type ClockFit, type ClockPath } from '../../quality/clock-fit.ts';
import { ClockLine } from '../../capture/clock-line.ts';
import { FlowSpans, type SourcePair } from './point-pairs.ts';
import type { Survey } from './survey.ts';

/** Two points compared; the second clock against the first. */
export interface PointFit {
  readonly one: number;
  readonly other: number;
  readonly pairs: number;
  /** packets of their common flows that one of the two alone saw: fewest where no third point lies between them */
  readonly alone: number;
  readonly fit: ClockFit;
  /** every packet at the same time at both */
  readonly isCopy: boolean;
}

/** How a point's clock was found. */
export interface FoundClock {
  readonly line: ClockLine;
  /** the comparison that led here and the point it came from; undefined for the reference and for what was not reached */
  readonly by: PointFit | undefined;
  readonly with: number;
  /** ± over all comparisons on the way */
  readonly uncertainty: Nanoseconds | undefined;
}

/** Compares all points that share packets. */
export function fitPoints(survey: Survey, pairs: readonly SourcePair[], pointOf: readonly number[]): PointFit[] {
  const byPoints = new Map<string, SourcePair[]>();
  for (const pair of pairs) {
    const points = [pointOf[pair.one]!, pointOf[pair.other]!].sort((a, b) => a - b);
    const key = points.join();
    byPoints.set(key, [...(byPoints.get(key) ?? []), pair]);
  }
  const fits: PointFit[] = [];
  for (const [key, of] of byPoints) {
    // of these two alone: what a third point saw too would count twice
    const [one, other] = key.split(',').map(Number) as [number, number];
    const { paths, isCopy } = pathsOf(survey, of, pointOf, one, new FlowSpans(survey, of));
    const fit = fitClocks(paths);
    const alone = paths.reduce((sum, { onlyFirst, onlySecond }) => sum + onlyFirst + onlySecond, 0);
    if (fit !== undefined) fits.push({ one, other, pairs: of.reduce((sum, { seen }) => sum + seen, 0), alone, fit, isCopy });
  }
  return fits;
}

interface PathRows {
  readonly from: number;
  readonly to: number;
  readonly rows: (readonly [at: number, ahead: number])[];
  hops: number;
  onlyFirst: number;
  onlySecond: number;
  readonly flows: Set<number>;
}

/** Pairs of two points by where their packets came from and went to at the first. */
function pathsOf(
  survey: Survey,
  pairs: readonly SourcePair[],
  pointOf: readonly number[],
  first: number,
  spans: FlowSpans,
): { readonly paths: ClockPath[]; readonly isCopy: boolean } {
  const { flows } = survey;
  const found = new Map<string, PathRows>();
  let isCopy = true;
  for (const pair of pairs) {
    const isTurned = pointOf[pair.one] !== first;
    for (let i = 0; i < pair.count; i++) {
      const [a, b] = isTurned ? [pair.others[i]!, pair.ones[i]!] : [pair.ones[i]!, pair.others[i]!];
      const [flowA, flowB] = [survey.flow.values[a]!, survey.flow.values[b]!];
      const [from, to] = [flows.from.values[flowA]!, flows.to.values[flowA]!];
      let path = found.get(`${from}>${to}`);
      if (path === undefined) {
        const hops = flows.ttl.values[flowA]! - flows.ttl.values[flowB]!;
        found.set(`${from}>${to}`, (path = { from, to, rows: [], hops, onlyFirst: 0, onlySecond: 0, flows: new Set() }));
      }
      if (!path.flows.has(flowA)) {
        path.flows.add(flowA);
        path.onlyFirst += spans.unmatched(flowA);
        path.onlySecond += spans.unmatched(flowB);
      }
      const ahead = survey.time.values[b]! - survey.time.values[a]!;
      if (ahead !== 0) isCopy = false;
      path.rows.push([survey.time.values[a]!, ahead]);
    }
  }
  const keys = [...found.keys()];
  const paths = [...found.values()].map((path): ClockPath => {
    path.rows.sort(([one], [other]) => one - other);
    const { hops, onlyFirst, onlySecond } = path;
    const reverse = keys.indexOf(`${path.to}>${path.from}`);
    return { at: Float64Array.from(path.rows, ([at]) => at), ahead: Float64Array.from(path.rows, ([, ahead]) => ahead), reverse, hops, onlyFirst, onlySecond };
  });
  return { paths, isCopy };
}

/** Follows the surest comparisons from the reference point on; points that none of them reaches are led by the first of their own. */
export function spreadClocks(points: number, reference: number, fits: readonly PointFit[]): FoundClock[] {
  const clocks: (FoundClock | undefined)[] = new Array<FoundClock | undefined>(points).fill(undefined);
  const ranked = fits.toSorted((a, b) => Number(b.fit.ways === 'both') - Number(a.fit.ways === 'both') || b.pairs - a.pairs || a.alone - b.alone);
  for (const root of [reference, ...clocks.keys()]) {
    if (clocks[root] !== undefined) continue;
    clocks[root] = { line: ClockLine.same, by: undefined, with: -1, uncertainty: 0 };
    for (;;) {
      const next = ranked.find(({ one, other }) => (clocks[one] === undefined) !== (clocks[other] === undefined));
      if (next === undefined) break;
      const found = clocks[next.one] === undefined ? next.one : next.other;
      clocks[found] = follow(next, found === next.one ? next.other : next.one, clocks);
    }
  }
  return clocks as FoundClock[];
}

/** The clock at the other end of a comparison. */
function follow(by: PointFit, known: number, clocks: readonly (FoundClock | undefined)[]): FoundClock {
  const { at, ahead, drift, uncertainty } = by.fit;
  const line = new ClockLine(at, at - ahead, 1 - drift);
  const before = clocks[known]!;
  return {
    line: (known === by.one ? line : line.back()).then(before.line),
    by,
    with: known,
    uncertainty: uncertainty === undefined || before.uncertainty === undefined ? undefined : uncertainty + before.uncertainty,
  };
}
