/** RTP-SILENCE: G.711 of one and the same octet for a long time: a muted microphone, or a bridge to nothing. Looks into payloads. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { otherWay, toward, type Way } from '../talk.ts';

export const rtpSilence: CallRule = {
  id: 'RTP-SILENCE',
  scope: 'call',
  severity: 'note',
  family: 'presence',
  reference: 'ITU-T G.711',
  check(subject, report) {
    const { deep, streams, thresholds } = subject;
    if (deep === undefined) return;
    for (const { stream, direction } of streams) {
      const silence = deep.streams.get(stream)?.silence;
      if (silence === undefined || direction === undefined) continue;
      const seconds = (silence.to - silence.from) / 1e9;
      const isAnswered = toward(subject, otherWay(direction as Way)).some(({ first, last }) => first < silence.to && last > silence.from);
      if (seconds < thresholds.silence || !isAnswered) continue;
      report(
        found(this, {
          direction,
          evidence: [
            { stream, packet: silence.packet },
            { stream, packet: silence.lastPacket },
          ],
          value: seconds,
          threshold: thresholds.silence,
          facts: { seconds },
        }),
      );
    }
  },
};
