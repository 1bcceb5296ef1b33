/**
 * Which streams follow each other in one ear. Streams of one direction that do not sound at the same time are one track:
 * transfers, early media before the answer, a sender that began anew. Those that do are another leg of the same sound, seen
 * twice, or another branch of a fork: a track of their own, silent until the person chooses it.
 */
import type { Nanoseconds, StreamIndex } from '../base/units.ts';

export interface TrackStream {
  readonly stream: StreamIndex;
  readonly direction: 'toCaller' | 'toCallee' | undefined;
  /** source and destination as one word: streams of one path are one sender */
  readonly path: string;
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  readonly playable: boolean;
}

export interface Track {
  readonly direction: TrackStream['direction'];
  readonly leg: number;
  readonly streams: readonly TrackStream[];
}

/** Streams may overlap by this much and still follow each other. */
const OVERLAP: Nanoseconds = 0.4e9;

/** Tracks, the longest playable leg of each direction first: towards the called party, towards the caller, then the others. */
export function layTracks(streams: readonly TrackStream[]): Track[] {
  const tracks: Track[] = [];
  for (const direction of ['toCallee', 'toCaller', undefined] as const) {
    const legs: TrackStream[][] = [];
    for (const one of [...streams].filter((candidate) => candidate.direction === direction).sort((a, b) => a.from - b.from || a.stream - b.stream)) {
      const same = legs.find((leg) => leg.some((other) => other.path === one.path));
      const free =
        direction === undefined ? undefined : legs.find((leg) => leg.every((other) => one.from > other.to - OVERLAP || one.to < other.from + OVERLAP));
      const leg = same ?? free;
      if (leg === undefined) legs.push([one]);
      else leg.push(one);
    }
    legs.sort((a, b) => length(b) - length(a));
    // without a direction the two longest are the two ways of one talk
    legs.forEach((leg, i) => tracks.push({ direction, leg: direction === undefined ? Math.max(0, i - 1) : i, streams: leg }));
  }
  return tracks;
}

/** Playable nanoseconds; what cannot be played counts only against nothing. */
function length(leg: readonly TrackStream[]): number {
  return leg.reduce((sum, { from, to, playable }) => sum + (to - from) * (playable ? 1 : 1e-9), 0);
}
