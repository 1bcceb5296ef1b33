/**
 * What one receiver says about one source, report after report (RFC 3550 section 6.4.4): loss of each interval recomputed from
 * two blocks, beside what passed the capture point with the same sequence numbers, which tells on which side of it packets
 * were lost (semantics 3).
 */
import type { Milliseconds, Nanoseconds } from '../base/units.ts';
import type { ReportBlock } from './rtcp.ts';
import type { SequenceRecord } from './sequence-record.ts';

export interface ReceptionRow {
  /** percent since the report before, from the 8-bit field */
  readonly fractionLost: number;
  readonly cumulativeLost: number;
  readonly extendedHighest: number;
  /** undefined when the clock rate is unknown or the value cannot be */
  readonly jitter: Milliseconds | undefined;
  /** packets the sender must have sent since the report before, and those of them the receiver lost (below zero: copies came) */
  readonly expected: number | undefined;
  readonly lost: number | undefined;
  /** of the same numbers, those that did not pass the capture point */
  readonly lostHere: number | undefined;
  readonly malformed: 'jitter' | 'backwards' | undefined;
}

/** Where packets of a stream were lost, seen from the capture point. */
export type LossPlace = 'none' | 'upstream' | 'downstream' | 'both' | 'notCaptured';

export interface LossComparison {
  /** packets of the intervals for which both are known */
  readonly expected: number;
  readonly lostThere: number;
  readonly lostHere: number;
  readonly place: LossPlace;
}

/** more packets than this between two reports are a restart, not a loss */
const LONGEST_INTERVAL = 1_000_000;

export class Reception {
  readonly #clockRate: number;
  readonly #record: SequenceRecord | undefined;
  readonly #beganHere: boolean;
  #previous: ReportBlock | undefined;
  #previousHere = Number.NaN;
  #expected = 0;
  #lostThere = 0;
  #lostHere = 0;

  /** @param clockRate Hz, 0 unknown @param beganHere the stream began within the capture, so its first packet is known */
  constructor(clockRate: number, record: SequenceRecord | undefined, beganHere: boolean) {
    this.#clockRate = clockRate;
    this.#record = record;
    this.#beganHere = beganHere;
  }

  add(block: ReportBlock, time: Nanoseconds): ReceptionRow {
    const previous = this.#previous;
    const here = this.#record?.extend(block.extendedHighest, time) ?? Number.NaN;
    const isOddJitter = block.jitter > 0x7fffffff;
    const step = previous === undefined ? 0 : (block.extendedHighest - previous.extendedHighest) | 0;
    const isBackwards = step < 0;
    const interval =
      isBackwards || step > LONGEST_INTERVAL ? undefined : previous === undefined ? this.#firstInterval(block, here) : this.#interval(block, here, step);
    if (!isBackwards) {
      this.#previous = { ...block };
      this.#previousHere = here;
    }
    if (interval?.lostHere !== undefined) {
      this.#expected += interval.expected;
      this.#lostThere += interval.lost;
      this.#lostHere += interval.lostHere;
    }
    return {
      fractionLost: (block.fractionLost * 100) / 256,
      cumulativeLost: block.cumulativeLost,
      extendedHighest: block.extendedHighest,
      jitter: this.#clockRate > 0 && !isOddJitter ? (block.jitter * 1000) / this.#clockRate : undefined,
      expected: interval?.expected,
      lost: interval?.lost,
      lostHere: interval?.lostHere,
      malformed: isOddJitter ? 'jitter' : isBackwards ? 'backwards' : undefined,
    };
  }

  /** Over all intervals so far; undefined when none can be compared. */
  get comparison(): LossComparison | undefined {
    if (this.#expected === 0) return undefined;
    const { expected, lostThere, lostHere } = { expected: this.#expected, lostThere: Math.max(0, this.#lostThere), lostHere: this.#lostHere };
    return { expected, lostThere, lostHere, place: placeOf(expected, lostThere, lostHere) };
  }

  #interval(block: ReportBlock, here: number, step: number): { expected: number; lost: number; lostHere: number | undefined } {
    const lost = block.cumulativeLost - this.#previous!.cumulativeLost;
    const isSame = here - this.#previousHere === step;
    return { expected: step, lost, lostHere: isSame && this.#record !== undefined ? step - this.#record.seen(this.#previousHere, here) : undefined };
  }

  /** The first report covers everything since the stream began. */
  #firstInterval(block: ReportBlock, here: number): { expected: number; lost: number; lostHere: number } | undefined {
    const record = this.#record;
    if (record === undefined || !this.#beganHere || !(here >= record.lowest)) return undefined;
    const expected = here - record.lowest + 1;
    return block.cumulativeLost > expected ? undefined : { expected, lost: block.cumulativeLost, lostHere: expected - record.seen(-Infinity, here) };
  }
}

/** A packet that was late when the report was made counts as lost in it: one, or one in five hundred, is no difference. */
function placeOf(expected: number, lostThere: number, lostHere: number): LossPlace {
  const slack = Math.max(1, expected / 500);
  if (lostThere - lostHere > slack) return lostHere > slack ? 'both' : 'downstream';
  if (lostHere - lostThere > slack) return 'notCaptured';
  return lostHere > slack ? 'upstream' : 'none';
}
