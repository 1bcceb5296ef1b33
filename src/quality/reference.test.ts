/**
 * The floor against a plain mirror of rtp_reference.py (class Rfc): sets, slices and lists instead of bitmaps, queues and
 * runs, on streams with everything that happens to streams; and the digits semantics 4.4 gives for vectors 01, 02 and 26.
 */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../test/forge/random.ts';
import { columnsOf, usualClocks, vectorTrain, wildStream } from '../../test/forge/quality-streams.ts';
import { splitMilliseconds } from '../rtp/clock.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { presetBuffers } from './buffer-setting.ts';
import { codecImpairment } from './codec-impairment.ts';
import { emulate } from './jitter-buffer.ts';
import { score } from './score.ts';
import { voicePackets } from './voice-packets.ts';

const g711 = codecImpairment({ name: 'PCMU', clockRate: 8000, octets: 160, packetTime: 20 });

interface Segment {
  readonly seen: Set<number>;
  low: number;
  high: number;
}

interface Voice {
  readonly key: string;
  readonly segment: number;
  readonly extended: number;
  readonly arrival: number;
  readonly timestamp: number;
  readonly type: number;
  readonly start: boolean;
}

class Reference {
  readonly segments: Segment[] = [];
  readonly voice: Voice[] = [];
  readonly packets: StreamPackets;
  #cycles = 0;
  #max = 0;
  #bad = -1;
  #held = -1;
  #break = true;

  constructor(packets: StreamPackets) {
    this.packets = packets;
    for (let row = 0; row < packets.count; row++) this.#add(row);
  }

  #add(row: number): void {
    const sequence = this.packets.sequence[row]!;
    if (this.segments.length === 0) this.#open(sequence);
    const ahead = (sequence - this.#max) & 0xffff;
    if (ahead >= 3000 && ahead <= 65_436) {
      if (this.#bad !== sequence) {
        this.#bad = (sequence + 1) & 0xffff;
        this.#held = row;
        return;
      }
      const held = this.packets.sequence[this.#held]!;
      this.#open(held);
      this.#measure(this.#held, this.#place(held)!);
      this.#bad = -1;
    }
    const extended = this.#place(sequence);
    if (extended !== undefined) this.#measure(row, extended);
  }

  #open(sequence: number): void {
    this.#break = true;
    this.segments.push({ seen: new Set(), low: sequence, high: sequence });
    this.#cycles = 0;
    this.#max = sequence;
  }

  #place(sequence: number): number | undefined {
    const segment = this.segments.at(-1)!;
    let extended: number;
    if (((sequence - this.#max) & 0xffff) < 0x8000) {
      if (sequence < this.#max) this.#cycles += 65_536;
      this.#max = sequence;
      extended = this.#cycles + sequence;
    } else extended = this.#cycles + sequence - (sequence > this.#max ? 65_536 : 0);
    if (segment.seen.has(extended)) return undefined;
    segment.seen.add(extended);
    segment.high = Math.max(segment.high, extended);
    segment.low = Math.min(segment.low, extended);
    return extended;
  }

  #measure(row: number, extended: number): void {
    const { time, timestamp, markerAndType } = this.packets;
    const type = markerAndType[row]! & 0x7f;
    if (type === 13 || type === 101 || type === 97) {
      this.#break = true;
      return;
    }
    if (this.voice.length > 0 && this.voice.at(-1)!.type !== type) this.#break = true;
    const segment = this.segments.length - 1;
    this.voice.push({
      key: `${segment} ${extended}`,
      segment,
      extended,
      arrival: splitMilliseconds(time[row]!),
      timestamp: timestamp[row]!,
      type,
      start: this.#break || markerAndType[row]! > 127,
    });
    this.#break = false;
  }

  quality(packetTime: number, depth: number | undefined, resync: number): { late: Set<string>; bad: number; runs: number; expected: number; delay: number } {
    const late = new Set<string>();
    let window: number[] = [];
    let base: number | undefined;
    let total = 0;
    for (const { key, relative, start } of this.#relative(packetTime)) {
      if (depth !== undefined) {
        if (base === undefined || start) [base, window] = [relative, []];
        let deviation = relative - base;
        if (Math.abs(deviation) > depth + resync) [base, deviation, window] = [relative, 0, []];
        if (deviation > depth) late.add(key);
        window = [...window, relative].slice(-50);
        if (window.length === 50) {
          const [low, high] = [Math.min(...window) - base, Math.max(...window) - base];
          if (low > depth / 2) [base, window] = [base + low, []];
          else if (high < -depth / 2) [base, window] = [base + high, []];
        }
        total += depth;
        continue;
      }
      if (window.length > 0 && Math.abs(relative - Math.min(...window)) > resync) window = [];
      if (window.length > 0) {
        const d = Math.min(500, Math.max(20, Math.max(...window) - Math.min(...window)));
        total += d;
        if (!start && relative - Math.min(...window) > d) late.add(key);
      } else total += 20;
      window = [...window, relative].slice(-100);
    }
    return { late, ...this.#runs(late), delay: total / Math.max(1, this.voice.length) };
  }

  *#relative(packetTime: number): Generator<{ key: string; relative: number; start: boolean }> {
    let media = 0;
    let previous: Voice | undefined;
    for (const voice of this.voice) {
      const step = previous === undefined ? 0 : ((voice.timestamp - previous.timestamp) | 0) / 8;
      media += step;
      const isGap = previous !== undefined && previous.segment === voice.segment && previous.extended + 1 === voice.extended && step > 1.5 * packetTime;
      yield { key: voice.key, relative: voice.arrival - media, start: voice.start || isGap };
      previous = voice;
    }
  }

  #runs(late: ReadonlySet<string>): { bad: number; runs: number; expected: number } {
    let [bad, runs, expected] = [0, 0, 0];
    for (const [i, { seen, low, high }] of this.segments.entries()) {
      let inRun = false;
      expected += high - low + 1;
      for (let number = low; number <= high; number++) {
        const isBad = !seen.has(number) || late.has(`${i} ${number}`);
        if (isBad) bad++;
        if (isBad && !inRun) runs++;
        inRun = isBad;
      }
    }
    return { bad, runs, expected };
  }
}

describe('the jitter buffers', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i + 1))('as the reference has them, stream %i', (seed) => {
    const packets = columnsOf(wildStream(seed, 400 + createRandom(seed).below(1200)));
    const reference = new Reference(packets);
    const voice = voicePackets(packets, usualClocks(), 20);
    expect(voice.count).toBe(reference.voice.length);
    expect(voice.segments).toEqual(reference.segments.map(({ low, high }) => ({ low, high })));
    const settings = [...presetBuffers, { kind: 'fixed', depth: 20 + 7 * seed, resync: 100 } as const];
    for (const setting of settings) {
      const wanted = setting.kind === 'fixed' ? reference.quality(20, setting.depth, setting.resync) : reference.quality(20, undefined, 1000);
      const { score: found, emulated } = score(voice, g711, setting);
      const late = reference.voice.flatMap(({ key }, i) => (emulated.late[i] === 1 ? [key] : []));
      expect(new Set(late)).toEqual(wanted.late);
      expect({ bad: found.bad, runs: found.runs, expected: found.expected }).toEqual({ bad: wanted.bad, runs: wanted.runs, expected: wanted.expected });
      expect(found.bufferDelay).toBeCloseTo(wanted.delay, 9);
    }
  });

  it('play nothing before it came, and in the order of the sound within a spurt', () => {
    for (let seed = 50; seed < 60; seed++) {
      const voice = voicePackets(columnsOf(wildStream(seed, 800)), usualClocks());
      for (const setting of presetBuffers) {
        const { playAt, late, lateCount } = emulate(voice, setting);
        expect(late.reduce((a, b) => a + b, 0)).toBe(lateCount);
        for (let i = 0; i < voice.count; i++) {
          expect(Number.isNaN(playAt[i])).toBe(late[i] === 1);
          if (late[i] === 0) expect(playAt[i]).toBeGreaterThanOrEqual(voice.arrival[i]! - 1000);
        }
      }
    }
  });
});

describe('the digits of semantics 4.4', () => {
  const digits = (sent: ReturnType<typeof vectorTrain>): string =>
    presetBuffers
      .map((setting) => score(voicePackets(columnsOf(sent), usualClocks()), g711, setting).score)
      .map((s) => `${s.late} ${s.percent.toFixed(2)} ${s.burstRatio.toFixed(3)} ${s.mos.toFixed(3)} ${s.bufferDelay.toFixed(1)}`)
      .join(' | ');

  it('v01: noise alone takes nothing', () => {
    expect(digits(vectorTrain(100, 1, 3000))).toBe('0 0.00 1.000 4.409 50.0 | 0 0.00 1.000 4.409 200.0 | 0 0.00 1.000 4.409 20.0');
  });

  it('v02: bursts of loss', () => {
    const lost = '0 4.00 1.920 3.994';
    expect(digits(vectorTrain(200, 2, 2000, [10, 50, 51, 52, 53, 120, 121, 179]))).toBe(`${lost} 50.0 | ${lost} 200.0 | ${lost} 20.0`);
  });

  it('v26: four spikes that drain, three packets lost', () => {
    const train = vectorTrain(400, 29, 1500);
    const spikes = [
      [80, 90, 5],
      [160, 140, 8],
      [240, 320, 16],
      [330, 60, 3],
    ] as const;
    for (const [first, peak, packets] of spikes) for (let i = 0; i < packets; i++) train[first + i]!.at += Math.max(0, peak * 1000 - i * 20_000);
    // a queue never reorders
    for (let i = 1; i < train.length; i++) train[i]!.at = Math.max(train[i]!.at, train[i - 1]!.at + 200);
    const sent = train.filter((_, i) => i !== 100 && i !== 101 && i !== 300);
    expect(digits(sent)).toBe('9 3.00 2.328 4.111 50.0 | 7 2.50 3.250 4.166 200.0 | 3 1.50 1.182 4.281 144.6');
  });
});
