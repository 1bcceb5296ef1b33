/**
 * Which rules judge durations, and the shortest that each must be able to tell: where the times of a source are known no finer (whole seconds in a log,
 * none at all in pasted text), such a rule says nothing.
 */
import type { ThresholdName, ThresholdValues } from './thresholds.ts';
import { thresholdDefaults } from './thresholds.ts';

/** By rule: the threshold it compares a duration with, or milliseconds. */
const judged: Readonly<Record<string, ThresholdName | number>> = {
  'ACK-LATE': 'lateAck',
  'ACK-MISSING': 'missingAck',
  'AUTH-FAIL': 'noResponse',
  'BYE-CROSS': 'crossingByes',
  'BYE-MISSING': 'missingBye',
  'BYE-NORESP': 'noResponseAtEnd',
  'CANCEL-NO487': 'noResponse',
  'PDD-HIGH': 'postDialDelayWarning',
  'PRACK-MISSING': 500,
  'REG-EXPIRE': 1000,
  'REG-FLAP': 'earlyRefresh',
  'SE-TIMEOUT': 2000,
  'SEC-BRUTE': 60_000,
  'SEC-FLOOD': 1000,
  'SEC-FRAUD': 600_000,
  'SEC-SCAN': 60_000,
  'SIP-100-LATE': 'lateTrying',
  'SIP-NORESP': 'noResponseAtEnd',
  'TIME-SKEW': 'clockSkew',
  'VIA-NORPORT': 'noResponse',
  'XFER-FAIL': 'noResponse',
};

/** True when a rule may judge what is known to `timeStep` milliseconds (0 finely, Infinity not at all). */
export function canTell(rule: string, timeStep: number, thresholds: ThresholdValues): boolean {
  const shortest = timeStep === 0 ? undefined : judged[rule];
  if (shortest === undefined) return true;
  return timeStep < (typeof shortest === 'number' ? shortest : thresholds[shortest] * (thresholdDefaults[shortest].unit === 's' ? 1000 : 1));
}
