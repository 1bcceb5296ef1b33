/**
 * Joins rows by 64-bit keys: open addressing over typed arrays, rows of one key chained from newest to oldest. Made for one pass
 * and thrown away. Two keys of 64 bits that are equal by accident are not expected: a capture has some millions of them at most.
 */
export class KeyJoin {
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #newest: Int32Array;
  readonly #size: Int32Array;
  readonly #slot: Int32Array;
  readonly #older: Int32Array;
  readonly #mask: number;

  /** @param rows rows there will be, numbered from 0 */
  constructor(rows: number) {
    let size = 16;
    while (size < rows * 2) size *= 2;
    this.#mask = size - 1;
    this.#low = new Int32Array(size);
    this.#high = new Int32Array(size);
    this.#newest = new Int32Array(size).fill(-1);
    this.#size = new Int32Array(size);
    this.#slot = new Int32Array(rows);
    this.#older = new Int32Array(rows).fill(-1);
  }

  /** Puts a row under its key; every row once. */
  add(low: number, high: number, row: number): void {
    const slot = this.#find(low | 0, high | 0);
    this.#low[slot] = low | 0;
    this.#high[slot] = high | 0;
    this.#older[row] = this.#newest[slot]!;
    this.#newest[slot] = row;
    this.#size[slot]!++;
    this.#slot[row] = slot;
  }

  /** The newest row under a key, or -1. */
  newest(low: number, high: number): number {
    return this.#newest[this.#find(low | 0, high | 0)]!;
  }

  /** The row put under the same key before this one, or -1. */
  older(row: number): number {
    return this.#older[row]!;
  }

  /** Rows under the key of a row. */
  sharing(row: number): number {
    return this.#size[this.#slot[row]!]!;
  }

  #find(low: number, high: number): number {
    let slot = (Math.imul(low, 0x9e3779b1) ^ high) & this.#mask;
    while (this.#newest[slot]! >= 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
