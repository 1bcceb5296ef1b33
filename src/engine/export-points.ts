/**
 * What happened between capture points, as the analysis and as CSV export it: a point by its letter, delays in milliseconds, unknown is
 * null. Absent (null) where there is one point.
 */
import type { CallIndex, StreamIndex } from '../base/units.ts';
import type { PointsOverview, Segment } from '../contract/points.ts';
import type { PointQueries } from './query-points.ts';

/** The points themselves: file, clock, and what they share. */
function pointObjects(overview: PointsOverview | undefined): readonly object[] | null {
  if (overview === undefined || overview.points.length < 2) return null;
  return overview.points.map(({ letter, name, captures, packets, shared, clock }) => ({
    point: letter,
    name,
    captures,
    packets,
    shared,
    clock: clock.how,
    offset: 'offset' in clock ? clock.offset / 1e6 : null,
    uncertainty: 'uncertainty' in clock && clock.uncertainty !== undefined ? clock.uncertainty / 1e6 : null,
    driftPpm: 'drift' in clock ? (clock.drift ?? null) : null,
  }));
}

export interface PointsExport {
  readonly points: readonly object[] | null;
  /** of a stream: where it was seen, in the order of its way, and each segment */
  stream(stream: StreamIndex): object | null;
  /** of the SIP messages of a call, each segment */
  call(call: CallIndex): readonly object[] | null;
  /** of a stream, one cell of CSV; empty where one point saw it */
  cell(stream: StreamIndex): string;
}

export function pointsExport(queries: PointQueries, overview: PointsOverview | undefined): PointsExport {
  const letters = overview?.points.map(({ letter }) => letter) ?? [];
  const isAsked = letters.length > 1;
  return {
    points: pointObjects(overview),
    stream(stream) {
      const told = isAsked ? queries.stream(stream) : undefined;
      if (told === undefined) return null;
      return {
        seen: told.sightings.map(({ point, packets, isHome }) => ({ point: letters[point] ?? null, packets, counted: isHome })),
        segments: told.segments.map((segment) => segmentObject(letters, segment)),
      };
    },
    call: (call) => (isAsked ? (queries.call(call)?.segments ?? []).map((segment) => segmentObject(letters, segment)) : null),
    cell: (stream) => (isAsked ? segmentsCell(letters, queries.stream(stream)?.segments ?? []) : ''),
  };
}

function segmentObject(letters: readonly string[], segment: Segment): object {
  const { from, to, both, lost, lostPercent, joined, delay, uncertainty, jitter, reordered, rewritten } = segment;
  return {
    from: letters[from] ?? null,
    to: letters[to] ?? null,
    both,
    lost,
    lostPercent,
    joined,
    delay: delay ?? null,
    uncertainty: uncertainty ?? null,
    jitter: jitter ?? null,
    reordered,
    rewritten,
  };
}

/** One cell: "A>B lost 1 of 92, delay_ms 33.1, jitter_ms 13.9; B>C …". */
function segmentsCell(letters: readonly string[], segments: readonly Segment[]): string {
  return segments
    .map(({ from, to, both, lost, delay, jitter }) => {
      const parts = [`${letters[from] ?? ''}>${letters[to] ?? ''} lost ${lost} of ${both + lost}`];
      if (delay !== undefined) parts.push(`delay_ms ${round(delay.median)}`);
      if (jitter !== undefined) parts.push(`jitter_ms ${round(jitter)}`);
      return parts.join(', ');
    })
    .join('; ');
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
