/** RTP-SSRC: the source changes on one path without a new offer: a transfer, a restart, a switch of mixers. */
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { CallSubject, StreamFacts } from '../subject.ts';

/** changes a minute from which it is worth more than a note */
const OFTEN = 2;
/** nanoseconds between a new description and the change it explains */
const NEAR = 5e9;

export const rtpSsrc: CallRule = {
  id: 'RTP-SSRC',
  scope: 'call',
  severity: 'warning',
  family: 'presence',
  reference: 'RFC 3550 section 8.2',
  check(subject, report) {
    const { streams, summary } = subject;
    if (streams.length < 2) return;
    const paths = new Map<string, StreamFacts[]>();
    for (const stream of streams) {
      const key = `${stream.source} ${stream.sourcePort} ${stream.destination} ${stream.destinationPort}`;
      const path = paths.get(key);
      if (path === undefined) paths.set(key, [stream]);
      else path.push(stream);
    }
    for (const path of paths.values()) {
      const changes = path.filter(
        (stream, i) =>
          i > 0 && stream.first > path[i - 1]!.last - 1e9 && stream.first > (summary.answeredAt ?? Infinity) && !isExplained(subject, stream.first),
      );
      const first = changes[0];
      if (first === undefined) continue;
      const minutes = Math.max(1, (path.at(-1)!.last - path[0]!.first) / 60e9);
      const isOften = changes.length / minutes > OFTEN;
      report(
        found(this, {
          severity: isOften ? 'warning' : 'note',
          direction: first.direction,
          evidence: changes.map(({ stream, firstPacket }) => ({ stream, packet: firstPacket })),
          value: changes.length,
          facts: { changes: changes.length, minutes },
        }),
      );
    }
  },
};

/** A description was exchanged shortly before. */
export function isExplained({ summarizer: { chain } }: CallSubject, moment: number): boolean {
  for (let i = 0; i < chain.length; i++)
    if ((chain.flags[i]! & Flag.hasSdp) !== 0 && chain.time[i]! <= moment + 0.5e9 && chain.time[i]! >= moment - NEAR) return true;
  return false;
}
