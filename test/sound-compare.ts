/** Comparisons of sound: how late it is, how much of it differs, how strong a frequency is. */

/** Sum of squares. */
export function energyOf(sound: Float32Array, at: number, count: number): number {
  let sum = 0;
  for (let i = at; i < at + count; i++) sum += sound[i]! ** 2;
  return sum;
}

/** Samples by which `heard` comes after `sent`: the peak of the cross-correlation of their first voiced seconds, coarse and then fine. */
export function alignment(sent: Float32Array, heard: Float32Array): number {
  let best = 0;
  let score = -Infinity;
  const look = (from: number, to: number, step: number, grain: number): void => {
    for (let shift = from; shift <= to; shift += step) {
      let sum = 0;
      for (let i = 0; i < 40_000 && i + shift < heard.length; i += grain) sum += i + shift >= 0 ? sent[i]! * heard[i + shift]! : 0;
      if (sum > score) [best, score] = [shift, sum];
    }
  };
  look(-8000, 16_000, 1, 7);
  score = -Infinity;
  look(best - 3, best + 3, 1, 1);
  return best;
}

/** What is left of a frame of `sent` when the most similar one near `place` is taken away: buffers move by their drift. */
export function differenceNear(sent: Float32Array, at: number, heard: Float32Array, place: number): number {
  let least = Infinity;
  for (let shift = -80; shift <= 80; shift++) {
    let sum = 0;
    for (let i = 0; i < 160 && sum < least; i++) sum += (sent[at + i]! - (heard[place + shift + i] ?? 0)) ** 2;
    least = Math.min(least, sum);
  }
  return least;
}

/** Of any numbers; NaN without any. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Amplitude of one frequency. */
export function strength(sound: Float32Array, hertz: number, rate: number): number {
  let [sine, cosine] = [0, 0];
  for (const [i, sample] of sound.entries()) {
    sine += sample * Math.sin((2 * Math.PI * hertz * i) / rate);
    cosine += sample * Math.cos((2 * Math.PI * hertz * i) / rate);
  }
  return (2 * Math.hypot(sine, cosine)) / sound.length;
}
