/**
 * Bursts and gaps of RFC 3611 section 4.7.2: a burst begins and ends with a bad packet and holds no Gmin good ones in a row;
 * the rest is gap, and a bad packet that stands alone belongs to it.
 */
import type { Milliseconds } from '../base/units.ts';
import type { BadRun } from './bad-packets.ts';
import type { SequenceSegment } from './voice-packets.ts';

export interface BurstGap {
  readonly gmin: number;
  readonly bursts: number;
  /** share of bad packets within bursts, 0 to 1; 0 without a burst */
  readonly burstDensity: number;
  readonly gapDensity: number;
  /** mean */
  readonly burstDuration: Milliseconds;
  readonly gapDuration: Milliseconds;
}

/** RFC 3611's recommended value. */
const GMIN = 16;

interface Totals {
  bursts: number;
  burstPackets: number;
  burstBad: number;
  gaps: number;
  gapPackets: number;
  bad: number;
}

/** @param packetTime sound of one packet */
export function burstGap(runs: readonly BadRun[], segments: readonly SequenceSegment[], packetTime: Milliseconds): BurstGap {
  const totals: Totals = { bursts: 0, burstPackets: 0, burstBad: 0, gaps: 0, gapPackets: 0, bad: 0 };
  let next = 0;
  for (const [index, segment] of segments.entries()) {
    const from = next;
    while (next < runs.length && runs[next]!.segment === index) next++;
    divide(runs, from, next, segment, totals);
  }
  const { bursts, burstPackets, burstBad, gaps, gapPackets, bad } = totals;
  return {
    gmin: GMIN,
    bursts,
    burstDensity: burstPackets === 0 ? 0 : burstBad / burstPackets,
    gapDensity: gapPackets === 0 ? 0 : (bad - burstBad) / gapPackets,
    burstDuration: bursts === 0 ? 0 : (burstPackets / bursts) * packetTime,
    gapDuration: gaps === 0 ? 0 : (gapPackets / gaps) * packetTime,
  };
}

/** Runs [from, to) lie within one segment. */
function divide(runs: readonly BadRun[], from: number, to: number, { low, high }: SequenceSegment, totals: Totals): void {
  /** first number behind the last burst */
  let open = low;
  for (let i = from; i < to; ) {
    const first = runs[i]!;
    let end = first.start + first.length;
    let bad = first.length;
    for (i++; i < to && runs[i]!.start - end < GMIN; i++) {
      end = runs[i]!.start + runs[i]!.length;
      bad += runs[i]!.length;
    }
    totals.bad += bad;
    if (bad === 1) continue;
    totals.bursts++;
    totals.burstPackets += end - first.start;
    totals.burstBad += bad;
    addGap(totals, first.start - open);
    open = end;
  }
  addGap(totals, high + 1 - open);
}

function addGap(totals: Totals, packets: number): void {
  if (packets <= 0) return;
  totals.gaps++;
  totals.gapPackets += packets;
}
