/** RTP-STOP: a direction falls silent well before the call ends, without comfort noise and without hold. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';
import { talkOf, toward, wasHeld, ways } from '../talk.ts';

/** packets of a direction that did begin */
const LEAST = 50;

export const rtpStop: CallRule = {
  id: 'RTP-STOP',
  scope: 'call',
  severity: 'error',
  family: 'presence',
  reference: '',
  check(subject, report) {
    const { expected, thresholds, summary, summarizer } = subject;
    const talk = talkOf(subject);
    if (subject.streams.length === 0 || talk === undefined || !talk.isOver || summary.isFax || wasHeld(subject)) return;
    const { chain, dialogs, progress } = summarizer;
    const own = summary.dialog < 0 ? -1 : dialogs.bye[summary.dialog]!;
    for (const way of ways) {
      const streams = toward(subject, way);
      if (!expected[way] || streams.length === 0 || streams.some(({ comfortNoise }) => comfortNoise > 0)) continue;
      const last = streams.reduce((a, b) => (b.last > a.last ? b : a));
      // hardly anything ever came: that is no stop
      if (streams.reduce((sum, { packets }) => sum + packets, 0) < LEAST) continue;
      const silence = (talk.to - last.last) / 1e9;
      // a sender that leaves silence out may do so until the end
      const suppresses = streams.some(({ details }) => details !== undefined && details.spurts > 0);
      if (silence <= (suppresses ? thresholds.mediaStopError : thresholds.mediaStop)) continue;
      const isError = silence > thresholds.mediaStopError && !suppresses;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          confidence: suppresses ? 'possible' : 'likely',
          direction: way,
          evidence: [{ stream: last.stream, packet: last.lastPacket }, ...messagesAt(chain, [own >= 0 ? own : progress.bye])],
          value: silence,
          threshold: isError ? thresholds.mediaStopError : thresholds.mediaStop,
          facts: { silence },
        }),
      );
    }
  },
};
