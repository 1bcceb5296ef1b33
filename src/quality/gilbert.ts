/** The two-state chain of Gilbert, fitted to what was played and what was not (semantics 4.4): how loss begins, how it ends. */
import type { BadRun } from './bad-packets.ts';
import type { SequenceSegment } from './voice-packets.ts';

export interface Gilbert {
  /** probability that a bad packet follows a good one, 0 to 1; undefined when no good packet had a follower */
  readonly p: number | undefined;
  /** probability that a good packet follows a bad one; undefined without bad packets that had a follower */
  readonly q: number | undefined;
}

/** Transitions are counted within a segment only. */
export function gilbert(runs: readonly BadRun[], segments: readonly SequenceSegment[]): Gilbert {
  let numbers = 0;
  for (const { low, high } of segments) numbers += high - low + 1;
  let bad = 0;
  let begun = 0;
  let ended = 0;
  let lastBad = 0;
  for (const { segment, start, length } of runs) {
    const { low, high } = segments[segment]!;
    bad += length;
    if (start > low) begun++;
    if (start + length <= high) ended++;
    else lastBad++;
  }
  const goodWithFollower = numbers - bad - (segments.length - lastBad);
  const badWithFollower = bad - lastBad;
  return { p: goodWithFollower > 0 ? begun / goodWithFollower : undefined, q: badWithFollower > 0 ? ended / badWithFollower : undefined };
}
