/**
 * All RTP streams of the open captures: key (source, destination, ports, SSRC), both statistics profiles kept up to date
 * packet by packet, and the candidates that may become streams (semantics 1.1, 2.4, 2.5). The pass calls find() and add();
 * nothing is allocated per packet.
 *
 * A stream's number is the order in which it was admitted; sort by firstPacket for oldest first.
 */
import type { AddressId, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import { limits } from '../base/limits.ts';
import { arrival, createArrival } from './arrival.ts';
import { CandidateTable } from './candidate-table.ts';
import { splitMilliseconds } from './clock.ts';
import { isPlausibleFlow, judge } from './detector.ts';
import { KeyTable } from './key-table.ts';
import { eventClock, isComfortNoise, noMap, PayloadMaps, type PayloadMapId } from './payload-type.ts';
import { addExpert, expertStride, windowStride } from './rfc3550-stats.ts';
import { StreamColumns, total, totalStride } from './stream-columns.ts';
import { addWireshark, wsStride } from './wireshark-stats.ts';

/** How a stream came to be one. */
export const admission = { sdp: 0, decodeAs: 1, heuristic: 2 } as const;
export type Admission = (typeof admission)[keyof typeof admission];

/** Called for each packet that was kept pending when its candidate becomes a stream. */
export type AdoptPacket = (packet: PacketIndex, stream: StreamIndex) => void;

export class StreamTable extends StreamColumns {
  readonly candidates: CandidateTable;
  readonly #flows = new KeyTable(256);
  readonly #adopt: AdoptPacket;
  readonly #decodeAs = new Uint8Array(65536);
  readonly #arrival = createArrival();

  constructor(options: { readonly adopt: AdoptPacket; readonly maps?: PayloadMaps; readonly candidates?: number }) {
    super(options.maps ?? new PayloadMaps());
    this.#adopt = options.adopt;
    this.candidates = new CandidateTable(options.candidates ?? limits.rtpCandidates, limits.rtpPending);
  }

  /** Sets the UDP ports on which everything that can be RTP is RTP, whatever was announced. */
  decodeAs(ports: Iterable<number>): void {
    this.#decodeAs.fill(0);
    for (const port of ports) this.#decodeAs[port & 0xffff] = 1;
  }

  isDecodeAs(ports: number): boolean {
    return (this.#decodeAs[ports >>> 16]! | this.#decodeAs[ports & 0xffff]!) !== 0;
  }

  /** The stream of a key, or -1. @param c source port << 16 | destination port, unsigned @param d SSRC */
  find(a: AddressId, b: AddressId, c: number, d: number): StreamIndex {
    return this.keys.find(a, b, c, d);
  }

  /**
   * The stream of an announced (or decode-as) key, opened when it is new: packets that waited as a candidate are taken over
   * as before the SDP, in the expert profile alone. Call it for a packet, before add(), whenever the announcement was looked
   * up: a stream that was heuristic so far starts anew in profile wireshark, and another map takes effect from here.
   * @param setup the caller's number of the setup frame, kept from the first call
   */
  announce(
    a: AddressId,
    b: AddressId,
    c: number,
    d: number,
    packet: PacketIndex,
    map: PayloadMapId,
    how: typeof admission.sdp | typeof admission.decodeAs,
    setup: number,
  ): StreamIndex {
    let stream = this.keys.find(a, b, c, d);
    if (stream < 0) {
      stream = this.#open(a, b, c, d, how, map);
      const candidate = this.candidates.find(a, b, c, d);
      if (candidate >= 0) this.#takeOver(candidate, stream, false);
    } else if (this.admission[stream] !== admission.heuristic) {
      // decode-as keeps counting from its first packet, as in tshark; only an SDP can bring another map
      if (how === admission.sdp && this.map[stream] !== map) this.#changeMap(stream, packet, map);
      return stream;
    } else {
      this.wiresharkState.fill(0, stream * wsStride, (stream + 1) * wsStride);
      this.usage.forgetMaps(stream);
      this.#changeMap(stream, packet, map);
    }
    const t = stream * totalStride;
    this.admission[stream] = how;
    this.totals[t + total.beforeSdp] = this.totals[t + total.packets]!;
    this.totals[t + total.announcedPacket] = this.totals[t + total.packets] === 0 ? 0 : packet;
    this.totals[t + total.setup] = setup;
    return stream;
  }

  /** Counts one packet of a stream in both profiles. @param rtpLength RTP octets as announced @param payloadLength octets of media */
  add(
    stream: StreamIndex,
    packet: PacketIndex,
    time: Nanoseconds,
    sequence: number,
    timestamp: number,
    markerAndType: number,
    rtpLength: number,
    payloadLength: number,
    isIpv6: boolean,
  ): void {
    const type = markerAndType & 0x7f;
    const map = this.map[stream]!;
    const clock = this.maps.clocks[(map << 7) | type]!;
    const arriving = this.#arrival;
    arriving[arrival.now] = splitMilliseconds(time);
    arriving[arrival.timestamp] = timestamp;
    arriving[arrival.sequence] = sequence;
    arriving[arrival.markerAndType] = markerAndType;
    arriving[arrival.clock] = clock;
    arriving[arrival.packet] = packet;
    addWireshark(this.wiresharkState, stream * wsStride, arriving);
    if (clock === 0 && this.inferredType[stream] === type) arriving[arrival.clock] = this.inferredRate[stream]!;
    addExpert(this.expertState, stream * expertStride, this.expertWindow, stream * windowStride, arriving);
    this.#total(stream, packet, time, markerAndType, clock, rtpLength + (isIpv6 ? 48 : 28), payloadLength);
    this.usage.count(stream, type, map);
  }

  /**
   * Shows the table a packet of a key that is not a stream and was not announced.
   * @returns the stream when this packet made the candidate one (the packet is counted, the earlier ones were adopted), else -1
   */
  offer(
    a: AddressId,
    b: AddressId,
    c: number,
    d: number,
    packet: PacketIndex,
    time: Nanoseconds,
    sequence: number,
    timestamp: number,
    markerAndType: number,
    rtpLength: number,
    payloadLength: number,
    isIpv6: boolean,
  ): StreamIndex {
    const candidates = this.candidates;
    let candidate = candidates.find(a, b, c, d);
    if (candidate < 0) {
      if (!isPlausibleFlow(c, d)) return -1;
      candidate = candidates.open(a, b, c, d);
    } else if (candidates.isRejected(candidate)) return -1;
    candidates.keep(candidate, packet, time, sequence, timestamp, markerAndType, rtpLength, payloadLength < 0 ? 0 : payloadLength, isIpv6);
    const kept = candidates.packetsOf(candidate);
    if (kept < 3) return -1;
    if (kept === 3) {
      this.#flows.add(a, b, c, 0);
      return -1;
    }
    return this.#judge(candidate, a, b, c, d);
  }

  /** A packet of this key was not sound RTP: a candidate with two of them is turned down. */
  offerUnsound(a: AddressId, b: AddressId, c: number, d: number): void {
    const candidate = this.candidates.find(a, b, c, d);
    if (candidate >= 0 && this.candidates.fail(candidate)) this.candidates.reject(candidate);
  }

  #total(stream: StreamIndex, packet: PacketIndex, time: Nanoseconds, markerAndType: number, clock: number, ipOctets: number, payloadLength: number): void {
    const totals = this.totals;
    const t = stream * totalStride;
    if (totals[t + total.packets]!++ === 0) {
      totals[t + total.firstPacket] = packet;
      totals[t + total.firstTime] = time;
    }
    totals[t + total.lastPacket] = packet;
    totals[t + total.lastTime] = time;
    if (payloadLength > 0) totals[t + total.payloadOctets]! += payloadLength;
    totals[t + total.ipOctets]! += ipOctets;
    if (markerAndType > 127) totals[t + total.markers]!++;
    if (clock === eventClock) totals[t + total.events]!++;
    else if (isComfortNoise(markerAndType & 0x7f)) totals[t + total.comfortNoise]!++;
  }

  #judge(candidate: number, a: AddressId, b: AddressId, c: number, d: number): StreamIndex {
    const verdict = judge(this.candidates.gather(candidate), {
      destinationPort: c & 0xffff,
      rtcpSeen: this.reports.sawSender(a, b, d),
      reverseSeen: this.#flows.find(b, a, ((c << 16) | (c >>> 16)) >>> 0, 0) >= 0,
    });
    if (verdict.decision === 'wait') return -1;
    if (verdict.decision === 'reject') {
      this.candidates.reject(candidate);
      return -1;
    }
    const stream = this.#open(a, b, c, d, admission.heuristic, noMap);
    this.totals[stream * totalStride + total.score] = verdict.score;
    if (this.maps.clock(noMap, verdict.payloadType) === 0 && verdict.inferredClock > 0) {
      this.inferredType[stream] = verdict.payloadType;
      this.inferredRate[stream] = verdict.inferredClock;
    }
    this.#takeOver(candidate, stream, true);
    return stream;
  }

  /** Replays a candidate's packets into a stream: into both profiles, or (before the SDP) into the expert's alone. */
  #takeOver(candidate: number, stream: StreamIndex, intoWireshark: boolean): void {
    const run = this.candidates.gather(candidate);
    const map = this.map[stream]!;
    for (let i = 0; i < run.count; i++) {
      const packet = run.packet[i]!;
      const markerAndType = run.markerAndType[i]!;
      const time = run.time[i]!;
      const isIpv6 = run.isIpv6[i] !== 0;
      if (intoWireshark) this.add(stream, packet, time, run.sequence[i]!, run.timestamp[i]!, markerAndType, run.rtpLength[i]!, run.payloadLength[i]!, isIpv6);
      else {
        const clock = this.maps.clock(map, markerAndType & 0x7f);
        addExpert(
          this.expertState,
          stream * expertStride,
          this.expertWindow,
          stream * windowStride,
          Float64Array.of(splitMilliseconds(time), run.timestamp[i]!, run.sequence[i]!, markerAndType, clock, packet),
        );
        this.#total(stream, packet, time, markerAndType, clock, run.rtpLength[i]! + (isIpv6 ? 48 : 28), run.payloadLength[i]!);
        this.usage.count(stream, markerAndType & 0x7f, -1);
      }
      this.#adopt(packet, stream);
    }
    this.candidates.remove(candidate);
  }

  #changeMap(stream: StreamIndex, packet: PacketIndex, map: PayloadMapId): void {
    let changes = this.mapChanges.get(stream);
    if (changes === undefined) this.mapChanges.set(stream, (changes = [[0, this.map[stream]!]]));
    changes.push([packet, map]);
    this.map[stream] = map;
  }

  #open(a: AddressId, b: AddressId, c: number, d: number, how: Admission, map: PayloadMapId): StreamIndex {
    const stream = this.keys.add(a, b, c, d);
    if (stream === this.map.length) this.reserve(stream * 2);
    this.map[stream] = map;
    this.admission[stream] = how;
    this.inferredType[stream] = -1;
    this.generations[stream] = -1;
    this.totals[stream * totalStride + total.setup] = -1;
    this.totals[stream * totalStride + total.score] = -1;
    this.#flows.add(a, b, c, 0);
    const same = this.bySsrc.get(d);
    if (same === undefined) this.bySsrc.set(d, [stream]);
    else same.push(stream);
    return stream;
  }
}
