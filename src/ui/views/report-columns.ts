/** The columns of the table of reports about one stream; those that nobody fills are left out. */
import type { ReceptionReport, StreamReports } from '../../contract/reports.ts';
import { formatMs, formatNumber, formatTime } from '../parts/format.ts';
import type { ReportsWords } from '../words/reports-words.ts';
import { lossText, percentText } from './known-reports.ts';
import { roundTripNote, roundTripText } from './round-trip-text.ts';

export interface ReportColumn {
  readonly key: keyof ReportsWords['columns'];
  readonly name: string;
  readonly help: string;
  readonly left: boolean;
  readonly text: (row: ReceptionReport) => string;
  readonly tone?: (row: ReceptionReport) => string;
  /** explains a value on hover; empty where it is plain */
  readonly note?: (row: ReceptionReport) => string;
}

const NOTHING = '–';

function shareTone(percent: number): string {
  return percent >= 5 ? 'error' : percent >= 1 ? 'warning' : '';
}

/** Percent of an interval; NaN unknown. */
function share(lost: number | undefined, expected: number | undefined): number {
  return lost === undefined || expected === undefined || expected <= 0 ? Number.NaN : (lost * 100) / expected;
}

export function reportColumns(reports: StreamReports, word: ReportsWords): readonly ReportColumn[] {
  const metrics = new Map(reports.metrics.map((one) => [one.place.packet, one]));
  const score = (value: number | undefined): string => (value === undefined ? NOTHING : formatNumber(value, 1));
  const column = (key: ReportColumn['key'], text: ReportColumn['text'], tone?: ReportColumn['tone'], left = false): ReportColumn => ({
    key,
    name: word.columns[key],
    help: word.columnHelp[key],
    left,
    text,
    ...(tone === undefined ? {} : { tone }),
  });
  const withNote = (note: NonNullable<ReportColumn['note']>, ...parts: Parameters<typeof column>): ReportColumn => ({ ...column(...parts), note });
  const hasWireshark = reports.received.some(({ wireshark }) => wireshark?.roundTrip !== undefined);
  return [
    column('time', (row) => formatTime(row.time), undefined, true),
    column('frame', (row) => `#${row.place.frame}`, undefined, true),
    column(
      'reporter',
      (row) => row.reporter,
      () => 'muted',
      true,
    ),
    column(
      'lost',
      (row) => (row.lost === undefined || row.expected === undefined ? NOTHING : lossText(row.lost, row.expected, word)),
      (row) => shareTone(share(row.lost, row.expected)),
    ),
    column(
      'lostHere',
      (row) => (row.lostHere === undefined || row.expected === undefined ? NOTHING : lossText(row.lostHere, row.expected, word)),
      (row) => shareTone(share(row.lostHere, row.expected)),
    ),
    column('fraction', (row) => percentText(row.fractionLost)),
    column('cumulative', (row) => formatNumber(row.cumulativeLost)),
    column(
      'highest',
      (row) => (row.malformed === 'backwards' ? `${row.extendedHighest} ${word.malformed.backwards}` : String(row.extendedHighest)),
      (row) => (row.malformed === 'backwards' ? 'warning' : 'muted'),
    ),
    column(
      'jitter',
      (row) => (row.malformed === 'jitter' ? word.malformed.jitter : formatMs(row.jitter)),
      (row) => (row.malformed === 'jitter' ? 'warning' : (row.jitter ?? 0) >= 60 ? 'error' : (row.jitter ?? 0) >= 30 ? 'warning' : ''),
    ),
    withNote(
      (row) => roundTripNote(row.roundTrip, word),
      'roundTrip',
      (row) => roundTripText(row.roundTrip, word),
      (row) => ((row.roundTrip ?? 0) < -1 ? 'warning' : ''),
    ),
    ...(hasWireshark
      ? [
          column(
            'wireshark',
            (row) => (row.wireshark?.roundTrip === undefined ? NOTHING : `${row.wireshark.roundTrip} ms`),
            () => 'muted',
          ),
        ]
      : []),
    ...(metrics.size === 0
      ? []
      : [
          column('mos', (row) => {
            const one = metrics.get(row.place.packet);
            return one === undefined ? NOTHING : `${score(one.mosListening)} / ${score(one.mosConversational)}`;
          }),
        ]),
  ];
}
