/** RTP-ONEWAY: sound goes one way, and nothing or next to nothing comes back though both agreed to it. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { CallLine } from '../media-view.ts';
import type { CallSubject, StreamFacts } from '../subject.ts';
import { otherWay, sideOf, talkOf, toward, wasHeld, ways, wholeStream } from '../talk.ts';
import { privateLine } from './rtp-private.ts';

export const rtpOneway: CallRule = {
  id: 'RTP-ONEWAY',
  scope: 'call',
  severity: 'error',
  family: 'presence',
  reference: 'RFC 3264 section 5.1',
  check(subject, report) {
    const { expected, thresholds, summary, media, streams, addressText } = subject;
    if (!expected.toCaller || !expected.toCallee || summary.isFax || wasHeld(subject) || talkOf(subject) === undefined) return;
    // a stream whose way is not known may be the one that seems to be missing
    if (streams.some(({ direction }) => direction === undefined)) return;
    for (const way of ways) {
      const [silent, heard] = [toward(subject, way), toward(subject, otherWay(way))];
      const lasts = heard.reduce((longest, { first, last }) => Math.max(longest, last - first), 0) / 1e9;
      if (lasts < thresholds.oneWay || (silent.length > 0 && (lasts < 5 || !isNearlyNothing(silent, heard, thresholds.oneWayShare)))) continue;
      // of the kind that is heard: an offer of sound and picture names a place for each
      const places = media.lines.filter(({ side, port }) => side === sideOf(way) && port > 0);
      const line = places.findLast(({ shape }) => shape.kind === heard[0]!.media) ?? places.at(-1);
      if (line === undefined || isHeardElsewhere(subject, silent, line)) continue;
      const percent = (100 * uniqueOf(silent)) / Math.max(1, uniqueOf(heard));
      report(
        found(this, {
          confidence: 'likely',
          direction: way,
          evidence: [{ message: line.message }, ...heard.flatMap(wholeStream), ...silent.flatMap(wholeStream)],
          value: percent,
          threshold: thresholds.oneWayShare,
          facts: { seconds: lasts, packets: uniqueOf(silent), percent, address: addressText(line.address), port: line.port },
          parent: privateLine(subject, way) !== undefined ? 'RTP-PRIVATE' : undefined,
        }),
      );
    }
  },
};

function uniqueOf(streams: readonly StreamFacts[]): number {
  return streams.reduce((sum, { rfc3550 }) => sum + rfc3550.unique, 0);
}

/** What should come here may have been counted with another leg: the place has media, but none of this call's. */
function isHeardElsewhere({ streams, hasMediaAt }: CallSubject, silent: readonly StreamFacts[], { address, port }: CallLine): boolean {
  const isOwn = streams.some(
    (stream) => (stream.source === address && stream.sourcePort === port) || (stream.destination === address && stream.destinationPort === port),
  );
  return silent.length === 0 && !isOwn && hasMediaAt(address, port);
}

/** Silence suppression explains few packets: then it is no proof. */
function isNearlyNothing(silent: readonly StreamFacts[], heard: readonly StreamFacts[], share: number): boolean {
  if (silent.some(({ comfortNoise, details }) => comfortNoise > 0 || details === undefined || details.spurts > 0 || details.silences.count > 0)) return false;
  return 100 * uniqueOf(silent) < share * uniqueOf(heard);
}
