import { describe, expect, it } from 'vitest';
import { ZERO_DBM0_PEAK } from './goertzel.ts';
import { InBandDigits } from './in-band-digits.ts';

const rowOf: Readonly<Record<string, number>> = {
  '1': 697,
  '2': 697,
  '3': 697,
  A: 697,
  '4': 770,
  '5': 770,
  '6': 770,
  B: 770,
  '7': 852,
  '8': 852,
  '9': 852,
  C: 852,
  '*': 941,
  '0': 941,
  '#': 941,
  D: 941,
};
const columnOf: Readonly<Record<string, number>> = {
  '1': 1209,
  '4': 1209,
  '7': 1209,
  '*': 1209,
  '2': 1336,
  '5': 1336,
  '8': 1336,
  '0': 1336,
  '3': 1477,
  '6': 1477,
  '9': 1477,
  '#': 1477,
  A: 1633,
  B: 1633,
  C: 1633,
  D: 1633,
};

interface Tone {
  readonly key: string;
  readonly ms: number;
  /** dBm0 of each tone; column over row in dB; frequency error as a factor */
  readonly level?: number;
  readonly twist?: number;
  readonly rowError?: number;
  readonly columnError?: number;
}

function peak(level: number): number {
  return ZERO_DBM0_PEAK * 10 ** (level / 20);
}

function sound(parts: readonly (Tone | number)[], lead = 300): Int16Array {
  const out: number[] = new Array<number>(lead).fill(0);
  for (const part of parts) {
    if (typeof part === 'number') {
      for (let i = 0; i < part * 8; i++) out.push(0);
      continue;
    }
    const { key, ms, level = -10, twist = 0, rowError = 0, columnError = 0 } = part;
    const row = (2 * Math.PI * rowOf[key]! * (1 + rowError)) / 8000;
    const column = (2 * Math.PI * columnOf[key]! * (1 + columnError)) / 8000;
    for (let i = 0; i < ms * 8; i++) out.push(peak(level) * Math.sin(row * i) + peak(level + twist) * Math.sin(column * i + 1));
  }
  return Int16Array.from(out, (value) => Math.max(-32768, Math.min(32767, Math.round(value))));
}

function heard(samples: Int16Array, piece = samples.length): readonly { digit: string; at: number; end: number; rowLevel: number; columnLevel: number }[] {
  const digits = new InBandDigits();
  for (let at = 0; at < samples.length; at += piece) digits.feed(samples, at, Math.min(samples.length, at + piece));
  digits.finish();
  return digits.found;
}

const text = (samples: Int16Array, piece?: number): string =>
  heard(samples, piece)
    .map(({ digit }) => digit)
    .join('');
const all = '123A456B789C*0#D';

describe('digits in sound', () => {
  it('hears all sixteen, in pieces of any size', () => {
    const samples = sound([...all].flatMap((key) => [{ key, ms: 60 }, 50]));
    expect(text(samples)).toBe(all);
    expect(text(samples, 160)).toBe(all);
    expect(text(samples, 37)).toBe(all);
  });

  it('hears tones of 40 ms and pauses of 40 ms wherever the blocks fall', () => {
    for (let lead = 200; lead < 410; lead += 7)
      expect(text(sound([...all].flatMap((key) => [{ key, ms: 40 }, 53]).concat([60]), lead)), `lead ${lead}`).toBe(all);
    for (let lead = 200; lead < 410; lead += 7) expect(text(sound([{ key: '5', ms: 50 }, 40, { key: '5', ms: 50 }, 60], lead)), `lead ${lead}`).toBe('55');
  });

  it('rejects tones of 23 ms', () => {
    for (let lead = 200; lead < 410; lead += 7) for (const key of all) expect(text(sound([{ key, ms: 23 }, 60], lead)), `${key} ${lead}`).toBe('');
  });

  it('bridges an interruption of 10 ms', () => {
    expect(text(sound([{ key: '8', ms: 60 }, 10, { key: '8', ms: 60 }, 60]))).toBe('8');
  });

  it('operates from −3 to −25 dBm0 a tone', () => {
    for (const level of [-3, -10, -20, -25]) expect(text(sound([...all].flatMap((key) => [{ key, ms: 50, level }, 50]))), `${level}`).toBe(all);
    expect(text(sound([...all].flatMap((key) => [{ key, ms: 50, level: -40 }, 50])))).toBe('');
  });

  it('allows a twist of +4 and −8 dB and no more', () => {
    for (const twist of [3.8, 2, -4, -7.8]) expect(text(sound([...all].flatMap((key) => [{ key, ms: 50, twist, level: -12 }, 50]))), `${twist}`).toBe(all);
    for (const twist of [6, -10.5]) expect(text(sound([...all].flatMap((key) => [{ key, ms: 50, twist, level: -12 }, 50]))), `${twist}`).toBe('');
  });

  it('operates within ±1.5 % and rejects beyond ±3.5 %', () => {
    for (const error of [0.004, 0.0075, 0.011, 0.015])
      for (const sign of [1, -1]) {
        expect(text(sound([...all].flatMap((key) => [{ key, ms: 60, rowError: sign * error, columnError: sign * error }, 50]))), `${sign * error}`).toBe(all);
        expect(text(sound([...all].flatMap((key) => [{ key, ms: 60, rowError: -sign * error, columnError: sign * error }, 50]))), `mixed ${error}`).toBe(all);
      }
    for (const error of [0.035, -0.035, 0.04, -0.04]) {
      expect(text(sound([...all].flatMap((key) => [{ key, ms: 60, rowError: error }, 50]))), `row ${error}`).toBe('');
      expect(text(sound([...all].flatMap((key) => [{ key, ms: 60, columnError: error }, 50]))), `column ${error}`).toBe('');
    }
  });

  it('tells place, length and level', () => {
    const [one] = heard(sound([{ key: '7', ms: 100, level: -14, twist: 2 }, 60], 800));
    expect(one!.at).toBeGreaterThan(800 - 40);
    expect(one!.at).toBeLessThan(800 + 40);
    expect(Math.abs(one!.end - one!.at - 800)).toBeLessThan(64);
    expect(one!.rowLevel).toBeCloseTo(-14, 0);
    expect(one!.columnLevel).toBeCloseTo(-12, 0);
  });

  it('hears none in noise shaped like speech', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 1103515245 + 12345) >>> 0) / 4294967296 - 0.5;
    // voiced: a pitch with harmonics that glides, formants by two resonators, and pauses
    const out = new Int16Array(8000 * 120);
    let y1 = 0;
    let y2 = 0;
    let z1 = 0;
    let z2 = 0;
    let phase = 0;
    for (let i = 0; i < out.length; i++) {
      const t = i / 8000;
      const pitch = 130 + 60 * Math.sin(t * 2.1) + 20 * Math.sin(t * 13);
      phase += pitch / 8000;
      const source = (phase % 1 < 0.1 ? 1 : 0) * (Math.sin(t * 5) > -0.3 ? 1 : 0) + random() * 0.2;
      const f1 = 500 + 250 * Math.sin(t * 3.3);
      const f2 = 1500 + 500 * Math.sin(t * 2.7);
      const y = source + 2 * 0.97 * Math.cos((2 * Math.PI * f1) / 8000) * y1 - 0.94 * y2;
      y2 = y1;
      y1 = y;
      const z = y + 2 * 0.96 * Math.cos((2 * Math.PI * f2) / 8000) * z1 - 0.92 * z2;
      z2 = z1;
      z1 = z;
      out[i] = Math.max(-32768, Math.min(32767, Math.round(z * 120)));
    }
    expect(text(out)).toBe('');
  });
});
