/** DTMF-TS: packets of one event have different timestamps, or its duration does not grow: the digit is heard again and again. Looks into digits. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { DeepEvent } from '../deep-facts.ts';

/** events of one packet each, this near to each other, are one event (milliseconds) */
const NEAR = 60;
const LEAST = 3;

export const dtmfTs: CallRule = {
  id: 'DTMF-TS',
  scope: 'call',
  severity: 'warning',
  family: 'digits',
  reference: 'RFC 4733 section 2.2',
  check({ deep, streams }, report) {
    for (const { stream, direction } of streams) {
      const events = deep?.streams.get(stream)?.events ?? [];
      const split = splitEvents(events);
      const stuck = events.filter(({ packets, span, duration, code }) => code < 16 && packets >= 5 && span > 60 && duration < span / 3);
      const bad = split.length > 0 ? split : stuck;
      if (bad.length === 0) continue;
      report(
        found(this, {
          direction,
          evidence: bad.map(({ packet }) => ({ stream, packet })),
          value: bad.length,
          facts: { kind: split.length > 0 ? 'timestamp' : 'duration', count: bad.length },
        }),
      );
    }
  },
};

/** Runs of events of the same digit, of a packet or two each, without a pause between. */
function splitEvents(events: readonly DeepEvent[]): readonly DeepEvent[] {
  const found: DeepEvent[] = [];
  let run: DeepEvent[] = [];
  const close = (): void => {
    if (run.length >= LEAST) found.push(...run);
    run = [];
  };
  for (const event of events) {
    const before = run.at(-1);
    const goesOn = before !== undefined && before.code === event.code && (event.time - before.time) / 1e6 < NEAR;
    if (!goesOn) close();
    if (event.packets <= 2) run.push(event);
    else close();
  }
  close();
  return found;
}
