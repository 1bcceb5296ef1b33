/**
 * One packet, seen at several points: rows of one fingerprint put together by corrected time, at most one a point. What is sent twice
 * (retransmissions, duplicates) makes two groups, each row joining the latest one that lacks its point.
 */
import type { Nanoseconds } from '../../base/units.ts';
import type { ClockLine } from '../../capture/clock-line.ts';
import type { SamePackets } from './same-packets.ts';
import type { Survey } from './survey.ts';

/** longest way from point to point */
const WINDOW: Nanoseconds = 2e9;

/** Rows of the survey that are one packet, in the order of time. */
export interface PacketGroup {
  readonly rows: readonly number[];
  readonly times: readonly Nanoseconds[];
  readonly points: readonly number[];
}

/** Calls back for every packet seen at two points or more. */
export function eachGroup(
  survey: Survey,
  same: SamePackets,
  pointOf: readonly number[],
  lines: readonly ClockLine[],
  visit: (group: PacketGroup) => void,
): void {
  const { flow, time, flows } = survey;
  same.each((chain, count) => {
    const rows = Array.from(chain.subarray(0, count), (row) => {
      const point = pointOf[flows.source.values[flow.values[row]!]!]!;
      return { row, point, time: lines[point]!.at(time.values[row]!) };
    });
    if (rows.every(({ point }) => point === rows[0]!.point)) return;
    rows.sort((a, b) => a.time - b.time);
    const groups: { rows: number[]; times: number[]; points: number[] }[] = [];
    for (const { row, point, time: at } of rows) {
      const group = groups.findLast((one) => at - one.times[0]! <= WINDOW && !one.points.includes(point) && survey.mayBeOne(one.rows[0]!, row));
      if (group === undefined) groups.push({ rows: [row], times: [at], points: [point] });
      else {
        group.rows.push(row);
        group.times.push(at);
        group.points.push(point);
      }
    }
    for (const group of groups) if (group.rows.length > 1) visit(group);
  });
}
