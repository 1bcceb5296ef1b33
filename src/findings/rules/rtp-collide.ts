/** RTP-COLLIDE: two senders use the same SSRC toward one receiver at the same time, or one place sends two sources of the same sound at once. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { StreamFacts } from '../subject.ts';

/** nanoseconds for which both were heard */
const TOGETHER = 1e9;
/** packets of each of two sources that take turns */
const LEAST = 50;

export const rtpCollide: CallRule = {
  id: 'RTP-COLLIDE',
  scope: 'call',
  severity: 'warning',
  family: 'presence',
  reference: 'RFC 3550 section 8.2',
  check({ streams, addressText }, report) {
    for (const [i, one] of streams.entries()) {
      for (const other of streams.slice(i + 1)) {
        if (one.destination !== other.destination || one.destinationPort !== other.destinationPort) continue;
        if (Math.min(one.last, other.last) - Math.max(one.first, other.first) < TOGETHER) continue;
        if (one.ssrc !== other.ssrc && !isInterleaved(one, other)) continue;
        report(
          found(this, {
            direction: one.direction,
            evidence: [
              { stream: one.stream, packet: one.firstPacket },
              { stream: other.stream, packet: other.firstPacket },
            ],
            facts: {
              kind: one.ssrc === other.ssrc ? 'same' : 'interleaved',
              ssrc: `0x${one.ssrc.toString(16)}`,
              otherSsrc: `0x${other.ssrc.toString(16)}`,
              one: `${addressText(one.source)}:${one.sourcePort}`,
              other: `${addressText(other.source)}:${other.sourcePort}`,
            },
          }),
        );
      }
    }
  },
};

/** Two sources of sound of one type from one place at once: a receiver plays one of them, or jumps between both. */
function isInterleaved(one: StreamFacts, other: StreamFacts): boolean {
  return (
    one.source === other.source &&
    one.sourcePort === other.sourcePort &&
    one.media === 'audio' &&
    other.media === 'audio' &&
    one.codec === other.codec &&
    Math.min(one.packets, other.packets) >= LEAST
  );
}
