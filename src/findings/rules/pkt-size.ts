/** PKT-SIZE: payloads are no whole number of the codec's frames: the payload type names another codec than is sent. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams, wholeStream } from '../talk.ts';

/** of all packets, in percent */
const SHARE = 20;
/** codecs of one octet for each 125 µs */
const SAMPLED: ReadonlySet<string> = new Set(['pcmu', 'pcma', 'g722']);

export const pktSize: CallRule = {
  id: 'PKT-SIZE',
  scope: 'call',
  severity: 'warning',
  family: 'negotiation',
  reference: 'RFC 3551 section 4.5',
  check(subject, report) {
    for (const of of voiceStreams(subject)) {
      if (of.encrypted) continue;
      const odd = of.details?.oddSizes;
      if (odd !== undefined && odd.count * 100 > SHARE * of.packets) {
        report(
          found(this, {
            direction: of.direction,
            evidence: placesOf(of, odd),
            value: odd.count,
            facts: { codec: of.codec, octets: odd.worst, packets: odd.count },
          }),
        );
        continue;
      }
      const { ptime } = of.rfc3550;
      const main = of.payloadTypes.reduce((a, b) => (b.packets > a.packets ? b : a));
      if (ptime === undefined || !SAMPLED.has(of.codec.toLowerCase()) || main.packets * 100 < 95 * of.packets || of.comfortNoise > 0) continue;
      const octets = of.payloadOctets / of.packets;
      if (octets === 0 || Math.abs(octets - ptime * 8) <= ptime * 8 * (SHARE / 100)) continue;
      report(found(this, { direction: of.direction, evidence: wholeStream(of), value: octets, facts: { codec: of.codec, octets, packets: main.packets } }));
    }
  },
};
