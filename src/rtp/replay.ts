/**
 * One stream packet by packet, again: the same arithmetic as the pass, on the columns of one stream, with what only a
 * per-packet view shows (status text, bandwidth, extended numbers, packet delay). Linear in the packets, one borrowed step.
 */
import type { Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';
import { Arrivals } from './arrival.ts';
import { splitMilliseconds } from './clock.ts';
import { noMap } from './payload-type.ts';
import type { StreamClocks } from './stream-columns.ts';
import { addExpert, expert, expertOutcome, expertStride, windowStride, type ExpertOutcome } from './rfc3550-stats.ts';
import { addWireshark, ws, wsStride } from './wireshark-stats.ts';
import { WiresharkBandwidth } from './wireshark-bandwidth.ts';

/** The packets of one stream in the order they came; only [0, count) holds packets. */
export interface StreamPackets {
  readonly count: number;
  /** packet indices */
  readonly packet: Uint32Array | Float64Array;
  /** nanoseconds since time zero */
  readonly time: Float64Array;
  readonly sequence: Uint16Array;
  readonly timestamp: Uint32Array;
  readonly markerAndType: Uint8Array;
  /** RTP octets as UDP announced them; 0 when the packet was cut */
  readonly length: Uint16Array;
  /** 1 for IPv6 */
  readonly isIpv6: Uint8Array;
}

/** One packet as both profiles see it; borrowed: valid until the next one. */
export interface ReplayStep {
  row: number;
  packet: PacketIndex;
  time: Nanoseconds;
  payloadType: number;
  /** Hz, 0 unknown, eventClock: profile wireshark */
  clock: number;
  /** false: before the SDP, so profile wireshark knows nothing of it */
  counted: boolean;
  /** wsFlag bits; 0 when not counted */
  flags: number;
  /** the payload type differs from the one of the last packet that was no comfort noise */
  regularChange: boolean;
  delta: Milliseconds;
  jitter: Milliseconds;
  skew: Milliseconds;
  /** kbit/s, with Wireshark's ring of 300 */
  bandwidth: number;
  outcome: ExpertOutcome;
  missingBefore: number;
  /** segment of the source, from 0 */
  segment: number;
  /** extended sequence number within the segment; NaN for a held packet */
  extended: number;
  /** lowest extended number of the segment before this packet; NaN when this packet opens it */
  lowestBefore: number;
  /** the packet entered the expert's jitter */
  measured: boolean;
  timestampJump: boolean;
  expertJitter: Milliseconds;
  /** media time − wall time since the first measured packet */
  expertSkew: Milliseconds;
  /** kbit/s on IP over the last second, without a bound on packets */
  bitRate: number;
}

/** Calls `each` for every packet; the state that made the step is gone with the next. */
export function replay(packets: StreamPackets, clocks: StreamClocks, each: (step: ReplayStep) => void): void {
  const replayer = new Replayer(packets, clocks);
  for (let row = 0; row < packets.count; row++) each(replayer.next(row));
}

class Replayer {
  readonly #packets: StreamPackets;
  readonly #clocks: StreamClocks;
  readonly #wireshark = new Float64Array(wsStride);
  readonly #expert = new Float64Array(expertStride);
  readonly #window = new Int32Array(windowStride);
  readonly #arrival: Arrivals = new Arrivals(1);
  readonly #bandwidth = new WiresharkBandwidth();
  readonly #step: ReplayStep;
  #change = 0;
  #regularType = -1;
  #tail = 0;
  #octets = 0;

  constructor(packets: StreamPackets, clocks: StreamClocks) {
    this.#packets = packets;
    this.#clocks = clocks;
    this.#step = {
      row: 0,
      packet: -1,
      time: 0,
      payloadType: 0,
      clock: 0,
      counted: false,
      flags: 0,
      regularChange: false,
      delta: 0,
      jitter: 0,
      skew: 0,
      bandwidth: 0,
      outcome: expertOutcome.first,
      missingBefore: 0,
      segment: 0,
      extended: 0,
      lowestBefore: 0,
      measured: false,
      timestampJump: false,
      expertJitter: 0,
      expertSkew: 0,
      bitRate: 0,
    };
  }

  next(row: number): ReplayStep {
    const { packets, step, arriving } = { packets: this.#packets, step: this.#step, arriving: this.#arrival };
    const markerAndType = packets.markerAndType[row]!;
    const type = markerAndType & 0x7f;
    step.row = row;
    step.packet = packets.packet[row]!;
    step.time = packets.time[row]!;
    step.payloadType = type;
    step.clock = this.#clocks.maps.clock(this.#mapAt(step.packet), type);
    arriving.set(0, splitMilliseconds(step.time), packets.timestamp[row]!, packets.sequence[row]!, markerAndType, step.clock, step.packet);
    const octets = packets.length[row]! + (packets.isIpv6[row] !== 0 ? 48 : 28);
    this.#stepWireshark(octets);
    this.#stepExpert(packets.sequence[row]!);
    this.#stepBitRate(row, octets);
    return step;
  }

  #mapAt(packet: PacketIndex): number {
    const { changes } = this.#clocks;
    while (this.#change + 1 < changes.length && changes[this.#change + 1]![0] <= packet) this.#change++;
    return changes[this.#change]?.[1] ?? noMap;
  }

  #stepWireshark(octets: number): void {
    const step = this.#step;
    const s = this.#wireshark;
    step.counted = step.packet >= this.#clocks.announcedPacket;
    if (!step.counted) {
      step.flags = step.delta = step.jitter = step.skew = step.bandwidth = 0;
      step.regularChange = false;
      return;
    }
    const first = s[ws.count] === 0;
    addWireshark(s, 0, this.#arrival, 0, 1);
    step.flags = s[ws.flags]!;
    step.delta = s[ws.delta]!;
    step.jitter = s[ws.jitter]!;
    step.skew = s[ws.skew]!;
    step.bandwidth = this.#bandwidth.push(this.#arrival.now[0]!, octets);
    const noise = !first && (step.payloadType === 13 || step.payloadType === 19);
    step.regularChange = !first && !noise && step.payloadType !== this.#regularType;
    if (!noise) this.#regularType = step.payloadType;
  }

  #stepExpert(sequence: number): void {
    const step = this.#step;
    const s = this.#expert;
    const { inferredType, inferredClock } = this.#clocks;
    if (step.clock === 0 && step.payloadType === inferredType) this.#arrival.clock[0] = inferredClock;
    const [segments, measured, jumps] = [s[expert.segments]!, s[expert.measured]!, s[expert.timestampJumps]!];
    const lowest = s[expert.lowest]!;
    step.outcome = addExpert(s, 0, this.#window, 0, this.#arrival, 0, 1);
    const highest = s[expert.highestSequence]!;
    const held = step.outcome === expertOutcome.held;
    step.missingBefore = step.outcome === expertOutcome.afterGap ? s[expert.missingBefore]! : 0;
    step.segment = s[expert.segments]! - 1;
    step.extended = held ? Number.NaN : s[expert.cycles]! + highest - ((highest - sequence) & 0xffff);
    step.lowestBefore = s[expert.segments] === segments ? lowest : Number.NaN;
    step.measured = s[expert.measured] !== measured;
    step.timestampJump = s[expert.timestampJumps] !== jumps;
    step.expertJitter = s[expert.transitClock]! > 0 ? (s[expert.jitter]! * 1000) / s[expert.transitClock]! : Number.NaN;
    step.expertSkew = s[expert.drift]!;
  }

  #stepBitRate(row: number, octets: number): void {
    const { time, length, isIpv6 } = this.#packets;
    this.#octets += octets;
    while (this.#tail < row && time[this.#tail]! + 1e9 < this.#step.time) {
      this.#octets -= length[this.#tail]! + (isIpv6[this.#tail] !== 0 ? 48 : 28);
      this.#tail++;
    }
    this.#step.bitRate = (this.#octets * 8) / 1000;
  }
}
