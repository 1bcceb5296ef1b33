/** LATE-DISCARD: hardly anything was lost on the way, but a buffer of 200 ms would throw packets away as too late. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { placesOf, voiceStreams, wholeStream } from '../talk.ts';
import { hasOwnPace } from './ts-wrong-step.ts';

/** percent lost on the network above which loss is the matter */
const LOSS = 0.5;

export const lateDiscard: CallRule = {
  id: 'LATE-DISCARD',
  scope: 'call',
  severity: 'warning',
  family: 'quality',
  reference: 'ITU-T G.1020',
  check(subject, report) {
    const { thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const late = of.details?.late;
      if (late === undefined || !hasOwnPace(of.details!) || late < thresholds.lateDiscard || of.rfc3550.lostPercent >= LOSS) continue;
      report(
        found(this, {
          confidence: 'likely',
          direction: of.direction,
          evidence: of.details!.spikes.count > 0 ? placesOf(of, of.details!.spikes) : wholeStream(of),
          value: late,
          threshold: thresholds.lateDiscard,
          facts: { percent: late, most: of.details!.delayMost },
          parent: (of.rfc3550.maxJitter ?? 0) >= thresholds.jitter || of.details!.delay95 >= thresholds.delayVariation ? 'JITTER' : undefined,
        }),
      );
    }
  },
};
