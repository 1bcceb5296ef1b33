/**
 * A round trip reckoned from RTCP (RFC 3550 section 6.4.1: LSR and DLSR) as a person reads it. One below zero is never shown bare: within
 * a millisecond it is none, as far as clocks can tell, below that it is marked; and both say why.
 */
import type { Milliseconds } from '../../base/units.ts';
import { formatMs } from '../parts/format.ts';
import type { ReportsWords } from '../words/reports-words.ts';

/** a reporter's timers and the capture's time stamps are seldom finer than this */
const NEAR_ZERO: Milliseconds = 1;

export function roundTripText(value: Milliseconds | undefined, word: ReportsWords): string {
  if (value === undefined || value >= 0) return formatMs(value);
  return value >= -NEAR_ZERO ? word.nearZero : word.belowZero(formatMs(value));
}

/** What the text does not say of a value below zero; empty for any other. */
export function roundTripNote(value: Milliseconds | undefined, word: ReportsWords): string {
  return value === undefined || value >= 0 ? '' : word.belowZeroHelp(formatMs(value));
}
