/** What a stream's detail page adds to its row: one replay over the stream's packets (semantics 1.9). */
import type { Milliseconds } from '../base/units.ts';
import { DelayVariation } from './delay-variation.ts';
import { LossRuns, measureBursts } from './loss-runs.ts';
import { replay, type StreamPackets } from './replay.ts';
import { expertOutcome } from './rfc3550-stats.ts';
import type { StreamClocks } from './stream-columns.ts';

export interface StreamDetailMeasures {
  /** [first missing extended sequence number modulo 65536, length] */
  readonly lossRuns: readonly (readonly [number, number])[];
  readonly burstRatio: number | undefined;
  readonly longestBurst: number;
  /** how far the latest late packet was behind the highest number */
  readonly reorderExtent: number;
  readonly pdv50: Milliseconds | undefined;
  readonly pdv95: Milliseconds | undefined;
  readonly pdv99: Milliseconds | undefined;
  readonly pdvMax: Milliseconds | undefined;
  /** kbit/s */
  readonly payloadBitRate: number;
  /** kbit/s with 28 (IPv4) or 48 (IPv6) octets of header */
  readonly ipBitRate: number;
  /** per second */
  readonly packetRate: number;
}

/** @param totals octets over all packets of the stream, as the stream table counted them, and the expected packets */
export function streamDetail(
  packets: StreamPackets,
  clocks: StreamClocks,
  totals: { readonly payloadOctets: number; readonly ipOctets: number; readonly expected: number },
): StreamDetailMeasures {
  const losses = new LossRuns();
  const variation = new DelayVariation();
  let reorderExtent = 0;
  let highest = 0;
  let type = -1;
  replay(packets, clocks, (step) => {
    losses.note(step);
    if (step.outcome === expertOutcome.reordered) reorderExtent = Math.max(reorderExtent, highest - step.extended);
    else if (step.outcome !== expertOutcome.held && step.outcome !== expertOutcome.duplicate) highest = step.extended;
    if (!step.measured) return;
    if (step.timestampJump || step.payloadType !== type) variation.restart();
    type = step.payloadType;
    variation.add(step.time, -step.expertSkew);
  });
  const runs = losses.runs();
  const { burstRatio, longestBurst } = measureBursts(runs, totals.expected);
  const delay = variation.percentiles();
  const seconds = meanDuration(packets);
  const rate = (value: number): number => (seconds > 0 ? value / seconds : 0);
  return {
    lossRuns: runs.map(({ start, length }) => [start & 0xffff, length]),
    burstRatio,
    longestBurst,
    reorderExtent,
    pdv50: delay?.median,
    pdv95: delay?.percentile95,
    pdv99: delay?.percentile99,
    pdvMax: delay?.largest,
    payloadBitRate: rate((totals.payloadOctets * 8) / 1000),
    ipBitRate: rate((totals.ipOctets * 8) / 1000),
    packetRate: rate(packets.count),
  };
}

/** Seconds that all packets stand for: first to last, and one mean interval for the last one. */
function meanDuration({ count, time }: StreamPackets): number {
  return count < 2 ? 0 : (((time[count - 1]! - time[0]!) / 1e9) * count) / (count - 1);
}
