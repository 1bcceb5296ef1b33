/** CODEC-NONE: an answer agrees to nothing that was offered, and yet the call is accepted. */
import type { LineShape } from '../../calls/media-lines.ts';
import { found } from '../found.ts';
import { agreedLines } from '../media-view.ts';
import type { CallRule } from '../rule.ts';

export const codecNone: CallRule = {
  id: 'CODEC-NONE',
  scope: 'call',
  severity: 'error',
  family: 'negotiation',
  reference: 'RFC 3264 section 6.1',
  check({ media, seen, isCall }, report) {
    if (!isCall || !seen.status(200)) return;
    for (const exchange of media.exchanges) {
      if (!exchange.isFinal) continue;
      for (const [offer, answer] of agreedLines(exchange)) {
        const offered = codecsOf(offer.shape);
        const answered = codecsOf(answer.shape);
        if (offered.length === 0 || answered.length === 0 || answered.some((name) => offered.includes(name))) continue;
        report(
          found(this, {
            evidence: [{ message: offer.message }, { message: answer.message }],
            facts: { offered: offered.join(', '), answered: answered.join(', '), line: answer.index + 1 },
          }),
        );
        return;
      }
    }
  },
};

/** Names with rates; a type nobody named stands for itself. */
function codecsOf({ formats }: LineShape): readonly string[] {
  return formats.filter(({ isAuxiliary }) => !isAuxiliary).map(({ name, rate, payloadType }) => (name === '' ? `#${payloadType}` : `${name}/${rate}`));
}
