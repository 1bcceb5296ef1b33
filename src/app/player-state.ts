/** What is to be known of the player from outside: how it plays and how each track is heard. */
import type { Nanoseconds } from '../base/units.ts';
import type { SoundPlan } from '../contract/sound.ts';

export type PlayerStatus = 'paused' | 'starting' | 'playing' | 'failed';

/** How one track is heard. Pan is −1 (left) to 1. */
export interface TrackMix {
  readonly muted: boolean;
  readonly solo: boolean;
  readonly pan: number;
}

export interface PlayerState {
  readonly status: PlayerStatus;
  readonly speed: number;
  /** 0 to 1 */
  readonly volume: number;
  readonly loop: { readonly from: Nanoseconds; readonly to: Nanoseconds } | undefined;
  readonly mix: readonly TrackMix[];
  /** milliseconds from the last press of play to the first sound scheduled; undefined before */
  readonly startedIn: number | undefined;
}

export const atRest: PlayerState = { status: 'paused', speed: 1, volume: 1, loop: undefined, mix: [], startedIn: undefined };

/** Towards the called party left, towards the caller right; or both in the middle. */
export function panOf(direction: 'toCaller' | 'toCallee' | undefined, apart: boolean): number {
  return !apart || direction === undefined ? 0 : direction === 'toCallee' ? -1 : 1;
}

/** Where play begins: at the cursor, or at the beginning when it stands elsewhere or at the end. */
export function startPlace(plan: SoundPlan, loop: PlayerState['loop'], cursor: Nanoseconds | undefined): Nanoseconds {
  const { from, to } = loop ?? plan;
  return cursor === undefined || cursor < from || cursor >= to - 50e6 ? from : cursor;
}

/** Tracks that can be heard as they are mixed, at most sixteen. */
export function heardTracks(plan: SoundPlan | undefined, mix: readonly TrackMix[]): readonly number[] {
  const anySolo = mix.some((one) => one.solo);
  return (plan?.tracks ?? [])
    .filter(({ playable }, i) => playable && (anySolo ? mix[i]?.solo === true : mix[i]?.muted === false))
    .map((track) => track.track)
    .slice(0, 16);
}

/** Of each track as it was, else as it is at first: further legs are silent, nothing is moved aside. */
export function mixOf(plan: SoundPlan, before: readonly TrackMix[]): readonly TrackMix[] {
  return plan.tracks.map(({ leg }, i) => before[i] ?? { muted: leg > 0, solo: false, pan: 0 });
}
