/**
 * One RTP stream seen at two places: which packets came through, how long each took, which were overtaken. Packets are the same when
 * sequence number and timestamp are; what is seen at one place while nobody listened at the other says nothing and is left out.
 */
import type { Milliseconds, Nanoseconds } from '../base/units.ts';

/** Packets of a stream at one place, in order of arrival. */
export interface SeenPackets {
  readonly count: number;
  readonly time: Float64Array;
  readonly sequence: Uint16Array;
  readonly timestamp: Uint32Array;
}

/** From when to when somebody listened. */
export interface Listening {
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
}

export interface Passage {
  /** of packets seen at both, in the order of the second: rows there and here, and nanoseconds in between */
  readonly here: Int32Array;
  readonly there: Int32Array;
  readonly delays: Float64Array;
  /** rows at the first place that never came to the second */
  readonly lost: Int32Array;
  /** packets at the second place only: missed at the first, made in between, or come twice */
  readonly joined: number;
  /** packets that came after one sent later */
  readonly reordered: number;
}

/** Packets are no longer on their way than this, on one clock. */
export const longestWay: Nanoseconds = 5e9;

/** Follows packets from `first` to `second`. @param longest difference of time that one packet may have; Infinity for clocks that were not corrected */
export function followPackets(
  first: SeenPackets,
  second: SeenPackets,
  listeningFirst: Listening,
  listeningSecond: Listening,
  longest: Nanoseconds = longestWay,
): Passage {
  const unmatched = new FirstOf(first);
  const found = new Uint8Array(first.count);
  const [here, there, strangers]: [number[], number[], number[]] = [[], [], []];
  let [latest, reordered] = [-1, 0];
  for (let i = 0; i < second.count; i++) {
    const at = unmatched.take(second.timestamp[i]! * 65_536 + second.sequence[i]!);
    if (at < 0 || Math.abs(second.time[i]! - first.time[at]!) > longest) {
      strangers.push(i);
      continue;
    }
    found[at] = 1;
    here.push(at);
    there.push(i);
    if (at < latest) reordered++;
    latest = Math.max(latest, at);
  }
  const delays = Float64Array.from(here, (at, n) => second.time[there[n]!]! - first.time[at]!);
  const usual = middleOf(delays);
  const lost: number[] = [];
  for (let i = 0; i < first.count; i++) if (found[i] === 0 && isWithin(first.time[i]! + usual, listeningSecond)) lost.push(i);
  const joined = strangers.filter((i) => isWithin(second.time[i]! - usual, listeningFirst)).length;
  return { here: Int32Array.from(here), there: Int32Array.from(there), delays, lost: Int32Array.from(lost), joined, reordered };
}

/** The rows of each number in the order they came: what was sent twice under one number is met twice. */
class FirstOf {
  readonly #first: Map<number, number> = new Map();
  readonly #next: Int32Array;

  constructor({ count, timestamp, sequence }: SeenPackets) {
    this.#next = new Int32Array(count).fill(-1);
    for (let i = count - 1; i >= 0; i--) {
      const number = timestamp[i]! * 65_536 + sequence[i]!;
      this.#next[i] = this.#first.get(number) ?? -1;
      this.#first.set(number, i);
    }
  }

  /** The first row of a number that was not taken yet, -1 when there is none left. */
  take(number: number): number {
    const row = this.#first.get(number) ?? -1;
    if (row >= 0) this.#first.set(number, this.#next[row]!);
    return row;
  }
}

function isWithin(time: Nanoseconds, { from, to }: Listening): boolean {
  return time >= from && time <= to;
}

function middleOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.slice().sort()[values.length >> 1]!;
}

/** Figures of delays given in nanoseconds; undefined for none. */
export function delayFigures(
  delays: Float64Array,
):
  | { readonly min: Milliseconds; readonly median: Milliseconds; readonly p95: Milliseconds; readonly max: Milliseconds; readonly mean: Milliseconds }
  | undefined {
  const { length } = delays;
  if (length === 0) return undefined;
  const sorted = delays.slice().sort();
  const place = (share: number): Milliseconds => sorted[Math.min(length - 1, Math.floor(length * share))]! / 1e6;
  return { min: place(0), median: place(0.5), p95: place(0.95), max: place(1), mean: delays.reduce((sum, delay) => sum + delay, 0) / length / 1e6 };
}

/** Mean change of delay from one packet to the next, milliseconds; undefined for fewer than two. */
export function addedJitter(delays: Float64Array): Milliseconds | undefined {
  if (delays.length < 2) return undefined;
  let sum = 0;
  for (let i = 1; i < delays.length; i++) sum += Math.abs(delays[i]! - delays[i - 1]!);
  return sum / (delays.length - 1) / 1e6;
}

export interface SegmentBuckets {
  /** seconds, of buckets that hold a packet, rising */
  readonly x: Float64Array;
  /** milliseconds, NaN where none came through */
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly lost: Float64Array;
}

/** Delay and loss over time, by when packets passed the first place. @param buckets wanted, 1 to 10,000 */
export function segmentBuckets(first: SeenPackets, { here, delays, lost }: Passage, from: Nanoseconds, to: Nanoseconds, buckets: number): SegmentBuckets {
  const count = Math.max(1, Math.min(10_000, Math.floor(buckets) || 1));
  const width = Math.max(1, (to - from) / count);
  const [min, max, sum] = [new Float64Array(count).fill(Infinity), new Float64Array(count).fill(-Infinity), new Float64Array(count)];
  const [came, gone] = [new Float64Array(count), new Float64Array(count)];
  const bucketOf = (row: number): number => {
    const time = first.time[row]!;
    return time < from || time > to ? -1 : Math.min(count - 1, Math.floor((time - from) / width));
  };
  for (const [n, row] of here.entries()) {
    const bucket = bucketOf(row);
    if (bucket < 0) continue;
    const delay = delays[n]! / 1e6;
    came[bucket]!++;
    sum[bucket]! += delay;
    min[bucket] = Math.min(min[bucket]!, delay);
    max[bucket] = Math.max(max[bucket]!, delay);
  }
  for (const row of lost) if (bucketOf(row) >= 0) gone[bucketOf(row)]!++;
  const kept = [...came.keys()].filter((bucket) => came[bucket]! + gone[bucket]! > 0);
  const pick = (value: (bucket: number) => number): Float64Array => Float64Array.from(kept, (bucket) => value(bucket));
  return {
    x: pick((bucket) => (from + (bucket + 0.5) * width) / 1e9),
    min: pick((bucket) => (came[bucket]! > 0 ? min[bucket]! : NaN)),
    max: pick((bucket) => (came[bucket]! > 0 ? max[bucket]! : NaN)),
    mean: pick((bucket) => (came[bucket]! > 0 ? sum[bucket]! / came[bucket]! : NaN)),
    lost: pick((bucket) => gone[bucket]!),
  };
}
