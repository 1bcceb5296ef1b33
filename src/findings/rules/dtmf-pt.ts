/** DTMF-PT: digits come as events the receiver never agreed to, or at another clock than its sound. Looks into digits. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

export const dtmfPt: CallRule = {
  id: 'DTMF-PT',
  scope: 'call',
  severity: 'error',
  family: 'digits',
  reference: 'RFC 4733 section 2.5.1.1',
  check({ deep, streams, media }, report) {
    for (const of of streams) {
      const events = (deep?.streams.get(of.stream)?.events ?? []).filter(({ code }) => code < 17);
      const announced = media.receiver(of);
      if (events.length === 0 || announced.length === 0) continue;
      const formats = announced.flatMap(({ shape }) => shape.formats);
      const rates = formats.filter(({ name }) => name === 'telephone-event').map(({ rate }) => rate);
      const main = of.payloadTypes
        .filter(({ name }) => !/^(telephone-event|rtpevent)/i.test(name))
        .reduce((a, b) => (b.packets > a.packets ? b : a), of.payloadTypes[0]!);
      // the clock of G.722 is 8000 by RFC 3551 section 4.5.2, and events follow it
      const isOtherClock = rates.length > 0 && main.clockRate > 0 && rates.every((rate) => rate !== main.clockRate);
      if (rates.length > 0 && !isOtherClock) continue;
      report(
        found(this, {
          severity: isOtherClock ? 'warning' : 'error',
          confidence: 'likely',
          direction: of.direction,
          evidence: [{ message: announced.at(-1)!.message }, ...events.map(({ packet }) => ({ stream: of.stream, packet }))],
          value: events.length,
          facts: { kind: isOtherClock ? 'clock' : 'unknown', count: events.length, events: rates[0] ?? 0, sound: main.clockRate },
        }),
      );
    }
  },
};
