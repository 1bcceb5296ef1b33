/**
 * Rows of a survey with the same fingerprint, found by one hash table over all of them: linear, eight octets a row. A chain longer than
 * limits.pointCopies is no packet seen at several points but a text that is sent again and again (keep-alives); its later rows are left out and counted.
 */
import { limits } from '../../base/limits.ts';
import type { Survey } from './survey.ts';

export class SamePackets {
  readonly #next: Int32Array;
  readonly #heads: Int32Array;
  readonly #chain = new Int32Array(limits.pointCopies);

  constructor(survey: Survey) {
    const { count } = survey;
    let size = 16;
    while (size < count * 2) size *= 2;
    const heads = new Int32Array(size).fill(-1);
    const next = new Int32Array(count).fill(-1);
    const [a, b] = [survey.a.values, survey.b.values];
    const mask = size - 1;
    // from the end, so that a chain begins with its earliest row
    for (let row = count - 1; row >= 0; row--) {
      let slot = (a[row]! ^ Math.imul(b[row]!, 0x9e3779b1)) & mask;
      for (let head = heads[slot]!; head >= 0 && (a[head] !== a[row] || b[head] !== b[row]); head = heads[slot]!) slot = (slot + 1) & mask;
      next[row] = heads[slot]!;
      heads[slot] = row;
    }
    this.#next = next;
    this.#heads = heads;
  }

  /** Calls back for every fingerprint that occurs twice or more, with its rows in `chain[0, count)`; borrowed. */
  each(visit: (chain: Int32Array, count: number) => void): void {
    const [next, chain] = [this.#next, this.#chain];
    for (const head of this.#heads) {
      if (head < 0 || next[head]! < 0) continue;
      let count = 0;
      for (let row = head; row >= 0 && count < chain.length; row = next[row]!) chain[count++] = row;
      visit(chain, count);
    }
  }

  /** Rows that are left out though their packets were seen at more than one point. @param pointOf the point of a row */
  omitted(pointOf: (row: number) => number): number {
    let omitted = 0;
    for (const head of this.#heads) {
      if (head < 0) continue;
      let [length, isShared] = [0, false];
      for (let row = head; row >= 0; row = this.#next[row]!) {
        length++;
        isShared ||= pointOf(row) !== pointOf(head);
      }
      if (isShared) omitted += Math.max(0, length - limits.pointCopies);
    }
    return omitted;
  }
}
