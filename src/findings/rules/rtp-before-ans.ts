/** RTP-BEFORE-ANS: the caller's sound goes to the callee before the call is answered, and so before it is charged. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { toward } from '../talk.ts';

/** nanoseconds: what crosses the answer on its way is not early */
const CROSSING = 200e6;

export const rtpBeforeAns: CallRule = {
  id: 'RTP-BEFORE-ANS',
  scope: 'call',
  severity: 'note',
  family: 'presence',
  reference: 'RFC 3960',
  check(subject, report) {
    const { summary, summarizer } = subject;
    const { chain, progress } = summarizer;
    if (subject.streams.length === 0 || progress.answer < 0 || summary.answeredAt === undefined) return;
    const answered = chain.time[progress.answer]!;
    const [early] = toward(subject, 'toCallee').filter(({ first, packets }) => answered - first > CROSSING && packets > 5);
    if (early === undefined) return;
    report(
      found(this, {
        direction: 'toCallee',
        evidence: [{ stream: early.stream, packet: early.firstPacket }, ...messagesAt(chain, [progress.answer])],
        value: (answered - early.first) / 1e9,
        facts: { seconds: (answered - early.first) / 1e9 },
      }),
    );
  },
};
