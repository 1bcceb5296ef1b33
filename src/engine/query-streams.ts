/** The stream list: rows with both profiles, filter and sort; a stream's detail, series and packets on demand. */
import type { StreamIndex } from '../base/units.ts';
import type { Page, Paged } from '../contract/common.ts';
import type {
  DetectedBy,
  PayloadTypeUse,
  Rfc3550Detail,
  SeriesRequest,
  StreamColumn,
  StreamDetail,
  StreamPacketRow,
  StreamQuery,
  StreamRow,
  StreamSeries,
} from '../contract/streams.ts';
import { streamDetail } from '../rtp/detail.ts';
import { packetRows, type PacketRow as ReplayedRow } from '../rtp/packet-rows.ts';
import { eventClock, joinPayloadNames, mediaOf } from '../rtp/payload-type.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { buildSeries } from '../rtp/series.ts';
import { admission } from '../rtp/stream-table.ts';
import { KeptAnswers } from './kept-answers.ts';
import { errorsOfStream } from './ladder-errors.ts';
import { matchesWords, OrderCache, pageOf, sortRows, wordsOf, type SortKey } from './row-order.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';
import { ratedNumber } from './stream-ratings.ts';

const detections: Readonly<Record<number, DetectedBy>> = { [admission.sdp]: 'sdp', [admission.decodeAs]: 'decode-as', [admission.heuristic]: 'heuristic' };

/** streams whose packets are kept */
const STREAMS_KEPT = 8;

export class StreamQueries {
  readonly #session: Session;
  readonly #orders = new OrderCache();
  #ids: Int32Array = new Int32Array(0);
  #idsRevision = -1;
  #numbers: Int32Array = new Int32Array(0);
  /** packets of the streams looked at last */
  readonly #gathered = new KeptAnswers<StreamPackets>(STREAMS_KEPT);
  #rows: { readonly stream: StreamIndex; readonly revision: number; readonly rows: readonly ReplayedRow[] } | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  streams(query: StreamQuery, page: Page): Paged<StreamRow> {
    const ids = this.#orders.get(query, this.#session.revision, this.#session.isReading, () => this.#order(query));
    return pageOf(ids, page, this.#session.revision, (stream) => this.row(stream));
  }

  /** All streams, oldest first. */
  ids(): Int32Array {
    const { streams } = this.#session.tables;
    if (this.#idsRevision !== this.#session.revision || this.#ids.length !== streams.count) {
      this.#ids = Int32Array.from({ length: streams.count }, (_, stream) => stream).sort((a, b) => streams.firstPacket(a) - streams.firstPacket(b) || a - b);
      this.#numbers = new Int32Array(streams.count);
      this.#ids.forEach((stream, i) => (this.#numbers[stream] = i + 1));
      this.#idsRevision = this.#session.revision;
    }
    return this.#ids;
  }

  has(stream: StreamIndex): boolean {
    return Number.isInteger(stream) && stream >= 0 && stream < this.#session.tables.streams.count;
  }

  row(stream: StreamIndex): StreamRow {
    const { tables, bindings, media } = this.#session;
    const { streams, addresses, registry } = tables;
    this.ids();
    const binding = bindings.of(stream);
    const how = streams.admissionOf(stream);
    const types = this.#payloadTypes(stream);
    const main = types.find((type) => type.number === streams.mainType(stream));
    const setup = how === admission.sdp ? (media.setupPackets[stream] ?? -1) : -1;
    const registration = how === admission.sdp ? streams.setup(stream) : -1;
    return {
      stream,
      number: this.#numbers[stream]!,
      source: { address: addresses.text(streams.source(stream)), port: streams.sourcePort(stream) },
      destination: { address: addresses.text(streams.destination(stream)), port: streams.destinationPort(stream) },
      ssrc: ssrcText(streams.ssrc(stream)),
      payloadTypes: types,
      payloadNames: this.payloadNames(stream),
      codec: main?.name ?? '',
      media: main === undefined ? 'other' : mediaOf(main.name),
      start: streams.firstTime(stream),
      end: Math.max(streams.firstTime(stream), streams.lastTime(stream)),
      first: tables.place(streams.firstPacket(stream)),
      last: tables.place(streams.lastPacket(stream)),
      packets: streams.packets(stream),
      beforeSdp: streams.beforeSdp(stream),
      detectedBy: detections[how]!,
      bindingReason: binding?.reason,
      score: how === admission.heuristic ? streams.score(stream) : undefined,
      call: binding?.call,
      callId: binding === undefined ? undefined : tables.callId(binding.call),
      direction: binding?.direction,
      setupFrame: setup < 0 ? undefined : tables.place(setup),
      encrypted: this.#session.sealed.isSealed(stream),
      seal: this.#session.sealed.told(stream),
      seenByWireshark: registration >= 0 && registry.isSeenByWireshark(registration),
      wireshark: this.#wireshark(stream),
      rfc3550: streams.rfc3550(stream),
      mos: this.#session.ratings.mosOf(stream),
      lossSite: this.#session.ratings.losses?.of(stream)?.site,
      lostBetween: this.#session.ratings.losses?.between(stream),
      reverse: this.reverse(stream),
      rtcp: { senderReports: streams.senderReports(stream), receiverReports: streams.receiverReports(stream) },
    };
  }

  /** Names as tshark prints them: of the types profile wireshark counted. */
  payloadNames(stream: StreamIndex): string {
    const { streams } = this.#session.tables;
    const counted = streams.payloadTypes(stream).filter(({ map }) => map >= 0);
    return joinPayloadNames(streams.maps, counted);
  }

  detail(stream: StreamIndex): StreamDetail | undefined {
    return this.has(stream)
      ? { row: this.row(stream), errors: this.#errors(stream), rfc3550: this.measures(stream), revision: this.#session.revision }
      : undefined;
  }

  #errors(stream: StreamIndex): StreamDetail['errors'] {
    const { tables } = this.#session;
    return errorsOfStream(tables, stream).map(({ what, by, count, packets }) => ({
      error: what,
      by: tables.addresses.text(by),
      count,
      place: tables.place(packets[0]!),
    }));
  }

  measures(stream: StreamIndex): Rfc3550Detail {
    const { streams } = this.#session.tables;
    const totals = { payloadOctets: streams.payloadOctets(stream), ipOctets: streams.ipOctets(stream), expected: streams.rfc3550(stream).expected };
    return streamDetail(this.gathered(stream), streams.clocks(stream), totals);
  }

  series(request: SeriesRequest): StreamSeries | undefined {
    const { stream, profile, measures, from, to, buckets } = request;
    if (!this.has(stream)) return undefined;
    const { tables } = this.#session;
    const built = buildSeries(this.gathered(stream), tables.streams.clocks(stream), { profile, measures, from, to, buckets });
    const events = built.events.map(({ kind, time, packet, value }) => ({ kind, time, place: tables.place(packet), value }));
    return { stream, profile, x: built.x, measures: built.measures, lost: built.lost, events, revision: this.#session.revision };
  }

  packets(stream: StreamIndex, page: Page): Paged<StreamPacketRow> {
    const revision = this.#session.revision;
    if (!this.has(stream)) return { rows: [], total: 0, revision };
    const all = this.#replayed(stream);
    const from = Math.max(0, Math.floor(page.offset) || 0);
    const rows = all.slice(from, from + Math.min(1000, Math.max(0, Math.floor(page.limit) || 0)));
    return { rows: rows.map((row) => this.#packetRow(row)), total: all.length, revision };
  }

  nextProblem(stream: StreamIndex, row: number, direction: 1 | -1): number {
    if (!this.has(stream)) return -1;
    const rows = this.#replayed(stream);
    for (let i = row + direction; i >= 0 && i < rows.length; i += direction) if (rows[i]!.problem || rows[i]!.missingBefore > 0) return i;
    return -1;
  }

  allPacketRows(stream: StreamIndex): readonly StreamPacketRow[] {
    return this.has(stream) ? this.#replayed(stream).map((row) => this.#packetRow(row)) : [];
  }

  #packetRow(row: ReplayedRow): StreamPacketRow {
    const { packet, ...rest } = row;
    return { place: this.#session.tables.place(packet), ...rest };
  }

  #replayed(stream: StreamIndex): readonly ReplayedRow[] {
    const revision = this.#session.revision;
    if (this.#rows?.stream !== stream || this.#rows.revision !== revision) {
      const packets = this.gathered(stream);
      this.#rows = { stream, revision, rows: packetRows(packets, this.#session.tables.streams.clocks(stream), 0, packets.count) };
    }
    return this.#rows.rows;
  }

  /** The packets of a stream in order of arrival; of the last eight streams they are kept. */
  gathered(stream: StreamIndex): StreamPackets {
    const { tables, revision } = this.#session;
    return this.#gathered.get(stream, revision, () => gatherStream(tables.packets, tables.streams, stream));
  }

  #payloadTypes(stream: StreamIndex): PayloadTypeUse[] {
    const { streams } = this.#session.tables;
    const map = streams.mapOf(stream);
    return streams.payloadTypes(stream).map(({ payloadType, packets, map: seen }) => {
      const under = seen >= 0 ? seen : map;
      const told = streams.maps.clock(under, payloadType);
      const inferred = told === 0 ? streams.inferredClock(stream, payloadType) : 0;
      const name = streams.maps.encodingName(under, payloadType) ?? streams.maps.shortName(under, payloadType);
      return { number: payloadType, name, clockRate: told === eventClock ? 0 : told || inferred, clockInferred: inferred > 0, packets };
    });
  }

  #wireshark(stream: StreamIndex): StreamRow['wireshark'] {
    const { tables } = this.#session;
    const { maxDeltaPacket, clockRate: _clockRate, start: _start, end: _end, ...result } = tables.streams.wireshark(stream);
    return { ...result, maxDeltaPacket: maxDeltaPacket < 0 ? undefined : tables.place(maxDeltaPacket) };
  }

  /** The stream with swapped endpoints that began nearest in time, whatever its SSRC. */
  reverse(stream: StreamIndex): StreamIndex | undefined {
    const { streams } = this.#session.tables;
    let best: StreamIndex | undefined;
    let distance = Infinity;
    for (const other of this.#byEndpoints().get(this.#pair(stream, true)) ?? []) {
      const apart = Math.abs(streams.firstTime(other) - streams.firstTime(stream));
      if (apart < distance) [best, distance] = [other, apart];
    }
    return best;
  }

  #pairs: Map<string, StreamIndex[]> = new Map();
  #pairsCount = -1;

  #byEndpoints(): Map<string, StreamIndex[]> {
    const { streams } = this.#session.tables;
    if (this.#pairsCount === streams.count) return this.#pairs;
    this.#pairs = new Map();
    for (let stream = 0; stream < streams.count; stream++) {
      const key = this.#pair(stream, false);
      const list = this.#pairs.get(key);
      if (list === undefined) this.#pairs.set(key, [stream]);
      else list.push(stream);
    }
    this.#pairsCount = streams.count;
    return this.#pairs;
  }

  #pair(stream: StreamIndex, swapped: boolean): string {
    const { streams } = this.#session.tables;
    const source = `${streams.source(stream)}:${streams.sourcePort(stream)}`;
    const destination = `${streams.destination(stream)}:${streams.destinationPort(stream)}`;
    return swapped ? `${destination} ${source}` : `${source} ${destination}`;
  }

  #order(query: StreamQuery): Int32Array {
    const { tables, bindings } = this.#session;
    const { streams } = tables;
    const words = wordsOf(query.text);
    const wanted = query.detectedBy.length === 0 ? undefined : new Set(query.detectedBy);
    const matching = this.ids().filter((stream) => {
      if (wanted !== undefined && !wanted.has(detections[streams.admissionOf(stream)]!)) return false;
      if (query.call !== undefined && bindings.of(stream)?.call !== query.call) return false;
      if (query.beforeSdp === true && streams.beforeSdp(stream) === 0) return false;
      if (query.problemOnly && !streams.wireshark(stream).problem && streams.rfc3550(stream).lost === 0) return false;
      return matchesWords(words, () => this.#haystack(stream));
    });
    return query.sort.column === 'index'
      ? query.sort.descending
        ? matching.reverse()
        : matching
      : sortRows(matching, this.#key(query.sort.column), query.sort.descending);
  }

  #haystack(stream: StreamIndex): string {
    const row = this.row(stream);
    return [
      `${row.source.address}:${row.source.port}`,
      `${row.destination.address}:${row.destination.port}`,
      row.ssrc,
      row.payloadNames,
      row.codec,
      row.callId ?? '',
      row.detectedBy,
    ].join('\n');
  }

  #key(column: StreamColumn): SortKey {
    const { tables, bindings } = this.#session;
    const { streams } = tables;
    switch (column) {
      case 'index':
      case 'start':
        return { numbers: (s) => streams.firstTime(s) };
      case 'duration':
        return { numbers: (s) => streams.lastTime(s) - streams.firstTime(s) };
      case 'source':
        return { numbers: (s) => streams.source(s) };
      case 'sourcePort':
        return { numbers: (s) => streams.sourcePort(s) };
      case 'destination':
        return { numbers: (s) => streams.destination(s) };
      case 'destinationPort':
        return { numbers: (s) => streams.destinationPort(s) };
      case 'ssrc':
        return { numbers: (s) => streams.ssrc(s) };
      case 'codec':
        return { texts: (s) => this.payloadNames(s) };
      case 'packets':
        return { numbers: (s) => streams.packets(s) };
      case 'lost':
        return { numbers: (s) => streams.wireshark(s).lost };
      case 'lostPercent':
        return { numbers: (s) => streams.wireshark(s).lostPercent };
      case 'minDelta':
        return { numbers: (s) => streams.wireshark(s).minDelta };
      case 'meanDelta':
        return { numbers: (s) => streams.wireshark(s).meanDelta };
      case 'maxDelta':
        return { numbers: (s) => streams.wireshark(s).maxDelta };
      case 'minJitter':
        return { numbers: (s) => streams.wireshark(s).minJitter };
      case 'meanJitter':
        return { numbers: (s) => streams.wireshark(s).meanJitter };
      case 'maxJitter':
        return { numbers: (s) => streams.wireshark(s).maxJitter };
      case 'problem':
        return { numbers: (s) => (streams.wireshark(s).problem ? 1 : 0) };
      case 'expertLost':
        return { numbers: (s) => streams.rfc3550(s).lost };
      case 'expertJitter':
        return { numbers: (s) => streams.rfc3550(s).maxJitter ?? NaN };
      case 'mos':
        return { numbers: (s) => ratedNumber(this.#session.ratings.mosOf(s)) };
      case 'duplicates':
        return { numbers: (s) => streams.rfc3550(s).duplicates };
      case 'reordered':
        return { numbers: (s) => streams.rfc3550(s).reordered };
      case 'detectedBy':
        return { numbers: (s) => streams.admissionOf(s) };
      case 'call':
        return { numbers: (s) => bindings.of(s)?.call ?? NaN };
      case 'setupFrame':
        return { numbers: (s) => this.row(s).setupFrame?.packet ?? NaN };
    }
  }
}

/** "0x1a2b3c4d" */
export function ssrcText(ssrc: number): string {
  return `0x${ssrc.toString(16).padStart(8, '0')}`;
}
