/**
 * Tables as CSV (RFC 4180, CRLF, UTF-8). A cell that a spreadsheet would run as a formula (first character = + - @, their
 * full-width forms, tab, CR or LF, CWE-1236) is preceded by an apostrophe, unless it is a plain number.
 */

const formula = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

export type Cell = string | number | undefined;

/** One row with its line end. Undefined is an empty cell; a number that is not finite too. */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = formula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
