/**
 * The seven stretches of residual the enhancer of iLBC works on, RFC 3951 sections 4.6.2 and 4.6.3: 80 samples, and three pitch periods
 * to either side of them what is most like them, to a quarter of a sample.
 */
import { quarterFilters } from './ilbc-tables.ts';

export const ENHANCED = 80;
/** periods to either side */
export const REACH = 3;
/** samples either way that are tried */
const SLOP = 2;
const QUARTERS = 4;
const FILTER_REACH = 3;

/** Middles of the stretches whose pitch is known. */
const places: readonly number[] = [40, 120, 200, 280, 360, 440, 520, 600];

const matches = new Float64Array(2 * SLOP + 1);
const around = new Float64Array(ENHANCED + 2 * FILTER_REACH);

/** Writes the seven stretches to `out`, 80 apart; one that would lie outside of `sound` is silent. */
export function gatherSegments(sound: Float64Array, center: number, periods: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < ENHANCED; i++) out[REACH * ENHANCED + i] = sound[center + i]!;
  const middle = nearest(center + (ENHANCED - 1) / 2, periods, false);
  let start = center;
  let pitch = periods[middle]!;
  for (let q = REACH - 1; q >= 0; q--) {
    start -= pitch;
    const block = nearest(start + ENHANCED / 2 - pitch, periods, false);
    if (start - SLOP >= 0) start = refine(sound, center, start, out, q * ENHANCED);
    pitch = periods[block]!;
  }
  start = center;
  for (let q = REACH + 1; q <= 2 * REACH; q++) {
    start += periods[nearest(start + ENHANCED / 2, periods, true)]!;
    if (start + ENHANCED + SLOP < sound.length) start = refine(sound, center, start, out, q * ENHANCED);
  }
}

/** The place closest to `value`; `isAhead`: a period before each. */
function nearest(value: number, periods: Float64Array, isAhead: boolean): number {
  let best = 0;
  let least = Infinity;
  for (let k = 0; k < places.length; k++) {
    const distance = Math.abs(places[k]! - (isAhead ? periods[k]! : 0) - value);
    if (distance < least) {
      least = distance;
      best = k;
    }
  }
  return best;
}

/** Finds what is most like the middle near `estimate`, writes it to out[at], and answers where it lies. */
function refine(sound: Float64Array, center: number, estimate: number, out: Float64Array, at: number): number {
  const rounded = Math.trunc(estimate - 0.5);
  const from = Math.max(0, rounded - SLOP);
  const until = Math.min(rounded + SLOP, sound.length - ENHANCED - 1);
  const count = until - from + 1;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = 0; k < ENHANCED; k++) sum += sound[from + i + k]! * sound[center + k]!;
    matches[i] = sum;
  }
  const best = bestQuarter(count);
  const whole = Math.ceil(best / QUARTERS);
  const first = from + whole - FILTER_REACH;
  for (let i = 0; i < around.length; i++) around[i] = sound[first + i] ?? 0;
  const filter = quarterFilters[whole * QUARTERS - best]!;
  for (let i = 0; i < ENHANCED; i++) {
    let sum = 0;
    for (let k = 0; k < filter.length; k++) sum += around[i + k]! * filter[k]!;
    out[at + i] = sum;
  }
  return from + best / QUARTERS + 1;
}

/** The largest of the matches with three values between each two, in quarters. The filter is shortened to what there is. */
function bestQuarter(count: number): number {
  const reach = Math.min(FILTER_REACH, count >> 1);
  let best = 0;
  let most = -Infinity;
  for (let place = 0; place < count; place++) {
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const filter = quarterFilters[quarter]!;
      let sum = 0;
      for (let k = -reach; k <= reach; k++) sum += (matches[place - k] ?? 0) * (place - k < count ? filter[FILTER_REACH + k]! : 0);
      if (sum > most) {
        most = sum;
        best = place * QUARTERS + quarter;
      }
    }
  }
  return best;
}
