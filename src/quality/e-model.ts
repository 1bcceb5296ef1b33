/**
 * The E-model: ITU-T G.107 (narrowband), G.107.1 (wideband), G.107.2 (fullband), with everything but codec, loss and delay at
 * its default (semantics 4.1). Delay is the linear approximation for good echo control.
 */
import type { Milliseconds } from '../base/units.ts';

/** Which ratings compare: a wideband R of 100 is not a narrowband one. */
export type Scale = 'narrowband' | 'wideband' | 'fullband';

/** ITU-T G.109: what users make of it, best first; 'notRecommended' is below R 50. */
export const bands = ['verySatisfied', 'satisfied', 'someDissatisfied', 'manyDissatisfied', 'nearlyAllDissatisfied', 'notRecommended'] as const;
export type Band = (typeof bands)[number];

export interface Rating {
  /** on the scale of the codec */
  readonly r: number;
  /** 1 to 4.5 */
  readonly mos: number;
}

/** R without impairment, how many R of the scale are one of the narrowband, and what loss can take at most */
const scales: Readonly<Record<Scale, { readonly best: number; readonly factor: number; readonly ceiling: number }>> = {
  narrowband: { best: 93.2, factor: 1, ceiling: 95 },
  wideband: { best: 129, factor: 1.29, ceiling: 95 },
  fullband: { best: 148, factor: 1.48, ceiling: 132 },
};

/** Ie,eff: what codec and loss take together. `percent` is Ppl, 0 to 100. */
export function effectiveImpairment(scale: Scale, ie: number, bpl: number, percent: number, burstRatio: number): number {
  return percent <= 0 ? ie : ie + ((scales[scale].ceiling - ie) * percent) / (percent / burstRatio + bpl);
}

/** Id: what delay takes. @param delay one way, mouth to ear */
export function delayImpairment(delay: Milliseconds): number {
  return 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
}

/** R = R0 − Id − Ie,eff and its MOS. */
export function rate(scale: Scale, effective: number, delay: number): Rating {
  const { best, factor } = scales[scale];
  const r = best - delay - effective;
  return { r, mos: meanOpinion(r / factor) };
}

/** MOS of a narrowband R (G.107 Annex B), within [1, 4.5]. */
export function meanOpinion(r: number): number {
  if (r <= 6.5) return 1;
  if (r >= 100) return 4.5;
  return Math.min(4.5, Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6));
}

/** @param r on `scale` */
export function bandOf(scale: Scale, r: number): Band {
  const narrow = r / scales[scale].factor;
  const below = [90, 80, 70, 60, 50].findIndex((least) => narrow >= least);
  return bands[below < 0 ? 5 : below]!;
}
