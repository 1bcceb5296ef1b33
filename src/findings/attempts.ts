/**
 * What each address tried, in order of time: the new Call-IDs it sent a first request for. Rules about scans, floods and
 * guessed passwords look at windows of these.
 */
import { isEffective, State } from '../calls/call-state.ts';
import { DialogStateId } from '../calls/dialog-summary.ts';
import type { AddressId, CallIndex } from '../base/units.ts';
import type { CaptureSubject } from './subject.ts';

/** sources told apart; calls of further ones are not looked at */
const SOURCES_KEPT = 100_000;

/** Call-IDs by the address that sent their first request, in order of time. */
export function attemptsBySource({ calls, messages }: CaptureSubject): ReadonlyMap<AddressId, readonly CallIndex[]> {
  const bySource = new Map<AddressId, CallIndex[]>();
  for (let call = 0; call < calls.length; call++) {
    const head = calls.head.values[call]!;
    if (head < 0 || messages.status(head) !== 0) continue;
    const source = messages.sourceAddress(head);
    const list = bySource.get(source);
    if (list !== undefined) list.push(call);
    else if (bySource.size < SOURCES_KEPT) bySource.set(source, [call]);
  }
  return bySource;
}

/** The attempt did what it was for: somebody was reached, or the server said yes. */
export function isSuccess(subject: CaptureSubject, call: CallIndex): boolean {
  const state = subject.state(call);
  if (!subject.calls.hasInvite(call)) return state === DialogStateId.OK || state === DialogStateId.PARTIAL;
  return isEffective(state) || state === State.CANCELLED || state === State.REDIRECTED || state < State.ANSWERED;
}

/** Runs over windows of at most `span` nanoseconds that begin with an attempt, one after the other. */
export function eachWindow(subject: CaptureSubject, attempts: readonly CallIndex[], span: number, visit: (from: number, to: number) => boolean): void {
  const { calls, messages } = subject;
  const time = (n: number): number => messages.time(calls.head.values[attempts[n]!]!);
  let from = 0;
  while (from < attempts.length) {
    let to = from + 1;
    while (to < attempts.length && time(to) - time(from) <= span) to++;
    if (visit(from, to)) return;
    from = to;
  }
}
