/** PTIME-MISMATCH: packets are longer or shorter than the receiver asked for, longer than it takes, or change in the call. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { voiceStreams, wholeStream } from '../talk.ts';

export const ptimeMismatch: CallRule = {
  id: 'PTIME-MISMATCH',
  scope: 'call',
  severity: 'warning',
  family: 'negotiation',
  reference: 'RFC 8866 section 6.4',
  check(subject, report) {
    const { media, thresholds } = subject;
    for (const of of voiceStreams(subject)) {
      const measured = of.rfc3550.ptime;
      if (measured === undefined || measured <= 0 || measured > 200) continue;
      const line = media.receiver(of).findLast(({ shape }) => shape.ptime !== undefined || shape.maxptime !== undefined);
      const asked = line?.shape.ptime;
      const most = line?.shape.maxptime;
      const off = asked === undefined || asked <= 0 ? 0 : (100 * Math.abs(measured - asked)) / asked;
      const isOver = most !== undefined && most > 0 && measured > most;
      const [before, after] = of.details?.steps ?? [0, 0];
      const changes = before > 0 && after > 0 && Math.abs(after - before) * 100 > thresholds.packetTimeOff * before;
      if (off <= thresholds.packetTimeOff && !isOver && !changes) continue;
      const kind = isOver ? 'most' : off > thresholds.packetTimeOff ? 'asked' : 'changed';
      report(
        found(this, {
          direction: of.direction,
          evidence: [...(line === undefined ? [] : [{ message: line.message }]), ...wholeStream(of)],
          value: kind === 'asked' ? off : undefined,
          threshold: kind === 'asked' ? thresholds.packetTimeOff : undefined,
          facts: { kind, measured: kind === 'changed' ? after : measured, asked: kind === 'most' ? most! : kind === 'asked' ? asked! : before },
        }),
      );
    }
  },
};
