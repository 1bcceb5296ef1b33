/** MUX-MISMATCH: RTCP comes on the port of RTP though only one side agreed to that: the other does not look for it there. */
import { found } from '../found.ts';
import { agreedLines } from '../media-view.ts';
import type { CallRule } from '../rule.ts';

export const muxMismatch: CallRule = {
  id: 'MUX-MISMATCH',
  scope: 'call',
  severity: 'warning',
  family: 'negotiation',
  reference: 'RFC 5761 section 5.1.1',
  check({ media, streams, hasReportsOnMediaPort }, report) {
    if (streams.length === 0) return;
    for (const exchange of media.exchanges) {
      if (!exchange.isFinal) continue;
      for (const [offer, answer] of agreedLines(exchange)) {
        if (offer.shape.rtcpMux === answer.shape.rtcpMux) continue;
        const without = offer.shape.rtcpMux ? answer : offer;
        const stream = streams.find((one) => one.destination === without.address && one.destinationPort === without.port && hasReportsOnMediaPort(one));
        if (stream === undefined) continue;
        report(
          found(this, {
            direction: stream.direction,
            evidence: [{ message: offer.message }, { message: answer.message }, { stream: stream.stream, packet: stream.firstPacket }],
            facts: { port: without.port },
          }),
        );
        return;
      }
    }
  },
};
