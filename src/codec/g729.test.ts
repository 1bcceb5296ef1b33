/** The parts of G.729 by themselves: tables, bits, pitch, pulses, gains, postfilter. test/codec-g729.test.ts has the whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSilenceFrame, createSpeechFrame, isAllZero, pitchParity, readSilenceFrame, readSpeechFrame } from './g729-bits.ts';
import { pulsePlace, readPulses, sharpen } from './g729-codebook.ts';
import { nextRandom } from './g729-comfort-noise.ts';
import { Gains } from './g729-gain.ts';
import { LineSpectrum, ORDER } from './g729-lsp.ts';
import { firstStage, predictor, predictorRest, predictorRestInverse, secondStage } from './g729-lsp-tables.ts';
import { inverseSquareRoot, log2, pow2of14 } from './g729-mathematics.ts';
import { firstDelay, secondDelay, wholeDelay } from './g729-pitch.ts';
import { Postfilter } from './g729-postfilter.ts';

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

describe('tables', () => {
  it('are as long as the standard has them, and sum to what they did when checked against two sources', () => {
    const all = [firstStage, secondStage, predictor, predictorRest, predictorRestInverse];
    expect(all.map((table) => [table.length, sum(table)])).toEqual([
      [1280, 14284229],
      [320, 25036],
      [80, 406125],
      [20, 249188],
      [20, 241689],
    ]);
  });

  it('rise within a row of the first stage', () => {
    for (let i = 0; i < firstStage.length; i++) if (i % ORDER > 0) expect(firstStage[i]!).toBeGreaterThan(firstStage[i - 1]!);
  });

  it('predict with coefficients that, with the rest, sum to 1; and the inverse is of the rest', () => {
    for (let i = 0; i < 20; i++) {
      const base = Math.floor(i / 10) * 40 + (i % 10);
      const whole = predictorRest[i]! + sum([0, 10, 20, 30].map((frame) => predictor[base + frame]!));
      expect(Math.abs(whole - 32768)).toBeLessThanOrEqual(8);
      expect(Math.abs((predictorRest[i]! * predictorRestInverse[i]!) / 2 ** 27 - 1)).toBeLessThan(0.0002);
    }
  });
});

describe('mathematics', () => {
  it('follows the functions it stands for', () => {
    for (const x of [1, 2, 3, 1000, 8192, 0x12345678, 0x7fffffff]) {
      expect(Math.abs(log2(x) / 32768 - Math.log2(x))).toBeLessThan(0.0005);
      expect(Math.abs((inverseSquareRoot(x) / 2 ** 30) * Math.sqrt(x) - 1)).toBeLessThan(0.01);
    }
    for (const fraction of [0, 1, 1023, 1024, 16384, 32767]) {
      expect(Math.abs(pow2of14(fraction) / 16384 - 2 ** (fraction / 32768))).toBeLessThan(0.0005);
    }
    expect([log2(0), log2(-5), inverseSquareRoot(0)]).toEqual([0, 0, 0x3fffffff]);
  });
});

describe('bits', () => {
  it('come out of a frame in the order of table 8', () => {
    // L0 1, L1 0100011, L2 10001, L3 01110 | P1 10110010 P0 1 C1 1000000000001 S1 1010 GA GB 1100101 | P2 10011 C2 0111111111110 S2 0101 G 0011010
    const text = '10100011100010111010110010' + '1100000000000110101100101' + '10011011111111111001010011010';
    const octets = Uint8Array.from({ length: 10 }, (_, i) => Number.parseInt(text.slice(i * 8, i * 8 + 8), 2));
    const frame = createSpeechFrame();
    readSpeechFrame(octets, 0, frame);
    expect(frame).toEqual({
      mode: 1,
      first: 0b0100011,
      low: 0b10001,
      high: 0b01110,
      pitch: [0b10110010, 0b10011],
      pitchIsDamaged: true,
      places: [0b1000000000001, 0b0111111111110],
      signs: [0b1010, 0b0101],
      gains: [0b1100101, 0b0011010],
    });
    octets[3]! ^= 0x20;
    readSpeechFrame(octets, 0, frame);
    expect(frame.pitchIsDamaged).toBe(false);
  });

  it('come out of a silence descriptor; its last bit says nothing', () => {
    for (const last of [0, 1]) {
      const frame = createSilenceFrame();
      readSilenceFrame(Uint8Array.of(0b1_10101_10, 0b01_11001_0 | last), 0, frame);
      expect(frame).toEqual({ mode: 1, first: 0b10101, second: 0b1001, gain: 0b11001 });
    }
  });

  it('protect the six high bits of the pitch', () => {
    for (let pitch = 0; pitch < 256; pitch++) {
      const ones = (pitch >> 2).toString(2).replaceAll('0', '').length;
      expect((ones + pitchParity(pitch)) % 2).toBe(1);
    }
    expect([isAllZero(new Uint8Array(10), 0, 10), isAllZero(Uint8Array.of(0, 1), 0, 2)]).toEqual([true, false]);
  });
});

describe('excitation', () => {
  it('has its pitch from 19 1/3 to 143, then around the first subframe', () => {
    expect([0, 196, 197, 255].map(firstDelay)).toEqual([58, 254, 255, 429]);
    expect([0, 1, 31].map((index) => secondDelay(index, 60))).toEqual([163, 164, 194]);
    expect([secondDelay(0, 19), secondDelay(31, 143)]).toEqual([58, 431]);
    expect([58, 59, 60, 61, 62].map(wholeDelay)).toEqual([19, 20, 20, 20, 21]);
  });

  it('has four pulses, each on its track', () => {
    for (const places of [0, 0x1fff, 0b1011001110101]) {
      const found = [0, 1, 2, 3].map((track) => pulsePlace(places, track));
      expect(found.slice(0, 3).map((place) => place % 5)).toEqual([0, 1, 2]);
      expect([3, 4]).toContain(found[3]! % 5);
      expect(Math.max(...found)).toBeLessThan(40);
    }
    const code = new Int16Array(40);
    readPulses(0, 0b0101, code);
    expect([...code.subarray(0, 4)]).toEqual([8191, -8192, 8191, -8192]);
    sharpen(code, 30, 8192);
    expect([...code.subarray(30, 34)]).toEqual([4095, -4096, 4095, -4096]);
  });

  it('gets louder with the gain index and quieter with each loss', () => {
    const code = new Int16Array(40);
    readPulses(0, 0, code);
    const gains = new Gains();
    for (let i = 0; i < 4; i++) gains.decode((2 << 4) | 13, code);
    const { pitch, code: loud } = gains;
    for (let lost = 1; lost <= 50; lost++) gains.repeat();
    expect(gains.pitch).toBeLessThan(pitch / 50);
    expect(Math.abs(gains.code / loud - 0.98 ** 50)).toBeLessThan(0.05);
  });

  it('draws the random numbers of the standard', () => {
    expect([11111, 21845].map(nextRandom)).toEqual([((11111 * 31821 + 13849) << 16) >> 16, ((21845 * 31821 + 13849) << 16) >> 16]);
  });
});

describe('line spectrum', () => {
  it('is in order and apart whatever is decoded, so that the filter is stable', () => {
    const part = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most });
    const speech = fc.record({ mode: part(1), first: part(127), low: part(31), high: part(31) });
    const silence = fc.record({ mode: part(1), first: part(31), second: part(15), gain: part(31) });
    fc.assert(
      fc.property(fc.array(fc.oneof(speech, silence, fc.constant(undefined)), { maxLength: 12 }), (frames) => {
        const spectrum = new LineSpectrum();
        const pairs = new Int16Array(ORDER);
        for (const frame of frames) {
          if (frame === undefined) spectrum.repeat(pairs);
          else if ('gain' in frame) spectrum.decodeSilence(frame, pairs);
          else spectrum.decode({ ...createSpeechFrame(), ...frame }, pairs);
          for (let i = 1; i < ORDER; i++) expect(pairs[i]!).toBeLessThan(pairs[i - 1]!);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('postfilter', () => {
  it('keeps the loudness of what it filters', () => {
    const filter = new Postfilter();
    const coefficients = Int16Array.of(4096, -5000, 2200, 300, -200, 100, 0, 0, 0, 0, 0);
    const speech = new Int16Array(10 + 40);
    const out = new Int16Array(40);
    let [before, after] = [0, 0];
    for (let subframe = 0; subframe < 60; subframe++) {
      speech.copyWithin(0, 40);
      for (let i = 0; i < 40; i++) speech[10 + i] = Math.round(6000 * Math.sin((subframe * 40 + i) * 0.3) + ((i * 7919) % 997));
      filter.filter(speech, 10, coefficients, 0, 21, true, out, 0);
      if (subframe < 30) continue;
      before += sum(
        speech
          .subarray(10)
          .map((sample) => sample >> 6)
          .map((sample) => sample * sample),
      );
      after += sum(out.map((sample) => sample >> 6).map((sample) => sample * sample));
    }
    expect(Math.abs(10 * Math.log10(after / before))).toBeLessThan(0.5);
  });

  it('gives silence for silence', () => {
    const out = new Int16Array(40).fill(7);
    new Postfilter().filter(new Int16Array(50), 10, Int16Array.of(4096, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, 60, true, out, 0);
    expect([...out].every((sample) => sample === 0)).toBe(true);
  });
});
