/** LOSS: packets of a direction that never came (profile RFC 3550, distinct sequence numbers). */
import type { CallRule } from '../rule.ts';

/** Below this a percentage says little: one packet in fifty is two percent. */
const LEAST_PACKETS = 100;

export const loss: CallRule = {
  id: 'LOSS',
  scope: 'call',
  severity: 'error',
  family: 'quality',
  reference: 'RFC 3550 appendix A.3',
  check({ streams, thresholds }, report) {
    for (const { stream, direction, media, rfc3550, firstPacket, lastPacket, codec } of streams) {
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
        facts: { lost: rfc3550.lost, expected: rfc3550.expected, percent: rfc3550.lostPercent, codec },
      });
    }
  },
};
