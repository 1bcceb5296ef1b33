/** RTP-DUP-STREAM: the same packets go to two places, or come by two ways, and neither passes them on to the other. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { sentElsewhere } from '../sent-elsewhere.ts';
import type { StreamFacts } from '../subject.ts';

export const rtpDupStream: CallRule = {
  id: 'RTP-DUP-STREAM',
  scope: 'call',
  severity: 'note',
  family: 'presence',
  reference: '',
  check({ streams, addressText }, report) {
    for (const [i, one] of streams.entries()) {
      for (const other of streams.slice(i + 1)) {
        if (!isSame(one, other) || sentElsewhere(one, streams) + sentElsewhere(other, streams) > 0 || isRelayed(one, other) || isRelayed(other, one)) continue;
        report(
          found(this, {
            direction: one.direction,
            evidence: [
              { stream: one.stream, packet: one.firstPacket },
              { stream: other.stream, packet: other.firstPacket },
            ],
            facts: { one: addressText(one.destination), other: addressText(other.destination), packets: Math.min(one.packets, other.packets) },
          }),
        );
      }
    }
  },
};

/** Numbers and timestamps of their first packets lie on one line, and they ran together. */
function isSame(one: StreamFacts, other: StreamFacts): boolean {
  if (one.ssrc !== other.ssrc || one.details === undefined || other.details === undefined) return false;
  if (Math.min(one.last, other.last) - Math.max(one.first, other.first) < 1e9) return false;
  const numbers = (other.details.firstSequence - one.details.firstSequence) & 0xffff;
  const ticks = (other.details.firstTimestamp - one.details.firstTimestamp) >>> 0;
  return numbers === 0 ? ticks === 0 : numbers < 500 && ticks % numbers === 0 && ticks / numbers < 10_000;
}

/** What the one brings to a host goes on from there as the other. */
function isRelayed(one: StreamFacts, other: StreamFacts): boolean {
  return one.destination === other.source;
}
