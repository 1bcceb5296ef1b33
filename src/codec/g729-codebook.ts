/**
 * The fixed codebook of G.729 (clauses 3.8 and 4.1.4, table 7): four pulses of one size in a subframe of 40, each on its own
 * track, and the pitch they are sharpened with. Q13.
 */
import { add, multiply, shiftLeft } from './basic-operators.ts';
import { SUBFRAME } from './g729-pitch.ts';

/** Where the pulse of a track stands: tracks 0, 1 and 2 have eight places, the fourth 16. */
export function pulsePlace(places: number, track: number): number {
  const five = ((places >> (track === 3 ? 10 : 3 * track)) & 7) * 5;
  return track === 3 ? five + 3 + ((places >> 9) & 1) : five + track;
}

export function readPulses(places: number, signs: number, code: Int16Array): void {
  code.fill(0);
  for (let track = 0; track < 4; track++) code[pulsePlace(places, track)] = (signs >> track) & 1 ? 8191 : -8192;
}

/** Adds each pulse again a pitch delay later (clause 3.8, equation 48); `gain` Q14. */
export function sharpen(code: Int16Array, delay: number, gain: number): void {
  const factor = shiftLeft(gain, 1);
  for (let i = delay; i < SUBFRAME; i++) code[i] = add(code[i]!, multiply(code[i - delay]!, factor));
}
