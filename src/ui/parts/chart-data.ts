/**
 * Series of a chart as uPlot wants them: one rising x for all, minimum, maximum and mean of each as columns of their own.
 * A hole longer than `gap` breaks the line; a bucket without a value does not.
 */
import uPlot from 'uplot';

export interface ChartSeries {
  readonly name: string;
  /** plot colour 1 to 6, or the error colour */
  readonly colour: 1 | 2 | 3 | 4 | 5 | 6 | 'error' | 'warning' | 'ok';
  readonly kind: 'line' | 'bars' | 'steps' | 'area';
  /** seconds, unique and rising */
  readonly x: ArrayLike<number>;
  /** NaN is no value */
  readonly mean: ArrayLike<number>;
  readonly min?: ArrayLike<number>;
  readonly max?: ArrayLike<number>;
  readonly dashed?: boolean;
  /** holes longer than this break its line, seconds; the chart's own gap when absent */
  readonly gap?: number;
}

export interface ChartEvent {
  /** seconds, as x */
  readonly time: number;
  readonly label: string;
  readonly tone: 'note' | 'warning' | 'error' | 'muted';
}

type Cells = (number | null | undefined)[];

function column(values: ArrayLike<number>, breaks: readonly number[]): Cells {
  const cells: Cells = [];
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    if (breaks[next] === i) {
      cells.push(null);
      next++;
    }
    const value = values[i]!;
    cells.push(Number.isNaN(value) ? undefined : value);
  }
  return cells;
}

function table(series: ChartSeries, gap: number): uPlot.AlignedData {
  const x: number[] = [];
  const breaks: number[] = [];
  for (let i = 0; i < series.x.length; i++) {
    const now = series.x[i]!;
    if (i > 0 && series.kind !== 'bars' && now - series.x[i - 1]! > (series.gap ?? gap)) {
      breaks.push(i);
      x.push((now + series.x[i - 1]!) / 2);
    }
    x.push(now);
  }
  return [x, column(series.max ?? series.mean, breaks), column(series.min ?? series.mean, breaks), column(series.mean, breaks)] as unknown as uPlot.AlignedData;
}

/** Columns: x, then for each series its maximum, minimum and mean. */
export function alignedData(series: readonly ChartSeries[], gap: number): uPlot.AlignedData {
  const tables = series.map((one) => table(one, gap));
  if (tables.length === 0) return [[]];
  // 2: a break reaches over the places that only other series fill
  return tables.length === 1
    ? tables[0]!
    : uPlot.join(
        tables,
        tables.map((one) => one.map(() => 2 as uPlot.JoinNullMode)),
      );
}

/** Lowest and highest x of all series, or undefined when there is nothing. */
export function extentOf(series: readonly ChartSeries[]): readonly [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const { x } of series) {
    if (x.length === 0) continue;
    low = Math.min(low, x[0]!);
    high = Math.max(high, x[x.length - 1]!);
  }
  return low <= high ? [low, high] : undefined;
}
