/** RTP-NONE: an answered call without a packet of sound either way, in a capture that has media of others. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { talkOf, wasHeld, ways } from '../talk.ts';
import { privateLine } from './rtp-private.ts';

export const rtpNone: CallRule = {
  id: 'RTP-NONE',
  scope: 'call',
  severity: 'error',
  family: 'presence',
  reference: 'RFC 3264 section 5.1',
  check(subject, report) {
    const { captureHasMedia, streams, expected, thresholds, summary, summarizer, media } = subject;
    if (!captureHasMedia || streams.length > 0 || !expected.toCaller || !expected.toCallee || summary.isFax || wasHeld(subject)) return;
    const talk = talkOf(subject);
    if (talk === undefined || (talk.to - talk.from) / 1e9 < thresholds.noMedia || media.exchanges.length === 0) return;
    // media of the same places counts with another leg
    if (media.lines.some(({ address, port }) => port > 0 && subject.hasMediaAt(address, port))) return;
    const { dialogs, chain } = summarizer;
    const answer = summary.dialog < 0 ? -1 : dialogs.answer[summary.dialog]!;
    report(
      found(this, {
        confidence: 'likely',
        evidence: messagesAt(chain, [answer >= 0 ? answer : summarizer.progress.answer, media.lines.at(-1)!.position]),
        value: (talk.to - talk.from) / 1e9,
        threshold: thresholds.noMedia,
        facts: { talk: (talk.to - talk.from) / 1e9 },
        parent: ways.some((way) => privateLine(subject, way) !== undefined) ? 'RTP-PRIVATE' : undefined,
      }),
    );
  },
};
