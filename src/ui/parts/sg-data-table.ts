/**
 * A table of up to millions of rows that keeps only the visible ones in the document. Rows come from `source`, page by
 * page; set a new `source` for a new question, raise `revision` when the same question may have a new answer.
 * Keys: arrows or j k, Page Up/Down, Home, End, Enter opens, Space selects, Shift with arrows selects on, Escape clears;
 * on a header: Alt+arrows move the column, Shift+Alt+arrows change its width.
 * Slot `empty` shows when no row matches.
 * @fires sg-open { index, row } @fires sg-cursor { index, row } @fires sg-select { rows: ReadonlyMap<number, row> } by rowKey
 * @fires sg-sort TableSort @fires sg-layout TableLayout @fires sg-total { total }
 */
import { Check } from 'lucide';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { words } from '../words/words.ts';
import { icon } from './icon.ts';
import { RowPages, type RowSource } from './row-pages.ts';
import { isCompressed, lastTop, scrollAt, spacerHeight, topAt, topThatShows, type RowWindow } from './row-window.ts';
import { base, controls } from './shared-styles.ts';
import { columnGroups, shownColumns, widthOf, type TableColumn, type TableLayout, type TableSort } from './table-columns.ts';
import { TableHead } from './table-head.ts';
import { tableStyles } from './table-styles.ts';

const TICK = 30;
/** of the column chooser: at the right edge nothing of the table shows beneath it, in no row */
const CORNER = 32;

@customElement('sg-data-table')
export class SgDataTable extends LitElement {
  static override styles = [base, controls, tableStyles];

  @property({ attribute: false }) columns: readonly TableColumn[] = [];
  @property({ attribute: false }) source: RowSource<unknown> | undefined;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) sort: TableSort | undefined;
  /** columns shown and widths, as kept by the page; undefined is the usual layout */
  @property({ attribute: false }) layout: TableLayout | undefined;
  /** what identifies a row however it is sorted */
  @property({ attribute: false }) rowKey: (row: never) => number = (row) => Number(row);
  /** a quiet row is painted faint */
  @property({ attribute: false }) quiet: ((row: never) => boolean) | undefined;
  /** accessible name of the table */
  @property() label = '';
  @property({ type: Boolean }) selectable = false;
  /** what opens a row: a click, or a double click where a click only moves the cursor */
  @property({ reflect: true }) opens: 'click' | 'dblclick' = 'click';
  @property({ type: Number }) rowHeight = 26;
  /** row the cursor is on, -1 for none */
  @property({ type: Number }) cursor = -1;
  @property({ attribute: false }) selection: ReadonlyMap<number, unknown> = new Map();
  /** as the resize observer last saw it: asking the element would lay the page out in the middle of a task */
  @state() private _height = 450;
  @state() private _width = 0;
  @query('.grid') private readonly _grid!: HTMLElement;
  readonly #pages = new RowPages<unknown>(() => this.#answered());
  readonly #head = new TableHead(this);
  readonly #resize = new ResizeObserver(() => {
    this._height = this._grid.clientHeight;
    this._width = this._grid.clientWidth;
  });
  #top = 0;
  #expected = -1;
  #anchor = -1;
  #total = -1;
  #first = 0;
  #headRows = 1;
  #keyOffset = 0;

  /** Rows that match, as far as is known. */
  get total(): number {
    return this.#pages.total;
  }

  /** The row at an index if it has been read. */
  row(index: number): unknown {
    return this.#pages.row(index);
  }

  /** Puts the cursor on a row and shows it. */
  show(index: number): void {
    this.cursor = index;
    this.#scrollTo(topThatShows(this.#window, this.#top, index));
  }

  override focus(): void {
    // a page may ask for it before the table was drawn for the first time
    if (this.hasUpdated) this._grid.focus();
    else void this.updateComplete.then(() => this.isConnected && this._grid.focus());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  protected override firstUpdated(): void {
    this.#resize.observe(this._grid);
    this._grid.addEventListener('wheel', this.#wheel, { passive: false });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resize.observe(this._grid);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('layout') || changed.has('columns')) this.#headRows = columnGroups(shownColumns(this.columns, this.layout)).length > 0 ? 2 : 1;
    if (changed.has('source')) {
      this.#pages.restart(this.source);
      if (changed.get('source') !== undefined) this.#top = 0;
    } else if (changed.has('revision')) this.#pages.refresh();
    this.#pages.show(Math.floor(this.#top), Math.ceil(this.#top + this.#window.viewport / this.rowHeight));
  }

  protected override render(): TemplateResult {
    const shown = shownColumns(this.columns, this.layout);
    const window = this.#window;
    const first = Math.floor(this.#top);
    const count = Math.min(Math.ceil(window.viewport / this.rowHeight) + 1, Math.max(0, window.total - first));
    const indices = Array.from({ length: count }, (_, at) => first + at);
    return html`<div class="grid" role="grid" tabindex="0" aria-label=${this.label} aria-busy=${this.source !== undefined && !this.#pages.known} aria-rowcount=${window.total + 1} aria-colcount=${shown.length + (this.selectable ? 2 : 1)} aria-multiselectable=${this.selectable ? 'true' : nothing}
        aria-activedescendant=${this.cursor >= first && this.cursor < first + count ? `row-${this.cursor}` : nothing} @scroll=${this.#scrolled} @keydown=${this.#key}>
      <div class="inner">
        <div class="head" role="rowgroup">${this.#head.render(shown)}</div>
        <div class="body" role="rowgroup"><div class="window"><div class="rows" @pointerover=${this.#hint}>${repeat(indices, this.#keys(first, count), (index) => this.#line(index, shown))}</div><div class="gutter" role="presentation"></div></div></div>
      </div>
    </div>
    ${window.total === 0 && this.#pages.known ? html`<div class="none"><slot name="empty">${words().common.table.empty}</slot></div>` : nothing}`;
  }

  /** While the window moves by less than itself, a row keeps its elements; after a leap they all serve again in place. */
  #keys(first: number, count: number): (index: number) => number {
    if (Math.abs(first - this.#first) >= count) this.#keyOffset += this.#first - first;
    this.#first = first;
    const offset = this.#keyOffset;
    return (index) => index + offset;
  }

  protected override updated(): void {
    const window = this.#window;
    const set = (element: Element | null | undefined, name: string, value: string): void =>
      (element as HTMLElement | null | undefined)?.style.setProperty(name, value);
    const widths = shownColumns(this.columns, this.layout).map((column) => widthOf(column, this.layout));
    const tracks = widths.map((width) => `${width}px`).join(' ');
    set(this._grid, '--tracks', `${this.selectable ? `${TICK}px ` : ''}${tracks} minmax(0, 1fr) ${CORNER}px`);
    set(this._grid, '--corner', `${CORNER}px`);
    const taken = widths.reduce((sum, width) => sum + width, (this.selectable ? TICK : 0) + CORNER);
    this._grid.classList.toggle('wider', this._width > 0 && taken > this._width);
    set(this._grid, '--row-height', `${this.rowHeight}px`);
    set(this._grid, '--head-rows', String(this.#headRows));
    for (const group of this._grid.querySelectorAll<HTMLElement>('.group')) set(group, 'grid-column-end', `span ${group.dataset['span'] ?? '1'}`);
    const body = this._grid.querySelector('.body');
    set(body, 'height', `${spacerHeight(window)}px`);
    set(body?.querySelector('.window'), 'height', `${window.viewport}px`);
    set(body?.querySelector('.rows'), 'transform', `translateY(${-(this.#top - Math.floor(this.#top)) * this.rowHeight}px)`);
  }

  get #window(): RowWindow {
    const viewport = Math.max(this.rowHeight, this._height - this.rowHeight * this.#headRows - 1);
    return { total: this.#pages.total, rowHeight: this.rowHeight, viewport };
  }

  #answered(): void {
    if (this.#pages.total !== this.#total) {
      this.#total = this.#pages.total;
      this.dispatchEvent(new CustomEvent('sg-total', { detail: { total: this.#total } }));
      this.#top = Math.min(this.#top, lastTop(this.#window));
      if (this.cursor >= this.#total) this.cursor = this.#total - 1;
      // with the frame, which lays the page out anyway
      requestAnimationFrame(() => this.#place());
    }
    this.requestUpdate();
  }

  #place(): void {
    this._grid.scrollTop = scrollAt(this.#window, this.#top);
    this.#expected = this._grid.scrollTop;
  }

  #scrollTo(top: number): void {
    this.#top = Math.max(0, Math.min(lastTop(this.#window), top));
    this.#place();
    this.requestUpdate();
  }

  readonly #scrolled = (): void => {
    const at = this._grid.scrollTop;
    if (Math.abs(at - this.#expected) < 1) return;
    this.#expected = -1;
    this.#top = topAt(this.#window, at);
    this.requestUpdate();
  };

  /** On a scaled scroll bar a wheel step would leap over hundreds of rows; it moves by rows instead. */
  readonly #wheel = (event: WheelEvent): void => {
    if (!isCompressed(this.#window) || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    const rows = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY : event.deltaY / this.rowHeight;
    this.#scrollTo(this.#top + rows);
  };

  #line(index: number, shown: readonly TableColumn[]): TemplateResult {
    const row = this.#pages.row(index);
    const selected = row !== undefined && this.selection.has(this.rowKey(row as never));
    const classes = {
      row: true,
      line: true,
      cursor: index === this.cursor,
      waiting: row === undefined,
      quiet: row !== undefined && this.quiet?.(row as never) === true,
    };
    return html`<div id=${`row-${index}`} class=${classMap(classes)} role="row" aria-rowindex=${index + 2} aria-selected=${this.selectable ? String(selected) : nothing} @click=${(event: MouseEvent) => this.#clicked(event, index)} @dblclick=${() => this.opens === 'dblclick' && this.#open(index)}>
      ${this.selectable ? html`<span class="tick" role="gridcell" @click=${(event: MouseEvent) => this.#ticked(event, index)}>${selected ? icon(Check) : nothing}</span>` : nothing}
      ${shown.map((column) => html`<span role="gridcell" class=${column.align === 'end' ? 'cell end' : 'cell'}>${row === undefined ? nothing : column.cell(row)}</span>`)}
    </div>`;
  }

  /** Cut text shows whole as a title, set only where the pointer is. */
  readonly #hint = (event: PointerEvent): void => {
    const cell = (event.target as Element).closest<HTMLElement>('.cell');
    if (cell !== null && cell.scrollWidth > cell.clientWidth) cell.title = cell.textContent.trim();
    else cell?.removeAttribute('title');
  };

  #clicked(event: MouseEvent, index: number): void {
    if (event.defaultPrevented || (event.target as Element).closest('a, button') !== null) return;
    if (this.selectable && (event.ctrlKey || event.metaKey)) return this.#ticked(event, index);
    if (this.selectable && event.shiftKey) return void this.#selectRange(this.cursor < 0 ? index : this.cursor, index);
    const wasText = (getSelection()?.toString() ?? '') !== '' && event.detail === 0;
    this.#moveTo(index);
    if (this.opens === 'click' && !wasText) this.#open(index);
  }

  #ticked(event: MouseEvent, index: number): void {
    event.stopPropagation();
    event.preventDefault();
    if (event.shiftKey && this.#anchor >= 0) return void this.#selectRange(this.#anchor, index);
    this.cursor = index;
    this.#toggle(index);
  }

  #open(index: number): void {
    const row = this.#pages.row(index);
    if (row !== undefined) this.dispatchEvent(new CustomEvent('sg-open', { detail: { index, row }, bubbles: true, composed: true }));
  }

  #moveTo(index: number): void {
    if (this.#pages.total === 0) return;
    this.show(Math.max(0, Math.min(this.#pages.total - 1, index)));
    this.#anchor = this.cursor;
    this.dispatchEvent(new CustomEvent('sg-cursor', { detail: { index: this.cursor, row: this.#pages.row(this.cursor) }, bubbles: true, composed: true }));
  }

  #toggle(index: number): void {
    const row = this.#pages.row(index);
    if (row === undefined || !this.selectable) return;
    const next = new Map(this.selection);
    const key = this.rowKey(row as never);
    if (!next.delete(key)) next.set(key, row);
    this.#anchor = index;
    this.#select(next);
  }

  async #selectRange(from: number, to: number): Promise<void> {
    const rows = await this.#pages.stretch(Math.min(from, to), Math.min(Math.max(from, to), Math.min(from, to) + 999));
    const next = new Map(this.selection);
    for (const [, row] of rows) next.set(this.rowKey(row as never), row);
    this.show(to);
    this.#select(next);
  }

  #select(selection: ReadonlyMap<number, unknown>): void {
    this.selection = selection;
    this.dispatchEvent(new CustomEvent('sg-select', { detail: { rows: selection }, bubbles: true, composed: true }));
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this._grid) return;
    const page = Math.max(1, Math.floor(this.#window.viewport / this.rowHeight) - 1);
    const step: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const by = step[event.key];
    if (by !== undefined && event.shiftKey && this.selectable) {
      const to = Math.max(0, Math.min(this.#pages.total - 1, this.cursor + by));
      void this.#selectRange(this.cursor, to);
    } else if (by !== undefined) this.#moveTo(this.cursor < 0 ? (by > 0 && by !== Infinity ? 0 : this.cursor + by) : this.cursor + by);
    else if (event.key === 'Enter') this.#open(this.cursor);
    else if (event.key === ' ' && this.selectable) this.#toggle(this.cursor);
    else if (event.key === 'Escape' && this.selection.size > 0) this.#select(new Map());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
