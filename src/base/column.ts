/**
 * Growable typed columns. A column doubles when it is full, so a push is amortised constant time and a reader always
 * sees one flat typed array. Column.values may have spare room at its end: only [0, length) holds facts.
 * Doubling copies: use it for tables of messages, calls and streams; packets use slabs (capture/packet-table.ts).
 */

type Values = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/**
 * One class per element type below: one push() shared by all would store into arrays of many kinds, and no engine makes
 * that a plain store.
 */
export abstract class Column<T extends Values> {
  length = 0;
  values: T;
  readonly #make: (length: number) => T;

  /** @param make makes a zeroed array of a length; `capacity` is where the column starts. */
  constructor(make: (length: number) => T, capacity = 64) {
    this.#make = make;
    this.values = make(capacity);
  }

  /** Appends a value and returns its row. */
  abstract push(value: number): number;

  /** The value of a row; the row must be below `length`. */
  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }

  /** Makes room for at least `capacity` rows without changing `length`. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return;
    let size = Math.max(16, this.values.length);
    while (size < capacity) size *= 2;
    const grown = this.#make(size);
    grown.set(this.values as never);
    this.values = grown;
  }

  /** Gives the spare room back: for when nothing more is expected. Pushing stays possible. */
  trim(): void {
    if (this.values.length > this.length) this.values = this.values.slice(0, this.length) as T;
  }
}

class Int32Column extends Column<Int32Array> {
  push(value: number): number {
    const row = this.length;
    if (row === this.values.length) this.reserve(row + 1);
    this.values[row] = value;
    this.length = row + 1;
    return row;
  }
}

class Uint32Column extends Column<Uint32Array> {
  push(value: number): number {
    const row = this.length;
    if (row === this.values.length) this.reserve(row + 1);
    this.values[row] = value;
    this.length = row + 1;
    return row;
  }
}

class Uint16Column extends Column<Uint16Array> {
  push(value: number): number {
    const row = this.length;
    if (row === this.values.length) this.reserve(row + 1);
    this.values[row] = value;
    this.length = row + 1;
    return row;
  }
}

class Uint8Column extends Column<Uint8Array> {
  push(value: number): number {
    const row = this.length;
    if (row === this.values.length) this.reserve(row + 1);
    this.values[row] = value;
    this.length = row + 1;
    return row;
  }
}

class Float64Column extends Column<Float64Array> {
  push(value: number): number {
    const row = this.length;
    if (row === this.values.length) this.reserve(row + 1);
    this.values[row] = value;
    this.length = row + 1;
    return row;
  }
}

export const int32Column = (capacity?: number): Column<Int32Array> => new Int32Column((n) => new Int32Array(n), capacity);
export const uint32Column = (capacity?: number): Column<Uint32Array> => new Uint32Column((n) => new Uint32Array(n), capacity);
export const uint16Column = (capacity?: number): Column<Uint16Array> => new Uint16Column((n) => new Uint16Array(n), capacity);
export const uint8Column = (capacity?: number): Column<Uint8Array> => new Uint8Column((n) => new Uint8Array(n), capacity);
export const float64Column = (capacity?: number): Column<Float64Array> => new Float64Column((n) => new Float64Array(n), capacity);
