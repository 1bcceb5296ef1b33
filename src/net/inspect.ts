/**
 * One packet from the link layer to transport as fields, for the inspector: the same path as walk(), layer by layer, each
 * tied to its octets. Called for the packet somebody looks at; allocates freely. Promise: no throw, no read outside
 * [at, end), and the same payload as walk(), whatever the octets are.
 */
import { limits } from '../base/limits.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as icmp from '../wire/icmp.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import { AddressTable } from './address.ts';
import { inspectStep } from './inspect-encapsulation.ts';
import { inspectExtensions, inspectIpv4, inspectIpv6 } from './inspect-ip.ts';
import { inspectCaptured } from './inspect-hep.ts';
import { inspectEspLayer } from './inspect-esp.ts';
import { inspectTransport } from './inspect-transport.ts';
import { inspectSctpLayer } from './inspect-sctp.ts';
import { inspectLink } from './inspect-link.ts';
import { createInspected, endAt } from './inspected.ts';
import type { InspectedPacket } from './inspected.ts';
import { DONE, layerTypes, LINK } from './layers.ts';

export type { InspectedPacket } from './inspected.ts';

/** @param addresses the capture's, since what a person said about datagrams and link types goes with them */
export function inspectPacket(view: DataView, at: number, end: number, linkType: number, addresses: AddressTable = new AddressTable()): InspectedPacket {
  const out = createInspected(at, end, addresses);
  inspectInside(view, inspectLink(view, at, end, linkType, out), out);
  return out;
}

/** The layers of a datagram that was put together from fragments: [at, end) is its payload, `protocol` what it carries. */
export function inspectReassembled(view: DataView, at: number, end: number, protocol: number, isIpv6: boolean): InspectedPacket {
  const out = createInspected(at, end);
  out.isIpv6 = isIpv6;
  inspectInside(view, inspectExtensions(view, at, end, end, protocol, out), out);
  return out;
}

function inspectInside(view: DataView, first: number, out: InspectedPacket): void {
  for (let type = first; type !== DONE; ) {
    const at = out.payloadAt;
    const end = out.payloadEnd;
    if (++out.depth > limits.layerDepth) {
      out.fields.push(octetsField('data', 'More layers', at, end - at, 'limit.layerDepth'));
      endAt(out, 'none', at, end);
      return;
    }
    if (type === etherTypes.IPV4) type = inspectIpv4(view, at, end, out);
    else if (type === etherTypes.IPV6) type = inspectIpv6(view, at, end, out);
    else if (type === layerTypes.ESP) type = inspectEspLayer(view, at, end, end, out, inspectTransport);
    else if (type === layerTypes.SCTP) type = inspectSctpLayer(view, at, end, out.flow.announcedEnd, out);
    else if (type === layerTypes.HEP) type = inspectCaptured(view, at, end, out);
    else type = type < LINK ? inspectStep(view, at, end, type, out) : inspectLink(view, at, end, type - LINK, out);
  }
  if (out.transport === 'icmp') quote(view, out);
}

/** An ICMP error's quoted packet is shown under it; ports and payload stay those of no one. */
function quote(view: DataView, out: InspectedPacket): void {
  const field = out.fields.at(-1);
  const at = field?.at;
  if (field === undefined || at === undefined || at + 8 >= out.payloadEnd || !icmp.quotesPacket(view.getUint8(at), out.isIpv6)) return;
  const quoted = { ...createInspected(at + 8, out.payloadEnd, out.addresses), depth: out.depth };
  inspectInside(view, out.isIpv6 ? etherTypes.IPV6 : etherTypes.IPV4, quoted);
  out.fields[out.fields.length - 1] = { ...field, children: [...(field.children ?? []), ...quoted.fields] };
}
