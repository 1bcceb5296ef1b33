/**
 * What two calls that something speaks for also have in common: they ring, are answered and end together, in the order a box in
 * the middle passes it on, and headers of the one name users of the other (semantics 6.1). Adds to evidence, never makes a pair.
 */
import type { Nanoseconds } from '../../base/units.ts';
import type { CallMoments } from './call-moments.ts';
import { Bit } from './evidence.ts';

const TOGETHER: Nanoseconds = 0.5e9;

/** Evidence bits of two calls, `a` the earlier. */
export function storyEvidence(a: CallMoments, b: CallMoments): number {
  let mask = 0;
  if (follows(a.ringing, b.ringing)) mask |= Bit.ringing;
  const isAnswer = a.final >= 200 && a.final < 300;
  if (a.final !== 0 && a.final === b.final && (isAnswer ? follows(a.finalAt, b.finalAt) : Math.abs(a.finalAt - b.finalAt) <= TOGETHER)) mask |= Bit.outcome;
  if (Math.abs(a.bye - b.bye) <= TOGETHER) mask |= Bit.bye;
  if (namesUserOf(a, b) || namesUserOf(b, a)) mask |= Bit.identity;
  return mask;
}

/** `a` within half a second after `b`: responses travel back. */
function follows(a: Nanoseconds, b: Nanoseconds): boolean {
  return a - b >= 0 && a - b <= TOGETHER;
}

function namesUserOf(one: CallMoments, other: CallMoments): boolean {
  return one.identities.some((user) => user === other.caller || other.called.includes(user) || other.identities.includes(user));
}
