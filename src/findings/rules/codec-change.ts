/** CODEC-CHANGE: the payload type changes in the middle of a stream, and no description said so. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { isExplained } from './rtp-ssrc.ts';

export const codecChange: CallRule = {
  id: 'CODEC-CHANGE',
  scope: 'call',
  severity: 'note',
  family: 'negotiation',
  reference: 'RFC 3264 section 8.3.2',
  check(subject, report) {
    for (const { stream, direction, details, payloadTypes, media } of subject.streams) {
      if (details === undefined || media !== 'audio') continue;
      const changes = details.typeChanges.filter(({ time }) => !isExplained(subject, time));
      const [first] = changes;
      if (first === undefined) continue;
      const name = (type: number): string => payloadTypes.find(({ payloadType }) => payloadType === type)?.name ?? String(type);
      report(
        found(this, {
          direction,
          evidence: changes.map(({ packet }) => ({ stream, packet })),
          value: changes.length,
          facts: { changes: changes.length, from: name(first.from), to: name(first.to) },
        }),
      );
    }
  },
};
