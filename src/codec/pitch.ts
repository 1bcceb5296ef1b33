/**
 * The pitch period at the end of a stretch of sound, as ITU-T G.711 Appendix I finds it: the best normalised correlation of the
 * last 20 ms with what lies 5 to 15 ms before, coarse at 4 kHz and then to the sample.
 */

/** All in samples. */
export interface PitchRange {
  readonly shortest: number;
  readonly longest: number;
  /** compared */
  readonly window: number;
  /** of the coarse search */
  readonly step: number;
}

export function pitchRange(sampleRate: number): PitchRange {
  return {
    shortest: Math.max(4, Math.round(sampleRate * 0.005)),
    longest: Math.max(12, Math.round(sampleRate * 0.015)),
    window: Math.max(16, Math.round(sampleRate * 0.02)),
    step: Math.max(1, Math.round(sampleRate / 4000)),
  };
}

/** Below this energy a stretch is silence, and its correlation says nothing. */
const LEAST_ENERGY = 250;

/** Samples; between range.shortest and range.longest. `sound` holds at least longest + window samples, the newest last. */
export function pitchOf(sound: Float32Array, range: PitchRange): number {
  const coarse = best(sound, range, range.longest, range.shortest, range.step, range.step);
  if (range.step === 1) return coarse;
  return best(sound, range, Math.min(range.longest, coarse + range.step - 1), Math.max(range.shortest, coarse - range.step + 1), 1, 1);
}

/** From the longest to the shortest; of equal ones the shorter in the coarse search wins, as in the Appendix. */
function best(sound: Float32Array, range: PitchRange, longest: number, shortest: number, lagStep: number, step: number): number {
  let pitch = longest;
  let most = -Infinity;
  for (let lag = longest; lag >= shortest; lag -= lagStep) {
    const match = correlation(sound, range.window, lag, step);
    if (match > most || (match === most && step > 1)) {
      most = match;
      pitch = lag;
    }
  }
  return pitch;
}

function correlation(sound: Float32Array, window: number, lag: number, step: number): number {
  const now = sound.length - window;
  const then = now - lag;
  let energy = 0;
  let product = 0;
  for (let i = 0; i < window; i += step) {
    const old = sound[then + i]!;
    energy += old * old;
    product += old * sound[now + i]!;
  }
  return product / Math.sqrt(Math.max(energy, LEAST_ENERGY));
}
