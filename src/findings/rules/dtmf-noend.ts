/** DTMF-NOEND: an event has no packet that ends it: the tone may stick. Looks into digits. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** nanoseconds before the stream ends in which an event may still be going on */
const GOING_ON = 200e6;

export const dtmfNoend: CallRule = {
  id: 'DTMF-NOEND',
  scope: 'call',
  severity: 'warning',
  family: 'digits',
  reference: 'RFC 4733 section 2.5.1.4',
  check({ deep, streams }, report) {
    for (const { stream, direction, last } of streams) {
      const open = (deep?.streams.get(stream)?.events ?? []).filter(({ ended, time, duration }) => !ended && last - (time + duration * 1e6) > GOING_ON);
      if (open.length === 0) continue;
      report(
        found(this, { direction, evidence: open.map(({ lastPacket }) => ({ stream, packet: lastPacket })), value: open.length, facts: { count: open.length } }),
      );
    }
  },
};
