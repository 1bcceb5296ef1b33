/**
 * What each address tried, in order of time: the new Call-IDs it sent a first request for, and what became of them. Rules about
 * scans, floods and guessed passwords look at windows of these; made once for all of them.
 */
import type { AddressId, CallIndex, Nanoseconds } from '../base/units.ts';
import { isEffective, State } from '../calls/call-state.ts';
import type { CallTable } from '../calls/call-table.ts';
import { DialogStateId } from '../calls/dialog-summary.ts';
import type { MessageTable } from '../calls/message-table.ts';

/** sources told apart; calls of further ones are not looked at */
const SOURCES_KEPT = 100_000;

export interface Attempts {
  readonly source: AddressId;
  readonly calls: CallIndex[];
  /** of these: reached nobody; failed with 401, 403 or 407 */
  readonly failed: CallIndex[];
  readonly refused: CallIndex[];
}

/** What is known of a Call-ID that ended. */
export interface Outcomes {
  readonly calls: CallTable;
  readonly messages: MessageTable;
  state(call: CallIndex): number;
  finalStatus(call: CallIndex): number;
}

/** Attempts by the address that sent their first request. @param sources by Call-ID the endpoint that did, -1 when it began with a response. @param isKnown whose times are known finely enough */
export function attemptsBySource(outcomes: Outcomes, sources: Int32Array, isKnown: (call: CallIndex) => boolean = () => true): readonly Attempts[] {
  const { calls, messages } = outcomes;
  const bySource = new Map<AddressId, Attempts>();
  const byEndpoint: (Attempts | undefined)[] = [];
  for (let call = 0; call < calls.length; call++) {
    const endpoint = sources[call]!;
    if (endpoint < 0 || !isKnown(call)) continue;
    let attempts = byEndpoint[endpoint];
    if (attempts === undefined) {
      const source = messages.endpoints.address(endpoint);
      attempts = bySource.get(source);
      if (attempts === undefined && bySource.size === SOURCES_KEPT) continue;
      if (attempts === undefined) bySource.set(source, (attempts = { source, calls: [], failed: [], refused: [] }));
      byEndpoint[endpoint] = attempts;
    }
    attempts.calls.push(call);
    if (isSuccess(outcomes, call)) continue;
    attempts.failed.push(call);
    const status = outcomes.finalStatus(call);
    if (status === 401 || status === 403 || status === 407) attempts.refused.push(call);
  }
  return [...bySource.values()];
}

/** The attempt did what it was for: somebody was reached, or the server said yes. */
export function isSuccess({ calls, state: stateOf }: Outcomes, call: CallIndex): boolean {
  const state = stateOf(call);
  if (!calls.hasInvite(call)) return state === DialogStateId.OK || state === DialogStateId.PARTIAL;
  return isEffective(state) || state === State.CANCELLED || state === State.REDIRECTED || state < State.ANSWERED;
}

/** Attempts of a list that begin in [from, to], which is in order of time. */
export function within({ calls, messages }: Outcomes, attempts: readonly CallIndex[], from: Nanoseconds, to: Nanoseconds): readonly CallIndex[] {
  const time = (n: number): Nanoseconds => messages.time(calls.head.values[attempts[n]!]!);
  const first = lowest(attempts.length, (n) => time(n) >= from);
  return attempts.slice(
    first,
    lowest(attempts.length, (n) => time(n) > to),
  );
}

/** Runs over windows of `span` nanoseconds that begin with an attempt, one after the other, while `visit` says false; [from, to) of the list. */
export function eachWindow(
  { calls, messages }: Outcomes,
  attempts: readonly CallIndex[],
  span: Nanoseconds,
  visit: (from: number, to: number) => boolean,
): void {
  const time = (n: number): Nanoseconds => messages.time(calls.head.values[attempts[n]!]!);
  let from = 0;
  while (from < attempts.length) {
    const end = time(from) + span;
    let to = from + 1;
    while (to < attempts.length && time(to) <= end) to++;
    if (visit(from, to)) return;
    from = to;
  }
}

/** The lowest n below `length` for which it holds, else `length`; it holds for all behind. */
function lowest(length: number, holds: (n: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
