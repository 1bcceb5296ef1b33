/** RTCP-CLOCK: RTCP contradicts itself about time: round trips below zero, or timestamps that do not fit the wall clock. Looks into RTCP. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** parts per million: one percent */
const OFF = 10_000;

export const rtcpClock: CallRule = {
  id: 'RTCP-CLOCK',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 3550 section 6.4.1',
  check({ deep, streams }, report) {
    for (const { stream, direction } of streams) {
      const told = deep?.streams.get(stream)?.reports;
      if (told === undefined) continue;
      const ppm = Math.abs(told.clockRatePpm ?? 0);
      if (!told.hasWrongClock && ppm <= OFF) continue;
      report(
        found(this, {
          direction,
          evidence: [{ stream, packet: told.packet }],
          value: ppm > OFF ? ppm / 10_000 : told.negativeRoundTrips,
          facts: { kind: ppm > OFF ? 'rate' : 'negative', percent: ppm / 10_000, negative: told.negativeRoundTrips },
        }),
      );
    }
  },
};
