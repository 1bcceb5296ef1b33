/**
 * All RTP streams of the open captures: key (source, destination, ports, SSRC), both statistics profiles kept up to date
 * packet by packet, and the candidates that may become streams (semantics 1.1, 2.4, 2.5). The pass calls find() and add();
 * nothing is allocated per packet.
 *
 * A stream's number is the order in which it was admitted; sort by firstPacket for oldest first.
 */
import type { AddressId, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import { limits } from '../base/limits.ts';
import { Arrivals } from './arrival.ts';
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

/** Rows of one batch: a slab of the packet table. */
const RUN = 65_536;

/** Columns of the packet table that a batch is read from; rows whose `kind` is not RTP, or with the flag `counted`, are passed over. */
export interface PacketColumns {
  readonly time: Float64Array;
  readonly owner: Int32Array;
  readonly rtpTimestamp: Uint32Array;
  readonly sequence: Uint16Array;
  readonly markerAndType: Uint8Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
}

/** Called for each packet that was kept pending when its candidate becomes a stream. */
export type AdoptPacket = (packet: PacketIndex, stream: StreamIndex) => void;

export class StreamTable extends StreamColumns {
  readonly candidates: CandidateTable;
  readonly #flows = new KeyTable(256);
  readonly #adopt: AdoptPacket;
  readonly #one = new Arrivals(1);
  readonly #run = new Arrivals(RUN);
  /** rows of one batch by stream: how many, then where the next goes; zero between batches */
  #rowsOf = new Int32Array(64);
  readonly #order = new Int32Array(RUN);
  readonly #touched: StreamIndex[] = [];

  constructor(options: { readonly adopt: AdoptPacket; readonly maps?: PayloadMaps; readonly candidates?: number }) {
    super(options.maps ?? new PayloadMaps());
    this.#adopt = options.adopt;
    this.candidates = new CandidateTable(options.candidates ?? limits.rtpCandidates, limits.rtpPending);
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
    this.#one.set(0, splitMilliseconds(time), timestamp, sequence, markerAndType, 0, packet);
    this.#addRun(stream, this.#one, 1, time, time, true);
    this.countOctets(stream, rtpLength + (isIpv6 ? 48 : 28), payloadLength);
  }

  /** Counts octets of a packet that a later addBatch() brings. */
  countOctets(stream: StreamIndex, ipOctets: number, payloadLength: number): void {
    const t = stream * totalStride;
    if (payloadLength > 0) this.totals[t + total.payloadOctets]! += payloadLength;
    this.totals[t + total.ipOctets]! += ipOctets;
  }

  /**
   * Counts the RTP rows [from, to) of a slab whose row 0 is packet `base`, stream by stream: a stream's packets follow each
   * other within a batch as in the capture, and its state is loaded once a batch.
   */
  addBatch(columns: PacketColumns, base: PacketIndex, from: number, to: number, rtpKind: number, countedFlag: number): void {
    const { owner, kind, flags } = columns;
    if (this.#rowsOf.length < this.count) this.#rowsOf = new Int32Array(this.count * 2);
    const rowsOf = this.#rowsOf;
    const touched = this.#touched;
    for (let i = from; i < to; i++) {
      if (kind[i] !== rtpKind || (flags[i]! & countedFlag) !== 0) continue;
      const stream = owner[i]!;
      if (rowsOf[stream]!++ === 0) touched.push(stream);
    }
    let next = 0;
    for (const stream of touched) {
      const rows = rowsOf[stream]!;
      rowsOf[stream] = next;
      next += rows;
    }
    const order = this.#order;
    for (let i = from; i < to; i++) if (kind[i] === rtpKind && (flags[i]! & countedFlag) === 0) order[rowsOf[owner[i]!]!++] = i;
    let start = 0;
    for (const stream of touched) {
      const end = rowsOf[stream]!;
      rowsOf[stream] = 0;
      this.#addOrdered(stream, columns, base, start, end);
      start = end;
    }
    touched.length = 0;
  }

  /** The rows that #order[start, end) names are the next packets of a stream. */
  #addOrdered(stream: StreamIndex, columns: PacketColumns, base: PacketIndex, start: number, end: number): void {
    const run = this.#run;
    const order = this.#order;
    const { time, rtpTimestamp, sequence, markerAndType } = columns;
    const count = end - start;
    for (let i = 0; i < count; i++) {
      const row = order[start + i]!;
      run.now[i] = splitMilliseconds(time[row]!);
      run.timestamp[i] = rtpTimestamp[row]!;
      run.sequence[i] = sequence[row]!;
      run.markerAndType[i] = markerAndType[row]!;
      run.packet[i] = base + row;
    }
    this.#addRun(stream, run, count, time[order[start]!]!, time[order[end - 1]!]!, true);
  }

  /** Counts the first `count` packets of `run` in the expert profile, and in Wireshark's too unless they came before the SDP. */
  #addRun(stream: StreamIndex, run: Arrivals, count: number, firstTime: Nanoseconds, lastTime: Nanoseconds, intoWireshark: boolean): void {
    const map = this.map[stream]!;
    this.#total(stream, run, count, firstTime, lastTime);
    this.#countTypes(stream, run, count, map, intoWireshark ? map : -1);
    if (intoWireshark) addWireshark(this.wiresharkState, stream * wsStride, run, 0, count);
    if (this.inferredType[stream]! >= 0) {
      const inferred = this.inferredType[stream]!;
      for (let i = 0; i < count; i++) if (run.clock[i] === 0 && (run.markerAndType[i]! & 0x7f) === inferred) run.clock[i] = this.inferredRate[stream]!;
    }
    addExpert(this.expertState, stream * expertStride, this.expertWindow, stream * windowStride, run, 0, count);
  }

  #total(stream: StreamIndex, run: Arrivals, count: number, firstTime: Nanoseconds, lastTime: Nanoseconds): void {
    const totals = this.totals;
    const t = stream * totalStride;
    if (totals[t + total.packets] === 0) {
      totals[t + total.firstPacket] = run.packet[0]!;
      totals[t + total.firstTime] = firstTime;
    }
    totals[t + total.packets]! += count;
    totals[t + total.lastPacket] = run.packet[count - 1]!;
    totals[t + total.lastTime] = lastTime;
  }

  /** Finds each packet's clock, and counts types, markers, events and comfort noise by stretches of one type. */
  #countTypes(stream: StreamIndex, run: Arrivals, count: number, map: PayloadMapId, printedMap: number): void {
    const { markerAndType, clock: clocks } = run;
    let markers = 0;
    let i = 0;
    while (i < count) {
      const type = markerAndType[i]! & 0x7f;
      const clock = this.maps.clocks[(map << 7) | type]!;
      const start = i;
      for (; i < count && (markerAndType[i]! & 0x7f) === type; i++) {
        clocks[i] = clock;
        markers += markerAndType[i]! >>> 7;
      }
      this.usage.count(stream, type, printedMap, i - start);
      if (clock === eventClock) this.totals[stream * totalStride + total.events]! += i - start;
      else if (isComfortNoise(type)) this.totals[stream * totalStride + total.comfortNoise]! += i - start;
    }
    this.totals[stream * totalStride + total.markers]! += markers;
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
    for (let i = 0; i < run.count; i++) {
      const packet = run.packet[i]!;
      const markerAndType = run.markerAndType[i]!;
      const time = run.time[i]!;
      const isIpv6 = run.isIpv6[i] !== 0;
      if (intoWireshark) this.add(stream, packet, time, run.sequence[i]!, run.timestamp[i]!, markerAndType, run.rtpLength[i]!, run.payloadLength[i]!, isIpv6);
      else {
        this.#one.set(0, splitMilliseconds(time), run.timestamp[i]!, run.sequence[i]!, markerAndType, 0, packet);
        this.#addRun(stream, this.#one, 1, time, time, false);
        this.countOctets(stream, run.rtpLength[i]! + (isIpv6 ? 48 : 28), run.payloadLength[i]!);
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
