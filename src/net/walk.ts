/**
 * From the link layer to transport, over VLAN tags, MPLS, PPPoE and the common tunnels, into one borrowed record. Each
 * step returns the EtherType of what it found inside, at [out.payloadAt, out.payloadEnd), or DONE.
 * Promise: no read outside [at, end), no allocation, at most limits.layerDepth layers, exactly one outcome for any octets.
 */
import { limits } from '../base/limits.ts';
import { etherTypes } from '../wire/ethernet.ts';
import type { AddressTable } from './address.ts';
import { DONE, layerTypes, LINK, notDecoded } from './layers.ts';
import type { Layers } from './layers.ts';
import { stepInto } from './walk-encapsulation.ts';
import { walkEsp } from './walk-esp.ts';
import { walkHep } from './walk-hep.ts';
import { walkExtensions, walkIpv4, walkIpv6 } from './walk-ip.ts';
import { walkLink } from './walk-link.ts';
import { walkTransport } from './walk-transport.ts';

/** Walks the packet [at, end) of a link type; `out` is filled anew. */
export function walk(view: DataView, at: number, end: number, linkType: number, addresses: AddressTable, out: Layers): void {
  out.reason = 0;
  out.problems = 0;
  out.depth = 0;
  out.protocol = -1;
  out.networkAt = -1;
  out.carrier = 0;
  out.transportAt = -1;
  out.etherType = -1;
  out.hepAt = -1;
  if (linkType !== 1) walkInside(view, walkLink(view, at, end, linkType, addresses, out), addresses, out);
  else if (at + 14 > end) notDecoded(out, 'link.header-cut', at, end);
  else {
    out.payloadAt = at + 14;
    out.payloadEnd = end;
    walkInside(view, view.getUint16(at + 12), addresses, out);
  }
}

/**
 * Walks on in a datagram that was put together from fragments: [at, end) is its whole payload. `out` still holds the
 * addresses and the protocol of the last fragment.
 */
export function walkReassembled(view: DataView, at: number, end: number, addresses: AddressTable, out: Layers): void {
  const next = out.isIpv6 ? walkExtensions(view, at, end, end, out.protocol, addresses, out) : walkTransport(view, at, end, end, out.protocol, addresses, out);
  walkInside(view, next, addresses, out);
}

/** Layer by layer from an EtherType on, until a step is DONE. */
function walkInside(view: DataView, first: number, addresses: AddressTable, out: Layers): void {
  for (let type = first; type !== DONE; ) {
    const at = out.payloadAt;
    const end = out.payloadEnd;
    out.etherType = type;
    if (++out.depth > limits.layerDepth) notDecoded(out, 'limit.layerDepth', at, end);
    if (out.depth > limits.layerDepth) return;
    if (type === etherTypes.IPV4) type = walkIpv4(view, at, end, addresses, out);
    else if (type === etherTypes.IPV6) type = walkIpv6(view, at, end, addresses, out);
    else if (type === layerTypes.HEP) type = walkHep(view, at, end, addresses, out);
    else if (type === layerTypes.ESP) type = walkEsp(view, at, end, end, addresses, out, walkTransport);
    else type = type < LINK ? stepInto(view, at, end, type, out) : walkLink(view, at, end, type - LINK, addresses, out);
  }
}
