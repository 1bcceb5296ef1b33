/**
 * The packets of a stream that carry sound with a known clock: first copies of the expert profile (semantics 1.9), no comfort
 * noise, no telephone-events, in order of arrival, with media time and the starts of talk spurts (semantics 4.4). Beside them
 * the account of all sequence numbers, since a missing number has no payload type. Linear in the packets.
 */
import type { Milliseconds, PacketIndex } from '../base/units.ts';
import { Arrivals } from '../rtp/arrival.ts';
import { splitMilliseconds } from '../rtp/clock.ts';
import { LossRuns, type LossRun } from '../rtp/loss-runs.ts';
import { eventClock, isComfortNoise, noMap, type PayloadMapId } from '../rtp/payload-type.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { rfc3550Result, type Rfc3550Result } from '../rtp/rfc3550-result.ts';
import { addExpert, expert, expertOutcome, expertStride, windowStride, type ExpertOutcome } from '../rtp/rfc3550-stats.ts';
import type { StreamClocks } from '../rtp/stream-columns.ts';

/** Extended sequence numbers between two restarts of the source, both ends included. */
export interface SequenceSegment {
  readonly low: number;
  readonly high: number;
}

/** Columns in order of arrival; only [0, count) holds packets. */
export interface VoicePackets {
  readonly count: number;
  /** nanoseconds on the time line */
  readonly arrival: Float64Array;
  /** milliseconds of sound since the first voice packet, by RTP timestamps */
  readonly mediaTime: Float64Array;
  /** extended sequence number within its segment */
  readonly extended: Float64Array;
  /** index into segments */
  readonly segment: Uint32Array;
  /** 1 where a buffer may begin anew: the first packet, marker, after noise, event, codec change, restart, or silence */
  readonly spurtStart: Uint8Array;
  /** row in the stream's gathered packets */
  readonly row: Uint32Array;
  /** sound of one packet: estimated (semantics 1.9), or 20 ms where it cannot be */
  readonly packetTime: Milliseconds;
  /** times at which the sender left sound out, and how much of it */
  readonly pauses: number;
  readonly silence: Milliseconds;
  /** sequence numbers of all payload types */
  readonly segments: readonly SequenceSegment[];
  /** in order of segment and number */
  readonly missing: readonly LossRun[];
  readonly account: Rfc3550Result;
  /** first copies that are no voice: comfort noise, telephone-events, without a known clock */
  readonly comfortNoise: number;
  readonly events: number;
  readonly clockless: number;
}

/** Sound of a packet where the timestamps do not tell it. */
export const usualPacketTime: Milliseconds = 20;
/** more silence than this many packet times between neighbours begins a spurt */
const SPURT_GAP = 1.5;
/** packets handed to the statistics at once, at most */
const RUN = 256;

/**
 * Picks the voice out of a stream's packets; fresh arrays.
 * @param packetTime overrides the estimate, in milliseconds
 */
export function voicePackets(packets: StreamPackets, clocks: StreamClocks, packetTime?: Milliseconds): VoicePackets {
  const picker = new VoicePicker(packets, clocks);
  for (let row = 0; row < packets.count; ) row = picker.add(row);
  return picker.finish(packetTime);
}

class VoicePicker {
  readonly #packets: StreamPackets;
  readonly #clocks: StreamClocks;
  readonly #state = new Float64Array(expertStride);
  readonly #window = new Int32Array(windowStride);
  readonly #arriving = new Arrivals(RUN);
  readonly #losses = new LossRuns();
  readonly #segments: SequenceSegment[] = [];
  readonly #step: { outcome: ExpertOutcome; missingBefore: number; segment: number; extended: number; lowestBefore: number; row: number };
  readonly #arrival: Float64Array;
  readonly #mediaTime: Float64Array;
  readonly #extended: Float64Array;
  readonly #segment: Uint32Array;
  readonly #spurtStart: Uint8Array;
  readonly #row: Uint32Array;
  #count = 0;
  #change = 0;
  #heldRow = -1;
  #heldClock = 0;
  #timestamp = 0;
  #type = -1;
  /** the next voice packet begins a spurt */
  #broken = true;
  #comfortNoise = 0;
  #events = 0;
  #clockless = 0;

  constructor(packets: StreamPackets, clocks: StreamClocks) {
    this.#packets = packets;
    this.#clocks = clocks;
    this.#arrival = new Float64Array(packets.count);
    this.#mediaTime = new Float64Array(packets.count);
    this.#extended = new Float64Array(packets.count);
    this.#segment = new Uint32Array(packets.count);
    this.#spurtStart = new Uint8Array(packets.count);
    this.#row = new Uint32Array(packets.count);
    this.#step = { outcome: expertOutcome.first, missingBefore: 0, segment: 0, extended: 0, lowestBefore: 0, row: 0 };
  }

  /** Takes a packet, and those after it that follow number by number; returns the next row. */
  add(row: number): number {
    const s = this.#state;
    const next = (s[expert.highestSequence]! + 1) & 0xffff;
    if (s[expert.count] === 0 || this.#packets.sequence[row] !== next) {
      this.#addOne(row);
      return row + 1;
    }
    const { sequence, count } = this.#packets;
    const most = Math.min(count, row + RUN);
    let end = row + 1;
    while (end < most && sequence[end] === ((sequence[end - 1]! + 1) & 0xffff)) end++;
    for (let i = row; i < end; i++) this.#arrive(i - row, i);
    addExpert(s, 0, this.#window, 0, this.#arriving, 0, end - row);
    const last = s[expert.cycles]! + s[expert.highestSequence]!;
    for (let i = row; i < end; i++) this.#voice(i, this.#arriving.clock[i - row]!, last - (end - 1 - i));
    return end;
  }

  #arrive(place: number, row: number): number {
    const { time, timestamp, sequence, markerAndType, packet } = this.#packets;
    const clock = this.#clockOf(packet[row]!, markerAndType[row]! & 0x7f);
    this.#arriving.set(place, splitMilliseconds(time[row]!), timestamp[row]!, sequence[row]!, markerAndType[row]!, clock, packet[row]!);
    return clock;
  }

  #addOne(row: number): void {
    const { sequence } = this.#packets;
    const s = this.#state;
    const step = this.#step;
    const [segmentsBefore, low] = [s[expert.segments]!, s[expert.lowest]!];
    const high = s[expert.cycles]! + s[expert.highestSequence]!;
    const clock = this.#arrive(0, row);
    step.outcome = addExpert(s, 0, this.#window, 0, this.#arriving, 0, 1);
    if (step.outcome === expertOutcome.held) {
      this.#heldRow = row;
      this.#heldClock = clock;
      return;
    }
    if (step.outcome === expertOutcome.duplicate) return;
    if (step.outcome === expertOutcome.restart) {
      if (segmentsBefore > 0) this.#segments.push({ low, high });
      this.#broken = true;
      this.#voice(this.#heldRow, this.#heldClock, sequence[this.#heldRow]!);
    }
    const highest = s[expert.highestSequence]!;
    step.row = row;
    step.segment = s[expert.segments]! - 1;
    step.extended = s[expert.cycles]! + highest - ((highest - sequence[row]!) & 0xffff);
    step.missingBefore = step.outcome === expertOutcome.afterGap ? s[expert.missingBefore]! : 0;
    step.lowestBefore = s[expert.segments] === segmentsBefore ? low : Number.NaN;
    this.#losses.note(step);
    this.#voice(row, clock, step.extended);
  }

  /** Told by SDP or the static table, inferred, 0 unknown, eventClock. */
  #clockOf(packet: PacketIndex, type: number): number {
    const { maps, inferredType, inferredClock } = this.#clocks;
    const clock = maps.clock(this.#mapAt(packet), type);
    return clock === 0 && type === inferredType ? inferredClock : clock;
  }

  #mapAt(packet: PacketIndex): PayloadMapId {
    const { changes } = this.#clocks;
    while (this.#change + 1 < changes.length && changes[this.#change + 1]![0] <= packet) this.#change++;
    return changes[this.#change]?.[1] ?? noMap;
  }

  #voice(row: number, clock: number, extended: number): void {
    const { time, timestamp, markerAndType } = this.#packets;
    const type = markerAndType[row]! & 0x7f;
    if (clock <= 0 || isComfortNoise(type)) {
      this.#broken = true;
      if (clock === eventClock) this.#events++;
      else if (isComfortNoise(type)) this.#comfortNoise++;
      else this.#clockless++;
      return;
    }
    const i = this.#count++;
    const step = i === 0 ? 0 : (timestamp[row]! - this.#timestamp) | 0;
    this.#mediaTime[i] = i === 0 ? 0 : this.#mediaTime[i - 1]! + (step * 1000) / clock;
    this.#arrival[i] = time[row]!;
    this.#extended[i] = extended;
    this.#segment[i] = this.#state[expert.segments]! - 1;
    this.#spurtStart[i] = this.#broken || type !== this.#type || markerAndType[row]! > 127 ? 1 : 0;
    this.#row[i] = row;
    this.#broken = false;
    this.#timestamp = timestamp[row]!;
    this.#type = type;
  }

  finish(given: Milliseconds | undefined): VoicePackets {
    const s = this.#state;
    if (s[expert.segments]! > 0) this.#segments.push({ low: s[expert.lowest]!, high: s[expert.cycles]! + s[expert.highestSequence]! });
    const account = rfc3550Result(s, 0);
    const packetTime = given ?? account.ptime ?? usualPacketTime;
    return {
      count: this.#count,
      arrival: this.#arrival,
      mediaTime: this.#mediaTime,
      extended: this.#extended,
      segment: this.#segment,
      spurtStart: this.#spurtStart,
      row: this.#row,
      packetTime,
      ...this.#findPauses(packetTime),
      segments: this.#segments,
      missing: this.#losses.runs(),
      account,
      comfortNoise: this.#comfortNoise,
      events: this.#events,
      clockless: this.#clockless,
    };
  }

  /** Marks spurts that begin after silence, and adds up what timestamps say was left out beyond the packets between. */
  #findPauses(packetTime: Milliseconds): { pauses: number; silence: Milliseconds } {
    let pauses = 0;
    let silence = 0;
    for (let i = 1; i < this.#count; i++) {
      const numbers = this.#extended[i]! - this.#extended[i - 1]!;
      if (this.#segment[i] !== this.#segment[i - 1] || numbers < 1) continue;
      const sound = this.#mediaTime[i]! - this.#mediaTime[i - 1]!;
      if (numbers === 1 && sound > SPURT_GAP * packetTime) this.#spurtStart[i] = 1;
      const left = sound - numbers * packetTime;
      if (left <= (SPURT_GAP - 1) * packetTime) continue;
      pauses++;
      silence += left;
    }
    return { pauses, silence };
  }
}
