/**
 * A stream at every point it passed: its packets there out of the packet table, whether they count or are left out because another
 * point shows them, under its own addresses or under those that something in between wrote. In the order of its way.
 */
import type { Nanoseconds, PacketIndex, StreamIndex } from '../../base/units.ts';
import { SLAB_BITS, SLAB_ROWS } from '../../capture/packet-table.ts';
import { longestWay, type SeenPackets } from '../../quality/segment.ts';
import { Kind } from '../kinds.ts';
import type { Tables } from '../tables.ts';
import type { PointSet } from './point-set.ts';

/** streams of other addresses that one is followed through */
const MOST_LINKED = 16;

export interface PointStream {
  readonly point: number;
  readonly packets: SeenPackets;
  /** their rows of the packet table */
  readonly rows: readonly PacketIndex[];
  readonly isHome: boolean;
  /** whose packets these are: the stream asked about, or one of other addresses */
  readonly stream: StreamIndex;
}

/** Empty where a stream passed one point only. */
export function streamAtPoints(tables: Tables, points: PointSet, stream: StreamIndex): PointStream[] {
  const linked = linkedStreams(tables, points, stream);
  const seen = linked.flatMap((one) => ownPoints(tables, points, one));
  if (seen.length < 2) return [];
  // points of one set stand in order; those of several may stand between each other, which only corrected clocks can tell
  return linked.length > 1 && points.parts.choice.clocks === 'corrected' ? inOrder(seen) : seen;
}

/** The stream, and those that are it under other addresses, in the order of the way as far as links tell. */
function linkedStreams(tables: Tables, points: PointSet, stream: StreamIndex): StreamIndex[] {
  const { streams } = tables;
  const { flows } = points.parts;
  const found = [stream];
  const wanted = [stream];
  for (let next = wanted.pop(); next !== undefined && found.length < MOST_LINKED; next = wanted.pop()) {
    for (const flow of flowsOf(tables, points, next)) {
      for (const { one, other } of points.linksOf(flow)) {
        const far = one === flow ? other : one;
        const linked = streams.find(flows.from.values[far]!, flows.to.values[far]!, flows.ports.values[far]!, flows.mark.values[far]!);
        if (linked < 0 || found.includes(linked)) continue;
        found.splice(found.indexOf(next) + (one === flow ? 1 : 0), 0, linked);
        wanted.push(linked);
      }
    }
  }
  return found;
}

/** Flows of the survey with the key of a stream. */
function flowsOf({ streams }: Tables, points: PointSet, stream: StreamIndex): readonly number[] {
  const ports = ((streams.sourcePort(stream) << 16) | streams.destinationPort(stream)) >>> 0;
  const flow = points.anyFlowOf(streams.source(stream), streams.destination(stream), ports, streams.ssrc(stream));
  return flow < 0 ? [] : (points.setOf(flow)?.flows.flat() ?? [flow]);
}

function ownPoints(tables: Tables, points: PointSet, stream: StreamIndex): PointStream[] {
  const flows = flowsOf(tables, points, stream);
  const set = flows.length === 0 ? undefined : points.setOf(flows[0]!);
  const home = set?.home ?? (flows.length === 0 ? -1 : points.pointOfFlow(flows[0]!));
  if (home < 0) return [];
  const wanted = set?.points ?? [home];
  const byFlow = new Map(flows.map((flow) => [flow, points.pointOfFlow(flow)]));
  const gathered = gather(tables, points, stream, byFlow, home);
  return wanted.map((point) => ({
    point,
    packets: seenPackets(tables, gathered.get(point) ?? []),
    rows: gathered.get(point) ?? [],
    isHome: point === home,
    stream,
  }));
}

/** Rows of the packet table by point: those that count, and those left out. One scan. */
function gather(tables: Tables, points: PointSet, stream: StreamIndex, byFlow: ReadonlyMap<number, number>, home: number): Map<number, number[]> {
  const { packets, interfaces } = tables;
  const rows = new Map<number, number[]>();
  const add = (point: number, row: number): void => {
    const known = rows.get(point);
    if (known === undefined) rows.set(point, [row]);
    else known.push(row);
  };
  const [first, last] = rowsAround(tables, points, stream);
  for (let index = first >>> SLAB_BITS; index <= last >>> SLAB_BITS; index++) {
    const { owner, kind, interfaceIndex } = packets.slab(index);
    const base = index << SLAB_BITS;
    const end = Math.min(SLAB_ROWS, last + 1 - base);
    for (let i = Math.max(0, first - base); i < end; i++) {
      if (kind[i] === Kind.rtp) {
        if (owner[i] !== stream) continue;
        const point = points.pointOfCapture(interfaces.at(interfaceIndex[i]!).capture);
        add(point < 0 ? home : point, base + i);
      } else if (kind[i] === Kind.elsewhere && owner[i]! >= 0) {
        const point = byFlow.get(owner[i]!);
        if (point !== undefined) add(point, base + i);
      }
    }
  }
  return rows;
}

/** First and last row that may be of a stream at any point: on one clock they are not far from those that count. */
function rowsAround({ packets, streams }: Tables, points: PointSet, stream: StreamIndex): readonly [number, number] {
  const whole = [0, packets.length - 1] as const;
  if (points.parts.choice.clocks === 'own') return whole;
  const rowAt = (time: Nanoseconds): number => {
    let [low, high] = whole;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (packets.time(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  // times may run backwards within a file: what counts is within in any case
  const first = Math.min(streams.firstPacket(stream), rowAt(streams.firstTime(stream) - longestWay));
  return [first, Math.max(streams.lastPacket(stream), rowAt(streams.lastTime(stream) + longestWay))];
}

function seenPackets({ packets }: Tables, rows: readonly number[]): SeenPackets {
  return {
    count: rows.length,
    time: Float64Array.from(rows, (row) => packets.time(row)),
    sequence: Uint16Array.from(rows, (row) => packets.sequence(row)),
    timestamp: Uint32Array.from(rows, (row) => packets.rtpTimestamp(row)),
  };
}

/** By mean time of the packets that two share; what shares none keeps its place. */
function inOrder(seen: readonly PointStream[]): PointStream[] {
  const times = seen.map(({ packets }) => {
    const byNumber = new Map<number, number>();
    for (let i = packets.count - 1; i >= 0; i--) byNumber.set(packets.timestamp[i]! * 65_536 + packets.sequence[i]!, packets.time[i]!);
    return byNumber;
  });
  const later = (one: number, other: number): number => {
    let [sum, count] = [0, 0];
    for (const [number, time] of times[one]!) {
      const there = times[other]!.get(number);
      if (there === undefined) continue;
      sum += there - time;
      if (++count === 2000) break;
    }
    return count === 0 ? 0 : sum / count;
  };
  return [...seen.keys()].sort((a, b) => -later(a, b)).map((i) => seen[i]!);
}
