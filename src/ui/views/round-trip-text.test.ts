/** Round trips below zero are marked and explained, in the table, the ladder and the facts; others are plain. */
import { expect, test } from 'vitest';
import type { ReceptionReport, StreamReports } from '../../contract/reports.ts';
import { reports as english } from '../words/en/reports.ts';
import { reports as chinese } from '../words/zh-hans/reports.ts';
import { reportTexts } from './known-reports.ts';
import { reportColumns } from './report-columns.ts';
import { roundTripNote, roundTripText } from './round-trip-text.ts';

const report = (roundTrip: number): ReceptionReport =>
  ({ place: { packet: 7, frame: 8, capture: 0 }, fractionLost: 0, roundTrip, cumulativeLost: 0, extendedHighest: 1 }) as ReceptionReport;
const about = (roundTrip: number): StreamReports => ({ received: [report(roundTrip)], metrics: [], applications: [], sent: [] }) as never;

test('a value below zero is no bare number', () => {
  expect([12.5, 0, -0.159, -5.2, undefined].map((value) => roundTripText(value, english))).toEqual(['12.5 ms', '0.000 ms', '≈ 0 ms', '▲ -5.20 ms', '–']);
  expect([12.5, undefined].map((value) => roundTripNote(value, english))).toEqual(['', '']);
  for (const word of [english, chinese]) {
    expect(roundTripNote(-0.159, word)).toMatch(/-0\.159 ms.*LSR.*DLSR/su);
    expect(word.belowZero('-5 ms')).toContain('▲');
  }
});

test('the row of the ladder and the cell of the table say the same, with the reason on hover', () => {
  const said = reportTexts({ streams: new Map([[0, about(-0.159)]]), unseen: [] } as never, english).get(7 as never)!;
  expect([said.text, said.note]).toEqual([expect.stringContaining('round trip ≈ 0 ms'), expect.stringContaining('-0.159 ms')]);
  const column = reportColumns(about(-5.2), english).find(({ key }) => key === 'roundTrip')!;
  expect([column.text(report(-5.2)), column.tone!(report(-5.2)), column.note!(report(-5.2))]).toEqual([
    '▲ -5.20 ms',
    'warning',
    expect.stringContaining('clock'),
  ]);
});
