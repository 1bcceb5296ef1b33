/**
 * A capture agent's packet (wire/hep.ts): what it carries takes the place of the datagram it came in, with the addresses and
 * ports the agent saw. Part of walk.ts; the same promise.
 */
import { carriesPacket, readHep } from '../wire/hep.ts';
import type { AddressTable } from './address.ts';
import { finish, outcomes } from './layers.ts';
import type { Layers } from './layers.ts';

/** The datagram's announced end stands in `out.announcedEnd`; what is no packet (a log, a report as JSON) keeps the outer addresses. */
export function walkHep(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): number {
  const { hep } = out;
  const announced = out.announcedEnd;
  readHep(view, at, end, announced, out.hep);
  out.hepAt = at;
  out.hepEnd = end;
  out.hepSource = out.source;
  if (!carriesPacket(hep)) {
    return hep.payloadAt < 0 ? finish(out, outcomes.HEP, at, end, announced) : finish(out, outcomes.HEP, hep.payloadAt, hep.payloadEnd, hep.announcedEnd);
  }
  out.isIpv6 = hep.isIpv6;
  out.source = hep.isIpv6 ? addresses.idOfIpv6(view, hep.sourceAt) : addresses.idOfIpv4(view.getUint32(hep.sourceAt));
  out.destination = hep.isIpv6 ? addresses.idOfIpv6(view, hep.destinationAt) : addresses.idOfIpv4(view.getUint32(hep.destinationAt));
  out.sourcePort = hep.sourcePort;
  out.destinationPort = hep.destinationPort;
  out.ttl = 0;
  out.identification = 0xffffffff;
  return finish(out, outcomes.UDP, hep.payloadAt, hep.payloadEnd, hep.announcedEnd);
}
