/**
 * The numbers of G.726 that differ by rate (ITU-T G.726 tables 5 to 13), for each magnitude of a code: the inverse quantiser
 * (log2 of the difference, seven fractional bits), the multipliers W of the scale factor and F of the speed.
 */
export interface G726Rate {
  readonly bits: number;
  readonly difference: Int16Array;
  readonly scale: Int16Array;
  readonly speed: Int16Array;
  /** by which a zero's coefficient leaks */
  readonly leak: number;
}

const SILENCE = -2048;

/** By bits a code: 2 to 5 for 16 to 40 kbit/s. */
export const g726Rates: ReadonlyMap<number, G726Rate> = new Map([
  [2, rate(2, [116, 365], [-22, 439], [0, 7])],
  [3, rate(3, [SILENCE, 135, 273, 373], [-4, 30, 137, 582], [0, 1, 2, 7])],
  [4, rate(4, [SILENCE, 4, 135, 213, 273, 323, 373, 425], [-12, 18, 41, 64, 112, 198, 355, 1122], [0, 0, 0, 1, 1, 1, 3, 7])],
  [
    5,
    rate(
      5,
      [SILENCE, -66, 28, 104, 169, 224, 274, 318, 358, 395, 429, 459, 488, 514, 539, 566],
      [14, 14, 24, 39, 40, 41, 58, 100, 141, 179, 219, 280, 358, 440, 529, 696],
      [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6],
    ),
  ],
]);

function rate(bits: number, difference: readonly number[], scale: readonly number[], speed: readonly number[]): G726Rate {
  return { bits, difference: Int16Array.from(difference), scale: Int16Array.from(scale), speed: Int16Array.from(speed), leak: bits === 5 ? 9 : 8 };
}
