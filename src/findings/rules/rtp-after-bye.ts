/** RTP-AFTER-BYE: media goes on after the BYE was answered. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const rtpAfterBye: CallRule = {
  id: 'RTP-AFTER-BYE',
  scope: 'call',
  severity: 'warning',
  family: 'presence',
  reference: 'RFC 3261 section 15',
  check({ streams, summary, summarizer, thresholds }, report) {
    const { chain, progress } = summarizer;
    if (streams.length === 0 || summary.endedAt === undefined || progress.byeAnswer < 0 || summary.forks > 1) return;
    // whoever refuses a BYE has a reason to go on
    if (chain.status[progress.byeAnswer]! >= 300) return;
    const ended = chain.time[progress.byeAnswer]!;
    for (const { stream, direction, first, last, lastPacket } of streams) {
      const seconds = (last - ended) / 1e9;
      // what began after the BYE belongs to whoever uses the port next
      if (seconds <= thresholds.mediaAfterBye || first > ended) continue;
      report(
        found(this, {
          direction,
          evidence: [...messagesAt(chain, [progress.bye, progress.byeAnswer]), { stream, packet: lastPacket }],
          value: seconds,
          threshold: thresholds.mediaAfterBye,
          facts: { seconds },
        }),
      );
    }
  },
};
