/** BYE-MISSING: sound stopped in both directions long before the capture ends, and nobody said goodbye. */
import { State } from '../../calls/call-state.ts';
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const byeMissing: CallRule = {
  id: 'BYE-MISSING',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 15',
  check({ summary, summarizer: { chain, progress }, streams, thresholds, captureEnd, seen }, report) {
    if (summary.state !== State.IN_CALL || progress.bye >= 0 || (seen.flags & Flag.sdpHold) !== 0) return;
    const toCaller = streams.filter(({ direction }) => direction === 'toCaller');
    const toCallee = streams.filter(({ direction }) => direction === 'toCallee');
    if (toCaller.length === 0 || toCallee.length === 0) return;
    const last = streams.reduce((newest, stream) => (stream.last > newest.last ? stream : newest));
    const end = Math.max(last.last, chain.time[chain.length - 1]!);
    const silent = (captureEnd - end) / 1e9;
    if (silent <= thresholds.missingBye) return;
    report(
      found(this, {
        confidence: 'likely',
        evidence: [...messagesAt(chain, [progress.answer]), { stream: last.stream, packet: last.lastPacket }],
        value: silent,
        threshold: thresholds.missingBye,
        facts: { silent },
      }),
    );
  },
};
