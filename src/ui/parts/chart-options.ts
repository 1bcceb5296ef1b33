/** How a time chart is set up in uPlot: axes, series with their bands, cursor shared by key, marks of events. */
import uPlot from 'uplot';
import type { ChartEvent, ChartSeries } from './chart-data.ts';
import { token } from './theme.ts';

export interface ChartSetup {
  readonly series: readonly ChartSeries[];
  readonly width: number;
  readonly height: number;
  readonly sync: string;
  readonly noTimeAxis: boolean;
  readonly xText: (seconds: number) => string;
  readonly valueText: (value: number) => string;
  readonly events: () => readonly ChartEvent[];
  readonly onCursor: (index: number | undefined) => void;
  readonly onSelect: (from: number, to: number) => void;
}

/** pixels an event has to itself, or lines of events are drawn faint */
const CROWDED = 24;
const FONT = '11px system-ui, sans-serif';
/** tick distances in seconds, from a microsecond to a day */
const increments = [
  1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
  3600, 7200, 14400, 21600, 43200, 86400,
];

function colour(of: ChartSeries['colour']): string {
  return typeof of === 'number' ? token(`series-${of}`) : token(of);
}

/** A colour of the theme (#rrggbb) with an opacity. */
export function faded(hex: string, opacity: number): string {
  return `${hex}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

function seriesOf(one: ChartSeries): uPlot.Series[] {
  const bars = uPlot.paths.bars?.({ size: [0.8, 8, 1] });
  const steps = uPlot.paths.stepped?.({ align: 1 });
  const paths = one.kind === 'bars' ? bars : one.kind === 'steps' ? steps : undefined;
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false }, ...(steps && one.kind === 'steps' ? { paths: steps } : {}) };
  const main: uPlot.Series = {
    stroke: () => colour(one.colour),
    width: one.kind === 'bars' ? 0 : 1.25,
    ...(one.dashed ? { dash: [5, 4] } : {}),
    ...(paths ? { paths } : {}),
    ...(one.kind === 'bars' ? { fill: () => faded(colour(one.colour), 0.75) } : one.kind === 'area' ? { fill: () => faded(colour(one.colour), 0.18) } : {}),
    // a lone point between two holes must be seen; many points must not become a string of beads
    points: { show: (self, index) => one.kind !== 'bars' && sparse(self, index), size: 4, fill: () => colour(one.colour) },
  };
  return [edge, { ...edge }, main];
}

function sparse(self: uPlot, index: number): boolean {
  const [from, to] = self.series[0]!.idxs ?? [0, 0];
  const values = self.data[index];
  let seen = 0;
  for (let i = from; i <= to && values; i++) if (typeof values[i] === 'number') seen++;
  return seen > 0 && seen < self.width / 24;
}

function drawEvents(self: uPlot, events: readonly ChartEvent[]): void {
  const { ctx } = self;
  const { left, top, width, height } = self.bbox;
  const pixel = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  let last = -Infinity;
  const { min = 0, max = 0 } = self.scales['x'] ?? {};
  // a curtain of lines would hide what they stand for
  const shown = events.reduce((count, { time }) => count + (time >= min && time <= max ? 1 : 0), 0);
  const strength = shown > width / pixel / CROWDED ? 0.1 : 0.35;
  for (const event of events) {
    const x = Math.round(self.valToPos(event.time, 'x', true));
    if (x < left || x > left + width) continue;
    ctx.fillStyle = token(event.tone === 'muted' ? 'text-3' : event.tone);
    ctx.beginPath();
    ctx.moveTo(x - 3.5 * pixel, top);
    ctx.lineTo(x + 3.5 * pixel, top);
    ctx.lineTo(x, top + 6 * pixel);
    ctx.fill();
    if (x - last > 3 * pixel) {
      ctx.globalAlpha = strength;
      ctx.fillRect(x, top, Math.max(1, pixel), height);
      ctx.globalAlpha = 1;
    }
    last = x;
  }
  ctx.restore();
}

export function chartOptions(setup: ChartSetup): uPlot.Options {
  const { series } = setup;
  const axis = {
    stroke: () => token('text-2'),
    font: FONT,
    grid: { stroke: () => token('line'), width: 1 },
    ticks: { stroke: () => token('line'), width: 1, size: 4 },
  };
  return {
    width: setup.width,
    height: setup.height,
    legend: { show: false },
    padding: [6, 10, setup.noTimeAxis ? 6 : 0, 0],
    scales: { x: { time: false }, y: { range: (_self, min, max) => valueRange(min, max) } },
    axes: [
      {
        ...axis,
        show: !setup.noTimeAxis,
        size: 26,
        gap: 3,
        space: 90,
        incrs: increments,
        values: (_self, splits) => splits.map((value) => setup.xText(value)),
      },
      { ...axis, size: 62, gap: 4, space: 26, values: (_self, splits) => axisTexts(splits) },
    ],
    series: [{}, ...series.flatMap(seriesOf)],
    bands: series.flatMap((one, i) =>
      one.min && one.max ? [{ series: [1 + i * 3, 2 + i * 3] as uPlot.Band.Bounds, fill: () => faded(colour(one.colour), 0.2) }] : [],
    ),
    cursor: {
      y: false,
      points: { show: true, size: 6 },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      ...(setup.sync === ''
        ? {}
        : {
            sync: {
              key: setup.sync,
              setSeries: false,
              scales: ['x', null],
              filters: { pub: (type: string) => type === 'mousemove' || type === 'mouseleave', sub: () => true },
            } as uPlot.Cursor.Sync,
          }),
    },
    hooks: {
      setCursor: [(self) => setup.onCursor(self.cursor.left !== undefined && self.cursor.left >= 0 ? (self.cursor.idx ?? undefined) : undefined)],
      setSelect: [
        (self) => {
          const { left, width } = self.select;
          if (width < 4) return;
          setup.onSelect(self.posToVal(left, 'x'), self.posToVal(left + width, 'x'));
          self.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        },
      ],
      draw: [(self) => drawEvents(self, setup.events())],
    },
  };
}

/** All ticks with the same digits: as many as their distance needs. */
function axisTexts(splits: readonly number[]): string[] {
  const step = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0)) || 1;
  let digits = 0;
  while (digits < 6 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6) digits++;
  return splits.map((value) => (Math.abs(value) < step / 1e6 ? (0).toFixed(digits) : value.toFixed(digits).replace('-', '−')));
}

/** From zero unless values go below it; never a flat range. */
function valueRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  if (low === high) return [0, 1];
  return [low === 0 ? 0 : low - (high - low) * 0.08, high === 0 ? 0 : high + (high - low) * 0.12];
}
