/** One threshold: its unit, its default, and how far a person may move it. */

export type ThresholdUnit = 'ms' | 's' | '%' | 'count' | 'ppm' | 'MOS' | 'octets' | 'dB';

export interface Threshold {
  readonly unit: ThresholdUnit;
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

export function threshold(value: number, unit: ThresholdUnit, least: number, most: number): Threshold {
  return { value, unit, least, most };
}
