/** Runs, bursts, gaps, Gilbert's chain and windows against plain lists of good and bad numbers, and any columns at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, usualClocks, vectorTrain, wildStream } from '../../test/forge/quality-streams.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { adaptiveBuffer, presetBuffers } from './buffer-setting.ts';
import { burstGap } from './burst-gap.ts';
import { codecImpairment } from './codec-impairment.ts';
import { gilbert } from './gilbert.ts';
import { score, unrated } from './score.ts';
import { SlidingRange } from './sliding-range.ts';
import { voicePackets } from './voice-packets.ts';
import { qualityWindows } from './windows.ts';

const g711 = codecImpairment({ name: 'PCMU', clockRate: 8000, octets: 160, packetTime: 20 });

/** "....x" as runs of one segment that begins at `low`. */
function runsOf(pattern: string, low = 100): { runs: { segment: number; start: number; length: number }[]; segments: { low: number; high: number }[] } {
  const runs: { segment: number; start: number; length: number }[] = [];
  for (const match of pattern.matchAll(/x+/g)) runs.push({ segment: 0, start: low + match.index, length: match[0].length });
  return { runs, segments: [{ low, high: low + pattern.length - 1 }] };
}

describe('bursts and gaps', () => {
  const good = (count: number): string => '.'.repeat(count);

  it('keeps a lone bad packet in the gap', () => {
    const { runs, segments } = runsOf(`${good(20)}x${good(29)}`);
    expect(burstGap(runs, segments, 20)).toEqual({ gmin: 16, bursts: 0, burstDensity: 0, gapDensity: 1 / 50, burstDuration: 0, gapDuration: 1000 });
  });

  it('joins what lies fewer than sixteen good packets apart, and no more', () => {
    const near = runsOf(`${good(40)}x${good(15)}x${good(40)}`);
    expect(burstGap(near.runs, near.segments, 20)).toEqual({
      gmin: 16,
      bursts: 1,
      burstDensity: 2 / 17,
      gapDensity: 0,
      burstDuration: 17 * 20,
      gapDuration: 40 * 20,
    });
    const far = runsOf(`${good(40)}x${good(16)}x${good(40)}`);
    expect(burstGap(far.runs, far.segments, 20).bursts).toBe(0);
  });

  it('begins and ends with a burst', () => {
    const { runs, segments } = runsOf(`xx${good(30)}x${good(30)}xxx`);
    const found = burstGap(runs, segments, 10);
    expect(found).toEqual({ gmin: 16, bursts: 2, burstDensity: 1, gapDensity: 1 / 61, burstDuration: 25, gapDuration: 610 });
  });
});

describe('Gilbert', () => {
  it('counts transitions', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), (bads) => {
        const { runs, segments } = runsOf(bads.map((bad) => (bad ? 'x' : '.')).join(''));
        const pairs = bads.slice(1).map((bad, i) => [bads[i]!, bad] as const);
        const share = (from: boolean): number | undefined => {
          const left = pairs.filter(([a]) => a === from);
          return left.length === 0 ? undefined : left.filter(([, b]) => b !== from).length / left.length;
        };
        expect(gilbert(runs, segments)).toEqual({ p: share(false), q: share(true) });
      }),
    );
  });
});

describe('windows', () => {
  it('share out every voice packet and every missing number', () => {
    for (let seed = 1; seed < 20; seed++) {
      const packets = columnsOf(wildStream(seed, 2000));
      const voice = voicePackets(packets, usualClocks());
      const { pieces } = score(voice, g711, adaptiveBuffer);
      const whole = qualityWindows(packets, voice, pieces, g711, 1e9);
      expect(whole.mos.length).toBe(1);
      const bad = pieces.reduce((sum, { length }) => sum + length, 0);
      const missing = voice.missing.reduce((sum, { length }) => sum + length, 0);
      expect(whole.bad[0]).toBeCloseTo((100 * bad) / (voice.count + missing), 6);
      const five = qualityWindows(packets, voice, pieces, g711, 5000);
      for (const mos of five.mos) expect(Number.isNaN(mos) || (mos >= 1 && mos <= 4.5)).toBe(true);
    }
  });

  it('tell when it was bad', () => {
    const lost = Array.from({ length: 60 }, (_, i) => 300 + i * 3);
    const packets = columnsOf(vectorTrain(1000, 4, 500, lost));
    const voice = voicePackets(packets, usualClocks());
    const { mos, bad, width } = qualityWindows(packets, voice, score(voice, g711, adaptiveBuffer).pieces, g711, 5000);
    expect(width).toBe(5e9);
    expect(mos.length).toBe(4);
    expect([...bad].map((percent) => Math.round(percent))).toEqual([0, 24, 0, 0]);
    expect(mos[0]).toBeCloseTo(4.409, 3);
    expect(mos[1]).toBeLessThan(3);
  });
});

describe('any packets', () => {
  const packets = fc.array(fc.tuple(fc.integer({ min: -1e12, max: 1e15 }), fc.nat(65_535), fc.nat(2 ** 32 - 1), fc.nat(255)), { maxLength: 120 }).map(
    (rows): StreamPackets => ({
      count: rows.length,
      packet: Uint32Array.from(rows, (_, i) => i),
      time: Float64Array.from(rows, ([time]) => time),
      sequence: Uint16Array.from(rows, ([, sequence]) => sequence),
      timestamp: Uint32Array.from(rows, ([, , timestamp]) => timestamp),
      markerAndType: Uint8Array.from(rows, ([, , , type]) => (type % 3 === 0 ? type : 0)),
      length: new Uint16Array(rows.length),
      isIpv6: new Uint8Array(rows.length),
    }),
  );

  it('give numbers, in bounded work', () => {
    fc.assert(
      fc.property(packets, (columns) => {
        const voice = voicePackets(columns, usualClocks());
        for (const setting of presetBuffers) {
          const { score: found, runs, pieces } = score(voice, g711, setting);
          for (const value of [found.r, found.mos, found.percent, found.burstRatio, found.bufferDelay, found.latePercent])
            expect(Number.isFinite(value)).toBe(true);
          expect(found.mos).toBeGreaterThanOrEqual(1);
          expect(found.mos).toBeLessThanOrEqual(4.5);
          expect(found.bad).toBe(found.missing + found.late);
          const { mos } = qualityWindows(columns, voice, pieces, g711, 5000);
          expect(mos.length).toBeLessThanOrEqual(65_536);
          const { gapDensity, burstDensity } = burstGap(runs, voice.segments, voice.packetTime);
          expect(gapDensity + burstDensity).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are not rated when they are few, pictures or no sound', () => {
    const voice = voicePackets(columnsOf(vectorTrain(60, 1, 0)), usualClocks());
    expect(unrated(voice, 'audio', true)).toBeUndefined();
    expect(unrated(voice, 'video', true)).toBe('video');
    expect(unrated(voice, 'other', true)).toBe('notAudio');
    expect(unrated(voicePackets(columnsOf(vectorTrain(49, 1, 0)), usualClocks()), 'audio', true)).toBe('fewPackets');
  });
});

describe('a sliding range', () => {
  it('is the least and the most of the last numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(undefined)), { maxLength: 300 }),
        fc.integer({ min: 1, max: 12 }),
        (values, width) => {
          const range = new SlidingRange(width);
          let plain: number[] = [];
          for (const value of values) {
            if (value === undefined) {
              range.clear();
              plain = [];
              continue;
            }
            range.push(value);
            plain = [...plain, value].slice(-width);
            expect([range.size, range.least, range.most]).toEqual([plain.length, Math.min(...plain), Math.max(...plain)]);
          }
        },
      ),
    );
  });
});
