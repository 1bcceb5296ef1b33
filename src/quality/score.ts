/**
 * One stream through one jitter buffer, rated: late and missing packets, Ppl, BurstR, R and MOS for listening (semantics 4.4).
 * Streams that carry no voice, or too little of it, are not rated; the reason is given.
 */
import type { Milliseconds } from '../base/units.ts';
import { badPieces, badRuns, measureBad, type BadMeasures, type BadPiece, type BadRun } from './bad-packets.ts';
import type { BufferSetting } from './buffer-setting.ts';
import type { CodecImpairment } from './codec-impairment.ts';
import { bandOf, effectiveImpairment, rate, type Band, type Rating } from './e-model.ts';
import { emulate, type Emulated } from './jitter-buffer.ts';
import type { VoicePackets } from './voice-packets.ts';

export const unratedReasons = ['fewPackets', 'video', 'notAudio', 'elsewhere'] as const;
/** why a stream has no score */
export type Unrated = (typeof unratedReasons)[number];

export interface Score extends Rating, BadMeasures {
  readonly late: number;
  /** percent of the expected packets */
  readonly latePercent: number;
  readonly missing: number;
  readonly bufferDelay: Milliseconds;
  /** Ie,eff */
  readonly effective: number;
  readonly band: Band;
}

export interface Scored {
  readonly score: Score;
  readonly emulated: Emulated;
  readonly pieces: readonly BadPiece[];
  readonly runs: readonly BadRun[];
}

const LEAST_PACKETS = 50;

/** @param media what the stream's codec carries, by its name; without a name only its clock speaks */
export function unrated(voice: VoicePackets, media: 'audio' | 'video' | 'other', named: boolean): Unrated | undefined {
  if (media === 'video') return 'video';
  if (media === 'other' && named) return 'notAudio';
  return Math.max(voice.count, voice.clockless) < LEAST_PACKETS ? 'fewPackets' : undefined;
}

export function score(voice: VoicePackets, codec: CodecImpairment, setting: BufferSetting): Scored {
  const emulated = emulate(voice, setting);
  const pieces = badPieces(voice, emulated.late, emulated.lateCount);
  const runs = badRuns(pieces);
  const { expected, lost } = voice.account;
  const measures = measureBad(runs, expected);
  const effective = effectiveImpairment(codec.scale, codec.ie, codec.bpl, measures.percent, measures.burstRatio);
  const rating = rate(codec.scale, effective, 0);
  return {
    score: {
      ...measures,
      ...rating,
      late: emulated.lateCount,
      latePercent: expected === 0 ? 0 : (100 * emulated.lateCount) / expected,
      missing: lost,
      bufferDelay: emulated.meanDelay,
      effective,
      band: bandOf(codec.scale, rating.r),
    },
    emulated,
    pieces,
    runs,
  };
}
