/**
 * Every threshold of the rules, in one place, with its unit, its default (semantics 8 unless said) and how far a person may
 * move it. A rule reads `thresholds.values.<name>`.
 */

export type ThresholdUnit = 'ms' | 's' | '%' | 'count' | 'ppm' | 'MOS' | 'octets' | 'dB';

export interface Threshold {
  readonly unit: ThresholdUnit;
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

function threshold(value: number, unit: ThresholdUnit, least: number, most: number): Threshold {
  return { value, unit, least, most };
}

/** The values in force. */
export interface ThresholdValues {
  /** 64·T1 (RFC 3261 section 17.1.1.2) */
  readonly noResponse: number;
  /** a request repeated and unanswered this long before the capture ends */
  readonly noResponseAtEnd: number;
  readonly retransmissionsError: number;
  readonly responseCopies: number;
  readonly missingAck: number;
  readonly lateAck: number;
  /** ITU-T E.721: local and international calls */
  readonly postDialDelayWarning: number;
  readonly postDialDelayError: number;
  readonly challenges: number;
  readonly loss: number;
  readonly lossError: number;
}

export type ThresholdName = keyof ThresholdValues;

export const thresholdDefaults: Readonly<Record<ThresholdName, Threshold>> = {
  noResponse: threshold(32, 's', 1, 600),
  noResponseAtEnd: threshold(4, 's', 1, 600),
  retransmissionsError: threshold(3, 'count', 2, 20),
  responseCopies: threshold(2, 'count', 1, 20),
  missingAck: threshold(4, 's', 1, 60),
  lateAck: threshold(1, 's', 0.1, 60),
  postDialDelayWarning: threshold(6, 's', 1, 120),
  postDialDelayError: threshold(11, 's', 1, 300),
  challenges: threshold(3, 'count', 2, 50),
  loss: threshold(1, '%', 0.1, 100),
  lossError: threshold(3, '%', 0.1, 100),
};

/** The defaults, with what a person chose in their place, kept within bounds. */
export function thresholdValues(chosen: Readonly<Partial<Record<string, number>>> = {}): ThresholdValues {
  const values = Object.entries(thresholdDefaults).map(([name, { value, least, most }]) => {
    const own = chosen[name];
    return [name, own === undefined || !Number.isFinite(own) ? value : Math.min(most, Math.max(least, own))];
  });
  return Object.fromEntries(values) as unknown as ThresholdValues;
}
