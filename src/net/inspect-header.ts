/**
 * Headers that the walk steps over, as fields: the walk itself says where a header ends and what follows, so that both take
 * the same way; here each header only gets its name. Part of inspect.ts; the same promise.
 */
import { linkTypeName } from '../capture/link-type.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import { headerField } from './inspect-names.ts';
import { endAt, goOn } from './inspected.ts';
import type { InspectedPacket, InspectedTransport } from './inspected.ts';
import { DONE, LINK, notDecodedReasons, outcomes } from './layers.ts';
import { stepInto } from './walk-encapsulation.ts';
import { walkLink } from './walk-link.ts';

/** by outcome */
const ends: readonly InspectedTransport[] = ['udp', 'tcp', 'icmp', 'fragment', 'arp', 'other', 'other', 'none', 'hep', 'sctp'];

/** Shows the layer `type` at [at, end) as the walk sees it; the type of what it carries, or DONE. */
export function inspectByWalk(view: DataView, at: number, end: number, type: number, out: InspectedPacket): number {
  const { flow } = out;
  flow.depth = out.depth;
  const next = type < LINK ? stepInto(view, at, end, type, flow) : walkLink(view, at, end, type - LINK, out.addresses, flow);
  const isUnread = next === DONE && flow.outcome === outcomes.NOT_DECODED;
  const length = flow.payloadAt - at;
  if (length > 0) out.fields.push(headerField(view, at, length, type));
  if (isUnread) out.fields.push(octetsField('data', unreadName(type), flow.payloadAt, end - flow.payloadAt, notDecodedReasons[flow.reason]!));
  return follow(next, out);
}

/** Goes where a step of the walk over `out.flow` went. */
export function follow(next: number, out: InspectedPacket): number {
  const { flow } = out;
  if (next !== DONE) return goOn(out, next, flow.payloadAt, flow.payloadEnd);
  if (flow.outcome === outcomes.UDP) {
    out.sourcePort = flow.sourcePort;
    out.destinationPort = flow.destinationPort;
    out.protocol = flow.protocol;
    out.isIpv6 = flow.isIpv6;
  }
  return endAt(out, ends[flow.outcome]!, flow.payloadAt, flow.payloadEnd, flow.announcedEnd);
}

function unreadName(type: number): string {
  return type < LINK ? 'Data' : `Link type ${linkTypeName(type - LINK)}`;
}
