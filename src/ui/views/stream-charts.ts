/** Series of streams as the charts of a call: one chart a measure, one line a stream, on the call's clock. */
import type { Nanoseconds } from '../../base/units.ts';
import type { SeriesEvent, SeriesMeasure, StreamSeries } from '../../contract/streams.ts';
import type { ChartEvent, ChartSeries } from '../parts/chart-data.ts';
import type { MediaWords } from '../words/media-words.ts';

export const chartMeasures = ['jitter', 'delta', 'skew', 'loss', 'bitRate'] as const;
export type ChartMeasure = (typeof chartMeasures)[number];

/** measures the engine is asked for: loss comes with every answer */
export const askedMeasures: readonly SeriesMeasure[] = ['jitter', 'delta', 'skew', 'bitRate'];

export interface NamedSeries {
  readonly name: string;
  readonly colour: 1 | 2 | 3 | 4 | 5 | 6;
  readonly series: StreamSeries;
}

/** seconds on the time line → seconds on the call's clock */
function shifted(x: Float64Array, origin: Nanoseconds): Float64Array {
  const seconds = origin / 1e9;
  return x.map((value) => value - seconds);
}

export function chartSeries(all: readonly NamedSeries[], measure: ChartMeasure, origin: Nanoseconds): ChartSeries[] {
  return all.flatMap(({ name, colour, series }): ChartSeries[] => {
    const x = shifted(series.x, origin);
    if (measure === 'loss') {
      const lost = [...x.keys()].filter((i) => series.lost[i]! > 0);
      return [{ name, colour, kind: 'bars', x: Float64Array.from(lost, (i) => x[i]!), mean: Float64Array.from(lost, (i) => series.lost[i]!) }];
    }
    const found = series.measures.find((one) => one.measure === measure);
    return found ? [{ name, colour, kind: 'line', x, mean: found.mean, min: found.min, max: found.max }] : [];
  });
}

export interface ChartSummary {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly sum: number;
}

export function summarise(one: ChartSeries): ChartSummary | undefined {
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < one.mean.length; i++) {
    const value = one.mean[i]!;
    if (Number.isNaN(value)) continue;
    low = Math.min(low, one.min?.[i] ?? value);
    high = Math.max(high, one.max?.[i] ?? value);
    sum += value;
    count++;
  }
  return count === 0 ? undefined : { low, high, mean: sum / count, sum };
}

const digits: readonly string[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D', 'flash'];

export function eventText(event: SeriesEvent, word: MediaWords): string {
  const text = word.events[event.kind];
  if (typeof text === 'string') return text;
  return event.kind === 'telephoneEvent'
    ? (text as (value: string) => string)(digits[event.value] ?? String(event.value))
    : (text as (value: number) => string)(event.value);
}

const tones: Readonly<Record<SeriesEvent['kind'], ChartEvent['tone']>> = {
  marker: 'muted',
  payloadTypeChange: 'note',
  loss: 'error',
  duplicate: 'muted',
  reordered: 'warning',
  timestampJump: 'warning',
  restart: 'warning',
  telephoneEvent: 'note',
  comfortNoise: 'muted',
};

/** Events of all streams as marks; the plain ones (markers, comfort noise, each loss) are left to the bars and the table. */
export function chartEvents(all: readonly NamedSeries[], origin: Nanoseconds, word: MediaWords): ChartEvent[] {
  const seconds = origin / 1e9;
  const quiet: ReadonlySet<SeriesEvent['kind']> = new Set(['loss', 'comfortNoise', 'marker']);
  return all
    .flatMap(({ name, series }) =>
      series.events
        .filter((event) => !quiet.has(event.kind))
        .map((event) => ({ time: event.time - seconds, label: `${name}: ${eventText(event, word)} (#${event.place.frame})`, tone: tones[event.kind] })),
    )
    .sort((a, b) => a.time - b.time);
}
