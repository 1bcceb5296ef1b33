/**
 * What a listener misses: sequence numbers that never came and voice packets that came too late, joined into runs in sequence
 * order (semantics 4.4). Work grows with the runs, not with the numbers they span: a jump of thousands is one run.
 */
import type { LossRun } from '../rtp/loss-runs.ts';
import type { VoicePackets } from './voice-packets.ts';

/** Consecutive extended sequence numbers that were not played. */
export interface BadRun {
  readonly segment: number;
  readonly start: number;
  readonly length: number;
}

/** A run of one cause, before neighbours are joined. */
export interface BadPiece extends BadRun {
  /** the late packet, by index into the voice packets; -1 for numbers that never came */
  readonly late: number;
  /** row of the packet that showed the numbers missing, or of the late packet */
  readonly row: number;
}

export interface BadMeasures {
  readonly expected: number;
  readonly bad: number;
  readonly runs: number;
  readonly longest: number;
  /** Ppl of ITU-T G.107: 0 to 100 */
  readonly percent: number;
  /** BurstR of ITU-T G.107, within [1, 8]; 1 without loss */
  readonly burstRatio: number;
}

/** semantics 4.1: the standard is validated to 2 */
const MOST_BURST_RATIO = 8;

/** In order of segment and number. @param late as emulate() gives it */
export function badPieces(voice: VoicePackets, late: Uint8Array, lateCount: number): readonly BadPiece[] {
  const missing = voice.missing.map(({ segment, start, length, row }: LossRun): BadPiece => ({ segment, start, length, late: -1, row }));
  if (lateCount === 0) return missing;
  const pieces: BadPiece[] = [];
  for (let i = 0; i < voice.count; i++)
    if (late[i] === 1) pieces.push({ segment: voice.segment[i]!, start: voice.extended[i]!, length: 1, late: i, row: voice.row[i]! });
  // both lists are in order but for packets that overtook each other
  return [...missing, ...pieces].sort((a, b) => a.segment - b.segment || a.start - b.start);
}

/** Joins neighbours: one run for each stretch without a played packet. */
export function badRuns(pieces: readonly BadPiece[]): readonly BadRun[] {
  const runs: { segment: number; start: number; length: number }[] = [];
  for (const { segment, start, length } of pieces) {
    const last = runs.at(-1);
    if (last !== undefined && last.segment === segment && last.start + last.length === start) last.length += length;
    else runs.push({ segment, start, length });
  }
  return runs;
}

/** @param expected all sequence numbers of the stream */
export function measureBad(runs: readonly BadRun[], expected: number): BadMeasures {
  let bad = 0;
  let longest = 0;
  for (const { length } of runs) {
    bad += length;
    if (length > longest) longest = length;
  }
  return {
    expected,
    bad,
    runs: runs.length,
    longest,
    percent: expected === 0 ? 0 : (100 * bad) / expected,
    burstRatio: burstRatio(bad, runs.length, expected),
  };
}

/** Mean run of bad packets against the mean run under random loss. */
export function burstRatio(bad: number, runs: number, expected: number): number {
  return runs === 0 || expected === 0 ? 1 : Math.min(MOST_BURST_RATIO, Math.max(1, (bad / runs) * (1 - bad / expected)));
}
