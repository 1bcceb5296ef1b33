/** Conversational quality: the E-model with the delay between two mouths and ears, where one is known (semantics 4.4, MOS-CQ). */
import type { Milliseconds } from '../base/units.ts';
import { delayImpairment, rate, type Rating, type Scale } from './e-model.ts';

export interface DelayParts {
  /** end to end, there and back */
  readonly roundTrip: Milliseconds;
  readonly packetTime: Milliseconds;
  readonly lookahead: Milliseconds;
  readonly bufferDelay: Milliseconds;
}

export interface Conversation extends Rating {
  /** Ta: one way, mouth to ear */
  readonly delay: Milliseconds;
  /** Id */
  readonly delayImpairment: number;
}

/** @param effective Ie,eff of the direction */
export function conversation(scale: Scale, effective: number, { roundTrip, packetTime, lookahead, bufferDelay }: DelayParts): Conversation {
  const delay = roundTrip / 2 + packetTime + lookahead + bufferDelay;
  const impairment = delayImpairment(delay);
  return { ...rate(scale, effective, impairment), delay, delayImpairment: impairment };
}
