/** The expert's bitmap against plain sets of numbers, the loss runs against a count, and the series, on forged disorder. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../test/forge/random.ts';
import { LossRuns } from './loss-runs.ts';
import { PayloadMaps } from './payload-type.ts';
import { replay, type StreamPackets } from './replay.ts';
import { expertOutcome } from './rfc3550-stats.ts';
import { buildSeries } from './series.ts';
import type { StreamClocks } from './stream-columns.ts';

interface Segment {
  readonly seen: Set<number>;
  low: number;
  high: number;
}

/** RFC 3550 A.1 with sets: the accounting of class Rfc in rtp_reference.py. */
class Accounting {
  readonly segments: Segment[] = [];
  duplicates = 0;
  reordered = 0;
  #highest = 0;
  #cycles = 0;
  #expected = -1;
  #held = -1;

  add(sequence: number): void {
    if (this.segments.length === 0) this.#open(sequence);
    const ahead = (sequence - this.#highest) & 0xffff;
    if (ahead >= 3000 && ahead <= 65_436) {
      if (this.#expected !== sequence) {
        this.#expected = (sequence + 1) & 0xffff;
        this.#held = sequence;
        return;
      }
      this.#open(this.#held);
      this.#place(this.#held);
      this.#expected = -1;
    }
    this.#place(sequence);
  }

  #open(sequence: number): void {
    this.segments.push({ seen: new Set(), low: sequence, high: sequence });
    this.#cycles = 0;
    this.#highest = sequence;
  }

  #place(sequence: number): void {
    const segment = this.segments.at(-1)!;
    let extended: number;
    if (((sequence - this.#highest) & 0xffff) < 0x8000) {
      if (sequence < this.#highest) this.#cycles += 65_536;
      this.#highest = sequence;
      extended = this.#cycles + sequence;
    } else extended = this.#cycles + sequence - (sequence > this.#highest ? 65_536 : 0);
    if (segment.seen.has(extended)) {
      this.duplicates++;
      return;
    }
    if (segment.seen.size > 0 && extended < segment.high) this.reordered++;
    segment.seen.add(extended);
    segment.high = Math.max(segment.high, extended);
    segment.low = Math.min(segment.low, extended);
  }

  /** [segment, first missing, length] */
  runs(): number[][] {
    const runs: number[][] = [];
    for (const [i, { seen, low, high }] of this.segments.entries()) {
      let start = -1;
      for (let number = low; number <= high + 1; number++) {
        const missing = number <= high && !seen.has(number);
        if (missing && start === -1) start = number;
        else if (!missing && start !== -1) {
          runs.push([i, start, number - start]);
          start = -1;
        }
      }
    }
    return runs;
  }
}

/** Numbers that a bad network makes of a source: loss, copies, late packets, strays, restarts, wraps. */
function disorder(seed: number, count: number): number[] {
  const random = createRandom(seed);
  const sent: { at: number; sequence: number }[] = [];
  let sequence = random.below(65_536);
  for (let i = 0; i < count; i++) {
    sequence = (sequence + 1) & 0xffff;
    if (random.chance(0.3)) sequence = random.below(65_536);
    if (random.chance(1)) sequence = (sequence + random.below(200)) & 0xffff;
    if (random.chance(5)) continue;
    const at = i + (random.chance(5) ? random.below(120) : 0);
    sent.push({ at, sequence });
    if (random.chance(3)) sent.push({ at: at + random.below(90), sequence });
    if (random.chance(0.5)) sent.push({ at, sequence: random.below(65_536) });
  }
  return sent.sort((a, b) => a.at - b.at).map((packet) => packet.sequence);
}

function columnsOf(sequences: readonly number[]): StreamPackets {
  const count = sequences.length;
  return {
    count,
    packet: Uint32Array.from(sequences, (_, row) => row),
    time: Float64Array.from(sequences, (_, row) => row * 20e6),
    sequence: Uint16Array.from(sequences),
    timestamp: Uint32Array.from(sequences, (sequence) => sequence * 160),
    markerAndType: new Uint8Array(count),
    length: new Uint16Array(count).fill(172),
    isIpv6: new Uint8Array(count),
  };
}

const clocks: StreamClocks = { maps: new PayloadMaps(), changes: [[0, 0]], announcedPacket: 0, inferredType: -1, inferredClock: 0 };

describe('the expert accounting', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('equals sets on disorder %i', (seed) => {
    const sequences = disorder(seed * 7919, 3000);
    const truth = new Accounting();
    for (const sequence of sequences) truth.add(sequence);
    const losses = new LossRuns();
    const seen = { duplicates: 0, reordered: 0, segments: 0 };
    replay(columnsOf(sequences), clocks, (step) => {
      losses.note(step);
      if (step.outcome === expertOutcome.duplicate) seen.duplicates++;
      if (step.outcome === expertOutcome.reordered) seen.reordered++;
      seen.segments = step.segment + 1;
    });
    expect(seen.segments).toBe(truth.segments.length);
    expect(seen.reordered).toBe(truth.reordered);
    expect(seen.duplicates).toBe(truth.duplicates);
    const runs = losses.runs().map(({ segment, start, length }) => [segment, start, length]);
    expect(runs).toEqual(truth.runs());
    expect(losses.lost).toBe(truth.runs().reduce((sum, run) => sum + run[2]!, 0));
  });
});

describe('buildSeries', () => {
  const columns = columnsOf([1, 2, 3, 6, 7, 5, 7, 8, 9, 10]);
  const all = ['jitter', 'delta', 'skew', 'loss', 'bitRate', 'sequence'] as const;

  it('gathers every packet once, whatever the width', () => {
    for (const profile of ['wireshark', 'rfc3550'] as const) {
      for (const buckets of [1, 2, 3, 7, 10, 1000]) {
        const series = buildSeries(columns, clocks, { profile, measures: all, buckets });
        expect(series.x.length).toBeLessThanOrEqual(Math.min(buckets, 10));
        expect(series.x.every((x, i) => i === 0 || x > series.x[i - 1]!)).toBe(true);
        expect(series.lost.reduce((sum, lost) => sum + lost, 0)).toBe(1);
        for (const { min, max, mean } of series.measures) {
          expect([min.length, max.length, mean.length]).toEqual([series.x.length, series.x.length, series.x.length]);
          mean.forEach((value, i) => expect(Number.isNaN(value) || (min[i]! <= value + 1e-9 && value <= max[i]! + 1e-9)).toBe(true));
        }
      }
    }
  });

  it('marks what happened', () => {
    const { events } = buildSeries(columns, clocks, { profile: 'rfc3550', measures: [], buckets: 100 });
    expect(events.map(({ kind, packet, value }) => [kind, packet, value])).toEqual([
      ['loss', 3, 1],
      ['reordered', 5, 2],
      ['duplicate', 6, 7],
    ]);
  });

  it('looks at a window, with the state of the whole stream', () => {
    const series = buildSeries(columns, clocks, { profile: 'wireshark', measures: ['sequence', 'delta'], buckets: 4, from: 140e6, to: 180e6 });
    expect(series.x.length).toBe(3);
    expect(series.measures[0]!.max.at(-1)).toBe(10);
    expect(Math.min(...series.measures[1]!.min)).toBe(20);
    expect(series.x[0]).toBeGreaterThanOrEqual(0.14);
  });

  it('takes one packet, and none', () => {
    expect(buildSeries({ ...columns, count: 1 }, clocks, { profile: 'rfc3550', measures: all, buckets: 10 }).x.length).toBe(1);
    expect(buildSeries({ ...columns, count: 0 }, clocks, { profile: 'rfc3550', measures: all, buckets: 10 }).x.length).toBe(0);
  });
});
