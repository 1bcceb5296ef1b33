/**
 * Third-party call control (RFC 3725 flow I, semantics 7): one node calls A without an offer, gives A's offer to B in a second
 * INVITE, and B's answer to A in the ACK. Told by the shapes of the descriptions (sdp-shape.ts).
 */
import { Label } from './label-names.ts';
import { Noted, type Delayed, type LinkedLabels } from './linked-labels.ts';

export function linkClickToCall(all: LinkedLabels): void {
  const byOffer = new Map<number, Delayed>();
  for (const delayed of all.delayed) byOffer.set(delayed.offer, delayed);
  for (let call = 0; call < all.bits.values.length; call++) {
    if ((all.bits.values[call]! & Noted.invite) === 0) continue;
    const first = byOffer.get(all.offer.values[call]!);
    if (first === undefined || first.call === call || all.caller.values[call] !== first.controller) continue;
    const start = all.start.values[call]!;
    if (start < first.offered || start > first.answered) continue;
    all.put(first.call, Label.CLICK2CALL);
    all.put(call, Label.CLICK2CALL);
  }
}
