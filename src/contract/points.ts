/**
 * Capture points: places of the network where the same packets were captured, as several files or as interfaces of one. What they
 * share, how their clocks stand to each other, and what happened to packets between two of them (a segment).
 */
import type { FrameNumber, Milliseconds, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';

/** What a person chose about capture points; the files are read anew under another choice. */
export interface PointChoice {
  /** packets of several files are compared; false: the files are merged by time alone and every packet counts */
  readonly match: boolean;
  /** the interfaces of a file are points too, as of two taps or of an "any" capture */
  readonly interfaces: boolean;
  /** times of the other points are moved onto the clock of the first one */
  readonly clocks: 'corrected' | 'own';
  /** whose packets the numbers of a stream are of: the point nearest to its receiver, to its sender, or point number … where it was seen there */
  readonly streams: 'receiver' | 'sender' | number;
}

export const usualPoints: PointChoice = { match: true, interfaces: false, clocks: 'corrected', streams: 'receiver' };

/** How a point's clock came to be known. */
export type PointClock =
  /** the clock all others are compared with */
  | { readonly how: 'reference' }
  /** it shares nothing with the others: its times are taken as they are */
  | { readonly how: 'alone' }
  /** another interface of the same machine: one clock */
  | { readonly how: 'same' }
  | {
      /** packets both ways; or one way alone, and then the least delay counts as none */
      readonly how: 'both' | 'one';
      /** the point it was compared with */
      readonly with: number;
      readonly pairs: number;
      /** of this clock before the reference clock, in the middle of the capture */
      readonly offset: Nanoseconds;
      /** the offset lies within ± this; undefined where it cannot be told */
      readonly uncertainty: Nanoseconds | undefined;
      /** parts per million it runs faster; 0 where too little to be told from noise, undefined where too few packets */
      readonly drift: number | undefined;
      readonly driftUncertainty: number | undefined;
      /** the way of the packets is known; false: it was taken as the files came */
      readonly isOrderKnown: boolean;
    };

export interface CapturePoint {
  /** A, B, C … */
  readonly letter: string;
  /** indices into Overview.captures: several for the parts of one capture */
  readonly captures: readonly number[];
  /** of its file, or of the interface that is a point; of several parts the names one after another */
  readonly name: string;
  /** of an interface that is a point */
  readonly interface: string | undefined;
  readonly packets: number;
  /** of its packets, those another point saw too */
  readonly shared: number;
  /** another point whose packets it repeats with the same times: one capture saved twice */
  readonly copyOf: number | undefined;
  readonly clock: PointClock;
}

export interface PointsOverview {
  readonly choice: PointChoice;
  readonly points: readonly CapturePoint[];
  /** packets that were seen at several points, each counted once */
  readonly matched: number;
  /** packets of the files left out of all counts because another point shows them */
  readonly elsewhere: number;
}

/** Delay between two points, in milliseconds. */
export interface DelayFigures {
  readonly min: Milliseconds;
  readonly median: Milliseconds;
  readonly p95: Milliseconds;
  readonly max: Milliseconds;
  readonly mean: Milliseconds;
}

/** What happened to packets between two points that follow each other on their way. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** packets seen at both */
  readonly both: number;
  /** seen at the first and not at the second while it was listening */
  readonly lost: number;
  readonly lostPercent: number;
  /** seen at the second only: they joined in between, or the first missed them */
  readonly joined: number;
  readonly delay: DelayFigures | undefined;
  /** ± of every delay: of the clocks; undefined where it cannot be told */
  readonly uncertainty: Milliseconds | undefined;
  /** mean change of delay from one packet to the next: the jitter this segment adds */
  readonly jitter: Milliseconds | undefined;
  /** packets overtaken in between */
  readonly reordered: number;
  /** addresses or ports are others at the second: something in between rewrote them */
  readonly rewritten: boolean;
}

/** Packets that one point saw and the next never did: of those a stream lacks. */
export interface SegmentLoss {
  /** letters of the points */
  readonly from: string;
  readonly to: string;
  readonly lost: number;
}

/** A stream at one of the points it passed. */
export interface StreamSighting {
  readonly point: number;
  readonly packets: number;
  /** the numbers of the stream are of these packets */
  readonly isHome: boolean;
  /** the stream of the list these packets are, where it is another one: its addresses were rewritten */
  readonly stream: StreamIndex | undefined;
}

export interface StreamPoints {
  readonly stream: StreamIndex;
  /** in the order of its way */
  readonly sightings: readonly StreamSighting[];
  readonly segments: readonly Segment[];
}

export interface SegmentSeriesRequest {
  readonly stream: StreamIndex;
  /** window on the time line; the whole stream when absent */
  readonly from?: Nanoseconds;
  readonly to?: Nanoseconds;
  readonly buckets: number;
}

/** Delay and loss of a segment over time, built for the width of a plot. */
export interface SegmentSeries {
  readonly from: number;
  readonly to: number;
  /** seconds on the time line, rising; buckets without a packet are left out */
  readonly x: Float64Array;
  /** milliseconds; NaN where every packet of the bucket was lost */
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  /** packets lost in the bucket */
  readonly lost: Float64Array;
}

/** A message or packet as one point saw it. */
export interface Sighting {
  readonly point: number;
  readonly packet: PacketIndex;
  readonly frame: FrameNumber;
  readonly capture: number;
  readonly time: Nanoseconds;
}

/** Where a message was seen, in the order of time; absent for one that had a single point to pass. */
export interface MessageSightings {
  /** the points it passes, in the order of its way */
  readonly way: readonly number[];
  readonly seen: readonly Sighting[];
  /** points that listened on its way and did not see it */
  readonly missing: readonly number[];
  /** it was lost behind this point; undefined where it was seen beyond every point that misses it */
  readonly lostAfter: number | undefined;
}

/** Messages of a call between two points. */
export interface CallPoints {
  readonly segments: readonly Segment[];
  readonly streams: readonly StreamPoints[];
}
