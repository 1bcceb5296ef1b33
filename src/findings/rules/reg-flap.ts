/** REG-FLAP: a registration that comes and goes, changes its Contact again and again, or is refreshed far too often. */
import type { PacketIndex } from '../../base/units.ts';
import type { Binding } from '../../calls/registrations.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';
import type { CaptureSubject } from '../subject.ts';

/** refreshes needed before their pace says anything; what must have been granted for it to be odd, in seconds */
const REFRESHES_LEAST = 3;
const LONG_GRANT = 300;

export const regFlap: CaptureRule = {
  id: 'REG-FLAP',
  scope: 'capture',
  severity: 'warning',
  family: 'registration',
  reference: 'RFC 3261 section 10.2',
  check(subject, report) {
    const { text, messages, thresholds } = subject;
    for (const bindings of byAor(subject.bindings()).values()) {
      const own = bindings.filter((binding) => binding.contact >= 0);
      const cycles = within(
        subject,
        own.flatMap((binding) => binding.drops),
      );
      const changes = within(subject, changesOf(own));
      const restless = own.find(isRestless(thresholds.earlyRefresh));
      const interval = restless?.refreshInterval;
      if (cycles.length < thresholds.registerChanges && changes.length < thresholds.registerChanges && restless === undefined) continue;
      const proof = cycles.length >= thresholds.registerChanges ? cycles : changes.length >= thresholds.registerChanges ? changes : (restless?.history ?? []);
      report({
        ...found(this, {
          confidence: 'likely',
          evidence: proof.map(({ packet }) => ({ packet })),
          facts: { aor: text(bindings[0]!.aor), cycles: cycles.length, changes: changes.length, interval: interval ?? 0, granted: restless?.expires ?? 0 },
        }),
        calls: [...new Set(own.flatMap((binding) => binding.calls))],
        address: messages.endpoints.address(bindings[0]!.source),
      });
    }
  },
};

function byAor(bindings: readonly Binding[]): Map<number, Binding[]> {
  const groups = new Map<number, Binding[]>();
  for (const binding of bindings) {
    const group = groups.get(binding.aor);
    if (group === undefined) groups.set(binding.aor, [binding]);
    else group.push(binding);
  }
  return groups;
}

function isRestless(early: number): (binding: Binding) => boolean {
  return ({ refreshes, refreshInterval, expires }) =>
    refreshes >= REFRESHES_LEAST && refreshInterval !== undefined && refreshInterval < early && expires !== undefined && expires > LONG_GRANT;
}

/** First successes of Contacts that take the place of another: that one is not heard of again. */
function changesOf(bindings: readonly Binding[]): { readonly time: number; readonly packet: PacketIndex }[] {
  const sorted = bindings.filter((binding) => binding.successes > 0).sort((a, b) => a.firstSuccess - b.firstSuccess);
  const changes: { time: number; packet: PacketIndex }[] = [];
  for (let n = 1; n < sorted.length; n++) {
    const packet = sorted[n]!.history.find(({ status }) => status >= 200 && status < 300)?.packet;
    if (sorted[n - 1]!.lastSuccess < sorted[n]!.firstSuccess && packet !== undefined) changes.push({ time: sorted[n]!.firstSuccess, packet });
  }
  return changes;
}

/** The longest run of events that lie within the window. */
function within<T extends { readonly time: number }>({ thresholds }: CaptureSubject, events: T[]): T[] {
  const span = thresholds.registerWindow * 1e9;
  events.sort((a, b) => a.time - b.time);
  let [best, from] = [[0, 0] as [number, number], 0];
  for (let to = 0; to < events.length; to++) {
    while (events[to]!.time - events[from]!.time > span) from++;
    if (to + 1 - from > best[1] - best[0]) best = [from, to + 1];
  }
  return events.slice(best[0], best[1]);
}
