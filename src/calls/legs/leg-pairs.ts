/**
 * Pairs of Call-IDs with what speaks for them. Whoever finds evidence adds it here; whether path and time allow it is asked here,
 * once for all kinds that do not name the other call outright.
 */
import type { CallIndex } from '../../base/units.ts';
import type { Moments } from './call-moments.ts';

const SHIFT = 0x400_0000;
/** pairs kept: beyond it nothing is added, and `isFull` says so */
const MOST = 2_000_000;

export class LegPairs {
  readonly moments: Moments;
  readonly #masks = new Map<number, number>();
  isFull = false;

  constructor(moments: Moments) {
    this.moments = moments;
  }

  get size(): number {
    return this.#masks.size;
  }

  /** Adds evidence (bits of evidence.ts; 0 only notes the pair) whichever of the two is first. */
  add(one: CallIndex, other: CallIndex, mask: number): void {
    if (one === other) return;
    const key = Math.min(one, other) * SHIFT + Math.max(one, other);
    const before = this.#masks.get(key);
    if (before === undefined && this.#masks.size >= MOST) this.isFull = true;
    else this.#masks.set(key, (before ?? 0) | mask);
  }

  /** Adds evidence that may be chance, when path and time allow that one call made the other. */
  addIfPlausible(one: CallIndex, other: CallIndex, mask: number): void {
    if (one !== other && isPlausible(this.moments, Math.min(one, other), Math.max(one, other))) this.add(one, other, mask);
  }

  /** Every pair, the earlier call first. */
  *all(): Generator<{ readonly a: CallIndex; readonly b: CallIndex; readonly mask: number }> {
    for (const [key, mask] of this.#masks) yield { a: Math.floor(key / SHIFT), b: key % SHIFT, mask };
  }

  maskOf(a: CallIndex, b: CallIndex): number {
    return this.#masks.get(a * SHIFT + b) ?? 0;
  }
}

/**
 * Whether `b` may be what a box made of `a`: it begins while `a` lasts, and either comes from a box that `a` reached, or path and
 * path have nothing in common (a box with two addresses). Two calls from one place, or into one place, are two calls.
 */
export function isPlausible(moments: Moments, a: CallIndex, b: CallIndex): boolean {
  const { table } = moments;
  const { calls } = table;
  const first = calls.firstInvite.values[a]!;
  const second = calls.firstInvite.values[b]!;
  if (first < 0 || second < 0) return false;
  if (table.time(second) > table.time(calls.tail.values[a]!) || table.time(second) < table.time(first)) return false;
  const source = moments.node(table.source(second));
  if (source === moments.node(table.source(first))) return false;
  if (moments.node(table.destination(first)) === source) return true;
  if (moments.node(table.destination(first)) !== moments.node(table.destination(second))) return true;
  return moments.of(a).invited.includes(source);
}
