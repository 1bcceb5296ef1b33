/** RTP-ADDR: media comes from another address or port than its sender announced: NAT between, and symmetric RTP at work. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { otherWay, sideOf, type Way } from '../talk.ts';

export const rtpAddr: CallRule = {
  id: 'RTP-ADDR',
  scope: 'call',
  severity: 'warning',
  family: 'presence',
  reference: 'RFC 4961',
  check(subject, report) {
    const { streams, media, isPrivate, addressText } = subject;
    for (const of of streams) {
      const { stream, direction, source, sourcePort, firstPacket, bindingReason, media: kind } = of;
      if (direction === undefined || bindingReason === 'candidate' || bindingReason === 'probable') continue;
      const own = media.lines.filter(
        ({ side, port, shape, address }) =>
          side === sideOf(otherWay(direction as Way)) && port > 0 && shape.isRtp && address > 0 && (kind === 'other' || shape.kind === kind),
      );
      if (own.length === 0 || own.some(({ shape }) => shape.usesIce)) continue;
      if (own.some(({ address, port }) => address === source && port === sourcePort)) continue;
      // relays stand between in a call that is seen on several hops
      if (media.sender(of).length > 0) continue;
      const near = own.find(({ address }) => address === source) ?? own.at(-1)!;
      const isTranslated = near.address !== source && isPrivate(near.address) !== isPrivate(source);
      report(
        found(this, {
          severity: isTranslated ? 'warning' : 'note',
          direction,
          evidence: [{ message: near.message }, { stream, packet: firstPacket }],
          facts: { address: addressText(source), port: sourcePort, announcedAddress: addressText(near.address), announcedPort: near.port },
        }),
      );
    }
  },
};
