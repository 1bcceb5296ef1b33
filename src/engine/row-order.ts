/**
 * Filter and sort of table rows, where the columns are. An order is an Int32Array of row ids; the last few are kept by
 * query and revision, so scrolling asks for windows of a ready order.
 */
import type { Page, Paged } from '../contract/common.ts';
import { Affordable } from './affordable.ts';

/** The engine never sends more rows than this in one answer. */
const MOST_ROWS = 1000;
const KEPT_ORDERS = 12;

export type SortKey = { readonly numbers: (row: number) => number } | { readonly texts: (row: number) => string };

/** Sorts ids in place by a key computed once per row; unknown numbers (NaN) and empty texts go last either way. */
export function sortRows(ids: Int32Array, key: SortKey, descending: boolean): Int32Array {
  const sign = descending ? -1 : 1;
  if ('numbers' in key) {
    const values = new Map<number, number>();
    for (const id of ids) values.set(id, key.numbers(id));
    return ids.sort((a, b) => compareNumbers(values.get(a)!, values.get(b)!, sign) || a - b);
  }
  const texts = new Map<number, string>();
  for (const id of ids) texts.set(id, key.texts(id).toLowerCase());
  return ids.sort((a, b) => compareTexts(texts.get(a)!, texts.get(b)!, sign) || a - b);
}

function compareNumbers(a: number, b: number, sign: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return (a - b) * sign;
}

function compareTexts(a: string, b: string, sign: number): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  return (a < b ? -1 : 1) * sign;
}

export class OrderCache {
  readonly #orders = new Map<string, Affordable<Int32Array>>();

  /** The order of a query at a revision; `make` computes it when it is not at hand. While reading it may be an older one. */
  get(query: object, revision: number, isReading: boolean, make: () => Int32Array): Int32Array {
    const key = JSON.stringify(query);
    const kept = this.#orders.get(key) ?? new Affordable<Int32Array>();
    this.#orders.delete(key);
    this.#orders.set(key, kept);
    if (this.#orders.size > KEPT_ORDERS) this.#orders.delete(this.#orders.keys().next().value!);
    return kept.get(revision, isReading, make);
  }
}

/** One window of an order as rows. Out-of-range and absurd pages give fewer or no rows. */
export function pageOf<Row>(ids: Int32Array, page: Page, revision: number, row: (id: number) => Row): Paged<Row> {
  const from = Math.min(ids.length, Math.max(0, Math.floor(page.offset) || 0));
  const to = Math.min(ids.length, from + Math.min(MOST_ROWS, Math.max(0, Math.floor(page.limit) || 0)));
  const rows: Row[] = [];
  for (let i = from; i < to; i++) rows.push(row(ids[i]!));
  return { rows, total: ids.length, revision };
}

/** True when every word of the query text occurs in the haystack, whatever the case. */
export function matchesWords(words: readonly string[], haystack: () => string): boolean {
  if (words.length === 0) return true;
  const text = haystack().toLowerCase();
  return words.every((word) => text.includes(word));
}

export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
