/** RTCP-NONE: a long stream about which nobody reports: what reached the far end is not known. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams, wholeStream } from '../talk.ts';

export const rtcpNone: CallRule = {
  id: 'RTCP-NONE',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 3550 section 6',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const seconds = (of.last - of.first) / 1e9;
      // SRTCP names its sender alone, and is not counted as a report
      if (of.senderReports + of.receiverReports > 0 || of.encrypted || seconds <= thresholds.reportsAfter) continue;
      report(found(this, { direction: of.direction, evidence: wholeStream(of), value: seconds, threshold: thresholds.reportsAfter, facts: { seconds } }));
    }
  },
};
