/** How a capture point's clock stands, as text: offset with its uncertainty, drift. Used by the panel of points and by what explains times. */
import type { CapturePoint } from '../../contract/points.ts';
import type { Nanoseconds } from '../../base/units.ts';
import { formatNumber } from '../parts/format.ts';
import { pointsWords } from '../words/points-words.ts';

/** "37.123 s", "12.30 ms", "80 µs", never broken across lines */
export function formatSpan(time: Nanoseconds): string {
  const size = Math.abs(time);
  if (size >= 1e9) return `${formatNumber(size / 1e9, 3)}\u00a0s`;
  return size >= 1e6 ? `${formatNumber(size / 1e6, 2)}\u00a0ms` : `${formatNumber(size / 1e3, size >= 1e4 || size === 0 ? 0 : 1)}\u00a0µs`;
}

export function offsetText({ clock }: CapturePoint): string {
  const w = pointsWords();
  if (clock.how === 'reference' || clock.how === 'alone' || clock.how === 'same') return w[clock.how];
  const span = formatSpan(clock.offset);
  return `${clock.offset < 0 ? w.behind(span) : w.ahead(span)}${clock.uncertainty === undefined ? '' : ` ${w.uncertain(formatSpan(clock.uncertainty))}`}`;
}

export function driftText({ clock }: CapturePoint): string {
  const w = pointsWords();
  if (clock.how === 'reference' || clock.how === 'alone' || clock.how === 'same') return '';
  if (clock.drift === undefined || clock.driftUncertainty === undefined) return w.notMeasured;
  const around = formatNumber(clock.driftUncertainty, 1);
  return clock.drift === 0 ? `${w.none} ${w.uncertain(w.ppm(around))}` : `${w.ppm(formatNumber(clock.drift, 1))} ${w.uncertain(around)}`;
}
