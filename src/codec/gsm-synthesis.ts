/**
 * GSM 06.10 full-rate synthesis (ETSI EN 300 961 clause 5.3): pulses, long-term and short-term synthesis, de-emphasis, in the
 * 16-bit arithmetic the standard prescribes bit by bit.
 */
import { type GsmFrame, gsmAmplitude, gsmGain, gsmGrid, gsmLag, gsmPulses, gsmSubframe } from './gsm-frame.ts';

/** Table 4.1: for each log-area ratio 2 · B, MIC and INVA. */
const RATIO_OFFSETS: Int16Array = Int16Array.of(0, 0, 4096, -5120, 188, -3584, -682, -2288);
const RATIO_LEAST: Int16Array = Int16Array.of(-32, -32, -16, -16, -8, -8, -4, -4);
const RATIO_SLOPES: Int16Array = Int16Array.of(13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708);
/** Table 4.3b (QLB) and table 4.6 (FAC). */
const GAINS: Int16Array = Int16Array.of(3277, 11469, 21299, 32767);
const FACTORS: Int16Array = Int16Array.of(18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767);
/** Where the log-area ratios of two frames go over into each other. */
const STRETCHES: readonly number[] = [0, 13, 27, 40, 160];
const HISTORY = 120;

function saturate(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}

function rounded(a: number, b: number): number {
  return a === -32768 && b === -32768 ? 32767 : (a * b + 16384) >> 15;
}

export class GsmSynthesis {
  #lag = 40;
  #deemphasis = 0;
  /** the long-term filter's memory, and behind it the sub-frame that is made */
  readonly #excitation = new Int16Array(HISTORY + 40);
  readonly #whole = new Int16Array(160);
  #ratios = new Int16Array(8);
  #ratiosBefore = new Int16Array(8);
  readonly #reflection = new Int16Array(8);
  readonly #lattice = new Int16Array(9);
  readonly #pulses = new Int16Array(40);

  reset(): void {
    this.#lag = 40;
    this.#deemphasis = 0;
    this.#excitation.fill(0);
    this.#ratios.fill(0);
    this.#lattice.fill(0);
  }

  /** 160 samples to out[at]. */
  synthesise(frame: GsmFrame, out: Int16Array, at: number): void {
    for (let index = 0; index < 4; index++) {
      const base = gsmSubframe(index);
      this.#decodePulses(frame, base);
      this.#longTerm(frame[base + gsmLag]!, GAINS[frame[base + gsmGain]!]!);
      for (let i = 0; i < 40; i++) this.#whole[40 * index + i] = this.#excitation[HISTORY + i]!;
      this.#excitation.copyWithin(0, 40);
    }
    this.#decodeRatios(frame);
    for (let stretch = 0; stretch < 4; stretch++) {
      this.#interpolate(stretch);
      this.#shortTerm(STRETCHES[stretch]!, STRETCHES[stretch + 1]!);
    }
    this.#finish(out, at);
  }

  /** 5.3.1: APCM inverse quantisation and the grid. */
  #decodePulses(frame: GsmFrame, base: number): void {
    const amplitude = frame[base + gsmAmplitude]!;
    let exponent = amplitude > 15 ? (amplitude >> 3) - 1 : 0;
    let mantissa = amplitude - (exponent << 3);
    if (mantissa === 0) {
      exponent = -4;
      mantissa = 7;
    } else {
      for (; mantissa <= 7; exponent--) mantissa = (mantissa << 1) | 1;
      mantissa -= 8;
    }
    const factor = FACTORS[mantissa]!;
    const shift = 6 - exponent;
    const half = shift === 0 ? 0 : 1 << (shift - 1);
    const pulses = this.#pulses.fill(0);
    for (let i = 0, to = frame[base + gsmGrid]!; i < 13; i++, to += 3) {
      const level = (2 * frame[base + gsmPulses + i]! - 7) << 12;
      pulses[to] = saturate(rounded(factor, level) + half) >> shift;
    }
  }

  /** 5.3.2. A lag that cannot be is the one before. */
  #longTerm(lag: number, gain: number): void {
    if (lag >= 40 && lag <= 120) this.#lag = lag;
    const excitation = this.#excitation;
    for (let i = 0; i < 40; i++) {
      excitation[HISTORY + i] = saturate(this.#pulses[i]! + rounded(gain, excitation[HISTORY + i - this.#lag]!));
    }
  }

  /** 5.2.8. */
  #decodeRatios(frame: GsmFrame): void {
    const ratios = this.#ratiosBefore;
    this.#ratiosBefore = this.#ratios;
    this.#ratios = ratios;
    for (let i = 0; i < 8; i++) {
      const value = rounded(RATIO_SLOPES[i]!, saturate(((frame[i]! + RATIO_LEAST[i]!) << 10) - RATIO_OFFSETS[i]!));
      ratios[i] = saturate(value + value);
    }
  }

  /** 5.2.9.1 and 5.2.9.2: log-area ratios of a stretch, and from them the reflection coefficients. */
  #interpolate(stretch: number): void {
    for (let i = 0; i < 8; i++) {
      const now = this.#ratios[i]!;
      const before = this.#ratiosBefore[i]!;
      let ratio = now;
      if (stretch === 0) ratio = saturate(saturate((before >> 2) + (now >> 2)) + (before >> 1));
      else if (stretch === 1) ratio = saturate((before >> 1) + (now >> 1));
      else if (stretch === 2) ratio = saturate(saturate((before >> 2) + (now >> 2)) + (now >> 1));
      const size = ratio === -32768 ? 32767 : Math.abs(ratio);
      const reflection = size < 11059 ? size << 1 : size < 20070 ? size + 11059 : saturate((size >> 2) + 26112);
      this.#reflection[i] = ratio < 0 ? -reflection : reflection;
    }
  }

  /** 5.3.4's lattice filter, in place. */
  #shortTerm(from: number, to: number): void {
    const reflection = this.#reflection;
    const lattice = this.#lattice;
    for (let index = from; index < to; index++) {
      let sample = this.#whole[index]!;
      for (let i = 7; i >= 0; i--) {
        const coefficient = reflection[i]!;
        const before = lattice[i]!;
        sample = saturate(sample - rounded(coefficient, before));
        lattice[i + 1] = saturate(before + rounded(coefficient, sample));
      }
      lattice[0] = sample;
      this.#whole[index] = sample;
    }
  }

  /** 5.3.5 to 5.3.7: de-emphasis, twice as loud, thirteen bits. */
  #finish(out: Int16Array, at: number): void {
    let last = this.#deemphasis;
    for (let i = 0; i < 160; i++) {
      last = saturate(this.#whole[i]! + rounded(last, 28180));
      out[at + i] = saturate(last + last) & 0xfff8;
    }
    this.#deemphasis = last;
  }
}
