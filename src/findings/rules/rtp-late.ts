/** RTP-LATE: the first sound of a direction comes long after the call was answered. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { talkOf, toward, wasHeld, ways } from '../talk.ts';

export const rtpLate: CallRule = {
  id: 'RTP-LATE',
  scope: 'call',
  severity: 'warning',
  family: 'presence',
  reference: '',
  check(subject, report) {
    const { expected, thresholds, summary, summarizer } = subject;
    if (subject.streams.length === 0 || summary.isFax || wasHeld(subject) || talkOf(subject) === undefined) return;
    const { chain, progress } = summarizer;
    const answer = progress.answer;
    if (answer < 0) return;
    const ack = summarizer.ack(summary.dialog);
    const ready = Math.max(chain.time[answer]!, ack < 0 ? 0 : chain.time[ack]!);
    for (const way of ways) {
      const streams = toward(subject, way);
      if (!expected[way] || streams.length === 0) continue;
      const first = streams.reduce((a, b) => (b.first < a.first ? b : a));
      const delay = (first.first - ready) / 1e9;
      if (delay <= thresholds.lateMedia) continue;
      report(
        found(this, {
          direction: way,
          evidence: [...messagesAt(chain, [answer, ack]), { stream: first.stream, packet: first.firstPacket }],
          value: delay,
          threshold: thresholds.lateMedia,
          facts: { delay },
        }),
      );
    }
  },
};
