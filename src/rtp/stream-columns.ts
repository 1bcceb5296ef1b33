/**
 * The columns of all RTP streams: keys, both profiles' state, totals, payload types. Everything per stream lies in strides of
 * shared typed arrays; here is what reads them, stream-table.ts is what fills them.
 */
import type { AddressId, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import { KeyTable } from './key-table.ts';
import { eventClock, isComfortNoise, type PayloadMapId, type PayloadMaps } from './payload-type.ts';
import { ReportTally } from './report-tally.ts';
import { rfc3550Result, type Rfc3550Result } from './rfc3550-result.ts';
import { expertStride, windowStride } from './rfc3550-stats.ts';
import type { Admission } from './stream-table.ts';
import { TypeUsage, type PayloadTypeCount } from './type-usage.ts';
import { wiresharkResult, wsStride, type WiresharkResult } from './wireshark-stats.ts';

/** Slots of a stream's totals. */
export const total = {
  packets: 0,
  firstPacket: 1,
  lastPacket: 2,
  firstTime: 3,
  lastTime: 4,
  payloadOctets: 5,
  ipOctets: 6,
  markers: 7,
  events: 8,
  comfortNoise: 9,
  beforeSdp: 10,
  announcedPacket: 11,
  setup: 12,
  score: 13,
} as const;
export const totalStride = 14;
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

export class StreamColumns {
  readonly maps: PayloadMaps;
  readonly reports: ReportTally = new ReportTally();
  /** For the caller: the registry generation under which a stream's announcement was looked up last; -1 when it never was. */
  generations: Int32Array = new Int32Array(64);
  protected readonly keys: KeyTable = new KeyTable(256);
  protected readonly usage: TypeUsage = new TypeUsage();
  protected readonly bySsrc: Map<number, StreamIndex[]> = new Map();
  protected readonly mapChanges: Map<StreamIndex, [PacketIndex, PayloadMapId][]> = new Map();
  protected wiresharkState: Float64Array = new Float64Array(64 * wsStride);
  protected expertState: Float64Array = new Float64Array(64 * expertStride);
  protected expertWindow: Int32Array = new Int32Array(64 * windowStride);
  protected totals: Float64Array = new Float64Array(64 * totalStride);
  protected map: Int32Array = new Int32Array(64);
  protected admission: Uint8Array = new Uint8Array(64);
  protected inferredType: Int8Array = new Int8Array(64);
  protected inferredRate: Int32Array = new Int32Array(64);

  constructor(maps: PayloadMaps) {
    this.maps = maps;
  }

  /** How many streams there are. */
  get count(): number {
    return this.keys.count;
  }

  /** Streams with this SSRC, in order of admission. */
  withSsrc(ssrc: number): readonly StreamIndex[] {
    return this.bySsrc.get(ssrc) ?? [];
  }

  source(stream: StreamIndex): AddressId {
    return this.keys.words[stream << 2]!;
  }

  destination(stream: StreamIndex): AddressId {
    return this.keys.words[(stream << 2) + 1]!;
  }

  sourcePort(stream: StreamIndex): number {
    return this.keys.words[(stream << 2) + 2]! >>> 16;
  }

  destinationPort(stream: StreamIndex): number {
    return this.keys.words[(stream << 2) + 2]! & 0xffff;
  }

  ssrc(stream: StreamIndex): number {
    return this.keys.words[(stream << 2) + 3]!;
  }

  admissionOf(stream: StreamIndex): Admission {
    return this.admission[stream]! as Admission;
  }

  /** The map in force now. */
  mapOf(stream: StreamIndex): PayloadMapId {
    return this.map[stream]!;
  }

  packets(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.packets]!;
  }

  firstPacket(stream: StreamIndex): PacketIndex {
    return this.totals[stream * totalStride + total.firstPacket]!;
  }

  lastPacket(stream: StreamIndex): PacketIndex {
    return this.totals[stream * totalStride + total.lastPacket]!;
  }

  firstTime(stream: StreamIndex): Nanoseconds {
    return this.totals[stream * totalStride + total.firstTime]!;
  }

  lastTime(stream: StreamIndex): Nanoseconds {
    return this.totals[stream * totalStride + total.lastTime]!;
  }

  payloadOctets(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.payloadOctets]!;
  }

  /** RTP octets and 28 (IPv4) or 48 (IPv6) for each packet. */
  ipOctets(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.ipOctets]!;
  }

  markers(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.markers]!;
  }

  /** Packets of a telephone-event type that an SDP declared. */
  events(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.events]!;
  }

  comfortNoise(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.comfortNoise]!;
  }

  /** Packets that came before the SDP announced them. */
  beforeSdp(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.beforeSdp]!;
  }

  /** The caller's number given to announce(); -1 for a heuristic stream. */
  setup(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.setup]!;
  }

  /** The detector's score; -1 when the stream never was judged. */
  score(stream: StreamIndex): number {
    return this.totals[stream * totalStride + total.score]!;
  }

  wireshark(stream: StreamIndex): WiresharkResult {
    return wiresharkResult(this.wiresharkState, stream * wsStride);
  }

  rfc3550(stream: StreamIndex): Rfc3550Result {
    return rfc3550Result(this.expertState, stream * expertStride);
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
    return this.usage.list(stream);
  }

  /** Hz the detector inferred for a type of this stream; 0 when it inferred none or SDP told. */
  inferredClock(stream: StreamIndex, payloadType: number): number {
    return this.inferredType[stream] === payloadType ? this.inferredRate[stream]! : 0;
  }

  /** Hz in force for a type of this stream: told, inferred, or 0. */
  clockRate(stream: StreamIndex, payloadType: number): number {
    const clock = this.maps.clock(this.map[stream]!, payloadType);
    return clock > 0 ? clock : clock === eventClock ? 0 : this.inferredClock(stream, payloadType);
  }

  /** The payload type most packets have, comfort noise and events aside where there is another. */
  mainType(stream: StreamIndex): number {
    let best = -1;
    let most = -1;
    for (const { payloadType, packets } of this.payloadTypes(stream)) {
      const media = !isComfortNoise(payloadType) && this.maps.clock(this.map[stream]!, payloadType) !== eventClock;
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
      changes: this.mapChanges.get(stream) ?? [[0, this.map[stream]!]],
      announcedPacket: this.totals[stream * totalStride + total.announcedPacket]!,
      inferredType: this.inferredType[stream]!,
      inferredClock: this.inferredRate[stream]!,
    };
  }

  /** Makes room for so many streams. */
  protected reserve(size: number): void {
    this.usage.reserve(size);
    this.wiresharkState = grown(this.wiresharkState, new Float64Array(size * wsStride));
    this.expertState = grown(this.expertState, new Float64Array(size * expertStride));
    this.expertWindow = grown(this.expertWindow, new Int32Array(size * windowStride));
    this.totals = grown(this.totals, new Float64Array(size * totalStride));
    this.map = grown(this.map, new Int32Array(size));
    this.admission = grown(this.admission, new Uint8Array(size));
    this.inferredType = grown(this.inferredType, new Int8Array(size));
    this.inferredRate = grown(this.inferredRate, new Int32Array(size));
    this.generations = grown(this.generations, new Int32Array(size));
  }
}

function grown<T extends Uint8Array | Int8Array | Int32Array | Float64Array>(old: T, fresh: T): T {
  fresh.set(old as never);
  return fresh;
}
