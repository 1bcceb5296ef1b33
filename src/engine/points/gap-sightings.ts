/**
 * What other capture points saw of the packets that a stream lacks: seen before the point that counts, they were lost in between; seen
 * behind it, its capture missed them. The surest word there is on where packets were lost.
 */
import type { PacketIndex, StreamIndex } from '../../base/units.ts';
import type { SightedGaps } from '../../findings/capture-loss.ts';
import type { Tables } from '../tables.ts';
import type { PointSet } from './point-set.ts';
import { streamAtPoints, type PointStream } from './point-streams.ts';

/** lost packets shown as proof */
const MOST_PROOF = 8;

/** Undefined where no other point saw any of them. */
export function sightGaps(tables: Tables, points: PointSet, stream: StreamIndex, lost: number): SightedGaps | undefined {
  const seen = streamAtPoints(tables, points, stream);
  const home = seen.findIndex((one) => one.isHome && one.stream === stream);
  if (home < 0 || lost <= 0) return undefined;
  const own = numbersOf(seen[home]!);
  const isGap = gapTest(seen[home]!, own);
  const beyond = new Set<number>();
  for (const one of seen.slice(home + 1)) for (const number of numbersOf(one)) if (isGap(number)) beyond.add(number);
  // each is counted at the last point that saw it
  const lastSeen = new Map<number, number>();
  for (const [i, one] of seen.slice(0, home).entries()) for (const number of numbersOf(one)) if (isGap(number) && !beyond.has(number)) lastSeen.set(number, i);
  if (lastSeen.size === 0 && beyond.size === 0) return undefined;
  const counts = seen.slice(0, home).map((_, i) => [...lastSeen.values()].filter((at) => at === i).length);
  const worst = Math.max(0, counts.indexOf(Math.max(...counts, 0)));
  const letter = (i: number): string => points.points[seen[i]!.point]!.letter;
  const isMissed = beyond.size > lastSeen.size;
  const segments = counts.flatMap((count, i) => (count === 0 ? [] : [{ from: letter(i), to: letter(i + 1), lost: count }]));
  return {
    between: Math.min(100, (100 * lastSeen.size) / lost),
    beyond: Math.min(100, (100 * beyond.size) / lost),
    after: letter(isMissed ? home : worst),
    next: letter(isMissed ? home + 1 : worst + 1),
    missing: lost,
    segments,
    first: letter(0),
    proof: [...lastSeen].slice(0, MOST_PROOF).map(([number, i]) => rowOf(seen[i]!, number)),
    dropped: droppedAt(tables, points, seen[home]!.point),
  };
}

/** What the point that counts lacks, between the first and the last packet it saw: outside of that it lacks nothing. */
function gapTest({ packets }: PointStream, own: ReadonlySet<number>): (number: number) => boolean {
  const first = packets.timestamp[0] ?? 0;
  const span = ((packets.timestamp.at(-1) ?? 0) - first) >>> 0;
  // of timestamps that ran back or were set anew the place is not known
  const isPlain = span < 2 ** 31;
  return (number) => !own.has(number) && (!isPlain || (Math.floor(number / 65_536) - first) >>> 0 <= span);
}

function rowOf({ packets, rows }: PointStream, number: number): PacketIndex {
  for (let i = 0; i < packets.count; i++) if (packets.timestamp[i]! * 65_536 + packets.sequence[i]! === number) return rows[i]!;
  return -1;
}

function numbersOf({ packets }: PointStream): Set<number> {
  const numbers = new Set<number>();
  for (let i = 0; i < packets.count; i++) numbers.add(packets.timestamp[i]! * 65_536 + packets.sequence[i]!);
  return numbers;
}

/** Packets that the interfaces of a point say they dropped. */
function droppedAt({ interfaces }: Tables, points: PointSet, point: number): number {
  const { captures } = points.points[point]!;
  return interfaces.rows.reduce((sum, { capture, dropped }) => sum + (captures.includes(capture) ? (dropped ?? 0) : 0), 0);
}
