/**
 * Which sequence numbers of a stream passed the capture point, to be asked for any interval a receiver reports on: extended
 * numbers of our own, by nearness to the highest so far. Linear in the packets, one sort.
 */
import type { Nanoseconds } from '../base/units.ts';
import type { StreamPackets } from './replay.ts';

export class SequenceRecord {
  readonly #time: Float64Array;
  /** highest extended number up to each packet */
  readonly #highest: Float64Array;
  /** extended numbers, rising, each once */
  readonly #distinct: Float64Array;

  constructor({ count, time, sequence }: Pick<StreamPackets, 'count' | 'time' | 'sequence'>) {
    this.#time = time.subarray(0, count);
    this.#highest = new Float64Array(count);
    const extended = new Float64Array(count);
    // far from zero, so that numbers before the first stay positive
    let highest = count > 0 ? 0x10000 + sequence[0]! : 0;
    for (let row = 0; row < count; row++) {
      const number = nearest(highest, sequence[row]!);
      extended[row] = number;
      if (number > highest) highest = number;
      this.#highest[row] = highest;
    }
    extended.sort();
    let distinct = 0;
    for (let i = 0; i < count; i++) if (i === 0 || extended[i] !== extended[i - 1]) extended[distinct++] = extended[i]!;
    this.#distinct = extended.subarray(0, distinct);
  }

  /** The lowest extended number; NaN without packets. */
  get lowest(): number {
    return this.#distinct[0] ?? Number.NaN;
  }

  /** Our extended number of what a receiver calls its highest at a moment; NaN before the first packet. */
  extend(highest: number, time: Nanoseconds): number {
    const row = atOrBefore(this.#time, time);
    return row < 0 ? Number.NaN : nearest(this.#highest[row]!, highest & 0xffff);
  }

  /** Different packets that passed up to a moment, as far as their numbers tell; late ones are among those to come. */
  seenBefore(time: Nanoseconds): number {
    const row = atOrBefore(this.#time, time);
    return row < 0 ? 0 : this.seen(-Infinity, this.#highest[row]!);
  }

  /** Different packets with numbers in (after, to]. */
  seen(after: number, to: number): number {
    return Math.max(0, atOrBefore(this.#distinct, to) - atOrBefore(this.#distinct, after));
  }
}

/** The number with these low sixteen bits that is nearest to `about`. */
function nearest(about: number, low: number): number {
  const apart = (low - (about % 0x10000) + 0x10000) % 0x10000;
  return about + (apart >= 0x8000 ? apart - 0x10000 : apart);
}

/** The last index whose value is at most `value`, -1 when none. */
function atOrBefore(values: Float64Array, value: number): number {
  let low = -1;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
