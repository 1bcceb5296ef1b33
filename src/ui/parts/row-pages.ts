/**
 * The rows a table has got so far, page by page. Asks for what shows, at most two pages at a time and the newest need
 * first, so that a dragged scroll bar does not queue up questions. Old rows stay until newer ones have come.
 */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export type RowSource<Row> = (page: { readonly offset: number; readonly limit: number }) => Promise<RowPage<Row>>;

export const PAGE = 100;
const KEPT = 40;
const AT_ONCE = 2;

export class RowPages<Row> {
  total = 0;
  /** false until the present source has answered once */
  known = false;
  readonly #changed: () => void;
  #source: RowSource<Row> | undefined;
  #pages = new Map<number, { rows: readonly Row[]; version: number }>();
  #version = 0;
  readonly #asked = new Set<number>();
  #first = 0;
  #last = 0;

  /** `changed` is called after every answer */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Another question altogether; `keep` leaves the old rows in place until the answers come. */
  restart(source: RowSource<Row> | undefined): void {
    this.#source = source;
    this.#version++;
    this.#asked.clear();
    this.known = false;
    if (source === undefined) {
      this.#pages.clear();
      this.total = 0;
    }
  }

  /** The same question, but its answer may have changed. What is on its way is still taken, and asked again after. */
  refresh(): void {
    this.#version++;
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  /** Says which rows show; asks for what is missing or old. */
  show(first: number, last: number): void {
    this.#first = Math.max(0, Math.floor(first / PAGE));
    this.#last = Math.max(this.#first, Math.floor(last / PAGE));
    this.#fill();
  }

  /** Rows of a stretch, asking for what is missing: for selecting a range. */
  async stretch(first: number, last: number): Promise<readonly (readonly [number, Row])[]> {
    const found: [number, Row][] = [];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (this.#pages.get(page) === undefined) await this.#ask(page);
      for (let index = Math.max(first, page * PAGE); index <= Math.min(last, page * PAGE + PAGE - 1); index++) {
        const row = this.row(index);
        if (row !== undefined) found.push([index, row]);
      }
    }
    return found;
  }

  #fill(): void {
    for (let page = this.#first; page <= this.#last; page++) {
      if (this.#asked.size >= AT_ONCE) return;
      const held = this.#pages.get(page);
      if (held?.version === this.#version || this.#asked.has(page)) continue;
      if (this.known && page * PAGE >= this.total) continue;
      void this.#ask(page);
    }
  }

  async #ask(page: number): Promise<void> {
    const source = this.#source;
    if (source === undefined) return;
    const version = this.#version;
    this.#asked.add(page);
    const answer = await source({ offset: page * PAGE, limit: PAGE }).catch(() => undefined);
    // the answer to another question is dropped; this one has been or will be asked
    if (source !== this.#source) return;
    this.#asked.delete(page);
    if (answer === undefined) return;
    this.total = answer.total;
    this.known = true;
    this.#pages.set(page, { rows: answer.rows, version });
    this.#forget();
    this.#changed();
    this.#fill();
  }

  #forget(): void {
    for (const [page, held] of this.#pages) {
      const far = page < this.#first - KEPT / 2 || page > this.#last + KEPT / 2;
      const gone = page * PAGE >= this.total;
      const old = held.version !== this.#version && (page < this.#first || page > this.#last);
      if (far || gone || old) this.#pages.delete(page);
    }
  }
}
