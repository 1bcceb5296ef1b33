/** RTP-PRIVATE: media is to go to an address that only its owner's own network knows, and does not arrive. */
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { CallLine } from '../media-view.ts';
import type { CallRule } from '../rule.ts';
import type { CallSubject } from '../subject.ts';
import { sideOf, talkOf, toward, ways, wholeStream, type Way } from '../talk.ts';

/** The line with the private address media of this way was asked to go to, when it does not arrive; also the cause of RTP-NONE and RTP-ONEWAY. */
export function privateLine(subject: CallSubject, way: Way): CallLine | undefined {
  const { seen, summarizer, media, isPrivate } = subject;
  if ((seen.flags & Flag.privateMedia) === 0) return undefined;
  const { chain } = summarizer;
  const line = media.lines.find(
    ({ position, side, address, port }) => side === sideOf(way) && port > 0 && (chain.flags[position]! & Flag.privateMedia) !== 0 && isPrivate(address),
  );
  if (line === undefined) return undefined;
  // media that reaches another address of that side was sent where its own came from: symmetric RTP
  const arrives = toward(subject, way).some(({ source, destination }) => isPrivate(source) || !isPrivate(destination));
  return arrives ? undefined : line;
}

export const rtpPrivate: CallRule = {
  id: 'RTP-PRIVATE',
  scope: 'call',
  severity: 'error',
  family: 'presence',
  reference: 'RFC 6314',
  check(subject, report) {
    if (!subject.captureHasMedia || talkOf(subject) === undefined) return;
    for (const way of ways) {
      const line = privateLine(subject, way);
      if (line === undefined || !subject.expected[way]) continue;
      const sent = toward(subject, way);
      report(
        found(this, {
          confidence: 'likely',
          direction: way,
          evidence: [{ message: line.message }, ...sent.flatMap(wholeStream)],
          facts: { address: subject.addressText(line.address), port: line.port, packets: sent.reduce((sum, { packets }) => sum + packets, 0) },
        }),
      );
    }
  },
};
