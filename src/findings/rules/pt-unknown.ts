/** PT-UNKNOWN: a payload type is sent that the receiver never announced: it will drop the packets. */
import { isComfortNoise } from '../../rtp/payload-type.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { StreamFacts } from '../subject.ts';

export const ptUnknown: CallRule = {
  id: 'PT-UNKNOWN',
  scope: 'call',
  severity: 'error',
  family: 'negotiation',
  reference: 'RFC 3264 section 5.1',
  check(subject, report) {
    const { streams, media, thresholds } = subject;
    for (const of of streams) {
      const announced = media.receiver(of);
      if (announced.length === 0 || announced.some(({ shape }) => !shape.isRtp)) continue;
      const known = new Set(announced.flatMap(({ shape }) => shape.formats.map(({ payloadType }) => payloadType)));
      const strange = of.payloadTypes.filter(
        ({ payloadType, packets, name }) => !known.has(payloadType) && packets > thresholds.unknownType && !isComfortNoise(payloadType) && !isEvent(name),
      );
      const [first] = strange;
      if (first === undefined) continue;
      // another number for a codec the receiver does know, from the sender's own description: many get along with it
      const isOwn = media.sender(of).some(({ shape }) => shape.formats.some(({ payloadType }) => payloadType === first.payloadType));
      report(
        found(this, {
          severity: isOwn || first.packets * 10 < of.packets ? 'warning' : 'error',
          confidence: 'likely',
          direction: of.direction,
          evidence: [{ message: announced.at(-1)!.message }, ...firstOf(of, first.payloadType)],
          value: first.packets,
          threshold: thresholds.unknownType,
          facts: { type: first.payloadType, name: first.name, packets: first.packets },
        }),
      );
    }
  },
};

export function isEvent(name: string): boolean {
  return /^(telephone-event|rtpevent|red|rtx|ulpfec|flexfec)/i.test(name);
}

/** Where the type was sent first, as near as is known. */
function firstOf({ stream, details, firstPacket }: StreamFacts, type: number): readonly { readonly stream: number; readonly packet: number }[] {
  return [{ stream, packet: details?.typeChanges.find(({ to }) => to === type)?.packet ?? firstPacket }];
}
