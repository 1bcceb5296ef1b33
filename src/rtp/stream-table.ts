/**
 * All RTP streams of the open captures: key (source, destination, ports, SSRC), both statistics profiles kept up to date
 * packet by packet, and the candidates that may become streams (semantics 1.1, 2.4, 2.5). The pass calls find() and add();
 * everything per stream lies in strides of shared typed arrays, nothing is allocated per packet.
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
import { ReportTally } from './report-tally.ts';
import { addExpert, expertStride, rfc3550Result, windowStride, type Rfc3550Result } from './rfc3550-stats.ts';
import { addWireshark, wiresharkResult, wsStride, type WiresharkResult } from './wireshark-stats.ts';

/** How a stream came to be one. */
export const admission = { sdp: 0, decodeAs: 1, heuristic: 2 } as const;
export type Admission = (typeof admission)[keyof typeof admission];

/** Slots of a stream's totals. */
const total = {
  packets: 0, firstPacket: 1, lastPacket: 2, firstTime: 3, lastTime: 4, payloadOctets: 5, ipOctets: 6, markers: 7, events: 8,
  comfortNoise: 9, beforeSdp: 10, announcedPacket: 11, setup: 12, score: 13,
} as const;
const totalStride = 14;
/** Payload types kept inline per stream, as (type + 1, packets, map at first sight in ws + 1). */
const INLINE_TYPES = 4;
const typeStride = INLINE_TYPES * 3;

export interface PayloadTypeCount {
  readonly payloadType: number;
  readonly packets: number;
  /** the map under which Wireshark saw the type first; -1 when it came only before the announcement */
  readonly map: PayloadMapId;
}

/** What a replay of one stream needs beyond its packets: see packet-rows.ts. */
export interface StreamClocks {
  readonly maps: PayloadMaps;
  /** [packet from which it holds, map], rising; the first holds from the stream's beginning */
  readonly changes: readonly (readonly [PacketIndex, PayloadMapId])[];
  /** packets below this index came before the SDP; 0 when all count */
  readonly announcedPacket: PacketIndex;
  readonly inferredType: number;
  readonly inferredClock: number;
}

/** Called for each packet that was kept pending when its candidate becomes a stream. */
export type AdoptPacket = (packet: PacketIndex, stream: StreamIndex) => void;

export class StreamTable {
  readonly maps: PayloadMaps;
  readonly reports: ReportTally = new ReportTally();
  readonly candidates: CandidateTable;
  /** For the caller: the registry generation under which a stream's announcement was looked up last. */
  generations: Int32Array = new Int32Array(64);
  readonly #keys = new KeyTable(256);
  readonly #flows = new KeyTable(256);
  readonly #adopt: AdoptPacket;
  readonly #decodeAs = new Uint8Array(65536);
  readonly #bySsrc = new Map<number, StreamIndex[]>();
  #wireshark = new Float64Array(64 * wsStride);
  #expert = new Float64Array(64 * expertStride);
  #window = new Int32Array(64 * windowStride);
  #totals = new Float64Array(64 * totalStride);
  #types = new Int32Array(64 * typeStride);
  #map = new Int32Array(64);
  #admission = new Uint8Array(64);
  #inferredType = new Int8Array(64);
  #inferredClock = new Int32Array(64);
  readonly #arrival = createArrival();
  readonly #moreTypes = new Map<StreamIndex, Map<number, { packets: number; map: number }>>();
  readonly #changes = new Map<StreamIndex, [PacketIndex, PayloadMapId][]>();

  constructor(options: { readonly adopt: AdoptPacket; readonly maps?: PayloadMaps; readonly candidates?: number }) {
    this.#adopt = options.adopt;
    this.maps = options.maps ?? new PayloadMaps();
    this.candidates = new CandidateTable(options.candidates ?? limits.rtpCandidates, limits.rtpPending);
  }

  /** How many streams there are. */
  get count(): number {
    return this.#keys.count;
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
    return this.#keys.find(a, b, c, d);
  }

  /**
   * The stream of an announced (or decode-as) key, opened when it is new: packets that waited as a candidate are taken over
   * as before the SDP, in the expert profile alone. Call it for a packet, before add(), whenever the announcement was looked
   * up: a stream that was heuristic so far starts anew in profile wireshark, and another map takes effect from here.
   * @param setup the caller's number of the setup frame, kept from the first call
   */
  announce(a: AddressId, b: AddressId, c: number, d: number, packet: PacketIndex, map: PayloadMapId, how: typeof admission.sdp | typeof admission.decodeAs, setup: number): StreamIndex {
    let stream = this.#keys.find(a, b, c, d);
    if (stream < 0) {
      stream = this.#open(a, b, c, d, how, map);
      const candidate = this.candidates.find(a, b, c, d);
      if (candidate >= 0) this.#takeOver(candidate, stream, false);
    } else if (this.#admission[stream] !== admission.heuristic) {
      // decode-as keeps counting from its first packet, as in tshark; only an SDP can bring another map
      if (how === admission.sdp && this.#map[stream] !== map) this.#changeMap(stream, packet, map);
      return stream;
    } else {
      this.#wireshark.fill(0, stream * wsStride, (stream + 1) * wsStride);
      this.#forgetWiresharkTypes(stream);
      this.#changeMap(stream, packet, map);
    }
    const t = stream * totalStride;
    this.#admission[stream] = how;
    this.#totals[t + total.beforeSdp] = this.#totals[t + total.packets]!;
    this.#totals[t + total.announcedPacket] = this.#totals[t + total.packets] === 0 ? 0 : packet;
    this.#totals[t + total.setup] = setup;
    return stream;
  }

  /** Counts one packet of a stream in both profiles. @param rtpLength RTP octets as announced @param payloadLength octets of media */
  add(stream: StreamIndex, packet: PacketIndex, time: Nanoseconds, sequence: number, timestamp: number, markerAndType: number, rtpLength: number, payloadLength: number, isIpv6: boolean): void {
    const type = markerAndType & 0x7f;
    const map = this.#map[stream]!;
    const clock = this.maps.clocks[(map << 7) | type]!;
    const arriving = this.#arrival;
    arriving[arrival.now] = splitMilliseconds(time);
    arriving[arrival.timestamp] = timestamp;
    arriving[arrival.sequence] = sequence;
    arriving[arrival.markerAndType] = markerAndType;
    arriving[arrival.clock] = clock;
    arriving[arrival.packet] = packet;
    addWireshark(this.#wireshark, stream * wsStride, arriving);
    if (clock === 0 && this.#inferredType[stream] === type) arriving[arrival.clock] = this.#inferredClock[stream]!;
    addExpert(this.#expert, stream * expertStride, this.#window, stream * windowStride, arriving);
    this.#total(stream, packet, time, markerAndType, clock, rtpLength + (isIpv6 ? 48 : 28), payloadLength);
    const y = stream * typeStride;
    if (this.#types[y] === type + 1 && this.#types[y + 2] !== 0) this.#types[y + 1]!++;
    else this.#countType(stream, type, map);
  }

  /**
   * Shows the table a packet of a key that is not a stream and was not announced.
   * @returns the stream when this packet made the candidate one (the packet is counted, the earlier ones were adopted), else -1
   */
  offer(a: AddressId, b: AddressId, c: number, d: number, packet: PacketIndex, time: Nanoseconds, sequence: number, timestamp: number, markerAndType: number, rtpLength: number, payloadLength: number, isIpv6: boolean): StreamIndex {
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

  /** Streams with this SSRC, in order of admission. */
  withSsrc(ssrc: number): readonly StreamIndex[] {
    return this.#bySsrc.get(ssrc) ?? [];
  }

  source(stream: StreamIndex): AddressId {
    return this.#keys.words[stream << 2]!;
  }

  destination(stream: StreamIndex): AddressId {
    return this.#keys.words[(stream << 2) + 1]!;
  }

  sourcePort(stream: StreamIndex): number {
    return this.#keys.words[(stream << 2) + 2]! >>> 16;
  }

  destinationPort(stream: StreamIndex): number {
    return this.#keys.words[(stream << 2) + 2]! & 0xffff;
  }

  ssrc(stream: StreamIndex): number {
    return this.#keys.words[(stream << 2) + 3]!;
  }

  admissionOf(stream: StreamIndex): Admission {
    return this.#admission[stream]! as Admission;
  }

  /** The map in force now. */
  mapOf(stream: StreamIndex): PayloadMapId {
    return this.#map[stream]!;
  }

  packets(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.packets]!;
  }

  firstPacket(stream: StreamIndex): PacketIndex {
    return this.#totals[stream * totalStride + total.firstPacket]!;
  }

  lastPacket(stream: StreamIndex): PacketIndex {
    return this.#totals[stream * totalStride + total.lastPacket]!;
  }

  firstTime(stream: StreamIndex): Nanoseconds {
    return this.#totals[stream * totalStride + total.firstTime]!;
  }

  lastTime(stream: StreamIndex): Nanoseconds {
    return this.#totals[stream * totalStride + total.lastTime]!;
  }

  payloadOctets(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.payloadOctets]!;
  }

  /** RTP octets and 28 (IPv4) or 48 (IPv6) for each packet. */
  ipOctets(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.ipOctets]!;
  }

  markers(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.markers]!;
  }

  /** Packets of a telephone-event type that an SDP declared. */
  events(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.events]!;
  }

  comfortNoise(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.comfortNoise]!;
  }

  /** Packets that came before the SDP announced them. */
  beforeSdp(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.beforeSdp]!;
  }

  /** The caller's number given to announce(); -1 for a heuristic stream. */
  setup(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.setup]!;
  }

  /** The detector's score; -1 when the stream never was judged. */
  score(stream: StreamIndex): number {
    return this.#totals[stream * totalStride + total.score]!;
  }

  wireshark(stream: StreamIndex): WiresharkResult {
    return wiresharkResult(this.#wireshark, stream * wsStride);
  }

  rfc3550(stream: StreamIndex): Rfc3550Result {
    return rfc3550Result(this.#expert, stream * expertStride);
  }

  senderReports(stream: StreamIndex): number {
    return this.reports.senderReports(this.source(stream), this.destination(stream), this.ssrc(stream));
  }

  /** Report blocks about this stream. */
  receiverReports(stream: StreamIndex): number {
    return this.reports.reportBlocks(this.source(stream), this.destination(stream), this.ssrc(stream));
  }

  /** Payload types seen, ascending. */
  payloadTypes(stream: StreamIndex): PayloadTypeCount[] {
    const used: PayloadTypeCount[] = [];
    const y = stream * typeStride;
    for (let i = 0; i < INLINE_TYPES; i++) {
      const type = this.#types[y + 3 * i]!;
      if (type > 0) used.push({ payloadType: type - 1, packets: this.#types[y + 3 * i + 1]!, map: this.#types[y + 3 * i + 2]! - 1 });
    }
    for (const [payloadType, { packets, map }] of this.#moreTypes.get(stream) ?? []) used.push({ payloadType, packets, map: map - 1 });
    return used.sort((p, q) => p.payloadType - q.payloadType);
  }

  /** Hz the detector inferred for a type of this stream; 0 when it inferred none or SDP told. */
  inferredClock(stream: StreamIndex, payloadType: number): number {
    return this.#inferredType[stream] === payloadType ? this.#inferredClock[stream]! : 0;
  }

  /** Hz in force for a type of this stream: told, inferred, or 0. */
  clockRate(stream: StreamIndex, payloadType: number): number {
    const clock = this.maps.clock(this.#map[stream]!, payloadType);
    return clock > 0 ? clock : clock === eventClock ? 0 : this.inferredClock(stream, payloadType);
  }

  /** The payload type most packets have, comfort noise and events aside where there is another. */
  mainType(stream: StreamIndex): number {
    let best = -1;
    let most = -1;
    for (const { payloadType, packets } of this.payloadTypes(stream)) {
      const media = !isComfortNoise(payloadType) && this.maps.clock(this.#map[stream]!, payloadType) !== eventClock;
      const weight = media ? packets : 0;
      if (weight > most) {
        best = payloadType;
        most = weight;
      }
    }
    return best;
  }

  /** For a replay: which clock each packet had. */
  clocks(stream: StreamIndex): StreamClocks {
    return {
      maps: this.maps,
      changes: this.#changes.get(stream) ?? [[0, this.#map[stream]!]],
      announcedPacket: this.#totals[stream * totalStride + total.announcedPacket]!,
      inferredType: this.#inferredType[stream]!,
      inferredClock: this.#inferredClock[stream]!,
    };
  }

  #total(stream: StreamIndex, packet: PacketIndex, time: Nanoseconds, markerAndType: number, clock: number, ipOctets: number, payloadLength: number): void {
    const totals = this.#totals;
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
    this.#totals[stream * totalStride + total.score] = verdict.score;
    if (this.maps.clock(noMap, verdict.payloadType) === 0 && verdict.inferredClock > 0) {
      this.#inferredType[stream] = verdict.payloadType;
      this.#inferredClock[stream] = verdict.inferredClock;
    }
    this.#takeOver(candidate, stream, true);
    return stream;
  }

  /** Replays a candidate's packets into a stream: into both profiles, or (before the SDP) into the expert's alone. */
  #takeOver(candidate: number, stream: StreamIndex, intoWireshark: boolean): void {
    const run = this.candidates.gather(candidate);
    const map = this.#map[stream]!;
    for (let i = 0; i < run.count; i++) {
      const packet = run.packet[i]!;
      const markerAndType = run.markerAndType[i]!;
      const time = run.time[i]!;
      const isIpv6 = run.isIpv6[i] !== 0;
      if (intoWireshark) this.add(stream, packet, time, run.sequence[i]!, run.timestamp[i]!, markerAndType, run.rtpLength[i]!, run.payloadLength[i]!, isIpv6);
      else {
        const clock = this.maps.clock(map, markerAndType & 0x7f);
        addExpert(this.#expert, stream * expertStride, this.#window, stream * windowStride, Float64Array.of(splitMilliseconds(time), run.timestamp[i]!, run.sequence[i]!, markerAndType, clock, packet));
        this.#total(stream, packet, time, markerAndType, clock, run.rtpLength[i]! + (isIpv6 ? 48 : 28), run.payloadLength[i]!);
        this.#countType(stream, markerAndType & 0x7f, -1);
      }
      this.#adopt(packet, stream);
    }
    this.candidates.remove(candidate);
  }

  /** @param map -1 for a packet that profile wireshark does not count */
  #countType(stream: StreamIndex, type: number, map: PayloadMapId): void {
    const types = this.#types;
    const y = stream * typeStride;
    for (let i = y; i < y + typeStride; i += 3) {
      if (types[i] !== type + 1 && types[i] !== 0) continue;
      types[i] = type + 1;
      types[i + 1]!++;
      if (types[i + 2] === 0) types[i + 2] = map + 1;
      return;
    }
    let more = this.#moreTypes.get(stream);
    if (more === undefined) this.#moreTypes.set(stream, (more = new Map()));
    const use = more.get(type) ?? { packets: 0, map: 0 };
    use.packets++;
    if (use.map === 0) use.map = map + 1;
    more.set(type, use);
  }

  #forgetWiresharkTypes(stream: StreamIndex): void {
    const y = stream * typeStride;
    for (let i = y; i < y + typeStride; i += 3) this.#types[i + 2] = 0;
    for (const use of this.#moreTypes.get(stream)?.values() ?? []) use.map = 0;
  }

  #changeMap(stream: StreamIndex, packet: PacketIndex, map: PayloadMapId): void {
    let changes = this.#changes.get(stream);
    if (changes === undefined) this.#changes.set(stream, (changes = [[0, this.#map[stream]!]]));
    changes.push([packet, map]);
    this.#map[stream] = map;
  }

  #open(a: AddressId, b: AddressId, c: number, d: number, how: Admission, map: PayloadMapId): StreamIndex {
    const stream = this.#keys.add(a, b, c, d);
    if (stream === this.#map.length) this.#grow(stream * 2);
    this.#map[stream] = map;
    this.#admission[stream] = how;
    this.#inferredType[stream] = -1;
    this.generations[stream] = -1;
    this.#totals[stream * totalStride + total.setup] = -1;
    this.#totals[stream * totalStride + total.score] = -1;
    this.#flows.add(a, b, c, 0);
    const same = this.#bySsrc.get(d);
    if (same === undefined) this.#bySsrc.set(d, [stream]);
    else same.push(stream);
    return stream;
  }

  #grow(size: number): void {
    this.#wireshark = grown(this.#wireshark, new Float64Array(size * wsStride));
    this.#expert = grown(this.#expert, new Float64Array(size * expertStride));
    this.#window = grown(this.#window, new Int32Array(size * windowStride));
    this.#totals = grown(this.#totals, new Float64Array(size * totalStride));
    this.#types = grown(this.#types, new Int32Array(size * typeStride));
    this.#map = grown(this.#map, new Int32Array(size));
    this.#admission = grown(this.#admission, new Uint8Array(size));
    this.#inferredType = grown(this.#inferredType, new Int8Array(size));
    this.#inferredClock = grown(this.#inferredClock, new Int32Array(size));
    this.generations = grown(this.generations, new Int32Array(size));
  }
}

function grown<T extends Uint8Array | Int8Array | Int32Array | Float64Array>(old: T, fresh: T): T {
  fresh.set(old as never);
  return fresh;
}
