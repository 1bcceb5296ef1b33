/**
 * A receiver's jitter buffer emulated on the packets as they were captured (semantics 4.4; class Rfc of the reference does the
 * same arithmetic): which packets come too late to be played, when the others are played, how long sound waits. Constant
 * work a packet.
 */
import type { Milliseconds } from '../base/units.ts';
import { splitMilliseconds } from '../rtp/clock.ts';
import type { BufferSetting } from './buffer-setting.ts';
import { SlidingRange } from './sliding-range.ts';
import type { VoicePackets } from './voice-packets.ts';

export interface Emulated {
  /** by index into the voice packets: 1 came too late to be played */
  readonly late: Uint8Array;
  readonly lateCount: number;
  /** nanoseconds on the time line at which the packet's sound begins to play; NaN when late */
  readonly playAt: Float64Array;
  /** mean depth of the buffer over the packets, 0 without packets */
  readonly meanDelay: Milliseconds;
}

/** relative delays over which a fixed buffer looks for drift */
const DRIFT_WINDOW = 50;
/** relative delays over which an adaptive buffer chooses its depth */
const ADAPTIVE_WINDOW = 100;
const ADAPTIVE_RESYNC: Milliseconds = 1000;

/** Plays a stream through a buffer; fresh arrays of voice.count entries. */
export function emulate(voice: VoicePackets, setting: BufferSetting): Emulated {
  return setting.kind === 'fixed' ? emulateFixed(voice, setting.depth, setting.resync) : emulateAdaptive(voice, setting.least, setting.most);
}

/** Every spurt begins `depth` after its first packet; slow drift moves the base, a deviation past depth + resync starts anew. */
function emulateFixed(voice: VoicePackets, depth: Milliseconds, resync: Milliseconds): Emulated {
  const { count, arrival, mediaTime, spurtStart } = voice;
  const late = new Uint8Array(count);
  const playAt = new Float64Array(count);
  const range = new SlidingRange(DRIFT_WINDOW);
  let base = 0;
  let lateCount = 0;
  for (let i = 0; i < count; i++) {
    const relative = splitMilliseconds(arrival[i]!) - mediaTime[i]!;
    if (i === 0 || spurtStart[i] === 1) {
      base = relative;
      range.clear();
    }
    let deviation = relative - base;
    if (Math.abs(deviation) > depth + resync) {
      base = relative;
      deviation = 0;
      range.clear();
    }
    late[i] = deviation > depth ? 1 : 0;
    lateCount += late[i]!;
    playAt[i] = late[i] === 1 ? Number.NaN : arrival[i]! + (depth - deviation) * 1e6;
    range.push(relative);
    if (range.size < DRIFT_WINDOW) continue;
    const shift = drift(range.least - base, range.most - base, depth / 2);
    if (shift === 0) continue;
    base += shift;
    range.clear();
  }
  return { late, lateCount, playAt, meanDelay: count === 0 ? 0 : depth };
}

function drift(least: Milliseconds, most: Milliseconds, allowed: Milliseconds): Milliseconds {
  if (least > allowed) return least;
  return most < -allowed ? most : 0;
}

/**
 * As deep as the spread of the last hundred relative delays, within [least, most]. The depth at which sound is played grows
 * at once and falls when it is more than `least` too deep, or when a spurt begins: sound is not stretched for every packet.
 */
function emulateAdaptive(voice: VoicePackets, least: Milliseconds, most: Milliseconds): Emulated {
  const { count, arrival, mediaTime, spurtStart } = voice;
  const late = new Uint8Array(count);
  const playAt = new Float64Array(count);
  const range = new SlidingRange(ADAPTIVE_WINDOW);
  let lateCount = 0;
  let total = 0;
  /** relative delay at which sound is played */
  let offset = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const relative = splitMilliseconds(arrival[i]!) - mediaTime[i]!;
    const isStart = spurtStart[i] === 1;
    if (range.size > 0 && Math.abs(relative - range.least) > ADAPTIVE_RESYNC) range.clear();
    const isFresh = range.size === 0;
    const low = isFresh ? relative : range.least;
    const depth = isFresh ? least : Math.min(most, Math.max(least, range.most - low));
    total += depth;
    late[i] = !isStart && relative - low > depth ? 1 : 0;
    lateCount += late[i]!;
    const wanted = Math.max(low + depth, late[i] === 1 ? Number.NEGATIVE_INFINITY : relative);
    if (isStart || isFresh || wanted > offset || offset - wanted > least) offset = wanted;
    playAt[i] = late[i] === 1 ? Number.NaN : arrival[i]! + (offset - relative) * 1e6;
    range.push(relative);
  }
  return { late, lateCount, playAt, meanDelay: count === 0 ? 0 : total / count };
}
