/**
 * A ladder with the hop nearest the caller alone (semantics 6.3): what proxies pass on is left out, and with it the lanes nothing
 * runs to any more. Rows keep their messages and keys; only lanes are numbered anew.
 */
import type { Ladder } from '../../contract/ladder.ts';

export function hasHops(ladder: Ladder | undefined): boolean {
  return ladder?.rows.some((row) => row.kind === 'message' && row.marks.includes('hopForward')) ?? false;
}

export function oneHop(ladder: Ladder): Ladder {
  const rows = ladder.rows.filter((row) => row.kind !== 'message' || !row.marks.includes('hopForward'));
  const used = new Set(rows.flatMap((row) => [row.fromLane, row.toLane]));
  const kept = ladder.lanes.map((_, lane) => lane).filter((lane) => used.has(lane));
  const laneOf = new Map(kept.map((lane, i) => [lane, i]));
  return {
    ...ladder,
    lanes: kept.map((lane) => ladder.lanes[lane]!),
    bonds: ladder.bonds.filter(({ a, b }) => laneOf.has(a) && laneOf.has(b)).map((bond) => ({ ...bond, a: laneOf.get(bond.a)!, b: laneOf.get(bond.b)! })),
    rows: rows.map((row) => ({ ...row, fromLane: laneOf.get(row.fromLane) ?? -1, toLane: laneOf.get(row.toLane) ?? -1 })),
  };
}
