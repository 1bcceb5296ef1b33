/**
 * Sources that RTCP along a call's media speaks of though no RTP of them was captured (semantics 3): another leg, or a
 * direction that does not pass the capture point. Likened to a stream by ports, then by CNAME.
 */
import type { StreamIndex } from '../base/units.ts';
import type { UnseenSource } from '../contract/reports.ts';
import type { RtcpStatement } from '../rtp/rtcp-statement.ts';
import { WiresharkRoundTrips } from '../rtp/wireshark-round-trip.ts';
import { ReportStory, ssrcOf, type Heard } from './report-story.ts';
import type { ReportWay } from './report-ways.ts';
import type { Tables } from './tables.ts';

const MOST_SOURCES = 100;

interface Unseen {
  readonly rows: Set<number>;
  like: StreamIndex | undefined;
}

/** @param rows of the report index, rising, each with its way; @param heardOf makes the packet of a row, which goes nobody's way */
export function findUnseen(
  tables: Tables,
  streams: readonly StreamIndex[],
  rows: readonly (readonly [row: number, way: ReportWay])[],
  statements: ReadonlyMap<number, RtcpStatement | undefined>,
  heardOf: (row: number, statement: RtcpStatement | undefined, isOwn: boolean) => Heard,
): UnseenSource[] {
  const found = new Map<number, Unseen>();
  const names = new Map<number, string>();
  for (const [row, way] of rows) {
    const statement = statements.get(row);
    if (statement === undefined) continue;
    for (const { ssrc, item, text } of statement.descriptions) if (item === 'cname') names.set(ssrc, text);
    // a block for no source at all is filling
    for (const { source, extendedHighest } of statement.blocks)
      if (source !== 0 || extendedHighest !== 0) note(found, tables, source, row, way.isBack ? way.stream : undefined);
    for (const { ssrc, packets } of statement.senders) if (packets > 0) note(found, tables, ssrc, row, way.isBack ? undefined : way.stream);
  }
  const byName = new Map<string, StreamIndex>();
  for (const stream of streams) {
    const name = names.get(tables.streams.ssrc(stream));
    if (name !== undefined && !byName.has(name)) byName.set(name, stream);
  }
  return [...found].map(([ssrc, one]): UnseenSource => {
    const name = names.get(ssrc);
    const named = name === undefined ? undefined : byName.get(name);
    const like =
      one.like !== undefined ? { stream: one.like, by: 'ports' as const } : named !== undefined ? { stream: named, by: 'cname' as const } : undefined;
    const clockRate = like === undefined ? 0 : Math.max(0, tables.streams.clockRate(like.stream, tables.streams.mainType(like.stream)));
    const place = (packet: number): ReturnType<Tables['place']> => tables.place(packet);
    const story = new ReportStory({ ssrc, clockRate, record: undefined, beganHere: false, epoch: tables.timeBase.epoch, place }, wiresharkRoundTrips(tables));
    for (const [row] of rows) story.hear(heardOf(row, statements.get(row), one.rows.has(row)));
    const first = tables.reports.packet(Math.min(...one.rows));
    const { received, metrics, sent } = story;
    return { ssrc: ssrcOf(ssrc), first: tables.place(first), time: tables.packets.time(first), received, metrics, packets: sent.at(-1)?.packets, name, like };
  });
}

/** Wireshark's round trips under what the SDPs of a capture announced. */
export function wiresharkRoundTrips({ registry }: Tables): WiresharkRoundTrips {
  return new WiresharkRoundTrips((address, port) => registry.lookupRtcp(address, port, address, port) >= 0);
}

function note(found: Map<number, Unseen>, tables: Tables, ssrc: number, row: number, like: StreamIndex | undefined): void {
  if (tables.streams.withSsrc(ssrc).length > 0) return;
  let one = found.get(ssrc);
  if (one === undefined) {
    if (found.size >= MOST_SOURCES) return;
    found.set(ssrc, (one = { rows: new Set(), like }));
  }
  one.rows.add(row);
  one.like ??= like;
}
