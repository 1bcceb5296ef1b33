/** Paints the strip of calls over time: bars of calls begun (the failed ones in the colour of errors), a line of calls at once. */
import type { CallRate } from '../../contract/calls.ts';
import { formatAxis, roundMoments } from '../parts/format.ts';
import { token } from '../parts/theme.ts';

export const AXIS = 18;

export interface StripBox {
  readonly width: number;
  readonly height: number;
}

/** A round step in seconds that leaves about a label every 110 pixels. */
function labelStep(seconds: number, width: number): number {
  const least = seconds / Math.max(1, width / 110);
  const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
  return steps.find((step) => step >= least) ?? Math.ceil(least / 86400) * 86400;
}

function peak(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

function paintAxis(canvas: CanvasRenderingContext2D, rate: CallRate, { width, height }: StripBox): void {
  const span = (rate.width * rate.begun.length) / 1e9;
  const step = labelStep(span, width);
  canvas.font = '11px system-ui, sans-serif';
  canvas.textBaseline = 'bottom';
  canvas.fillStyle = token('text-3');
  canvas.strokeStyle = token('line');
  canvas.lineWidth = 1;
  for (const moment of roundMoments(rate.from, rate.from + span * 1e9, step)) {
    const x = Math.round(((moment - rate.from) / 1e9 / span) * width) + 0.5;
    canvas.beginPath();
    canvas.moveTo(x, 0);
    canvas.lineTo(x, height - AXIS + 3);
    canvas.stroke();
    const label = formatAxis(moment, step);
    const half = canvas.measureText(label).width / 2;
    if (x + half > width || x < half) continue;
    canvas.textAlign = 'center';
    canvas.fillText(label, x, height - 1);
  }
}

function paintBars(canvas: CanvasRenderingContext2D, rate: CallRate, { width, height }: StripBox): void {
  const most = peak(rate.begun);
  if (most === 0) return;
  const floor = height - AXIS;
  const room = floor - 6;
  const each = width / rate.begun.length;
  const thick = Math.max(1, each - (each > 3 ? 1 : 0));
  for (const [values, colour] of [
    [rate.begun, token('series-1')],
    [rate.failed, token('error')],
  ] as const) {
    canvas.fillStyle = colour;
    for (let at = 0; at < values.length; at++) {
      const tall = ((values[at] ?? 0) / most) * room;
      if (tall > 0) canvas.fillRect(at * each, floor - Math.max(1.5, tall), thick, Math.max(1.5, tall));
    }
  }
}

function paintConcurrent(canvas: CanvasRenderingContext2D, rate: CallRate, { width, height }: StripBox): void {
  const most = peak(rate.concurrent);
  if (most === 0) return;
  const floor = height - AXIS;
  const each = width / rate.concurrent.length;
  canvas.strokeStyle = token('text-3');
  canvas.lineWidth = 1.25;
  canvas.beginPath();
  for (let at = 0; at < rate.concurrent.length; at++) {
    const y = floor - ((rate.concurrent[at] ?? 0) / most) * (floor - 4);
    canvas.lineTo(at * each, y);
    canvas.lineTo((at + 1) * each, y);
  }
  canvas.stroke();
}

/** Shades what lies outside the chosen window. */
function paintWindow(canvas: CanvasRenderingContext2D, rate: CallRate, { width, height }: StripBox, from: number, to: number): void {
  const span = rate.width * rate.begun.length;
  const [left, right] = [((from - rate.from) / span) * width, ((to - rate.from) / span) * width];
  canvas.globalAlpha = 0.72;
  canvas.fillStyle = token('surface');
  canvas.fillRect(0, 0, Math.max(0, left), height - AXIS);
  canvas.fillRect(right, 0, Math.max(0, width - right), height - AXIS);
  canvas.globalAlpha = 1;
  canvas.fillStyle = token('accent');
  canvas.fillRect(left - 1, 0, 2, height - AXIS);
  canvas.fillRect(right - 1, 0, 2, height - AXIS);
}

export function paintStrip(
  canvas: CanvasRenderingContext2D,
  rate: CallRate,
  box: StripBox,
  chosen: { readonly from: number; readonly to: number } | undefined,
): void {
  canvas.clearRect(0, 0, box.width, box.height);
  if (rate.begun.length === 0 || rate.width <= 0) return;
  paintAxis(canvas, rate, box);
  paintBars(canvas, rate, box);
  paintConcurrent(canvas, rate, box);
  if (chosen !== undefined) paintWindow(canvas, rate, box, chosen.from, chosen.to);
  canvas.fillStyle = token('line-strong');
  canvas.fillRect(0, box.height - AXIS, box.width, 1);
}
