/** LOSS: packets of a direction that never came (profile RFC 3550, distinct sequence numbers). */
import type { LossSite } from '../capture-loss.ts';
import type { CallRule } from '../rule.ts';
import type { CallSubject, StreamFacts } from '../subject.ts';

/** Below this a percentage says little: one packet in fifty is two percent. */
const LEAST_PACKETS = 100;

export const loss: CallRule = {
  id: 'LOSS',
  scope: 'call',
  severity: 'error',
  family: 'quality',
  reference: 'RFC 3550 appendix A.3',
  check(subject, report) {
    const { streams, thresholds } = subject;
    for (const of of streams) {
      const { stream, direction, media, rfc3550, firstPacket, lastPacket, codec } = of;
      if (media === 'other' || rfc3550.expected < LEAST_PACKETS || rfc3550.lostPercent < thresholds.loss) continue;
      const isError = rfc3550.lostPercent >= thresholds.lossError;
      report({
        rule: this.id,
        severity: isError ? 'error' : 'warning',
        confidence: 'sure',
        direction,
        evidence: [
          { stream, packet: firstPacket },
          { stream, packet: lastPacket },
        ],
        value: rfc3550.lostPercent,
        threshold: isError ? thresholds.lossError : thresholds.loss,
        facts: { lost: rfc3550.lost, expected: rfc3550.expected, percent: rfc3550.lostPercent, codec, ...siteOf(subject, of) },
      });
    }
  },
};

/** percent the far end may report though the capture alone lost packets */
const NO_LOSS = 0.2;

/** Whether the capture missed them or the network lost them: what the receiver says, else the company of other gaps. */
function siteOf({ deep, lossVerdict }: CallSubject, { stream }: StreamFacts): { readonly site: LossSite | 'unknown'; readonly others: number } {
  const verdict = lossVerdict(stream);
  const told = deep?.streams.get(stream)?.reports;
  const others = verdict?.others ?? 0;
  if (told?.lostThere !== undefined && told.lostHere !== undefined && told.lostHere >= 1 && told.lostThere <= NO_LOSS) return { site: 'capture', others };
  return { site: verdict?.site ?? 'unknown', others };
}
