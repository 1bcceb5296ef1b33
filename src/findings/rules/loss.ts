/** LOSS: packets of a direction that never came (profile RFC 3550, distinct sequence numbers). */
import { tellsLoss } from '../../calls/call-state.ts';
import { found } from '../found.ts';
import { sightedProof, siteOfLoss } from '../loss-site.ts';
import type { CallRule } from '../rule.ts';
import { sentElsewhere } from '../sent-elsewhere.ts';

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
      if (media === 'other' || rfc3550.lostPercent < thresholds.loss) continue;
      const elsewhere = sentElsewhere(of, streams);
      const [lost, expected] = [rfc3550.lost - elsewhere, rfc3550.expected - elsewhere];
      const percent = elsewhere === 0 ? rfc3550.lostPercent : (100 * lost) / expected;
      if (percent < thresholds.loss || !tellsLoss(lost, expected)) continue;
      const isError = percent >= thresholds.lossError;
      report(
        found(this, {
          severity: isError ? 'error' : 'warning',
          direction,
          evidence: [{ stream, packet: firstPacket }, ...sightedProof(subject, stream), { stream, packet: lastPacket }],
          value: percent,
          threshold: isError ? thresholds.lossError : thresholds.loss,
          facts: { lost, expected, percent, codec, ...siteOfLoss(subject, stream) },
        }),
      );
    }
  },
};
