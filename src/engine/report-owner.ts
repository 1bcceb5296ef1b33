/**
 * Which RTCP packets speak of which stream (semantics 3): by SSRC first; where several streams have the same SSRC (legs through
 * a relay, generators with one SSRC for all calls, echoes) by ports, then by addresses, then by time.
 */
import type { PacketIndex, StreamIndex } from '../base/units.ts';
import type { PacketTable } from '../capture/packet-table.ts';
import type { StreamTable } from '../rtp/stream-table.ts';
import type { ReportIndex } from './report-index.ts';

/** Which way an RTCP packet goes: with the stream's media, against it, or neither can be told. */
export type Way = 'with' | 'against' | 'elsewhere';

/** streams of one SSRC that are compared when neither ports nor addresses tell */
const MOST_COMPARED = 256;
/** reports may come before the first packet of a stream and after its last */
const EARLY = 5e9;
const LATE = 30e9;
const SHARED_KEPT = 16;

export class ReportOwners {
  readonly #packets: PacketTable;
  readonly #streams: StreamTable;
  readonly #index: ReportIndex;
  /** by SSRC: the rows of each of several streams, as far as the capture was read then */
  readonly #shared = new Map<number, { readonly streams: number; readonly rows: number; readonly byStream: ReadonlyMap<StreamIndex, number[]> }>();

  constructor(packets: PacketTable, streams: StreamTable, index: ReportIndex) {
    this.#packets = packets;
    this.#streams = streams;
    this.#index = index;
  }

  /** Rows of the report index that speak of a stream, oldest first. */
  rowsOf(stream: StreamIndex): readonly number[] {
    const ssrc = this.#streams.ssrc(stream);
    const same = this.#streams.withSsrc(ssrc);
    if (same.length <= 1) return this.#index.naming(ssrc);
    const kept = this.#shared.get(ssrc);
    if (kept !== undefined && kept.streams === same.length && kept.rows === this.#index.count) return kept.byStream.get(stream) ?? [];
    const byStream = this.#share(this.#index.naming(ssrc), same);
    if (this.#shared.size >= SHARED_KEPT) this.#shared.clear();
    this.#shared.set(ssrc, { streams: same.length, rows: this.#index.count, byStream });
    return byStream.get(stream) ?? [];
  }

  way(row: number, stream: StreamIndex): Way {
    const index = this.#index;
    const streams = this.#streams;
    const [source, destination] = [streams.source(stream), streams.destination(stream)];
    if (source === destination) {
      const apart = index.sourcePort(row) - streams.sourcePort(stream);
      const back = index.sourcePort(row) - streams.destinationPort(stream);
      if (apart === 0 || (apart === 1 && back !== 0)) return 'with';
      return back === 0 || back === 1 ? 'against' : 'elsewhere';
    }
    if (index.source(row) === source && index.destination(row) === destination) return 'with';
    return index.source(row) === destination && index.destination(row) === source ? 'against' : 'elsewhere';
  }

  /** Gives each row to the stream it goes with and to the one it goes against; often they are one. */
  #share(rows: readonly number[], same: readonly StreamIndex[]): ReadonlyMap<StreamIndex, number[]> {
    const byKey = new Map<string, StreamIndex[]>();
    const streams = this.#streams;
    for (const stream of same) {
      const [a, b] = [streams.source(stream), streams.destination(stream)];
      put(byKey, `${a}:${streams.sourcePort(stream)} ${b}:${streams.destinationPort(stream)}`, stream);
      put(byKey, `${a} ${b}`, stream);
    }
    const byStream = new Map<StreamIndex, number[]>();
    for (const row of rows) {
      const index = this.#index;
      const [a, b, p, q] = [index.source(row), index.destination(row), index.sourcePort(row), index.destinationPort(row)];
      const find = (...keys: readonly string[]): StreamIndex[] | undefined => byKey.get(keys.find((key) => byKey.has(key)) ?? '');
      let withIt = find(`${a}:${p} ${b}:${q}`, `${a}:${p - 1} ${b}:${q - 1}`);
      let against = find(`${b}:${q} ${a}:${p}`, `${b}:${q - 1} ${a}:${p - 1}`);
      if (withIt === undefined && against === undefined) [withIt, against] = [byKey.get(`${a} ${b}`), byKey.get(`${b} ${a}`)];
      const packet = index.packet(row);
      const found = new Set<StreamIndex>();
      if (withIt === undefined && against === undefined) found.add(this.#nearest(same, packet));
      if (withIt !== undefined) found.add(this.#nearest(withIt, packet));
      if (against !== undefined) found.add(this.#nearest(against, packet));
      for (const stream of found) put(byStream, stream, row);
    }
    return byStream;
  }

  #nearest(candidates: readonly StreamIndex[], packet: PacketIndex): StreamIndex {
    let best = candidates[0]!;
    let least = this.#apart(best, packet);
    for (let i = 1; i < Math.min(candidates.length, MOST_COMPARED) && least > 0; i++) {
      const apart = this.#apart(candidates[i]!, packet);
      if (apart < least) [best, least] = [candidates[i]!, apart];
    }
    return best;
  }

  /** Nanoseconds between a packet and a stream's time, 0 within it. */
  #apart(stream: StreamIndex, packet: PacketIndex): number {
    const time = this.#packets.time(packet);
    return Math.max(0, this.#streams.firstTime(stream) - EARLY - time, time - this.#streams.lastTime(stream) - LATE);
  }
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
