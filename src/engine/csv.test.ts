/** Cells as RFC 4180 has them, and none that a spreadsheet would run (CWE-1236). */
import { expect, test } from 'vitest';
import { csvRow } from './csv.ts';

test('plain, quoted and absent cells', () => {
  expect(csvRow(['a', 1.5, undefined, Number.NaN, 'say "hi"', 'a,b', 'two\nlines'])).toBe('a,1.5,,,"say ""hi""","a,b","two\nlines"\r\n');
});
test('a cell that would be a formula is defused, a number is not', () => {
  for (const formula of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx']) expect(csvRow([formula])).toMatch(/^"?'/);
  expect(csvRow(['-3.5', '+491234', -2])).toBe("-3.5,'+491234,-2\r\n");
});
