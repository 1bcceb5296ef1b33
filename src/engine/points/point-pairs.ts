/**
 * Packets that occur once at each of two sources and are the same: the pairs clocks are compared by. Thinned evenly beyond MOST a pair
 * of sources. Says too which sources share packets at all, so that strangers are left to their own times.
 */
import type { Nanoseconds } from '../../base/units.ts';
import type { SamePackets } from './same-packets.ts';
import { FlowKind } from './survey-flows.ts';
import type { Survey } from './survey.ts';

const MOST = 65_536;
/** two sources with fewer packets in common share nothing: one text may be sent in two places */
const LEAST_SHARED = 3;
/**
 * Share of the packets of a flow, between its first and last one in common, that two points see both: what is sent again behind the end
 * of one file, or in two places, is far from it. RTP and equal identifications are never of packets sent again, the rest may be.
 */
const LEAST_SHARE = 0.1;
const LEAST_SHARE_WEAK = 0.5;
/** half of the differences lie within this of their middle, or it is no packet on its way */
const STEADY: Nanoseconds = 2e9;

export class SourcePair {
  readonly one: number;
  readonly other: number;
  /** rows of the survey, at the first and at the second source */
  ones: Int32Array<ArrayBuffer> = new Int32Array(256);
  others: Int32Array<ArrayBuffer> = new Int32Array(256);
  count = 0;
  /** all pairs there were, and those that cannot be of a packet sent again */
  seen = 0;
  strong = 0;
  stride = 1;

  constructor(one: number, other: number) {
    this.one = one;
    this.other = other;
  }

  add(one: number, other: number, isStrong: boolean): void {
    if (isStrong) this.strong++;
    if (this.seen++ % this.stride !== 0) return;
    if (this.count === MOST) this.#thin();
    if (this.count === this.ones.length) {
      this.ones = grown(this.ones);
      this.others = grown(this.others);
    }
    this.ones[this.count] = one;
    this.others[this.count++] = other;
  }

  /** Every other pair goes, and of those to come too. */
  #thin(): void {
    this.count = MOST / 2;
    for (let i = 0; i < this.count; i++) {
      this.ones[i] = this.ones[2 * i]!;
      this.others[i] = this.others[2 * i]!;
    }
    this.stride *= 2;
  }
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}

/** Pairs of sources that share packets, each with the packets that tell. */
export function findPairs(survey: Survey, same: SamePackets): SourcePair[] {
  const pairs = new Map<number, SourcePair>();
  const sourceOf = (row: number): number => survey.flows.source.values[survey.flow.values[row]!]!;
  same.each((chain, count) => {
    for (let i = 0; i < count; i++) {
      const one = sourceOf(chain[i]!);
      for (let j = i + 1; j < count; j++) {
        const other = sourceOf(chain[j]!);
        if (one === other || !isOnce(chain, count, sourceOf, one) || !isOnce(chain, count, sourceOf, other)) continue;
        const strength = strengthOf(survey, chain[i]!, chain[j]!);
        if (strength === 0) continue;
        const [low, high] = one < other ? [i, j] : [j, i];
        const key = Math.min(one, other) * 65_536 + Math.max(one, other);
        let pair = pairs.get(key);
        if (pair === undefined) pairs.set(key, (pair = new SourcePair(Math.min(one, other), Math.max(one, other))));
        pair.add(chain[low]!, chain[high]!, strength === 2);
      }
    }
  });
  return [...pairs.values()].filter((pair) => pair.count >= LEAST_SHARED && isSteady(survey, pair) && isShare(survey, pair));
}

/** 2: certainly one packet; 1: one, or one text sent twice; 0: two, or nothing to go by. */
function strengthOf(survey: Survey, one: number, other: number): 0 | 1 | 2 {
  const kind = survey.flows.kind.values[survey.flow.values[one]!];
  if (kind === FlowKind.rtp) return 2;
  if (kind === FlowKind.fragment || !survey.mayBeOne(one, other)) return 0;
  const [a, b] = [survey.identification.values[one]!, survey.identification.values[other]!];
  return a !== 0 && a === b ? 2 : 1;
}

function isOnce(chain: Int32Array, count: number, sourceOf: (row: number) => number, source: number): boolean {
  let times = 0;
  for (let i = 0; i < count; i++) if (sourceOf(chain[i]!) === source) times++;
  return times === 1;
}

function isSteady(survey: Survey, pair: SourcePair): boolean {
  const time = survey.time.values;
  const ahead = new Float64Array(pair.count);
  for (let i = 0; i < pair.count; i++) ahead[i] = time[pair.others[i]!]! - time[pair.ones[i]!]!;
  ahead.sort();
  const quarter = pair.count >> 2;
  return ahead[pair.count - 1 - quarter]! - ahead[quarter]! <= 2 * STEADY;
}

/** Enough of what both could have seen was seen by both. */
function isShare(survey: Survey, pair: SourcePair): boolean {
  const spans = new FlowSpans(survey, [pair]);
  let [matched, all] = [0, 0];
  for (const flow of spans.flows()) {
    matched += spans.matched(flow);
    all += spans.within(flow);
  }
  return matched >= all * (pair.strong >= LEAST_SHARED ? LEAST_SHARE : LEAST_SHARE_WEAK);
}

/** Of each flow that sources share: packets from its first to its last one in common, and how many of them are. */
export class FlowSpans {
  readonly #within: Int32Array;
  readonly #matched: Int32Array;

  constructor(survey: Survey, pairs: readonly SourcePair[]) {
    const { flow, time, flows } = survey;
    const first = new Float64Array(flows.count).fill(Infinity);
    const last = new Float64Array(flows.count).fill(-Infinity);
    this.#within = new Int32Array(flows.count);
    this.#matched = new Int32Array(flows.count);
    for (const { ones, others, count, stride } of pairs) {
      for (let i = 0; i < count; i++) {
        for (const row of [ones[i]!, others[i]!]) {
          const of = flow.values[row]!;
          this.#matched[of]! += stride;
          first[of] = Math.min(first[of]!, time.values[row]!);
          last[of] = Math.max(last[of]!, time.values[row]!);
        }
      }
    }
    for (let row = 0; row < survey.count; row++) {
      const of = flow.values[row]!;
      if (time.values[row]! >= first[of]! && time.values[row]! <= last[of]!) this.#within[of]!++;
    }
  }

  flows(): number[] {
    return [...this.#matched.keys()].filter((flow) => this.#matched[flow]! > 0);
  }

  within(flow: number): number {
    return this.#within[flow]!;
  }

  matched(flow: number): number {
    return this.#matched[flow]!;
  }

  unmatched(flow: number): number {
    return Math.max(0, this.#within[flow]! - this.#matched[flow]!);
  }
}
