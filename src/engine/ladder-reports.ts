/** The RTCP packets along calls' media as rows of their ladder: who to whom and which kinds, without reading them again. */
import type { CallIndex } from '../base/units.ts';
import type { LaneFacts } from '../calls/ladder.ts';
import type { LadderReport } from '../contract/ladder.ts';
import { reportKinds } from '../contract/reports.ts';
import type { ReportWays } from './report-ways.ts';
import type { Tables } from './tables.ts';

const MOST_ROWS = 20_000;

/** Oldest first; packets between hosts that are no lanes are left out. */
export function ladderReports(tables: Tables, ways: ReportWays, calls: readonly CallIndex[], lanes: readonly LaneFacts[]): LadderReport[] {
  const { reports, packets, addresses } = tables;
  const lane = new Map(lanes.map(({ address }, i) => [address, i]));
  const rows = new Set(calls.flatMap((call) => [...ways.rowsOf(call).keys()]));
  const found: LadderReport[] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const fromLane = lane.get(reports.source(row));
    const toLane = lane.get(reports.destination(row));
    if (fromLane === undefined || toLane === undefined || found.length >= MOST_ROWS) continue;
    const packet = reports.packet(row);
    found.push({
      kind: 'report',
      place: tables.place(packet),
      time: packets.time(packet),
      source: { address: addresses.text(reports.source(row)), port: reports.sourcePort(row) },
      destination: { address: addresses.text(reports.destination(row)), port: reports.destinationPort(row) },
      fromLane,
      toLane,
      kinds: reportKinds.filter((_, bit) => (reports.kinds(row) & (1 << bit)) !== 0),
    });
  }
  return found;
}
