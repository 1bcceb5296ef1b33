/**
 * Runs of missing extended sequence numbers (semantics 1.9), kept while packets come: a gap opens a run, a late first copy
 * closes or splits it. A late packet is at most 99 numbers late, so only the newest runs are looked at.
 */
import { expertOutcome } from './rfc3550-stats.ts';
import type { ReplayStep } from './replay.ts';

export interface LossRun {
  readonly segment: number;
  /** first missing extended sequence number */
  readonly start: number;
  readonly length: number;
  /** row of the packet that showed the gap */
  readonly row: number;
}

/** What a run needs to know of a packet. */
export type LossStep = Readonly<Pick<ReplayStep, 'outcome' | 'missingBefore' | 'segment' | 'extended' | 'lowestBefore' | 'row'>>;

export class LossRuns {
  readonly #runs: LossRun[] = [];
  /** How many sequence numbers are missing now. */
  lost = 0;

  /** Takes one packet of a replay into account. */
  note(step: LossStep): void {
    if (step.outcome === expertOutcome.afterGap) this.#open(step);
    else if (step.outcome === expertOutcome.reordered) this.#fill(step);
  }

  /** In order of segment and number. */
  runs(): readonly LossRun[] {
    return this.#runs;
  }

  #open(step: LossStep): void {
    this.lost += step.missingBefore;
    this.#runs.push({ segment: step.segment, start: step.extended - step.missingBefore, length: step.missingBefore, row: step.row });
  }

  #fill(step: LossStep): void {
    const { segment, extended, lowestBefore } = step;
    if (extended < lowestBefore) {
      this.#extendDown(step, lowestBefore - extended - 1);
      return;
    }
    for (let i = this.#runs.length - 1; i >= 0; i--) {
      const run = this.#runs[i]!;
      if (run.segment !== segment || run.start + run.length <= extended) return;
      if (run.start > extended) continue;
      const before = { ...run, length: extended - run.start };
      const after = { ...run, start: extended + 1, length: run.start + run.length - extended - 1 };
      this.#runs.splice(i, 1, ...[before, after].filter(({ length }) => length > 0));
      this.lost--;
      return;
    }
  }

  /** A packet from before the segment's first: what lies between is missing too. */
  #extendDown(step: LossStep, missing: number): void {
    if (missing <= 0) return;
    let at = this.#runs.length;
    while (at > 0 && this.#runs[at - 1]!.segment === step.segment) at--;
    this.#runs.splice(at, 0, { segment: step.segment, start: step.extended + 1, length: missing, row: step.row });
    this.lost += missing;
  }
}

export interface BurstMeasures {
  readonly bursts: number;
  readonly longestBurst: number;
  /** mean run against the mean run under random loss, at least 1; undefined without loss */
  readonly burstRatio: number | undefined;
}

/** BurstR of ITU-T G.107 over runs; `expected` is all sequence numbers. */
export function measureBursts(runs: readonly LossRun[], expected: number): BurstMeasures {
  let lost = 0;
  let longestBurst = 0;
  for (const { length } of runs) {
    lost += length;
    if (length > longestBurst) longestBurst = length;
  }
  const burstRatio = runs.length === 0 ? undefined : Math.max(1, (lost / runs.length) * (1 - lost / expected));
  return { bursts: runs.length, longestBurst, burstRatio };
}
