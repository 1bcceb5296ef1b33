/** What a column of sg-data-table is, and which of them show, in which order and width. */

/** `cell` is declared as a method, so that a TableColumn<CallRow> may stand where any column is meant. */
export interface TableColumn<Row = unknown> {
  /** a word: it is kept in the settings and in links */
  readonly key: string;
  readonly title: string;
  /** explains the column on hover and focus */
  readonly help?: string;
  /** neighbours of one group stand under a common heading */
  readonly group?: string;
  /** pixels */
  readonly width: number;
  readonly align?: 'start' | 'end';
  /** not offered for sorting */
  readonly unsorted?: boolean;
  /** the first click sorts largest first */
  readonly largestFirst?: boolean;
  /** hidden until chosen */
  readonly optional?: boolean;
  /** what stands in the cell: text, or anything Lit renders */
  cell(row: Row): unknown;
}

export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** What a person chose; kept by the page. */
export interface TableLayout {
  readonly columns: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

export const WIDTH_MIN = 36;
export const WIDTH_MAX = 1200;

export function usualLayout(columns: readonly TableColumn[]): TableLayout {
  return { columns: columns.filter((column) => column.optional !== true).map((column) => column.key), widths: {} };
}

/** The columns that show, in their order. Names that no column has are passed over; an empty choice is the usual one. */
export function shownColumns(columns: readonly TableColumn[], layout: TableLayout | undefined): readonly TableColumn[] {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const wanted = (layout ?? usualLayout(columns)).columns.map((key) => byKey.get(key)).filter((column) => column !== undefined);
  return wanted.length > 0 ? wanted : columns.filter((column) => column.optional !== true);
}

export function widthOf(column: TableColumn, layout: TableLayout | undefined): number {
  const chosen = layout !== undefined && Object.hasOwn(layout.widths, column.key) ? layout.widths[column.key] : undefined;
  return Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, chosen ?? column.width));
}

/** Shows a hidden column where it belongs, or hides a shown one; the last one stays. */
export function toggled(columns: readonly TableColumn[], layout: TableLayout, key: string): TableLayout {
  if (layout.columns.includes(key)) return layout.columns.length === 1 ? layout : { ...layout, columns: layout.columns.filter((shown) => shown !== key) };
  const natural = columns.map((column) => column.key);
  const before = natural.slice(0, natural.indexOf(key));
  const at = layout.columns.findLastIndex((shown) => before.includes(shown));
  return { ...layout, columns: layout.columns.toSpliced(at + 1, 0, key) };
}

/** Moves a column to stand before the one now at `to` (of the shown ones). */
export function moved(layout: TableLayout, key: string, to: number): TableLayout {
  const from = layout.columns.indexOf(key);
  if (from < 0) return layout;
  const without = layout.columns.toSpliced(from, 1);
  const at = Math.max(0, Math.min(without.length, to > from ? to - 1 : to));
  return { ...layout, columns: without.toSpliced(at, 0, key) };
}

export function resized(layout: TableLayout, key: string, width: number): TableLayout {
  return { ...layout, widths: { ...layout.widths, [key]: Math.round(Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, width))) } };
}

export interface ColumnGroup {
  readonly title: string;
  /** columns it spans */
  readonly span: number;
}

/** Runs of neighbouring columns with the same group, as a row of headings; empty when no column has one. */
export function columnGroups(shown: readonly TableColumn[]): readonly ColumnGroup[] {
  const groups: ColumnGroup[] = [];
  for (const { group = '' } of shown) {
    const last = groups.at(-1);
    if (last?.title === group) groups[groups.length - 1] = { title: group, span: last.span + 1 };
    else groups.push({ title: group, span: 1 });
  }
  return groups.some(({ title }) => title !== '') ? groups : [];
}
