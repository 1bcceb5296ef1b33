/** What several rules about media ask of a call: when it was talked in, which streams went which way, and how to prove it. */
import { Flag } from '../calls/message-fields.ts';
import type { Nanoseconds } from '../base/units.ts';
import type { Spots } from '../quality/spots.ts';
import type { Evidence } from './finding.ts';
import type { CallSubject, StreamFacts } from './subject.ts';

export type Way = 'toCaller' | 'toCallee';
export const ways: readonly Way[] = ['toCaller', 'toCallee'];

export function otherWay(way: Way): Way {
  return way === 'toCaller' ? 'toCallee' : 'toCaller';
}

/** Whose description says where this way goes: 1 the caller's, 2 the callee's. */
export function sideOf(way: Way): number {
  return way === 'toCaller' ? 1 : 2;
}

/** calls and streams shorter than this are not judged (semantics 8) */
const SHORT: Nanoseconds = 2e9;
/** packets below which a percentage says little */
const LEAST_PACKETS = 50;

export interface Talk {
  readonly from: Nanoseconds;
  /** the BYE, or the end of the capture */
  readonly to: Nanoseconds;
  readonly isOver: boolean;
}

/** From answer to end; undefined when it was not answered or too short to judge. */
export function talkOf({ summary, captureEnd }: CallSubject): Talk | undefined {
  if (summary.answeredAt === undefined) return undefined;
  const to = summary.endedAt ?? captureEnd;
  return to - summary.answeredAt < SHORT ? undefined : { from: summary.answeredAt, to, isOver: summary.endedAt !== undefined };
}

/** Something else than sound both ways was agreed on for a while: hold, a fax. */
export function wasHeld({ seen }: CallSubject): boolean {
  return (seen.flags & (Flag.sdpHold | Flag.sdpImage)) !== 0;
}

export function toward({ streams }: CallSubject, way: Way): readonly StreamFacts[] {
  return streams.filter(({ direction }) => direction === way);
}

/** Streams of sound that are long enough to be judged. */
export function voiceStreams({ streams }: Pick<CallSubject, 'streams'>): readonly StreamFacts[] {
  return streams.filter(({ media, packets, first, last }) => media === 'audio' && packets >= LEAST_PACKETS && last - first >= SHORT);
}

/** The first and the last packet of a stream. */
export function wholeStream({ stream, firstPacket, lastPacket }: StreamFacts): readonly Evidence[] {
  return [
    { stream, packet: firstPacket },
    { stream, packet: lastPacket },
  ];
}

/** The first places and the worst. */
export function placesOf({ stream }: StreamFacts, { at, worstAt }: Spots): readonly Evidence[] {
  return [...new Set(worstAt < 0 ? at : [...at, worstAt])].sort((a, b) => a - b).map((packet) => ({ stream, packet }));
}
