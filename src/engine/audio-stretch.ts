/**
 * Faster or slower at the same pitch (WSOLA): sound goes forward in hops of 15 ms, and each hop fades from where the last one
 * would have gone on to the most similar place near where it ought to be. All that is remembered between two windows is that
 * place, so a window can be asked for by anybody who says it.
 */

/** Seconds of a hop, and how far from its due place it may begin. */
const HOP = 0.015;
const SEARCH = 0.008;
/** coarse steps of the search, samples at 48 kHz */
const STEP = 4;

/** Whole hops at a rate: lengths asked for are rounded up to these. */
export function hopLength(sampleRate: number): number {
  return Math.round(HOP * sampleRate);
}

/** Input samples before and after the window that stretch() may read. */
export function stretchReach(sampleRate: number): number {
  return Math.ceil(SEARCH * sampleRate) + 2 * hopLength(sampleRate);
}

/**
 * Fills `out` (whole hops) from input whose index 0 is input place `origin`; `from` is the input place due at out[0].
 * @param carry the place the window before would have gone on at; undefined begins anew
 * @returns the carry for the next window
 */
export function stretch(
  input: Float32Array,
  origin: number,
  from: number,
  speed: number,
  sampleRate: number,
  carry: number | undefined,
  out: Float32Array,
): number {
  const hop = hopLength(sampleRate);
  const search = Math.ceil(SEARCH * sampleRate);
  let goOn = carry ?? Math.round(from);
  // a carry of another place is none
  if (!(Math.abs(goOn - from) <= search + hop * 2)) goOn = Math.round(from);
  goOn = Math.round(goOn);
  for (let at = 0; at + hop <= out.length; at += hop) {
    const due = Math.round(from + at * speed);
    const begin = Math.abs(due - goOn) <= 1 ? goOn : mostSimilar(input, goOn - origin, due - origin, search, hop) + origin;
    for (let i = 0; i < hop; i++) {
      const weight = (i + 0.5) / hop;
      out[at + i] = (input[goOn - origin + i] ?? 0) * (1 - weight) + (input[begin - origin + i] ?? 0) * weight;
    }
    goOn = begin + hop;
  }
  return goOn;
}

/** The place within `search` of `due` where the sound is most like the one at `like`. */
function mostSimilar(input: Float32Array, like: number, due: number, search: number, length: number): number {
  let best = due;
  let score = -Infinity;
  const look = (from: number, to: number, step: number, grain: number): void => {
    for (let place = from; place <= to; place += step) {
      const similarity = correlation(input, like, place, length, grain);
      if (similarity > score) [best, score] = [place, similarity];
    }
  };
  look(due - search, due + search, STEP, STEP);
  const coarse = best;
  score = -Infinity;
  look(coarse - STEP, coarse + STEP, 1, 2);
  return best;
}

function correlation(input: Float32Array, a: number, b: number, length: number, grain: number): number {
  let product = 0;
  let energy = 1e-9;
  for (let i = 0; i < length; i += grain) {
    const y = input[b + i] ?? 0;
    product += (input[a + i] ?? 0) * y;
    energy += y * y;
  }
  return product / Math.sqrt(energy);
}
