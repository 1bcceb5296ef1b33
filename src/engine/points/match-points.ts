/**
 * From a survey to capture points: which files are one point, which packets two points share, how the clocks stand, which point's packets
 * count. Undefined when the captures share nothing: then they are merged by time, as they always were.
 */
import type { Nanoseconds } from '../../base/units.ts';
import type { CapturePoint, PointChoice, PointClock } from '../../contract/points.ts';
import { ClockLine } from '../../capture/clock-line.ts';
import { FlowPairs, FlowSets } from './flow-sets.ts';
import { eachGroup, type PacketGroup } from './packet-groups.ts';
import { fitPoints, spreadClocks, type FoundClock, type PointFit } from './point-clocks.ts';
import { groupSources } from './point-groups.ts';
import { findPairs } from './point-pairs.ts';
import { PointSet } from './point-set.ts';
import { SamePackets } from './same-packets.ts';
import { SightingTable } from './sighting-table.ts';
import { FlowKind } from './survey-flows.ts';
import type { Source, Survey } from './survey.ts';
import { Ways } from './ways.ts';

export interface MatchOptions {
  readonly choice: PointChoice;
  /** frames of each capture */
  readonly frames: readonly number[];
  /** what parts of one capture have in common */
  readonly looksOf: (source: Source) => string;
  readonly captureName: (capture: number) => string;
  readonly interfaceName: (source: Source) => string | undefined;
  /** told how many packets were left out of the comparison because too many others have the same octets */
  readonly onOmitted: (packets: number) => void;
}

export function matchPoints(survey: Survey, options: MatchOptions): PointSet | undefined {
  const same = new SamePackets(survey);
  const pairs = findPairs(survey, same);
  if (pairs.length === 0) return undefined;
  const pointOf = survey.byInterface ? survey.sources.map((_, id) => id) : groupSources(survey.sources, pairs, options.looksOf);
  const omitted = same.omitted((row) => pointOf[survey.flows.source.values[survey.flow.values[row]!]!]!);
  if (omitted > 0) options.onOmitted(omitted);
  return new Matching(survey, same, pointOf, options, fitPoints(survey, pairs, pointOf)).conclude();
}

class Matching {
  readonly #survey: Survey;
  readonly #same: SamePackets;
  readonly #options: MatchOptions;
  readonly #pointOf: readonly number[];
  readonly #fits: readonly PointFit[];
  readonly #clocks: readonly FoundClock[];
  readonly #lines: readonly ClockLine[];
  readonly #count: number;
  /** points by how much SIP they saw, most first: the first that saw a packet shows it */
  readonly #rank: readonly number[];
  readonly #reference: number;
  readonly #elsewhere: readonly Uint8Array[];
  readonly #flowPairs = new FlowPairs();
  readonly #sightings = new SightingTable();
  readonly #ways = new Ways();
  readonly #shared: number[];
  #matched = 0;

  constructor(survey: Survey, same: SamePackets, pointOf: readonly number[], options: MatchOptions, fits: readonly PointFit[]) {
    this.#survey = survey;
    this.#same = same;
    this.#options = options;
    this.#pointOf = pointOf;
    this.#fits = fits;
    this.#count = Math.max(-1, ...pointOf) + 1;
    const signalling = this.#signalling();
    const order = [...signalling.keys()].sort((a, b) => signalling[b]! - signalling[a]! || a - b);
    this.#reference = order[0]!;
    this.#rank = signalling.map((_, point) => order.indexOf(point));
    this.#clocks = spreadClocks(this.#count, this.#reference, survey.byInterface ? [] : fits);
    this.#lines = this.#clocks.map(({ line }) => line);
    this.#elsewhere = options.frames.map((frames) => new Uint8Array((frames >>> 3) + 1));
    this.#shared = signalling.map(() => 0);
  }

  conclude(): PointSet {
    const { choice } = this.#options;
    eachGroup(this.#survey, this.#same, this.#pointOf, this.#lines, (group) => this.#take(group));
    const sets = new FlowSets(this.#survey.flows, this.#flowPairs, this.#pointOf, choice.streams);
    this.#leaveOut(sets);
    this.#sightings.finish();
    return new PointSet({
      choice,
      points: this.#points(),
      pointOf: this.#pointOf,
      names: this.#survey.names,
      lines: choice.clocks === 'own' ? this.#lines.map(() => ClockLine.same) : this.#lines,
      uncertainties: this.#clocks.map(({ uncertainty }) => (choice.clocks === 'own' && !this.#survey.byInterface ? undefined : uncertainty)),
      elsewhere: this.#elsewhere,
      matched: this.#matched,
      flows: this.#survey.flows,
      sets,
      sightings: this.#sightings,
      ways: this.#ways,
    });
  }

  /** SIP packets of each point. */
  #signalling(): number[] {
    const { flows } = this.#survey;
    const counts = new Array<number>(this.#count).fill(0);
    for (let flow = 0; flow < flows.count; flow++)
      if (flows.sip.values[flow] === 1) counts[this.#pointOf[flows.source.values[flow]!]!]! += flows.packets.values[flow]!;
    return counts;
  }

  #take(group: PacketGroup): void {
    const { flow, flows } = this.#survey;
    this.#matched++;
    for (const point of group.points) this.#shared[point]!++;
    const of = group.rows.map((row) => flow.values[row]!);
    if (of.every((one) => flows.kind.values[one] === FlowKind.rtp)) {
      for (let i = 0; i + 1 < of.length; i++) for (let j = i + 1; j < of.length; j++) this.#flowPairs.add(of[i]!, of[j]!, group.times[j]! - group.times[i]!);
      return;
    }
    const isSip = of.every((one) => flows.sip.values[one] === 1);
    const isDatagram = of.every((one) => flows.kind.values[one] === FlowKind.other);
    if (!of.every((one) => flows.isSame(one, of[0]!)) && !(isSip && isDatagram)) return;
    let home = 0;
    for (const [i, point] of group.points.entries()) if (this.#rank[point]! < this.#rank[group.points[home]!]!) home = i;
    for (const [i, row] of group.rows.entries()) if (i !== home) this.#mark(row);
    if (!isSip) return;
    this.#sightings.open();
    for (const [i, row] of group.rows.entries()) this.#sightings.see(this.#captureOf(row), this.#survey.frame.values[row]!, group.points[i]!);
    this.#ways.add(flows.from.values[of[home]!]!, flows.to.values[of[home]!]!, group.points, group.times);
  }

  /** RTP of a stream counts at its home; elsewhere only while nobody listened there. */
  #leaveOut({ sets, setOf }: FlowSets): void {
    const { flow, time, flows } = this.#survey;
    const [first, last] = this.#spans();
    for (let row = 0; row < this.#survey.count; row++) {
      const of = flow.values[row]!;
      const set = sets[setOf[of]!];
      if (set === undefined) continue;
      const point = this.#pointOf[flows.source.values[of]!]!;
      if (point === set.home) continue;
      const expected = this.#lines[point]!.at(time.values[row]!) + set.lags[set.points.indexOf(set.home)]! - set.lags[set.points.indexOf(point)]!;
      if (expected >= first[set.home]! && expected <= last[set.home]!) this.#mark(row);
    }
  }

  /** From when to when each point listened, on the reference clock. */
  #spans(): readonly [Nanoseconds[], Nanoseconds[]] {
    const first = new Array<number>(this.#count).fill(Infinity);
    const last = new Array<number>(this.#count).fill(-Infinity);
    for (const [id, source] of this.#survey.sources.entries()) {
      const point = this.#pointOf[id]!;
      first[point] = Math.min(first[point]!, this.#lines[point]!.at(source.first));
      last[point] = Math.max(last[point]!, this.#lines[point]!.at(source.last));
    }
    return [first, last];
  }

  #captureOf(row: number): number {
    return this.#survey.sources[this.#survey.flows.source.values[this.#survey.flow.values[row]!]!]!.capture;
  }

  #mark(row: number): void {
    const frame = this.#survey.frame.values[row]!;
    this.#elsewhere[this.#captureOf(row)]![frame >>> 3]! |= 1 << (frame & 7);
  }

  #points(): CapturePoint[] {
    return this.#shared.map((shared, point) => {
      const sources = this.#survey.sources.filter((_, id) => this.#pointOf[id] === point);
      const copy = this.#fits.find(({ isCopy, one, other }) => isCopy && other === point && one < point && !this.#survey.byInterface);
      const captures = [...new Set(sources.map(({ capture }) => capture))];
      return {
        letter: letterOf(point),
        captures,
        name: this.#survey.byInterface
          ? (this.#options.interfaceName(sources[0]!) ?? '')
          : captures.map((capture) => this.#options.captureName(capture)).join(', '),
        interface: this.#survey.byInterface ? this.#options.interfaceName(sources[0]!) : undefined,
        packets: sources.reduce((sum, { packets }) => sum + packets, 0),
        shared,
        copyOf: copy?.one,
        clock: this.#clock(point, sources),
      };
    });
  }

  #clock(point: number, sources: readonly Source[]): PointClock {
    if (this.#survey.byInterface) return point === this.#reference ? { how: 'reference' } : { how: 'same' };
    const { by, line, uncertainty, with: other } = this.#clocks[point]!;
    if (by === undefined) return { how: this.#fits.some((fit) => fit.one === point || fit.other === point) ? 'reference' : 'alone' };
    const middle = (Math.min(...sources.map(({ first }) => first)) + Math.max(...sources.map((source) => source.last))) / 2;
    const { driftUncertainty, ways, isOrderKnown } = by.fit;
    return {
      how: ways,
      with: other,
      pairs: by.pairs,
      offset: Math.round(middle - line.at(middle)),
      uncertainty,
      drift: driftUncertainty === undefined ? undefined : (1 - line.rate) * 1e6,
      driftUncertainty: driftUncertainty === undefined ? undefined : driftUncertainty * 1e6,
      isOrderKnown,
    };
  }
}

/** A, B … Z, AA, AB … */
function letterOf(point: number): string {
  const last = String.fromCharCode(65 + (point % 26));
  return point < 26 ? last : letterOf(Math.floor(point / 26) - 1) + last;
}
