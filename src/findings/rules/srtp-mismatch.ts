/** SRTP-MISMATCH: one side is to protect the media and the other is not, or has no keys to. */
import type { LineShape } from '../../calls/media-lines.ts';
import { found } from '../found.ts';
import { agreedLines } from '../media-view.ts';
import type { CallRule } from '../rule.ts';

export const srtpMismatch: CallRule = {
  id: 'SRTP-MISMATCH',
  scope: 'call',
  severity: 'error',
  family: 'negotiation',
  reference: 'RFC 4568 section 5.1.3',
  check({ media, seen }, report) {
    if (!seen.status(200)) return;
    for (const exchange of media.exchanges) {
      if (!exchange.isFinal) continue;
      for (const [offer, answer] of agreedLines(exchange)) {
        const kind =
          offer.shape.isSecure !== answer.shape.isSecure
            ? 'profile'
            : offer.shape.isSecure && keysOf(offer.shape) !== keysOf(answer.shape)
              ? 'keys'
              : undefined;
        if (kind === undefined) continue;
        report(
          found(this, {
            evidence: [{ message: offer.message }, { message: answer.message }],
            facts: { kind, offered: keysOf(offer.shape), answered: keysOf(answer.shape), line: answer.index + 1 },
          }),
        );
        return;
      }
    }
  },
};

/** Where the keys are to come from: an offer of both is answered with either. */
function keysOf({ hasKeys, hasFingerprint, isSecure }: LineShape): string {
  if (!isSecure) return 'RTP/AVP';
  return hasFingerprint ? 'DTLS' : hasKeys ? 'SDES' : 'SAVP';
}
