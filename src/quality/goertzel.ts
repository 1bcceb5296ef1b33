/**
 * Goertzel's recurrence: the power of one frequency in a block of samples, and what that means on the scale of telephony
 * (0 dBm0 is the level of ITU-T G.711's digital milliwatt). Samples are 16-bit linear, as the decoders of G.711 give them.
 */

/** Peak of a sine of 0 dBm0: full scale of µ-law (8031 × 4) is +3.17 dBm0 (ITU-T G.711 section 4). */
export const ZERO_DBM0_PEAK = 22_301;

/** 2cos(2πf/rate): the one constant the recurrence needs. */
export function coefficient(frequency: number, sampleRate: number): number {
  return 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
}

/** |X(f)|² of samples[at, at + count). A sine of peak A at exactly f gives (A × count / 2)². */
export function power(samples: Float64Array, at: number, count: number, coefficientOfF: number): number {
  let s1 = 0;
  let s2 = 0;
  const end = at + count;
  for (let i = at; i < end; i++) {
    const s = samples[i]! + coefficientOfF * s1 - s2;
    s2 = s1;
    s1 = s;
  }
  return s1 * s1 + s2 * s2 - coefficientOfF * s1 * s2;
}

/** Sum of squares of samples[at, at + count). */
export function energy(samples: Float64Array, at: number, count: number): number {
  let sum = 0;
  const end = at + count;
  for (let i = at; i < end; i++) sum += samples[i]! * samples[i]!;
  return sum;
}

/** The energy (sum of squares) that a tone of this power() has in its block. */
export function toneEnergy(powerOfTone: number, count: number): number {
  return (2 * powerOfTone) / count;
}

/** dBm0 of a tone of this power() in a block of `count` samples. */
export function toneLevel(powerOfTone: number, count: number): number {
  return 10 * Math.log10(Math.max(powerOfTone, 1e-9)) - 20 * Math.log10((ZERO_DBM0_PEAK * count) / 2);
}

/** dBm0 of a signal with this energy over `count` samples. */
export function signalLevel(energyOfBlock: number, count: number): number {
  return 10 * Math.log10(Math.max(energyOfBlock, 1e-9) / count) - 10 * Math.log10(ZERO_DBM0_PEAK ** 2 / 2);
}
