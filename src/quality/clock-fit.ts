/**
 * Two clocks compared by packets that both saw (as NTP compares them by question and answer, RFC 5905 section 8): how far the second is
 * ahead of the first, how much faster it runs, and how sure that is. A packet that passes the first clock first can only make the
 * second look more ahead, one on the way back only less; the truth lies between the two, and its middle is taken.
 */
import type { Nanoseconds } from '../base/units.ts';
import { envelopeDrift, roughDrift, type OrientedPath, type PathSamples } from './drift-envelope.ts';

/** Packets from one address to another, seen by both clocks, in order of time. */
export interface ClockPath extends PathSamples {
  /** index of the path the other way, -1 when it was not seen */
  readonly reverse: number;
  /** hops between the clocks by what was left of their time to live: above 0 the first clock is passed first, 0 says nothing */
  readonly hops: number;
  /** packets of this path that only the first, or only the second clock saw: what is lost was seen first */
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

export interface ClockFit {
  /** packets both ways; or one way alone, and then the least delay is taken for none */
  readonly ways: 'both' | 'one';
  /** a moment of the second clock, and how far it is ahead of the first then */
  readonly at: Nanoseconds;
  readonly ahead: Nanoseconds;
  /** the offset lies within ± this, by the least time there and back; undefined one way, where only the delay's least is lost */
  readonly uncertainty: Nanoseconds | undefined;
  /** nanoseconds a nanosecond of the second clock, and twice the standard error; drift is 0 where it was not more than that */
  readonly drift: number;
  readonly driftUncertainty: number | undefined;
  /** of each path: 1 it passes the first clock first, -1 the second, 0 not known */
  readonly senses: readonly (1 | -1 | 0)[];
  /** the order of one-way packets was told by time to live or loss; false: it was taken as it came */
  readonly isOrderKnown: boolean;
}

/** drift is looked for over at least so long, in at least so many packets */
const DRIFT_SPAN: Nanoseconds = 8e9;
const DRIFT_SAMPLES = 64;
/** the samples are parted so many times to see how far slopes scatter */
const FOLDS = 8;
/** fewer packets of a path have no usual delay; and differences below this are of the clocks' resolution */
const LEAST_TRIMMED = 20;
const SAME: Nanoseconds = 2000;

/** Compares two clocks; undefined without a sample. */
export function fitClocks(paths: readonly ClockPath[]): ClockFit | undefined {
  const count = paths.reduce((sum, { at }) => sum + at.length, 0);
  if (count === 0) return undefined;
  const first = paths.reduce((least, { at }) => Math.min(least, at[0] ?? Infinity), Infinity);
  const last = paths.reduce((most, { at }) => Math.max(most, at.at(-1) ?? -Infinity), -Infinity);
  const mayDrift = count >= DRIFT_SAMPLES && last - first >= DRIFT_SPAN;
  const rough = mayDrift ? roughDrift(paths) : 0;
  const { senses, isOrderKnown } = sensesOf(paths, rough, first);
  const oriented = paths.flatMap((path, i): OrientedPath[] => (senses[i] === 0 ? [] : [withoutOvertakers(path, senses[i]!, rough, first)]));
  const measured = mayDrift ? measureDrift(oriented, rough) : undefined;
  const slope = measured === undefined || Math.abs(measured.drift) <= measured.uncertainty ? 0 : measured.drift;
  const { above, below } = boundsOf(paths, senses, slope, first);
  const usual = boundsOf(
    oriented,
    oriented.map(({ sense }) => sense),
    slope,
    first,
  );
  const isBoth = above < Infinity && below > -Infinity;
  const offset = isBoth ? Math.min(above, Math.max(below, (usual.above + usual.below) / 2)) : above < Infinity ? above : below;
  return {
    ways: isBoth ? 'both' : 'one',
    at: first + offset,
    ahead: offset,
    // bounds that cross say that both ways pass the clocks in one order, or that the clocks are no finer than this
    uncertainty: isBoth ? Math.max(above - offset, offset - below, below - above) : undefined,
    drift: slope / (1 + slope),
    driftUncertainty: measured?.uncertainty,
    senses,
    isOrderKnown: isBoth || isOrderKnown,
  };
}

function measureDrift(paths: readonly OrientedPath[], rough: number): { readonly drift: number; readonly uncertainty: number } | undefined {
  if (paths.length === 0) return undefined;
  const drift = envelopeDrift(paths, rough);
  let square = 0;
  for (let phase = 0; phase < FOLDS; phase++) square += (envelopeDrift(paths, rough, FOLDS, phase) - drift) ** 2;
  return { drift, uncertainty: 2 * Math.sqrt(square / FOLDS / (FOLDS - 1)) };
}

/**
 * A path without the few packets that took a shorter way than all others: they bound the offset like any packet, but one way may have
 * some and the other none, and then the middle between the two ways would not be the truth.
 */
function withoutOvertakers({ at, ahead }: PathSamples, sense: 1 | -1, slope: number, origin: Nanoseconds): OrientedPath {
  if (at.length < LEAST_TRIMMED) return { at, ahead, sense };
  const waited = ahead.map((value, i) => sense * (value - slope * (at[i]! - origin)));
  const sorted = waited.slice().sort();
  const [low, usual] = [sorted[Math.floor(sorted.length * 0.05)]!, sorted[sorted.length >> 2]!];
  const least = low - 1.5 * (usual - low) - SAME;
  return { at: at.filter((_, i) => waited[i]! >= least), ahead: ahead.filter((_, i) => waited[i]! >= least), sense };
}

/** The least that packets of the first sense, and the most that those of the other, show the second clock ahead. */
function boundsOf(
  paths: readonly PathSamples[],
  senses: readonly number[],
  slope: number,
  origin: Nanoseconds,
): { readonly above: Nanoseconds; readonly below: Nanoseconds } {
  let [above, below] = [Infinity, -Infinity];
  for (const [p, { at, ahead }] of paths.entries()) {
    for (let i = 0; i < at.length; i++) {
      const rest = ahead[i]! - slope * (at[i]! - origin);
      if (senses[p] === 1) above = Math.min(above, rest);
      else if (senses[p] === -1) below = Math.max(below, rest);
    }
  }
  return { above, below };
}

/** Which clock each path passes first: told by its way back, by time to live, by what was lost; in this order. */
function sensesOf(paths: readonly ClockPath[], slope: number, origin: Nanoseconds): { readonly senses: (1 | -1 | 0)[]; readonly isOrderKnown: boolean } {
  const middles = paths.map((path) => middleOf(path, slope, origin));
  const senses = paths.map(({ reverse }, p): 1 | -1 | 0 => {
    const back = reverse < 0 || reverse === p ? undefined : middles[reverse];
    if (back === undefined || middles[p] === undefined) return 0;
    // equal middles: both clocks are in one place, and one of the two senses is as good as the other
    return middles[p]! > back || (middles[p] === back && p < reverse) ? 1 : -1;
  });
  if (senses.every((sense) => sense === 0)) return oneWaySenses(paths, middles);
  const { above, below } = boundsOf(paths, senses, slope, origin);
  // a path without a way back lies wholly on one side of the truth, or says nothing
  for (const [p, middle] of middles.entries()) {
    if (senses[p] !== 0 || middle === undefined) continue;
    const bounds = boundsOf([paths[p]!], [1], slope, origin);
    const most = boundsOf([paths[p]!], [-1], slope, origin);
    senses[p] = bounds.above >= (above + below) / 2 ? 1 : most.below <= (above + below) / 2 ? -1 : 0;
  }
  return { senses, isOrderKnown: true };
}

/** No path has a way back: all are taken to go one way, the one that time to live or loss speak for. */
function oneWaySenses(
  paths: readonly ClockPath[],
  middles: readonly (number | undefined)[],
): { readonly senses: (1 | -1 | 0)[]; readonly isOrderKnown: boolean } {
  const own = paths.map(({ hops }) => Math.sign(hops) as 1 | -1 | 0);
  if (own.includes(1) && own.includes(-1)) return { senses: own, isOrderKnown: true };
  const byHops = own.find((sense) => sense !== 0) ?? 0;
  const lost = paths.reduce((sum, { onlyFirst, onlySecond }) => sum + onlyFirst - onlySecond, 0);
  const sense = (byHops !== 0 ? byHops : lost < 0 ? -1 : 1) as 1 | -1;
  return { senses: middles.map((middle) => (middle === undefined ? 0 : sense)), isOrderKnown: byHops !== 0 || lost !== 0 };
}

function middleOf({ at, ahead }: ClockPath, slope: number, origin: Nanoseconds): Nanoseconds | undefined {
  if (at.length === 0) return undefined;
  const rest = ahead.map((value, i) => value - slope * (at[i]! - origin)).sort();
  return rest[rest.length >> 1];
}
