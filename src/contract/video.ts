/** A video stream by its frames (semantics 10.3): statistics only, never a quality rating. */
import type { Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { PacketPlace } from './common.ts';

export interface VideoFacts {
  readonly stream: StreamIndex;
  /** RTP timestamps seen: a frame is a run of equal ones */
  readonly frames: number;
  /** frames a second, over the stream */
  readonly frameRate: number | undefined;
  /** kbit/s of payload */
  readonly bitRate: number | undefined;
  /** undefined when the payload format is not one whose key frames are read, or the payload is encrypted */
  readonly keyFrames: number | undefined;
  readonly keyFrameInterval: Milliseconds | undefined;
  /** between the first packets of consecutive frames */
  readonly medianGap: Milliseconds | undefined;
  readonly maxGap: Milliseconds | undefined;
  readonly maxGapPlace: PacketPlace | undefined;
  readonly packetsPerFrame: number;
  readonly mostPackets: number;
  /** frames with a packet missing, and without the marker that ends one */
  readonly damaged: number;
  readonly unfinished: number;
  /** "1280x720" as the session description says */
  readonly resolution: string | undefined;
  /** frames a second, second by second: nanoseconds of the first second */
  readonly from: Nanoseconds;
  readonly perSecond: Float64Array;
  /** times of key frames, first thousand */
  readonly keyTimes: Float64Array;
  readonly revision: number;
}
