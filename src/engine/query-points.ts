/** Capture points for the page: what they are, and what happened between them to a stream, a message, a call. */
import type { AddressId, CallIndex, MessageIndex, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { Ladder, LadderMessage, LadderRow } from '../contract/ladder.ts';
import type { CallPoints, MessageSightings, PointsOverview, Segment, SegmentSeries, SegmentSeriesRequest, Sighting, StreamPoints } from '../contract/points.ts';
import { addedJitter, delayFigures, followPackets, longestWay, segmentBuckets, type Listening, type Passage } from '../quality/segment.ts';
import type { PointSet } from './points/point-set.ts';
import { streamAtPoints, type PointStream } from './points/point-streams.ts';
import type { Way } from './points/ways.ts';
import type { Session } from './session.ts';
import type { Tables } from './tables.ts';

/** streams whose packets at all points are kept */
const KEPT = 4;
/** streams of a ladder that are followed from point to point */
const FOLLOWED = 16;

/** Undefined when one capture is open and its interfaces were not compared. */
export function pointsOverview({ points, pointChoice }: Tables): PointsOverview | undefined {
  if (pointChoice === undefined) return undefined;
  return { choice: pointChoice, points: points?.points ?? [], matched: points?.parts.matched ?? 0, elsewhere: points?.elsewhere ?? 0 };
}

export class PointQueries {
  readonly #session: Session;
  readonly #kept = new Map<StreamIndex, { readonly revision: number; readonly seen: readonly PointStream[] }>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Undefined when the stream passed one point only. */
  stream(stream: StreamIndex): StreamPoints | undefined {
    const { tables } = this.#session;
    const seen = this.#seen(stream);
    if (tables.points === undefined || seen.length === 0) return undefined;
    return {
      stream,
      sightings: seen.map(({ point, packets, isHome, stream: of }) => ({ point, packets: packets.count, isHome, stream: of === stream ? undefined : of })),
      segments: seen.slice(1).map((to, i) => this.#segment(seen[i]!, to)),
    };
  }

  /** Delay and loss of each segment of a stream over time. */
  series({ stream, from, to, buckets }: SegmentSeriesRequest): readonly SegmentSeries[] {
    const { tables } = this.#session;
    const seen = this.#seen(stream);
    return seen.slice(1).map((there, i): SegmentSeries => {
      const here = seen[i]!;
      const passage = passageOf(tables, here, there);
      const first = from ?? here.packets.time[0] ?? 0;
      const last = to ?? here.packets.time.at(-1) ?? first;
      return { from: here.point, to: there.point, ...segmentBuckets(here.packets, passage, first, last, buckets) };
    });
  }

  /** Undefined when the message had a single point to pass. */
  message(message: MessageIndex): MessageSightings | undefined {
    const { tables } = this.#session;
    const { points, messages } = tables;
    if (points === undefined) return undefined;
    const seen = this.#sightings(points, message);
    const way = wayOf(points, messages.sourceAddress(message), messages.destinationAddress(message));
    if (seen.length === 0 || (way === undefined && seen.length < 2)) return undefined;
    const missing = way === undefined ? [] : missingOf(tables, way, seen);
    if (seen.length < 2 && missing.length === 0) return undefined;
    const order = way?.points ?? seen.map(({ point }) => point);
    const lastSeen = Math.max(...seen.map(({ point }) => order.indexOf(point)));
    const isLost = missing.length > 0 && missing.every((point) => order.indexOf(point) > lastSeen);
    return { way: order, seen: seen.toSorted((a, b) => a.time - b.time), missing, lostAfter: isLost ? order[lastSeen] : undefined };
  }

  /** A ladder with what each point saw of its messages; the same ladder where there is one point. */
  async addTo(ladder: Promise<Ladder>): Promise<Ladder> {
    const { points } = this.#session.tables;
    if (points === undefined) return ladder;
    const built = await ladder;
    let followed = 0;
    const rows = built.rows.map((row): LadderRow => {
      if (row.kind === 'media') {
        const segments = followed < FOLLOWED ? this.stream(row.stream)?.segments : undefined;
        if (segments === undefined) return row;
        followed++;
        return { ...row, segments };
      }
      const sightings = row.kind === 'message' ? this.message(row.message) : undefined;
      return sightings === undefined ? row : { ...(row as LadderMessage), sightings };
    });
    return { ...built, rows, points: points.points.map(({ letter }) => letter), pointNames: points.points.map(({ name }) => name) };
  }

  /** What happened to a call between the points; undefined when it passed one only. */
  call(call: CallIndex): CallPoints | undefined {
    const { tables, bindings } = this.#session;
    if (tables.points === undefined || !(Number.isInteger(call) && call >= 0 && call < tables.calls.length)) return undefined;
    const streams = bindings.streamsOf(call).flatMap((stream) => this.stream(stream) ?? []);
    const segments = this.#messageSegments(tables.points, call);
    return streams.length === 0 && segments.length === 0 ? undefined : { segments, streams };
  }

  #seen(stream: StreamIndex): readonly PointStream[] {
    const { tables, revision, isReading } = this.#session;
    const { points, streams } = tables;
    if (points === undefined || !(Number.isInteger(stream) && stream >= 0 && stream < streams.count)) return [];
    const kept = this.#kept.get(stream);
    if (kept !== undefined && (kept.revision === revision || !isReading)) return kept.seen;
    const seen = streamAtPoints(tables, points, stream);
    this.#kept.delete(stream);
    this.#kept.set(stream, { revision, seen });
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return seen;
  }

  #segment(here: PointStream, there: PointStream): Segment {
    const { tables } = this.#session;
    const { delays, lost, joined, reordered } = passageOf(tables, here, there);
    return {
      from: here.point,
      to: there.point,
      both: delays.length,
      lost: lost.length,
      lostPercent: percent(lost.length, delays.length + lost.length),
      joined,
      delay: delayFigures(delays),
      uncertainty: milliseconds(tables.points!.uncertaintyBetween(here.point, there.point)),
      jitter: addedJitter(delays),
      reordered,
      rewritten: here.stream !== there.stream,
    };
  }

  #sightings(points: PointSet, message: MessageIndex): Sighting[] {
    const { tables } = this.#session;
    const own = tables.messages.packet(message);
    const place = tables.place(own);
    const seen = points.parts.sightings.of(place.capture, place.frame);
    if (seen.length === 0) {
      const point = points.pointOfCapture(place.capture);
      return point < 0 ? [] : [{ point, ...place, time: tables.packets.time(own) }];
    }
    return seen.map(({ point, packet }) => {
      const at = packet < 0 ? own : packet;
      return { point, ...tables.place(at), time: tables.packets.time(at) };
    });
  }

  #messageSegments(points: PointSet, call: CallIndex): Segment[] {
    const { tables } = this.#session;
    const { messages, calls } = tables;
    const tallies = new Map<string, { readonly from: number; readonly to: number; lost: number; joined: number; readonly delays: number[] }>();
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message)) {
      const told = this.message(message);
      if (told === undefined) continue;
      const way = wayOf(points, messages.sourceAddress(message), messages.destinationAddress(message))?.points ?? told.seen.map(({ point }) => point);
      for (const [i, to] of way.slice(1).entries()) {
        const from = way[i]!;
        const [here, there] = [from, to].map((point) => told.seen.find((one) => one.point === point));
        if (here === undefined && there === undefined) continue;
        const tally = tallies.get(`${from} ${to}`) ?? { from, to, lost: 0, joined: 0, delays: [] };
        tallies.set(`${from} ${to}`, tally);
        if (here !== undefined && there !== undefined) tally.delays.push(there.time - here.time);
        else if (here !== undefined && told.missing.includes(to)) tally.lost++;
        else if (there !== undefined && told.missing.includes(from)) tally.joined++;
      }
    }
    return [...tallies.values()]
      .sort((a, b) => a.from - b.from || a.to - b.to)
      .map(({ from, to, lost, joined, delays }) => ({
        from,
        to,
        both: delays.length,
        lost,
        lostPercent: percent(lost, delays.length + lost),
        joined,
        delay: delayFigures(Float64Array.from(delays)),
        uncertainty: milliseconds(points.uncertaintyBetween(from, to)),
        jitter: undefined,
        reordered: 0,
        rewritten: false,
      }));
  }
}

/** The way between two addresses, or the way back turned round where that alone is known. */
function wayOf(points: PointSet, from: AddressId, to: AddressId): Way | undefined {
  const way = points.parts.ways.of(from, to);
  if (way !== undefined) return way;
  const back = points.parts.ways.of(to, from);
  if (back === undefined) return undefined;
  const most = back.lags.at(-1)!;
  return { points: back.points.toReversed(), lags: back.lags.map((lag) => most - lag).toReversed() };
}

/** Points of the way that listened when the message must have passed, and did not see it. */
function missingOf(tables: Tables, way: Way, seen: readonly Sighting[]): number[] {
  const known = seen.find(({ point }) => way.points.includes(point));
  if (known === undefined) return [];
  const sent = known.time - way.lags[way.points.indexOf(known.point)]!;
  return way.points.filter((point, i) => {
    const { from, to } = listening(tables, point);
    const due = sent + way.lags[i]!;
    return due >= from && due <= to && !seen.some((one) => one.point === point);
  });
}

function passageOf(tables: Tables, here: PointStream, there: PointStream): Passage {
  const longest = tables.pointChoice?.clocks === 'own' ? Infinity : longestWay;
  return followPackets(here.packets, there.packets, listening(tables, here.point), listening(tables, there.point), longest);
}

/** From when to when a point listened, on the time line. */
function listening({ points, captures }: Tables, point: number): Listening {
  let [from, to] = [Infinity, -Infinity];
  for (const capture of points!.points[point]!.captures) {
    const { facts } = captures[capture]!.reader;
    from = Math.min(from, facts.earliest);
    to = Math.max(to, facts.latest);
  }
  return { from, to };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function milliseconds(time: Nanoseconds | undefined): number | undefined {
  return time === undefined ? undefined : time / 1e6;
}
