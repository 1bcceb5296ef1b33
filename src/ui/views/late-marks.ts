/** Packets that came too late for the jitter buffer, as marks and bars of plots: counted by pixel, so that many stay few. */
import type { Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { StreamQuality } from '../../contract/quality.ts';
import type { ChartEvent, ChartSeries } from '../parts/chart-data.ts';
import { formatNumber } from '../parts/format.ts';
import { qualityWords } from '../words/quality-words.ts';

export function lateTimesOf(qualities: ReadonlyMap<StreamIndex, StreamQuality>): ReadonlyMap<StreamIndex, Float64Array> {
  return new Map([...qualities].map(([stream, { lateTimes }]) => [stream, lateTimes]));
}

/** Of one stream, within a window; x in seconds since `origin`, rising. */
export interface LateMarks {
  readonly name: string;
  readonly x: Float64Array;
  readonly counts: Float64Array;
}

export function lateMarks(name: string, times: Float64Array | undefined, origin: Nanoseconds, from: Nanoseconds, to: Nanoseconds, pixels: number): LateMarks {
  const counts = new Map<number, number>();
  const width = Math.max(1, (to - from) / Math.max(1, pixels));
  for (const time of times ?? []) {
    if (time < from || time > to) continue;
    const pixel = Math.floor((time - from) / width);
    counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return {
    name,
    x: Float64Array.from(sorted, ([pixel]) => (from + (pixel + 0.5) * width - origin) / 1e9),
    counts: Float64Array.from(sorted, ([, count]) => count),
  };
}

/** Beside the bars of what never came, in the plot of loss. */
export function lateBars(all: readonly LateMarks[]): ChartSeries[] {
  return all
    .filter(({ x }) => x.length > 0)
    .map(({ name, x, counts }) => ({ name: qualityWords().late(name), colour: 'warning', kind: 'bars', x, mean: counts }));
}

export function lateEvents(all: readonly LateMarks[]): ChartEvent[] {
  const word = qualityWords();
  return all.flatMap(({ name, x, counts }) =>
    [...x].map((time, i): ChartEvent => ({ time, label: word.lateMark(name, formatNumber(counts[i])), tone: 'warning' })),
  );
}
