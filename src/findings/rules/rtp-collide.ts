/** RTP-COLLIDE: two senders use the same SSRC toward one receiver at the same time. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** nanoseconds for which both were heard */
const TOGETHER = 1e9;

export const rtpCollide: CallRule = {
  id: 'RTP-COLLIDE',
  scope: 'call',
  severity: 'warning',
  family: 'presence',
  reference: 'RFC 3550 section 8.2',
  check({ streams, addressText }, report) {
    for (const [i, one] of streams.entries()) {
      for (const other of streams.slice(i + 1)) {
        if (one.ssrc !== other.ssrc || one.destination !== other.destination || one.destinationPort !== other.destinationPort) continue;
        if (Math.min(one.last, other.last) - Math.max(one.first, other.first) < TOGETHER) continue;
        report(
          found(this, {
            direction: one.direction,
            evidence: [
              { stream: one.stream, packet: one.firstPacket },
              { stream: other.stream, packet: other.firstPacket },
            ],
            facts: {
              ssrc: `0x${one.ssrc.toString(16)}`,
              one: `${addressText(one.source)}:${one.sourcePort}`,
              other: `${addressText(other.source)}:${other.sourcePort}`,
            },
          }),
        );
      }
    }
  },
};
