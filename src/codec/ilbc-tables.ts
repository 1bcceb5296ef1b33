/**
 * The numbers of iLBC (RFC 3951, appendix A.7): sizes of the two modes, bit classes (section 3.8), quantisers and filters. Facts of
 * the standard, written as it writes them.
 */

/** Bits of a parameter in the three classes of unequal protection. */
export type Classes = readonly [number, number, number];

export interface IlbcMode {
  readonly milliseconds: 20 | 30;
  /** samples */
  readonly block: number;
  readonly octets: number;
  /** sub-blocks of 40 samples */
  readonly subBlocks: number;
  /** sets of line spectral frequencies */
  readonly spectra: number;
  /** samples of the start state that are coded one by one */
  readonly shortState: number;
  readonly startBits: number;
  readonly lsfBits: readonly number[];
  readonly extraIndexBits: readonly Classes[];
  readonly extraGainBits: readonly Classes[];
  /** for each further sub-block and stage */
  readonly indexBits: readonly (readonly Classes[])[];
  readonly gainBits: readonly (readonly Classes[])[];
  /** weight of the older of two sets of frequencies, for each sub-block */
  readonly lsfWeights: readonly number[];
}

export const SUB_BLOCK = 40;
export const STATE_LENGTH = 80;
export const ORDER = 10;
/** samples of residual the adaptive codebook reaches back */
export const MEMORY = 147;
/** the same for the part of the start state that is predicted */
export const STATE_MEMORY = 85;
export const STAGES = 3;
/** samples: the longest block, its sub-blocks */
export const LONGEST_BLOCK = 240;
export const MOST_SUB_BLOCKS = 6;

export const mode20: IlbcMode = {
  milliseconds: 20,
  block: 160,
  octets: 38,
  subBlocks: 4,
  spectra: 1,
  shortState: 57,
  startBits: 2,
  lsfBits: [6, 7, 7],
  extraIndexBits: [
    [6, 0, 1],
    [0, 0, 7],
    [0, 0, 7],
  ],
  extraGainBits: [
    [2, 0, 3],
    [1, 1, 2],
    [0, 0, 3],
  ],
  indexBits: [
    [
      [7, 0, 1],
      [0, 0, 7],
      [0, 0, 7],
    ],
    [
      [0, 0, 8],
      [0, 0, 8],
      [0, 0, 8],
    ],
  ],
  gainBits: [
    [
      [1, 2, 2],
      [1, 1, 2],
      [0, 0, 3],
    ],
    [
      [1, 1, 3],
      [0, 2, 2],
      [0, 0, 3],
    ],
  ],
  lsfWeights: [3 / 4, 2 / 4, 1 / 4, 0],
};

export const mode30: IlbcMode = {
  milliseconds: 30,
  block: 240,
  octets: 50,
  subBlocks: 6,
  spectra: 2,
  shortState: 58,
  startBits: 3,
  lsfBits: [6, 7, 7, 6, 7, 7],
  extraIndexBits: [
    [4, 2, 1],
    [0, 0, 7],
    [0, 0, 7],
  ],
  extraGainBits: [
    [1, 1, 3],
    [1, 1, 2],
    [0, 0, 3],
  ],
  indexBits: [
    [
      [6, 1, 1],
      [0, 0, 7],
      [0, 0, 7],
    ],
    [
      [0, 7, 1],
      [0, 0, 8],
      [0, 0, 8],
    ],
    [
      [0, 7, 1],
      [0, 0, 8],
      [0, 0, 8],
    ],
    [
      [0, 7, 1],
      [0, 0, 8],
      [0, 0, 8],
    ],
  ],
  gainBits: [
    [
      [1, 2, 2],
      [1, 2, 1],
      [0, 0, 3],
    ],
    [
      [0, 2, 3],
      [0, 2, 2],
      [0, 0, 3],
    ],
    [
      [0, 1, 4],
      [0, 1, 3],
      [0, 0, 3],
    ],
    [
      [0, 1, 4],
      [0, 1, 3],
      [0, 0, 3],
    ],
  ],
  lsfWeights: [1 / 2, 1, 2 / 3, 1 / 3, 0, 0],
};

/** Where the frequencies stand before the first block, radians. */
export const lsfMean: readonly number[] = [0.281738, 0.445801, 0.66333, 0.962524, 1.251831, 1.533081, 1.850586, 2.137817, 2.481445, 2.777344];

/** Values of the start state, section 3.5.3. */
export const stateLevels: readonly number[] = [-3.719849, -2.17749, -1.130005, -0.309692, 0.444214, 1.329712, 2.436279, 3.983887];

/** Base-ten logarithm of the largest value of the start state, section 3.5.1. */
// biome-ignore format: a table
export const stateMaxima: readonly number[] = [
  1.000085, 1.071695, 1.140395, 1.206868, 1.277188, 1.351503, 1.42938, 1.500727,
  1.569049, 1.639599, 1.707071, 1.781531, 1.840799, 1.90155, 1.956695, 2.00675,
  2.055474, 2.102787, 2.142819, 2.183592, 2.217962, 2.257177, 2.295739, 2.332967,
  2.369248, 2.402792, 2.43508, 2.468598, 2.503394, 2.539284, 2.572944, 2.605036,
  2.636331, 2.668939, 2.69878, 2.729101, 2.759786, 2.789834, 2.818679, 2.848074,
  2.87747, 2.906899, 2.936655, 2.967804, 3.000115, 3.033367, 3.066355, 3.104231,
  3.141499, 3.183012, 3.222952, 3.265433, 3.308441, 3.350823, 3.395275, 3.442793,
  3.490801, 3.542514, 3.604064, 3.66605, 3.740994, 3.830749, 3.93877, 4.101764,
];

/** Gains of the three codebook stages, section 3.6.4: 5, 4 and 3 bits; steps of 2^-14 at their finest. */
export const gainLevels: readonly (readonly number[])[] = [
  Array.from({ length: 32 }, (_, index) => Math.round((index + 1) * 614.4) / 16384),
  Array.from({ length: 16 }, (_, index) => Math.round((index - 7) * 2457.6) / 16384),
  [-1, -0.659973, -0.330017, 0, 0.25, 0.5, 0.75, 1],
];

/** The filter of the second half of the codebook, section 3.6.3.2. */
export const codebookFilter: Float64Array = Float64Array.from([-0.03418, 0.108887, -0.184326, 0.806152, 0.713379, -0.144043, 0.08374, -0.033691]);

/** Low pass before every second sample is taken, for the pitch of the enhancer (section 4.6). */
export const decimationFilter: Float64Array = Float64Array.from([-0.06665, 0.125, 0.31665, 0.414063, 0.31665, 0.125, -0.06665]);

/** A quarter sample apart: 0, 1/4, 1/2, 3/4. */
export const quarterFilters: readonly Float64Array[] = [
  Float64Array.from([0, 0, 0, 1, 0, 0, 0]),
  Float64Array.from([0.015625, -0.076904, 0.28833, 0.862061, -0.106445, 0.018799, -0.015625]),
  Float64Array.from([0.023682, -0.124268, 0.601563, 0.601563, -0.124268, 0.023682, -0.023682]),
  Float64Array.from([0.018799, -0.106445, 0.862061, 0.28833, -0.076904, 0.015625, -0.018799]),
];

/** The high pass of the output at 90 Hz, section 4.8: zeros, and poles without the leading one. */
export const outputZeros: readonly [number, number, number] = [0.93980581, -1.8795834, 0.93980581];
export const outputPoles: readonly [number, number] = [-1.9330735, 0.93589199];
