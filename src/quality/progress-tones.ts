/**
 * Tones that say how a call is doing, heard in the sound: dial, ringing, busy and congestion tones by frequency and cadence
 * (ITU-T E.180 and its supplement 2), fax tones CNG and CED with its phase reversals (T.30 section 4, V.8), V.21 flags
 * (T.30 section 5.3). Frames of 50 ms at 8000 Hz, each labelled by the energy its tones have of all; then spans of frames,
 * then cadences of spans. Promise: linear in the samples; keeps spans, no samples.
 */
import { coefficient, energy, power, signalLevel, toneEnergy } from './goertzel.ts';
import { PhaseWatch } from './phase-reversals.ts';

const RATE = 8000;
/** samples of a frame: 50 ms, 20 Hz */
export const FRAME = 400;
const FREQUENCIES = [350, 400, 425, 440, 450, 480, 620, 1100, 2100, 1650, 1850] as const;
/** what a frame can be, by indices into FREQUENCIES; two tones before one, so that a pair is not taken for its stronger half */
const COMBINATIONS: readonly (readonly number[])[] = [[3, 5], [5, 6], [0, 3], [1, 4], [0, 4], [2], [1], [3], [4], [7], [8]];
/** its last one: V.21 flags */
const V21 = COMBINATIONS.length;
const CNG = V21 - 2;
const CED = V21 - 1;
/** dBm0 below which nothing is named */
const LEAST_LEVEL = -43;
/** share of a frame's energy its tones must have */
const SHARE = 0.8;
/** V.21 is keyed at 300 bit/s: its two frequencies have this much of a frame's energy, the rest stands around them */
const V21_HINT = 0.08;
const V21_SHARE = 0.85;
/** Hz, multiples of the frame's resolution: their bins share nothing, so their sum is the band's energy */
const V21_BAND = Array.from({ length: 27 }, (_, i) => coefficient(1500 + 20 * i, RATE));
/** frames (50 ms) */
const GAP_OF_CADENCE = 130;

export const toneKinds = ['dial', 'ringback', 'busy', 'congestion', 'cng', 'ced', 'cedReversals', 'v21'] as const;
export type ToneKind = (typeof toneKinds)[number];

export interface HeardTone {
  readonly kind: ToneKind;
  /** Hz: one or two */
  readonly frequencies: readonly number[];
  /** sample positions at 8000 Hz, first and after the last */
  readonly at: number;
  readonly end: number;
  /** bursts it was made of */
  readonly bursts: number;
  /** dBm0, mean */
  readonly level: number;
}

interface Burst {
  readonly label: number;
  readonly at: number;
  /** frames */
  frames: number;
  level: number;
  reversals: number;
}

const coefficients = FREQUENCIES.map((frequency) => coefficient(frequency, RATE));

export class ProgressTones {
  readonly #bursts: Burst[] = [];
  readonly #frame: Float64Array = new Float64Array(FRAME);
  readonly #powers: Float64Array = new Float64Array(FREQUENCIES.length);
  readonly #phase = new PhaseWatch(2100, RATE);
  #filled = 0;
  #position = 0;
  #current: Burst | undefined;
  #level = 0;

  /** The next samples[at, end) at 8000 Hz. */
  feed(samples: Int16Array, at: number, end: number): void {
    for (let i = at; i < end; i++) {
      this.#frame[this.#filled++] = samples[i]!;
      if (this.#filled === FRAME) this.#take();
    }
  }

  /** Nothing is known of the samples up to `position`. */
  jump(position: number): void {
    this.#closeBurst();
    this.#filled = 0;
    this.#position = position;
  }

  /** The tones found so far, by time. */
  finish(): HeardTone[] {
    this.#closeBurst();
    return toneSpans(this.#bursts);
  }

  #take(): void {
    const label = this.#labelOfFrame();
    const current = this.#current;
    if (current !== undefined && (current.label !== label || Math.abs(this.#level - current.level) > 6)) this.#closeBurst();
    if (label >= 0) {
      const burst = (this.#current ??= { label, at: this.#position, frames: 0, level: this.#level, reversals: 0 });
      if (label === CED) {
        if (burst.frames === 0) this.#phase.reset();
        burst.reversals += this.#phase.feed(this.#frame);
      }
      burst.level += (this.#level - burst.level) / ++burst.frames;
    }
    this.#position += FRAME;
    this.#filled = 0;
  }

  #closeBurst(): void {
    if (this.#current !== undefined && this.#current.frames >= 2) this.#bursts.push(this.#current);
    this.#current = undefined;
  }

  /** Index into COMBINATIONS, V21, or -1; leaves the frame's level. */
  #labelOfFrame(): number {
    const total = energy(this.#frame, 0, FRAME);
    this.#level = signalLevel(total, FRAME);
    if (this.#level < LEAST_LEVEL) return -1;
    const powers = this.#powers;
    for (let i = 0; i < powers.length; i++) powers[i] = toneEnergy(power(this.#frame, 0, FRAME, coefficients[i]!), FRAME) / total;
    let best = -1;
    let most = SHARE;
    for (let i = 0; i < COMBINATIONS.length; i++) {
      const share = shareOf(COMBINATIONS[i]!, powers);
      if (share > most) {
        most = share;
        best = i;
      }
    }
    if (best >= 0) return best;
    const low = powers[9]!;
    const high = powers[10]!;
    if (low + high < V21_HINT || Math.min(low, high) < 0.01) return -1;
    let band = 0;
    for (const bin of V21_BAND) band += toneEnergy(power(this.#frame, 0, FRAME, bin), FRAME);
    return band > V21_SHARE * total ? V21 : -1;
  }
}

/** Share of the energy; 0 for a pair whose halves differ by more than 8 dB. */
function shareOf(combination: readonly number[], powers: Float64Array): number {
  const first = powers[combination[0]!]!;
  if (combination.length === 1) return first;
  const second = powers[combination[1]!]!;
  return Math.max(first, second) > 6.3 * Math.min(first, second) ? 0 : first + second;
}

function frequenciesOf(label: number): readonly number[] {
  return label === V21 ? [1650, 1850] : COMBINATIONS[label]!.map((i) => FREQUENCIES[i]!);
}

/** Bursts of one label that follow each other within a cadence are one tone. */
function toneSpans(bursts: readonly Burst[]): HeardTone[] {
  const tones: HeardTone[] = [];
  for (let from = 0; from < bursts.length; ) {
    let to = from + 1;
    while (to < bursts.length && belongs(bursts[to - 1]!, bursts[to]!)) to++;
    const group = bursts.slice(from, to);
    const kind = kindOf(group);
    const last = group.at(-1)!;
    if (kind !== undefined)
      tones.push({
        kind,
        frequencies: frequenciesOf(last.label),
        at: group[0]!.at,
        end: last.at + last.frames * FRAME,
        bursts: group.length,
        level: group.reduce((sum, burst) => sum + burst.level, 0) / group.length,
      });
    from = to;
  }
  return tones;
}

/** The next burst goes on the cadence: same tone, level and, but for the first and last of a span, a like length. */
function belongs(before: Burst, next: Burst): boolean {
  if (before.label !== next.label || Math.abs(before.level - next.level) > 6) return false;
  const gap = (next.at - before.at) / FRAME - before.frames;
  if (before.label === CNG) return gap <= 80;
  if (before.label === CED) return gap <= 4;
  if (before.label === V21) return gap <= 2;
  // 440+480 and 400+450 are ringing and nothing else
  const isShort = before.frames <= 13 && before.label !== 0 && before.label !== 3;
  return gap <= (isShort ? Math.max(14, 2 * before.frames) : GAP_OF_CADENCE);
}

function kindOf(group: readonly Burst[]): ToneKind | undefined {
  const { label } = group[0]!;
  const longest = Math.max(...group.map((burst) => burst.frames));
  if (label === CNG) return longest >= 7 && longest <= 14 ? 'cng' : undefined;
  if (label === CED) {
    const frames = group.reduce((sum, burst) => sum + burst.frames, 0);
    if (frames < 30) return undefined;
    return group.some((burst) => burst.reversals > 0) || group.length > 2 ? 'cedReversals' : 'ced';
  }
  if (label === V21) return longest >= 8 ? 'v21' : undefined;
  return cadenceOf(group, longest);
}

/**
 * E.180: dial tone is continuous; ringing 0.67 to 2.5 s on, 3 to 6 s off (or two short rings, then 2 s); busy 0.1 to 0.66 s on
 * in a cycle of 0.3 to 1.1 s; congestion faster than that. One burst alone is named only when it is long enough to tell.
 */
function cadenceOf(group: readonly Burst[], longest: number): ToneKind | undefined {
  const { label } = group[0]!;
  // a span cut off at its ends says little: the middle one stands for all
  const lengths = group.map((burst) => burst.frames).sort((a, b) => a - b);
  const typical = lengths[lengths.length >> 1]!;
  if (label === 4 || label === 2) return longest >= 20 ? 'dial' : undefined;
  if (group.length === 1) return longest >= 56 ? 'dial' : longest >= 13 ? 'ringback' : undefined;
  if (isDoubleRing(group)) return 'ringback';
  if (typical >= 13) return longest >= 60 ? 'dial' : 'ringback';
  if (group.length < 3) return undefined;
  return typical >= 7 ? 'busy' : typical >= 3 ? 'congestion' : undefined;
}

/** 0.4 s on, 0.2 s off, 0.4 s on, 2 s off (United Kingdom and what follows it). */
function isDoubleRing(group: readonly Burst[]): boolean {
  if (group[0]!.label !== 3 && group[0]!.label !== 5) return false;
  const gaps = group.slice(1).map((burst, i) => (burst.at - group[i]!.at) / FRAME - group[i]!.frames);
  return gaps.some((gap) => gap <= 6) && (group.length === 2 || gaps.some((gap) => gap >= 30));
}
