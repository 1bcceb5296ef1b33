import { expect, test } from 'vitest';
import { moved, resized, shownColumns, toggled, usualLayout, widthOf, type TableColumn } from './table-columns.ts';

const columns: TableColumn[] = ['a', 'b', 'c', 'd'].map((key) => ({ key, title: key, width: 100, optional: key === 'c', cell: () => key }));
const usual = usualLayout(columns);

test('optional columns are hidden, and come back in their natural place', () => {
  expect(usual.columns).toEqual(['a', 'b', 'd']);
  expect(toggled(columns, usual, 'c').columns).toEqual(['a', 'b', 'c', 'd']);
  expect(toggled(columns, { columns: ['d', 'b'], widths: {} }, 'c').columns).toEqual(['d', 'b', 'c']);
  expect(toggled(columns, { columns: ['d'], widths: {} }, 'd').columns).toEqual(['d']);
});

test('unknown names from old settings are passed over', () => {
  expect(shownColumns(columns, { columns: ['x', 'd', 'a'], widths: {} }).map((column) => column.key)).toEqual(['d', 'a']);
  expect(shownColumns(columns, { columns: ['x'], widths: {} }).map((column) => column.key)).toEqual(['a', 'b', 'd']);
});

test('columns move and widths stay within reason', () => {
  expect(moved(usual, 'a', 2).columns).toEqual(['b', 'a', 'd']);
  expect(moved(usual, 'd', 0).columns).toEqual(['d', 'a', 'b']);
  const wide = resized(usual, 'a', 99_999);
  expect(widthOf(columns[0] as TableColumn, wide)).toBe(1200);
  expect(widthOf(columns[1] as TableColumn, wide)).toBe(100);
});
