/** DTMF-SHORT: digits, or the pauses between them, are shorter than a receiver must hear. Looks into digits. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

export const dtmfShort: CallRule = {
  id: 'DTMF-SHORT',
  scope: 'call',
  severity: 'warning',
  family: 'digits',
  reference: 'ITU-T Q.24',
  check({ deep, streams, thresholds }, report) {
    for (const { stream, direction } of streams) {
      const events = (deep?.streams.get(stream)?.events ?? []).filter(({ code, ended }) => code < 16 && ended);
      const short = events.filter(({ duration }) => duration > 0 && duration < thresholds.digitLength);
      const near = events.filter((event, i) => {
        const before = events[i - 1];
        const gap = before === undefined ? Infinity : (event.time - before.time) / 1e6 - before.duration;
        return gap < thresholds.digitLength && gap > -thresholds.digitLength && event.packet > (before?.lastPacket ?? 0);
      });
      const all = short.length > 0 ? short : near;
      if (all.length === 0) continue;
      const least = short.length > 0 ? Math.min(...short.map(({ duration }) => duration)) : undefined;
      report(
        found(this, {
          direction,
          evidence: all.map(({ packet }) => ({ stream, packet })),
          value: least,
          threshold: thresholds.digitLength,
          facts: { kind: short.length > 0 ? 'digit' : 'pause', count: all.length, least: least ?? 0, limit: thresholds.digitLength },
        }),
      );
    }
  },
};
