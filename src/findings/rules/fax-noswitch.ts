/** FAX-NOSWITCH: fax machines call each other over a codec for speech, and nobody asks for T.38. Looks into tones. */
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams } from '../talk.ts';

export const faxNoswitch: CallRule = {
  id: 'FAX-NOSWITCH',
  scope: 'call',
  severity: 'warning',
  family: 'digits',
  reference: 'ITU-T T.38 annex D',
  check(subject, report) {
    const { deep, seen } = subject;
    const [tone] = deep?.faxTones ?? [];
    if (tone === undefined || (seen.flags & Flag.sdpImage) !== 0) return;
    const [speech] = voiceStreams(subject).filter(({ codec }) => !/^(pcm[ua]|g711|clearmode|l16)/i.test(codec));
    if (speech === undefined) return;
    report(
      found(this, {
        confidence: 'likely',
        evidence: deep!.faxTones.map(({ packet }) => ({ packet })),
        facts: { tone: tone.tone.toUpperCase(), codec: speech.codec },
      }),
    );
  },
};
