/**
 * The header row of sg-data-table: a click sorts, a sideways drag or Alt+arrows move a column, its right edge or
 * Shift+Alt+arrows change the width, and a menu in the corner chooses what shows.
 */
import { ArrowDown, ArrowUp, SlidersHorizontal } from 'lucide';
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { words } from '../words/words.ts';
import { icon } from './icon.ts';
import './sg-menu.ts';
import {
  columnGroups,
  moved,
  resized,
  shownColumns,
  toggled,
  usualLayout,
  widthOf,
  type TableColumn,
  type TableLayout,
  type TableSort,
} from './table-columns.ts';

/** What the header asks of its table. */
interface Table extends HTMLElement {
  readonly columns: readonly TableColumn[];
  readonly sort: TableSort | undefined;
  readonly selectable: boolean;
  readonly updateComplete: Promise<boolean>;
  layout: TableLayout | undefined;
  requestUpdate(): void;
}

export class TableHead {
  readonly #table: Table;
  /** where a dragged column would go; -1 while none is dragged */
  #target = -1;
  #dragged = false;

  constructor(table: Table) {
    this.#table = table;
  }

  render(shown: readonly TableColumn[]): TemplateResult {
    const tick = this.#table.selectable ? html`<span role="columnheader"><span class="spoken">${words().common.table.selectRow}</span></span>` : nothing;
    return html`${this.#groups(shown)}<div class="row" role="row" aria-rowindex="1">${tick}${shown.map((column, at) => this.#title(column, at))}<span role="presentation"></span>${this.#corner(shown)}</div>`;
  }

  /** What neighbouring columns have in common; for the eye alone: every header names its group itself. */
  #groups(shown: readonly TableColumn[]): TemplateResult | typeof nothing {
    const groups = columnGroups(shown);
    if (groups.length === 0) return nothing;
    return html`<div class="row groups" aria-hidden="true">${this.#table.selectable ? html`<span></span>` : nothing}${groups.map((group) => html`<span class=${group.title === '' ? 'group' : 'group named'} data-span=${group.span}><span class="cut">${group.title}</span></span>`)}<span class="corner"></span></div>`;
  }

  #title(column: TableColumn, at: number): TemplateResult {
    const sorted = this.#table.sort?.column === column.key ? this.#table.sort : undefined;
    const direction = sorted === undefined ? (column.unsorted === true ? nothing : 'none') : sorted.descending ? 'descending' : 'ascending';
    const classes = { title: true, end: column.align === 'end', sorted: sorted !== undefined, target: this.#target === at };
    return html`<span role="columnheader" class=${classMap(classes)} aria-sort=${direction} title=${column.help ?? nothing} data-key=${column.key}>
      <button aria-label=${column.group === undefined ? nothing : `${column.title}, ${column.group}`} @click=${() => this.#sortBy(column)} @keydown=${(event: KeyboardEvent) => this.#key(event, column, at)} @pointerdown=${(event: PointerEvent) => this.#drag(event, column)}>
        <span class="cut">${column.title}</span>${sorted === undefined ? nothing : icon(sorted.descending ? ArrowDown : ArrowUp)}</button>
      <span class="grip" @pointerdown=${(event: PointerEvent) => this.#widen(event, column)} @dblclick=${() => this.#arrange(resized(this.#layout, column.key, column.width))}></span></span>`;
  }

  #corner(shown: readonly TableColumn[]): TemplateResult {
    const w = words().common.table;
    const items = this.#table.columns.map((column) => ({ key: column.key, label: column.title, checked: shown.includes(column) }));
    return html`<span class="corner" role="columnheader"><sg-menu look="quiet icon" stays .label=${w.chooseColumns} .items=${[...items, '-' as const, { key: '', label: words().common.reset }]} @sg-choose=${this.#chose}><span slot="label">${icon(SlidersHorizontal)}</span></sg-menu></span>`;
  }

  #sortBy(column: TableColumn): void {
    if (column.unsorted === true || this.#dragged) return;
    const { sort } = this.#table;
    const descending = sort?.column === column.key ? !sort.descending : column.largestFirst === true;
    this.#table.dispatchEvent(new CustomEvent<TableSort>('sg-sort', { detail: { column: column.key, descending }, bubbles: true, composed: true }));
  }

  get #layout(): TableLayout {
    const { columns, layout } = this.#table;
    return { ...(layout ?? usualLayout(columns)), columns: shownColumns(columns, layout).map((column) => column.key) };
  }

  #arrange(layout: TableLayout | undefined): void {
    this.#table.layout = layout;
    this.#table.dispatchEvent(new CustomEvent<TableLayout>('sg-layout', { detail: layout ?? usualLayout(this.#table.columns), bubbles: true, composed: true }));
  }

  readonly #chose = (event: CustomEvent<{ key: string }>): void => {
    event.stopPropagation();
    this.#arrange(event.detail.key === '' ? undefined : toggled(this.#table.columns, this.#layout, event.detail.key));
  };

  #key(event: KeyboardEvent, column: TableColumn, at: number): void {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
    if (step === 0 || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) this.#arrange(resized(this.#layout, column.key, widthOf(column, this.#table.layout) + step * 16));
    else this.#arrange(moved(this.#layout, column.key, step < 0 ? at - 1 : at + 2));
    void this.#table.updateComplete.then(() => this.#table.shadowRoot?.querySelector<HTMLElement>(`[data-key="${CSS.escape(column.key)}"] button`)?.focus());
  }

  #widen(event: PointerEvent, column: TableColumn): void {
    event.preventDefault();
    event.stopPropagation();
    const grip = event.currentTarget as HTMLElement;
    const start = event.clientX;
    const width = widthOf(column, this.#table.layout);
    grip.setPointerCapture(event.pointerId);
    const move = (at: PointerEvent): void => {
      this.#table.layout = resized(this.#layout, column.key, width + at.clientX - start);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener(
      'lostpointercapture',
      () => {
        grip.removeEventListener('pointermove', move);
        this.#arrange(this.#table.layout);
      },
      { once: true },
    );
  }

  /** A header that is dragged sideways moves its column; a plain click sorts. */
  #drag(event: PointerEvent, column: TableColumn): void {
    if (event.button !== 0) return;
    const button = event.currentTarget as HTMLElement;
    const start = event.clientX;
    this.#dragged = false;
    const boxes = [...(this.#table.shadowRoot?.querySelectorAll('.title') ?? [])].map((title) => title.getBoundingClientRect());
    const move = (at: PointerEvent): void => {
      if (at.buttons === 0) return end();
      if (!this.#dragged && Math.abs(at.clientX - start) < 6) return;
      if (!this.#dragged) button.setPointerCapture(event.pointerId);
      this.#dragged = true;
      this.#target = boxes.filter((box) => at.clientX > box.left + box.width / 2).length;
      this.#table.requestUpdate();
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      if (this.#dragged && this.#target >= 0) this.#arrange(moved(this.#layout, column.key, this.#target));
      this.#target = -1;
      this.#table.requestUpdate();
      // the click that follows a drag must not sort
      setTimeout(() => {
        this.#dragged = false;
      });
    };
    // a quick hand is off the button before its first move
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end, { once: true });
  }
}
