/** What a score takes for granted, as keys of words. A score is grounded when nothing it rests on was guessed. */

export const assumptions = [
  /** G.711 receivers conceal loss */
  'plcAssumed',
  /** no codec of the table: G.711's scale with an estimated impairment */
  'codecUnknown',
  /** nobody told the clock rate: late loss cannot be known, only missing packets count */
  'clockUnknown',
  /** the clock rate was found from the packets */
  'clockInferred',
  /** the codec's constants are our estimate, not published ones */
  'ieEstimated',
  /** the codec's mode or bit rate was read from the size of the payloads */
  'modeFromSize',
  /** the codec's mode is not known: its best was taken */
  'modeUnknown',
  /** G.729 with silence suppression (Annex B) */
  'annexBAssumed',
  /** more than one codec spoke: rated as the one most packets have */
  'severalCodecs',
  /** the timestamps do not tell the length of a packet: 20 ms */
  'packetTimeAssumed',
  /** no round trip was measured: listening quality only */
  'delayNotMeasured',
  /** the round trip was typed in */
  'delayEntered',
] as const;
export type Assumption = (typeof assumptions)[number];

const guesses: readonly Assumption[] = ['codecUnknown', 'clockUnknown', 'clockInferred', 'ieEstimated', 'modeUnknown'];

export function isGrounded(assumed: readonly Assumption[]): boolean {
  return !assumed.some((assumption) => guesses.includes(assumption));
}
