/** VIDEO-FREEZE: the picture stands still: long pauses between packets, or whole pictures asked for again and again. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, wholeStream } from '../talk.ts';

/** seconds in which one request for a whole picture is no trouble, and how many there must be */
const REQUEST_SECONDS = 5;
const LEAST_REQUESTS = 3;

export const videoFreeze: CallRule = {
  id: 'VIDEO-FREEZE',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'RFC 4585 section 6.3.1',
  check({ streams, deep, thresholds }, report) {
    for (const of of streams) {
      if (of.media !== 'video' || of.last - of.first < 2e9) continue;
      const requests = deep?.streams.get(of.stream)?.reports?.pictureRequests ?? 0;
      const pauses = of.details?.pauses;
      const isAsked = requests >= LEAST_REQUESTS && requests > (of.last - of.first) / (REQUEST_SECONDS * 1e9);
      if (!isAsked && (pauses === undefined || pauses.count === 0 || pauses.worst <= thresholds.pictureGap)) continue;
      report(
        found(this, {
          confidence: 'likely',
          direction: of.direction,
          evidence: pauses !== undefined && pauses.count > 0 ? placesOf(of, pauses) : wholeStream(of),
          value: isAsked ? requests : pauses!.worst,
          threshold: isAsked ? undefined : thresholds.pictureGap,
          facts: { kind: isAsked ? 'asked' : 'pause', requests, count: pauses?.count ?? 0, longest: pauses?.worst ?? 0 },
        }),
      );
    }
  },
};
