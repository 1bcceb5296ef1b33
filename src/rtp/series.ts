/**
 * Plots of one stream: its packets gathered into as many buckets as the plot is wide. Linear in the packets whatever the
 * width; x is unique and rising, a bucket without packets is left out, a measure without value is NaN.
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import { isEvent } from './packet-rows.ts';
import { LossRuns } from './loss-runs.ts';
import { replay, type ReplayStep, type StreamPackets } from './replay.ts';
import { expertOutcome } from './rfc3550-stats.ts';
import type { StreamClocks } from './stream-columns.ts';
import { wsFlag } from './wireshark-stats.ts';

export type Measure = 'jitter' | 'delta' | 'skew' | 'loss' | 'bitRate' | 'sequence';
export type EventKind = 'marker' | 'payloadTypeChange' | 'loss' | 'duplicate' | 'reordered' | 'timestampJump' | 'restart' | 'telephoneEvent' | 'comfortNoise';

export interface SeriesOptions {
  readonly profile: 'wireshark' | 'rfc3550';
  readonly measures: readonly Measure[];
  /** window on the time line; the whole stream when absent */
  readonly from?: Nanoseconds | undefined;
  readonly to?: Nanoseconds | undefined;
  /** 1 to 65536 */
  readonly buckets: number;
}

export interface MeasureSeries {
  readonly measure: Measure;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
}

export interface SeriesMark {
  readonly kind: EventKind;
  /** seconds on the time line */
  readonly time: number;
  readonly packet: PacketIndex;
  /** packets lost, new payload type, how late in numbers */
  readonly value: number;
}

export interface Series {
  /** bucket centres, seconds on the time line */
  readonly x: Float64Array;
  readonly measures: readonly MeasureSeries[];
  /** packets missing for good, in the bucket of the packet that showed the gap */
  readonly lost: Float64Array;
  readonly events: readonly SeriesMark[];
  /** events that were left out, beyond EVENTS_PER_KIND of a kind */
  readonly eventsOmitted: number;
}

const MOST_BUCKETS = 65_536;
const EVENTS_PER_KIND = 1000;

/** Builds the series of one stream over a window; fresh arrays, ready to be transferred. */
export function buildSeries(packets: StreamPackets, clocks: StreamClocks, options: SeriesOptions): Series {
  const builder = new SeriesBuilder(packets, options);
  replay(packets, clocks, (step) => builder.add(step));
  return builder.finish();
}

class SeriesBuilder {
  readonly #packets: StreamPackets;
  readonly #options: SeriesOptions;
  readonly #from: Nanoseconds;
  readonly #to: Nanoseconds;
  readonly #count: number;
  readonly #width: number;
  readonly #packetCount: Uint32Array;
  readonly #buckets: readonly Bucketed[];
  readonly #losses = new LossRuns();
  readonly #events: SeriesMark[] = [];
  readonly #eventCounts = new Map<EventKind, number>();
  #omitted = 0;
  #previousTime = Number.NaN;
  #previousType = -1;
  #highest = 0;
  #eventTimestamp = -1;

  constructor(packets: StreamPackets, options: SeriesOptions) {
    this.#packets = packets;
    this.#options = options;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < packets.count; row++) {
      const time = packets.time[row]!;
      if (time < first) first = time;
      if (time > last) last = time;
    }
    this.#from = options.from ?? (packets.count > 0 ? first : 0);
    this.#to = Math.max(this.#from, options.to ?? (packets.count > 0 ? last : 0));
    const wanted = Math.min(MOST_BUCKETS, Math.max(1, Math.floor(options.buckets)));
    // a bucket is a nanosecond wide at least, so that centres differ
    this.#count = Math.max(1, Math.min(wanted, Math.floor(this.#to - this.#from)));
    this.#width = Math.max(1, this.#to - this.#from) / this.#count;
    this.#packetCount = new Uint32Array(this.#count);
    this.#buckets = options.measures.map((measure) => new Bucketed(measure, this.#count));
  }

  add(step: Readonly<ReplayStep>): void {
    this.#losses.note(step);
    const bucket = this.#bucketOf(step.time);
    if (bucket >= 0) {
      this.#packetCount[bucket]!++;
      for (const bucketed of this.#buckets) {
        const value = this.#options.profile === 'wireshark' ? wiresharkValue(bucketed.measure, step) : this.#expertValue(bucketed.measure, step);
        if (!Number.isNaN(value)) bucketed.add(bucket, value);
      }
      this.#note(step);
    }
    if (step.outcome !== expertOutcome.duplicate && step.outcome !== expertOutcome.held) {
      this.#previousTime = step.time;
      if (step.outcome !== expertOutcome.reordered) this.#highest = step.extended;
    }
    this.#previousType = step.payloadType;
    this.#eventTimestamp = isEvent(step) ? this.#packets.timestamp[step.row]! : -1;
  }

  finish(): Series {
    const lost = new Float64Array(this.#count);
    for (const { row, length } of this.#losses.runs()) {
      const time = this.#packets.time[row]!;
      const bucket = this.#bucketOf(time);
      if (bucket < 0) continue;
      lost[bucket]! += length;
      this.#mark('loss', time, this.#packets.packet[row]!, length);
    }
    const kept: number[] = [];
    for (let bucket = 0; bucket < this.#count; bucket++) if (this.#packetCount[bucket]! > 0) kept.push(bucket);
    const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (bucket) => values[bucket]!);
    return {
      x: Float64Array.from(kept, (bucket) => (this.#from + (bucket + 0.5) * this.#width) / 1e9),
      measures: this.#buckets.map(({ measure, min, max, sum, count }) => ({
        measure,
        min: pick(min),
        max: pick(max),
        mean: Float64Array.from(kept, (bucket) => sum[bucket]! / count[bucket]!),
      })),
      lost: pick(lost),
      events: this.#events.sort((a, b) => a.time - b.time),
      eventsOmitted: this.#omitted,
    };
  }

  #bucketOf(time: Nanoseconds): number {
    if (time < this.#from || time > this.#to) return -1;
    return Math.min(this.#count - 1, Math.floor((time - this.#from) / this.#width));
  }

  #expertValue(measure: Measure, step: Readonly<ReplayStep>): number {
    switch (measure) {
      case 'jitter':
        return step.measured ? step.expertJitter : Number.NaN;
      case 'skew':
        return step.measured ? step.expertSkew : Number.NaN;
      case 'delta':
        return step.outcome === expertOutcome.duplicate || step.outcome === expertOutcome.held ? Number.NaN : (step.time - this.#previousTime) / 1e6;
      case 'loss':
        return step.missingBefore;
      case 'bitRate':
        return step.bitRate;
      case 'sequence':
        return step.extended;
    }
  }

  #note(step: Readonly<ReplayStep>): void {
    const { time, packet, payloadType } = step;
    if (this.#packets.markerAndType[step.row]! > 127) this.#mark('marker', time, packet, payloadType);
    if (this.#previousType >= 0 && payloadType !== this.#previousType) this.#mark('payloadTypeChange', time, packet, payloadType);
    if (payloadType === 13 || payloadType === 19) this.#mark('comfortNoise', time, packet, payloadType);
    // one mark for each event, not for each of its packets
    if (isEvent(step) && this.#packets.timestamp[step.row] !== this.#eventTimestamp) this.#mark('telephoneEvent', time, packet, payloadType);
    if (step.timestampJump) this.#mark('timestampJump', time, packet, payloadType);
    if (step.outcome === expertOutcome.duplicate) this.#mark('duplicate', time, packet, step.extended & 0xffff);
    else if (step.outcome === expertOutcome.reordered) this.#mark('reordered', time, packet, this.#highest - step.extended);
    else if (step.outcome === expertOutcome.restart) this.#mark('restart', time, packet, step.segment);
  }

  #mark(kind: EventKind, time: Nanoseconds, packet: PacketIndex, value: number): void {
    const count = this.#eventCounts.get(kind) ?? 0;
    this.#eventCounts.set(kind, count + 1);
    if (count >= EVENTS_PER_KIND) this.#omitted++;
    else this.#events.push({ kind, time: time / 1e9, packet, value });
  }
}

class Bucketed {
  readonly measure: Measure;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly count: Float64Array;

  constructor(measure: Measure, buckets: number) {
    this.measure = measure;
    this.min = new Float64Array(buckets).fill(Number.NaN);
    this.max = new Float64Array(buckets).fill(Number.NaN);
    this.sum = new Float64Array(buckets);
    this.count = new Float64Array(buckets);
  }

  add(bucket: number, value: number): void {
    if (this.count[bucket]!++ === 0) this.min[bucket] = this.max[bucket] = value;
    else if (value < this.min[bucket]!) this.min[bucket] = value;
    else if (value > this.max[bucket]!) this.max[bucket] = value;
    this.sum[bucket]! += value;
  }
}

function wiresharkValue(measure: Measure, step: Readonly<ReplayStep>): number {
  if (!step.counted) return Number.NaN;
  switch (measure) {
    case 'jitter':
      return step.jitter;
    case 'delta':
      return step.delta;
    case 'skew':
      return step.skew;
    case 'loss':
      return (step.flags & wsFlag.wrongSequence) !== 0 ? 1 : 0;
    case 'bitRate':
      return step.bandwidth;
    case 'sequence':
      return step.extended;
  }
}
