/**
 * DTMF heard in the sound itself (ITU-T Q.23, Q.24; semantics 9.3): Goertzel over blocks of 205 samples at 8000 Hz. A block is
 * accepted when one row and one column tone are all there is, level, twist, harmonics and frequency as Q.24 asks; a digit
 * when blocks a hop apart agree. Promise: linear in the samples, nothing kept but the last blocks and the digits found.
 */
import { coefficient, energy, power, signalLevel, toneEnergy, toneLevel } from './goertzel.ts';

const RATE = 8000;
export const BLOCK = 205;
const HOP = 102;
const HALF_HOP = 51;
const ROWS = [697, 770, 852, 941] as const;
const COLUMNS = [1209, 1336, 1477, 1633] as const;
const KEYS = '123A456B789C*0#D';
/** power ratio of 6 dB: the best tone of a band over its second best */
const SELECTIVITY = 4;
/** column over row, dB (Q.24, AT&T): high tones may be 4 dB louder, low tones 8; half a dB for measuring within one block */
const MOST_TWIST = 4.5;
const LEAST_TWIST = -8.5;
/** share of a block's energy that row and column have together */
const SHARE = 0.8;
/** dBm0: Q.24 operates to −25, a little more for coding and measuring */
const LEAST_LEVEL = -29;
/** power ratio of a second harmonic to its tone: −10 dB */
const HARMONIC = 0.1;
/** of a column tone, in the bin of a row's second harmonic when they are neighbours (1336 and 2 × 697 Hz) */
const LEAKAGE = 0.06;
/** offsets within which a tone operates (±1.5 %), and beyond which it must not (±3.5 %) */
const NEAR = [0, -0.0075, 0.0075, -0.015, 0.015] as const;
const FAR = [-0.035, 0.035] as const;
/** samples: an interruption of 10 ms (and how exactly edges are measured) is within a digit */
const BRIDGE = 120;
/** samples by which a digit's edges are measured */
const EDGE = 40;
const CAPACITY = 8192;
/** samples kept before the present block: the longest look back at an edge */
const HISTORY = 1024;

export interface InBandDigit {
  readonly digit: string;
  /** sample positions at 8000 Hz, first and after the last */
  readonly at: number;
  readonly end: number;
  /** dBm0 of the row tone and of the column tone, strongest block */
  readonly rowLevel: number;
  readonly columnLevel: number;
}

interface Bank {
  readonly plain: number;
  readonly near: readonly number[];
  readonly far: readonly number[];
  readonly harmonic: number;
}

interface Run {
  digit: number;
  first: number;
  last: number;
  rowPower: number;
  columnPower: number;
  /** where it begins, by its edge */
  at: number;
}

const bankOf = (frequency: number): Bank => ({
  plain: coefficient(frequency, RATE),
  near: NEAR.map((offset) => coefficient(frequency * (1 + offset), RATE)),
  far: FAR.map((offset) => coefficient(frequency * (1 + offset), RATE)),
  harmonic: coefficient(frequency * 2, RATE),
});
const rows: readonly Bank[] = ROWS.map(bankOf);
const columns: readonly Bank[] = COLUMNS.map(bankOf);

export class InBandDigits {
  readonly found: InBandDigit[] = [];
  readonly #samples: Float64Array = new Float64Array(CAPACITY);
  /** samples held, and the position of the first of them */
  #length = 0;
  #base = 0;
  /** position of the next block to look at */
  #next = 0;
  #run: Run | undefined;
  #rowPower = 0;
  #columnPower = 0;
  #last = 0;
  #passed = 0;

  /** The next samples[at, end) at 8000 Hz. */
  feed(samples: Int16Array, at: number, end: number): void {
    for (let from = at; from < end; ) {
      const take = Math.min(end - from, CAPACITY - this.#length);
      for (let i = 0; i < take; i++) this.#samples[this.#length + i] = this.#withoutHum(samples[from + i]!);
      this.#length += take;
      from += take;
      this.#look();
      this.#forget();
    }
  }

  /** DC, hum and wind below some 64 Hz say nothing of digits, and would count as energy that is no tone. */
  #withoutHum(sample: number): number {
    this.#passed = sample - this.#last + 0.95 * this.#passed;
    this.#last = sample;
    return this.#passed;
  }

  /** Nothing is known of the next samples up to `position`: a digit at hand ends, listening begins anew there. */
  jump(position: number): void {
    this.finish();
    this.#length = 0;
    this.#base = position;
    this.#next = position;
  }

  /** No more samples come (for now). */
  finish(): void {
    this.#close();
  }

  #look(): void {
    while (this.#next + BLOCK <= this.#base + this.#length) {
      const position = this.#next;
      const digit = this.#digitAt(position);
      this.#next += HOP;
      if (digit < 0) {
        if (this.#run !== undefined && !this.#extend(position - HALF_HOP)) this.#close();
        else if (this.#run !== undefined) this.#close();
        continue;
      }
      const rowPower = this.#rowPower;
      const columnPower = this.#columnPower;
      if (this.#run !== undefined && (this.#run.digit !== digit || this.#digitAt(position - HALF_HOP) !== digit)) this.#close();
      this.#run ??= this.#begin(digit, position);
      this.#run.last = position;
      this.#run.rowPower = Math.max(this.#run.rowPower, rowPower);
      this.#run.columnPower = Math.max(this.#run.columnPower, columnPower);
    }
  }

  #begin(digit: number, position: number): Run {
    const earlier = position - HALF_HOP;
    const first = earlier >= this.#base && this.#digitAt(earlier) === digit ? earlier : position;
    return { digit, first, last: position, rowPower: 0, columnPower: 0, at: this.#edge(first, -1) };
  }

  /** The block half a hop after the last one of the run still has its digit. */
  #extend(position: number): boolean {
    const run = this.#run!;
    if (position <= run.last || position < this.#base || this.#digitAt(position) !== run.digit) return false;
    run.last = position;
    return true;
  }

  #close(): void {
    const run = this.#run;
    this.#run = undefined;
    // blocks a hop apart must agree: what is shorter than two of them is no digit
    if (run === undefined || run.last - run.first < HOP) return;
    const end = this.#edge(run.last, 1);
    const digit = KEYS[run.digit]!;
    const before = this.found.at(-1);
    const levels = { rowLevel: toneLevel(run.rowPower, BLOCK), columnLevel: toneLevel(run.columnPower, BLOCK) };
    if (before !== undefined && before.digit === digit && run.at - before.end <= BRIDGE) {
      this.found[this.found.length - 1] = { ...before, end };
    } else this.found.push({ digit, at: run.at, end, ...levels });
  }

  /**
   * Where the tone of the block at `position` begins (direction −1) or ends (1): walks outward from the block's middle as
   * long as 5 ms have a third of the block's power.
   */
  #edge(position: number, direction: 1 | -1): number {
    const samples = this.#samples;
    const middle = position - this.#base + (BLOCK >> 1);
    const enough = 0.35 * EDGE * (energy(samples, position - this.#base, BLOCK) / BLOCK);
    let at = middle;
    const step = 8;
    for (let tries = 0; tries < BLOCK; tries += step) {
      const from = direction === 1 ? at : at - EDGE;
      if (from < 0 || from + EDGE > this.#length || energy(samples, from, EDGE) < enough) break;
      at += direction * step;
    }
    // the last window that had enough reaches about half its length beyond the edge found
    return this.#base + at + direction * (EDGE >> 1);
  }

  /** The key (row × 4 + column) a block is accepted as, or -1; leaves the powers of its two tones. */
  #digitAt(position: number): number {
    const at = position - this.#base;
    if (at < 0) return -1;
    const samples = this.#samples;
    const total = energy(samples, at, BLOCK);
    if (signalLevel(total, BLOCK) < LEAST_LEVEL) return -1;
    const row = this.#strongest(rows, at);
    if (row < 0) return -1;
    const column = this.#strongest(columns, at);
    if (column < 0) return -1;
    const rowPower = this.#refine(rows[row]!, at);
    const columnPower = this.#refine(columns[column]!, at);
    if (rowPower < 0 || columnPower < 0) return -1;
    if (toneEnergy(rowPower + columnPower, BLOCK) < SHARE * total) return -1;
    const twist = 10 * Math.log10(columnPower / rowPower);
    if (twist > MOST_TWIST || twist < LEAST_TWIST) return -1;
    if (Math.min(toneLevel(rowPower, BLOCK), toneLevel(columnPower, BLOCK)) < LEAST_LEVEL) return -1;
    if (power(samples, at, BLOCK, rows[row]!.harmonic) > HARMONIC * rowPower + LEAKAGE * columnPower) return -1;
    if (power(samples, at, BLOCK, columns[column]!.harmonic) > HARMONIC * columnPower) return -1;
    this.#rowPower = rowPower;
    this.#columnPower = columnPower;
    return row * 4 + column;
  }

  /** The tone of a band that is 6 dB or more above the band's others, or -1. */
  #strongest(bank: readonly Bank[], at: number): number {
    let best = -1;
    let most = 0;
    let second = 0;
    for (let i = 0; i < bank.length; i++) {
      const value = power(this.#samples, at, BLOCK, bank[i]!.plain);
      if (value > most) {
        second = most;
        most = value;
        best = i;
      } else if (value > second) second = value;
    }
    return most >= SELECTIVITY * second && most > 0 ? best : -1;
  }

  /** Power of a tone where it stands within ±1.5 %; -1 when it stands beyond, nearer to ±3.5 %. */
  #refine(bank: Bank, at: number): number {
    let most = 0;
    for (const near of bank.near) most = Math.max(most, power(this.#samples, at, BLOCK, near));
    for (const far of bank.far) if (power(this.#samples, at, BLOCK, far) > most) return -1;
    return most;
  }

  /** Lets go of samples no look back can ask for. */
  #forget(): void {
    const keepFrom = Math.max(this.#base, this.#next - HISTORY);
    const drop = keepFrom - this.#base;
    if (drop === 0 || (this.#length < CAPACITY && drop < CAPACITY >> 1)) return;
    this.#samples.copyWithin(0, drop, this.#length);
    this.#length -= drop;
    this.#base = keepFrom;
  }
}
