/**
 * Frames of a video stream (RFC 3550 section 5.1, semantics 10.3): a frame is a run of packets with one timestamp, its last one
 * marked. Fed with first copies in order of sequence; keeps numbers, no payload.
 */
import { serialDelta32 } from '../base/serial.ts';
import type { Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';

export interface VideoSummary {
  readonly frames: number;
  readonly keyFrames: number;
  readonly packets: number;
  readonly mostPackets: number;
  readonly damaged: number;
  readonly unfinished: number;
  readonly medianGap: Milliseconds | undefined;
  readonly maxGap: Milliseconds | undefined;
  readonly maxGapPacket: PacketIndex;
  /** frames a second by the timestamps' own clock, else by arrival */
  readonly frameRate: number | undefined;
  /** times of first packets, and of those of key frames */
  readonly times: readonly Nanoseconds[];
  readonly keyTimes: readonly Nanoseconds[];
}

/** frames kept for the median and the plots: ten hours of 60 a second */
const MOST_FRAMES = 2_160_000;
const MOST_KEYS = 1000;

export class VideoFrames {
  readonly #times: Nanoseconds[] = [];
  readonly #keyTimes: Nanoseconds[] = [];
  #keyFrames = 0;
  #packets = 0;
  #ofFrame = 0;
  #most = 0;
  #damaged = 0;
  #unfinished = 0;
  #timestamp = 0;
  #ticks = 0;
  #isMarked = true;
  #isKey = false;
  #isDamaged = false;
  #maxGap = -1;
  #maxGapPacket: PacketIndex = -1;

  /** @param missing packets that did not come before this one */
  add(packet: PacketIndex, time: Nanoseconds, timestamp: number, marker: boolean, missing: number, isKey: boolean): void {
    if (this.#packets === 0 || timestamp !== this.#timestamp) this.#begin(packet, time, timestamp, missing);
    else if (missing > 0) this.#damage();
    this.#packets++;
    this.#ofFrame++;
    this.#most = Math.max(this.#most, this.#ofFrame);
    if (isKey && !this.#isKey) {
      this.#isKey = true;
      this.#keyFrames++;
      if (this.#keyTimes.length < MOST_KEYS) this.#keyTimes.push(time);
    }
    if (marker) this.#isMarked = true;
  }

  #begin(packet: PacketIndex, time: Nanoseconds, timestamp: number, missing: number): void {
    if (this.#packets > 0) {
      if (!this.#isMarked) this.#unfinished++;
      // what is missing between two frames belongs to the one that never got its marker, else to the new one
      if (missing > 0 && !this.#isMarked) this.#damage();
      const step = serialDelta32(timestamp, this.#timestamp);
      if (step > 0) this.#ticks += step;
      const gap = time - this.#times.at(-1)!;
      if (gap > this.#maxGap) {
        this.#maxGap = gap;
        this.#maxGapPacket = packet;
      }
    }
    const isMarked = this.#isMarked;
    this.#timestamp = timestamp;
    this.#ofFrame = 0;
    this.#isMarked = false;
    this.#isKey = false;
    this.#isDamaged = false;
    if (missing > 0 && isMarked) this.#damage();
    if (this.#times.length < MOST_FRAMES) this.#times.push(time);
  }

  #damage(): void {
    if (!this.#isDamaged) this.#damaged++;
    this.#isDamaged = true;
  }

  /** @param clockRate Hz, 0 unknown */
  summary(clockRate: number): VideoSummary {
    const times = this.#times;
    const gaps = Float64Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => times[i + 1]! - times[i]!).sort();
    const span = times.length > 1 ? (times.at(-1)! - times[0]!) / 1e9 : 0;
    const mediaSpan = clockRate > 0 ? this.#ticks / clockRate : 0;
    // a stream that was paused or restarted has a clock of its own: arrival tells then
    const seconds = mediaSpan > span * 0.8 && mediaSpan < span * 1.25 ? mediaSpan : span;
    return {
      frames: times.length,
      keyFrames: this.#keyFrames,
      packets: this.#packets,
      mostPackets: this.#most,
      damaged: this.#damaged,
      unfinished: this.#unfinished,
      medianGap: gaps.length === 0 ? undefined : gaps[gaps.length >> 1]! / 1e6,
      maxGap: this.#maxGap < 0 ? undefined : this.#maxGap / 1e6,
      maxGapPacket: this.#maxGapPacket,
      frameRate: seconds > 0 ? (times.length - 1) / seconds : undefined,
      times,
      keyTimes: this.#keyTimes,
    };
  }
}
