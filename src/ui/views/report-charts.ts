/** What the far ends reported as series of the plots: dashed, on the axes of what was measured here; and their round trips. */
import type { Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { StreamReports } from '../../contract/reports.ts';
import type { ChartSeries } from '../parts/chart-data.ts';
import type { ReportsWords } from '../words/reports-words.ts';
import type { ChartMeasure, NamedSeries } from './stream-charts.ts';

type Points = readonly (readonly [time: Nanoseconds, value: number])[];

/** reports come every few seconds: their line breaks where none came for a minute */
const GAP = 60;

function lineOf(name: string, colour: NamedSeries['colour'], points: Points, origin: Nanoseconds): ChartSeries[] {
  const rising = points.filter(([time], i) => i === 0 || time > points[i - 1]![0]);
  if (rising.length === 0) return [];
  return [
    {
      name,
      colour,
      kind: 'line',
      dashed: true,
      gap: GAP,
      x: Float64Array.from(rising, ([time]) => (time - origin) / 1e9),
      mean: Float64Array.from(rising, ([, value]) => value),
    },
  ];
}

/** Jitter in milliseconds, or packets lost since the report before. */
export function farEndSeries(
  all: readonly NamedSeries[],
  reports: ReadonlyMap<StreamIndex, StreamReports>,
  measure: ChartMeasure,
  origin: Nanoseconds,
  word: ReportsWords,
): ChartSeries[] {
  if (measure !== 'jitter' && measure !== 'loss') return [];
  return all.flatMap(({ name, colour, series }) => {
    const received = reports.get(series.stream)?.received ?? [];
    const points = received.flatMap((row): (readonly [number, number])[] => {
      const value = measure === 'jitter' ? row.jitter : row.lost;
      return row.isCopy || value === undefined ? [] : [[row.time, value]];
    });
    return lineOf(word.farEnd(name), colour, points, origin);
  });
}

/** Milliseconds: here and the receiver of each stream; end to end where both halves are known. */
export function roundTripSeries(
  all: readonly NamedSeries[],
  reports: ReadonlyMap<StreamIndex, StreamReports>,
  origin: Nanoseconds,
  word: ReportsWords,
): ChartSeries[] {
  return all.flatMap(({ name, colour, series }): ChartSeries[] => {
    const roundTrip = reports.get(series.stream)?.roundTrip;
    if (roundTrip === undefined) return [];
    const points = (samples: typeof roundTrip.toReceiver): Points => samples.map(({ time, value }) => [time, value]);
    const [half] = lineOf(word.samples.toReceiver(name), colour, points(roundTrip.toReceiver), origin);
    const whole = lineOf(word.samples.endToEnd(name), colour, points(roundTrip.endToEnd), origin);
    return [...(half === undefined ? [] : [{ ...half, dashed: false }]), ...whole];
  });
}
