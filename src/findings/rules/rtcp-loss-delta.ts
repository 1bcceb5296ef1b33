/** RTCP-LOSS-DELTA: the receiver lost more than was missing here: packets were lost behind the capture point. Looks into RTCP. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** packets over which reports are compared at least */
const LEAST = 100;

export const rtcpLossDelta: CallRule = {
  id: 'RTCP-LOSS-DELTA',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'RFC 3550 section 6.4.1',
  check({ deep, streams, thresholds }, report) {
    for (const { stream, direction } of streams) {
      const told = deep?.streams.get(stream)?.reports;
      if (told?.lostThere === undefined || told.lostHere === undefined || told.expected < LEAST) continue;
      const delta = told.lostThere - told.lostHere;
      if (delta < thresholds.lossDelta) continue;
      report(
        found(this, {
          direction,
          evidence: [{ stream, packet: told.packet }],
          value: delta,
          threshold: thresholds.lossDelta,
          facts: { there: told.lostThere, here: told.lostHere },
        }),
      );
    }
  },
};
