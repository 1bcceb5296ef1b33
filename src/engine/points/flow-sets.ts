/**
 * RTP flows at several points: those with the same addresses, ports and SSRC are one stream (a set, in the order of its way, with the
 * point its numbers are of); those whose addresses were rewritten in between stay streams of their own and are linked.
 */
import type { Nanoseconds } from '../../base/units.ts';
import type { PointChoice } from '../../contract/points.ts';
import type { SurveyFlows } from './survey-flows.ts';

/** packets that flows of other addresses must share; of the same address, port and SSRC one is enough */
const LEAST_SHARED = 3;
/** share of the packets of the best point that a point must have seen for the numbers to be its */
const LEAST_SHARE = 0.2;
const SHIFT = 4_194_304;

interface Lag {
  count: number;
  sum: Nanoseconds;
}

export interface FlowSet {
  /** points the flow passes, the sender's side first */
  readonly points: readonly number[];
  /** by position in `points`: its flows there (several when the point is several files), packets, mean time after the first point */
  readonly flows: readonly (readonly number[])[];
  readonly packets: readonly number[];
  readonly lags: readonly Nanoseconds[];
  /** the point whose packets are counted */
  readonly home: number;
}

/** Packets that two flows share, summed while groups are visited. */
export class FlowPairs {
  readonly #lags: Map<number, Lag> = new Map();

  /** A packet of flow `one` was seen in flow `other` so much later. */
  add(one: number, other: number, later: Nanoseconds): void {
    const [low, high, lag] = one < other ? [one, other, later] : [other, one, -later];
    const key = low * SHIFT + high;
    const known = this.#lags.get(key);
    if (known === undefined) this.#lags.set(key, { count: 1, sum: lag });
    else {
      known.count++;
      known.sum += lag;
    }
  }

  *[Symbol.iterator](): Generator<{ readonly one: number; readonly other: number; readonly count: number; readonly lag: Nanoseconds }> {
    for (const [key, { count, sum }] of this.#lags) {
      const one = Math.floor(key / SHIFT);
      yield { one, other: key - one * SHIFT, count, lag: sum / count };
    }
  }
}

/** Flows whose addresses were rewritten on the way: `one` comes first. */
export interface FlowLink {
  readonly one: number;
  readonly other: number;
  readonly count: number;
}

export class FlowSets {
  readonly sets: readonly FlowSet[];
  readonly links: readonly FlowLink[];
  /** by flow: its set, -1 for none */
  readonly setOf: Int32Array;

  constructor(flows: SurveyFlows, pairs: FlowPairs, pointOf: readonly number[], choice: PointChoice['streams']) {
    const byKey = new Map<string, Map<number, Members>>();
    const lags = new Map<string, Lag>();
    const links: FlowLink[] = [];
    const pointOfFlow = (flow: number): number => pointOf[flows.source.values[flow]!]!;
    for (const { one, other, count, lag } of pairs) {
      if (!flows.isSame(one, other)) {
        if (count >= LEAST_SHARED) links.push(lag >= 0 ? { one, other, count } : { one: other, other: one, count });
        continue;
      }
      const key = keyOf(flows, one);
      const points = byKey.get(key) ?? new Map<number, Members>();
      byKey.set(key, points);
      for (const flow of [one, other]) (points.get(pointOfFlow(flow)) ?? newMembers(points, pointOfFlow(flow))).add(flow);
      noteLag(lags, `${key} ${pointOfFlow(one)} ${pointOfFlow(other)}`, count, lag);
      noteLag(lags, `${key} ${pointOfFlow(other)} ${pointOfFlow(one)}`, count, -lag);
    }
    this.links = links;
    this.sets = [...byKey].map(([key, members]) => setOfMembers(flows, key, members, lags, choice));
    this.setOf = new Int32Array(flows.count).fill(-1);
    for (const [set, { flows: of }] of this.sets.entries()) for (const flow of of.flat()) this.setOf[flow] = set;
  }
}

type Members = Set<number>;

function newMembers(points: Map<number, Members>, point: number): Members {
  const members: Members = new Set();
  points.set(point, members);
  return members;
}

function keyOf(flows: SurveyFlows, flow: number): string {
  return [flows.from, flows.to, flows.ports, flows.mark].map((column) => column.values[flow]).join();
}

function noteLag(lags: Map<string, Lag>, key: string, count: number, lag: Nanoseconds): void {
  const known = lags.get(key) ?? { count: 0, sum: 0 };
  known.sum += lag * count;
  known.count += count;
  lags.set(key, known);
}

function setOfMembers(
  flows: SurveyFlows,
  key: string,
  members: ReadonlyMap<number, Members>,
  lags: ReadonlyMap<string, Lag>,
  choice: PointChoice['streams'],
): FlowSet {
  const after = (one: number, other: number): number | undefined => {
    const lag = lags.get(`${key} ${one} ${other}`);
    return lag === undefined ? undefined : lag.sum / lag.count;
  };
  const points = [...members.keys()].sort((a, b) => a - b).sort((a, b) => -(after(a, b) ?? 0));
  const own = points.map((point) => [...members.get(point)!]);
  const packets = own.map((of) => of.reduce((sum, flow) => sum + flows.packets.values[flow]!, 0));
  const most = Math.max(...packets);
  const fit = points.filter((_, i) => packets[i]! >= most * LEAST_SHARE);
  const home = typeof choice === 'number' && points.includes(choice) ? choice : choice === 'sender' ? fit[0]! : fit.at(-1)!;
  let lag = 0;
  const summed = points.map((point, i) => (i === 0 ? 0 : (lag += after(points[i - 1]!, point) ?? 0)));
  return { points, flows: own, packets, lags: summed, home };
}
