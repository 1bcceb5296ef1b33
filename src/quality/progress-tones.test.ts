import { describe, expect, it } from 'vitest';
import { ZERO_DBM0_PEAK } from './goertzel.ts';
import { ProgressTones, type HeardTone } from './progress-tones.ts';

/** [milliseconds, frequencies]: silence when there are none */
type Part = readonly [number, ...number[]];

function sound(parts: readonly Part[], level = -15): Int16Array {
  const out: number[] = [];
  for (const [ms, ...frequencies] of parts)
    for (let i = 0; i < ms * 8; i++)
      out.push(Math.round(frequencies.reduce((sum, f) => sum + ZERO_DBM0_PEAK * 10 ** (level / 20) * Math.sin((2 * Math.PI * f * i) / 8000), 0)));
  return Int16Array.from(out);
}

function heard(samples: Int16Array, piece = 160): HeardTone[] {
  const tones = new ProgressTones();
  for (let at = 0; at < samples.length; at += piece) tones.feed(samples, at, Math.min(samples.length, at + piece));
  return tones.finish();
}

function repeat(times: number, ...parts: Part[]): Part[] {
  return Array.from({ length: times }, () => parts).flat();
}

const kinds = (parts: readonly Part[]): readonly string[] => heard(sound(parts)).map(({ kind, frequencies }) => `${kind} ${frequencies.join('+')}`);

describe('call progress tones', () => {
  it.each<readonly [string, Part[], string]>([
    ['ringing, Europe', repeat(3, [1000, 425], [4000]), 'ringback 425'],
    ['ringing, North America', repeat(2, [2000, 440, 480], [4000]), 'ringback 440+480'],
    ['ringing, United Kingdom', repeat(3, [400, 400, 450], [200], [400, 400, 450], [2000]), 'ringback 400+450'],
    ['ringing, China', repeat(2, [1000, 450], [4000]), 'ringback 450'],
    ['busy, Europe', repeat(5, [500, 425], [500]), 'busy 425'],
    ['busy, North America', repeat(5, [500, 480, 620], [500]), 'busy 480+620'],
    ['busy, United Kingdom', repeat(6, [375, 400], [375]), 'busy 400'],
    ['congestion, Europe', repeat(8, [250, 425], [250]), 'congestion 425'],
    ['reorder, North America', repeat(8, [250, 480, 620], [250]), 'congestion 480+620'],
    ['dial tone, Europe', [[5000, 425], [1000]], 'dial 425'],
    ['dial tone, North America', [[3000, 350, 440], [1000]], 'dial 350+440'],
    ['calling tone of a fax', repeat(2, [500, 1100], [3000]), 'cng 1100'],
    ['answer tone of a fax', [[200], [2600, 2100], [200]], 'ced 2100'],
  ])('names %s', (_, parts, expected) => {
    expect(kinds([[730], ...parts])).toEqual([expected]);
  });

  it('knows an answer tone with phase reversals', () => {
    const out = new Int16Array(8000 * 3);
    for (let i = 0; i < out.length; i++) out[i] = Math.round(4000 * Math.sin((2 * Math.PI * 2100 * i) / 8000 + (Math.floor(i / 3600) % 2) * Math.PI));
    expect(heard(out).map(({ kind }) => kind)).toEqual(['cedReversals']);
  });

  it('knows V.21 flags', () => {
    const out = new Int16Array(8000 * 2);
    let phase = 0;
    for (let i = 0; i < out.length; i++) {
      const bit = Math.floor((i * 300) / 8000) % 8;
      phase += (2 * Math.PI * (bit === 0 || bit === 7 ? 1850 : 1650)) / 8000;
      out[i] = Math.round(3000 * Math.sin(phase));
    }
    expect(heard(out).map(({ kind }) => kind)).toEqual(['v21']);
  });

  it('tells where and how loud', () => {
    const [tone] = heard(sound([[1000], ...repeat(3, [1000, 425], [4000])], -12));
    expect(tone!.at / 8).toBeGreaterThanOrEqual(950);
    expect(tone!.at / 8).toBeLessThanOrEqual(1050);
    expect(Math.abs(tone!.end / 8 - 12_000)).toBeLessThanOrEqual(50);
    expect(tone!.level).toBeCloseTo(-12, 0);
    expect(tone!.bursts).toBe(3);
  });

  it('names nothing in silence, noise or a tone of another frequency', () => {
    let seed = 3;
    const noise = Int16Array.from({ length: 80_000 }, () => (((seed = (seed * 1103515245 + 12345) >>> 0) >>> 16) & 0x1fff) - 4096);
    expect(heard(noise)).toEqual([]);
    expect(heard(new Int16Array(80_000))).toEqual([]);
    expect(
      kinds([
        [5000, 1000],
        [300, 700],
      ]),
    ).toEqual([]);
  });
});
