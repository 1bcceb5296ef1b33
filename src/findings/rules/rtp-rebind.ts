/** RTP-REBIND: a sender goes on from another address or port in the middle of a call: its NAT forgot it, or it moved. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** nanoseconds between the last packet there and the first here */
const REBIND_TIME = 10e9;

export const rtpRebind: CallRule = {
  id: 'RTP-REBIND',
  scope: 'call',
  severity: 'warning',
  family: 'presence',
  reference: 'RFC 3550 section 8.2',
  check({ streams, addressText }, report) {
    if (streams.length < 2) return;
    for (const after of streams) {
      const before = streams.find(
        (other) =>
          other !== after &&
          other.ssrc === after.ssrc &&
          other.destination === after.destination &&
          other.destinationPort === after.destinationPort &&
          (other.source !== after.source || other.sourcePort !== after.sourcePort) &&
          other.first < after.first &&
          other.last <= after.first + 1e9 &&
          after.first - other.last < REBIND_TIME,
      );
      if (before === undefined) continue;
      report(
        found(this, {
          direction: after.direction,
          evidence: [
            { stream: before.stream, packet: before.lastPacket },
            { stream: after.stream, packet: after.firstPacket },
          ],
          facts: {
            from: `${addressText(before.source)}:${before.sourcePort}`,
            to: `${addressText(after.source)}:${after.sourcePort}`,
            seconds: Math.max(0, (after.first - before.last) / 1e9),
          },
        }),
      );
    }
  },
};
