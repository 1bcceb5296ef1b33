/** RTCP-RTT: what is said takes long to come back: people talk into each other. Looks into RTCP. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

export const rtcpRtt: CallRule = {
  id: 'RTCP-RTT',
  scope: 'call',
  severity: 'error',
  family: 'quality',
  reference: 'ITU-T G.114',
  check({ deep, streams, thresholds }, report) {
    for (const { stream, direction } of streams) {
      const told = deep?.streams.get(stream)?.reports;
      if (told?.roundTrip === undefined || told.hasWrongClock || told.roundTrip < thresholds.roundTrip) continue;
      const isError = told.roundTrip >= thresholds.roundTripError;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          confidence: 'likely',
          direction,
          evidence: [{ stream, packet: told.packet }],
          value: told.roundTrip,
          threshold: isError ? thresholds.roundTripError : thresholds.roundTrip,
          facts: { roundTrip: told.roundTrip },
        }),
      );
      // both directions of a path have the same
      return;
    }
  },
};
