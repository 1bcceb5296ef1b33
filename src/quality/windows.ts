/**
 * Quality over time: Ppl, BurstR and MOS of each window of a stream, from the stream's first packet on (semantics 4.4). Only
 * voice and missing numbers count in a window; numbers of a gap are spread evenly over the time in which they should have come.
 */
import type { Milliseconds, Nanoseconds } from '../base/units.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { burstRatio, type BadPiece } from './bad-packets.ts';
import type { CodecImpairment } from './codec-impairment.ts';
import { effectiveImpairment, rate } from './e-model.ts';
import type { VoicePackets } from './voice-packets.ts';

/** Columns, one entry a window. */
export interface QualityWindows {
  readonly from: Nanoseconds;
  readonly width: Nanoseconds;
  /** NaN where the window holds too little to rate */
  readonly mos: Float64Array;
  /** percent */
  readonly bad: Float64Array;
}

/** A window with less is not rated: one loss of ten packets says nothing about ten seconds. */
const LEAST_EXPECTED = 25;
/** windows get wider than asked before there are more of them */
const MOST_WINDOWS = 65_536;

/** @param width of a window */
export function qualityWindows(
  packets: StreamPackets,
  voice: VoicePackets,
  pieces: readonly BadPiece[],
  codec: CodecImpairment,
  width: Milliseconds,
): QualityWindows {
  const tally = new WindowTally(packets, width * 1e6);
  for (let i = 0; i < voice.count; i++) tally.played(voice.arrival[i]!);
  for (const piece of pieces) tally.bad(piece, packets.time);
  return tally.finish(codec);
}

class WindowTally {
  readonly #from: Nanoseconds;
  readonly #width: Nanoseconds;
  readonly #expected: Float64Array;
  readonly #bad: Float64Array;
  readonly #runs: Float64Array;
  #segment = -1;
  #next = -1;
  #window = -1;

  constructor({ count, time }: StreamPackets, width: Nanoseconds) {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < count; row++) {
      first = Math.min(first, time[row]!);
      last = Math.max(last, time[row]!);
    }
    const span = count === 0 ? 0 : last - first;
    this.#from = count === 0 ? 0 : first;
    this.#width = Math.max(width, span / MOST_WINDOWS);
    const windows = count === 0 ? 0 : Math.min(MOST_WINDOWS, Math.floor(span / this.#width) + 1);
    this.#expected = new Float64Array(windows);
    this.#bad = new Float64Array(windows);
    this.#runs = new Float64Array(windows);
  }

  played(arrival: Nanoseconds): void {
    this.#expected[this.#windowOf(arrival)]!++;
  }

  bad(piece: BadPiece, time: Float64Array): void {
    const to = time[piece.row]!;
    if (piece.late >= 0) {
      this.#take(piece.segment, piece.start, 1, this.#windowOf(to), false);
      return;
    }
    const from = Math.min(to, piece.row > 0 ? time[piece.row - 1]! : to);
    const step = (to - from) / (piece.length + 1);
    let taken = 0;
    for (let window = this.#windowOf(from + step); taken < piece.length; window++) {
      // numbers whose moment, from + (k + 1) · step, lies before the window's end
      const end = this.#from + (window + 1) * this.#width;
      const isLast = window >= this.#expected.length - 1 || step <= 0;
      const until = isLast ? piece.length : Math.min(piece.length, Math.ceil((end - from) / step) - 1);
      if (until <= taken) continue;
      this.#take(piece.segment, piece.start + taken, until - taken, window, true);
      taken = until;
    }
  }

  #take(segment: number, start: number, length: number, window: number, isMissing: boolean): void {
    if (isMissing) this.#expected[window]! += length;
    this.#bad[window]! += length;
    if (segment !== this.#segment || start !== this.#next || window !== this.#window) this.#runs[window]!++;
    this.#segment = segment;
    this.#next = start + length;
    this.#window = window;
  }

  #windowOf(time: Nanoseconds): number {
    return Math.min(this.#expected.length - 1, Math.max(0, Math.floor((time - this.#from) / this.#width)));
  }

  finish({ scale, ie, bpl }: CodecImpairment): QualityWindows {
    const windows = this.#expected.length;
    const mos = new Float64Array(windows).fill(Number.NaN);
    const bad = new Float64Array(windows);
    for (let i = 0; i < windows; i++) {
      const expected = this.#expected[i]!;
      if (expected > 0) bad[i] = (100 * this.#bad[i]!) / expected;
      if (expected < LEAST_EXPECTED) continue;
      const ratio = burstRatio(this.#bad[i]!, this.#runs[i]!, expected);
      mos[i] = rate(scale, effectiveImpairment(scale, ie, bpl, bad[i]!, ratio), 0).mos;
    }
    return { from: this.#from, width: this.#width, mos, bad };
  }
}
