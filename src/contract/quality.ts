/** What the quality floor answers about streams and calls (semantics 4). Types, and the few words they are made of. */
import type { CallIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';

/** A jitter buffer to emulate (semantics 4.4). Fixed: a depth, and the deviation past it after which the buffer starts anew. */
export type BufferSetting =
  | { readonly kind: 'fixed'; readonly depth: Milliseconds; readonly resync: Milliseconds }
  | { readonly kind: 'adaptive'; readonly least: Milliseconds; readonly most: Milliseconds };

/** Which ratings compare: a wideband R of 100 is not a narrowband one. */
export type QualityScale = 'narrowband' | 'wideband' | 'fullband';

/** ITU-T G.109, best first. */
export type QualityBand = 'verySatisfied' | 'satisfied' | 'someDissatisfied' | 'manyDissatisfied' | 'nearlyAllDissatisfied' | 'notRecommended';

/** What a score takes for granted; src/quality/assumption.ts says what each means. */
export type QualityAssumption =
  | 'plcAssumed'
  | 'codecUnknown'
  | 'clockUnknown'
  | 'clockInferred'
  | 'ieEstimated'
  | 'modeFromSize'
  | 'modeUnknown'
  | 'annexBAssumed'
  | 'severalCodecs'
  | 'packetTimeAssumed'
  | 'delayNotMeasured'
  | 'delayEntered';

/** why a stream has no score */
export type UnratedReason = 'fewPackets' | 'video' | 'notAudio' | 'elsewhere';

/** MOS of a row: 'pending' while streams are still being rated, undefined where there is nothing to rate. */
export type RowMos = number | 'pending' | undefined;

export interface QualityRequest {
  readonly stream: StreamIndex;
  readonly setting: BufferSetting;
  /** end to end, there and back, as somebody typed it in; the measured one when absent */
  readonly roundTrip?: Milliseconds | undefined;
}

/** A stream through one buffer. Listening quality: delay is not in it. */
export interface BufferScore {
  readonly setting: BufferSetting;
  readonly expected: number;
  readonly missing: number;
  readonly late: number;
  readonly latePercent: number;
  /** missing or late */
  readonly bad: number;
  /** Ppl: bad in percent of the expected */
  readonly percent: number;
  /** BurstR, 1 to 8 */
  readonly burstRatio: number;
  readonly runs: number;
  readonly longest: number;
  /** mean depth of the buffer */
  readonly bufferDelay: Milliseconds;
  /** Ie,eff */
  readonly effective: number;
  /** undefined for a stream that is not rated */
  readonly r: number | undefined;
  readonly mos: number | undefined;
  readonly band: QualityBand | undefined;
}

/** Columns, one entry a window, from the stream's first packet on; NaN where a window holds too little to rate. */
export interface QualityWindowColumns {
  readonly from: Nanoseconds;
  readonly width: Nanoseconds;
  readonly mos: Float64Array;
  /** percent missing or late */
  readonly bad: Float64Array;
}

export interface StreamQuality {
  readonly stream: StreamIndex;
  readonly codec: {
    readonly label: string;
    readonly scale: QualityScale;
    readonly ie: number;
    readonly bpl: number;
    readonly lookahead: Milliseconds;
  };
  readonly unrated: UnratedReason | undefined;
  readonly assumed: readonly QualityAssumption[];
  /** it is encrypted and was not opened: the score rests on loss and delay, and on the codec as signalling names it */
  readonly isSealed: boolean;
  /** nothing the score rests on was guessed */
  readonly grounded: boolean;
  readonly chosen: BufferScore;
  /** fixed 50 ms, fixed 200 ms, adaptive: the headline */
  readonly presets: readonly [BufferScore, BufferScore, BufferScore];
  /** with delay; undefined when no round trip is known or the stream is not rated */
  readonly conversation:
    | {
        readonly roundTrip: Milliseconds;
        readonly entered: boolean;
        /** one way, mouth to ear */
        readonly delay: Milliseconds;
        readonly delayImpairment: number;
        readonly r: number;
        readonly mos: number;
      }
    | undefined;
  /** RFC 3611 4.7.2, for the chosen buffer; densities 0 to 1 */
  readonly burstGap: {
    readonly gmin: number;
    readonly bursts: number;
    readonly burstDensity: number;
    readonly gapDensity: number;
    readonly burstDuration: Milliseconds;
    readonly gapDuration: Milliseconds;
  };
  /** semantics 1.9: transit above the least of the last ten seconds; undefined without a clock */
  readonly delayVariation:
    | { readonly median: Milliseconds; readonly percentile95: Milliseconds; readonly percentile99: Milliseconds; readonly largest: Milliseconds }
    | undefined;
  readonly clockDriftPpm: number | undefined;
  /** probabilities good to bad and bad to good */
  readonly gilbert: { readonly p: number | undefined; readonly q: number | undefined };
  /** of the chosen buffer: five seconds for the strip, ten for the table */
  readonly strip: QualityWindowColumns;
  readonly windows: QualityWindowColumns;
  /** of the strip */
  readonly windowLeast: number | undefined;
  readonly windowMean: number | undefined;
  readonly packetTime: Milliseconds;
  readonly pauses: number;
  readonly silence: Milliseconds;
  readonly comfortNoise: number;
  readonly events: number;
  /** nanoseconds at which packets came that were too late, the first ten thousand */
  readonly lateTimes: Float64Array;
  readonly revision: number;
}

export interface CallQuality {
  readonly call: CallIndex;
  /** in the order of the call's streams */
  readonly streams: readonly StreamQuality[];
  /** the stream with the lowest MOS under the setting */
  readonly worst: StreamIndex | undefined;
  readonly revision: number;
}

/** One window of a stream in the ladder. */
export interface QualityStretch {
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  readonly mos: number;
}
