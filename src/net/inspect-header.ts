/**
 * Headers that the walk steps over, as fields: the walk itself says where a header ends and what follows, so that both take
 * the same way; here each header only gets its name. Part of inspect.ts; the same promise.
 */
import type { Field } from '../base/field.ts';
import { etherTypes } from '../wire/ethernet.ts';
import * as gre from '../wire/gre.ts';
import { octetsField } from '../wire/inspect-octets.ts';
import { inspectControlWord, inspectNsh } from '../wire/inspect-pseudowire.ts';
import * as inspectTunnel from '../wire/inspect-tunnel.ts';
import * as l2tp from '../wire/l2tp.ts';
import { inspectTzsp } from '../wire/tzsp.ts';
import { endAt, goOn } from './inspected.ts';
import type { InspectedPacket, InspectedTransport } from './inspected.ts';
import { DONE, layerTypes, LINK, notDecodedReasons, outcomes } from './layers.ts';
import { stepInto } from './walk-encapsulation.ts';
import { walkLink } from './walk-link.ts';

/** Fields of the header [at, at + length). */
type Inspect = (view: DataView, at: number, length: number) => Field;

const headers = new Map<number, Inspect>([
  [layerTypes.GTP, inspectTunnel.inspectGtp],
  [layerTypes.VXLAN, (view, at) => inspectTunnel.inspectVxlan(view, at, false)],
  [layerTypes.VXLAN_GPE, (view, at) => inspectTunnel.inspectVxlan(view, at, true)],
  [layerTypes.GENEVE, inspectTunnel.inspectGeneve],
  [layerTypes.L2TP, l2tp.inspect2],
  [layerTypes.L2TP_3, (view, at, length) => l2tp.inspect3(view, at, length, true)],
  [layerTypes.TZSP, inspectTzsp],
  [layerTypes.GRE, gre.inspectGre],
  [layerTypes.ERSPAN, gre.inspectErspan],
  [layerTypes.PSEUDOWIRE, inspectControlWord],
  [etherTypes.NSH, inspectNsh],
]);

/** by outcome */
const ends: readonly InspectedTransport[] = ['udp', 'tcp', 'icmp', 'fragment', 'arp', 'other', 'other', 'none', 'hep'];

/** Shows the layer `type` at [at, end) as the walk sees it; the type of what it carries, or DONE. */
export function inspectByWalk(view: DataView, at: number, end: number, type: number, out: InspectedPacket): number {
  const { flow } = out;
  flow.depth = out.depth;
  const next = type < LINK ? stepInto(view, at, end, type, flow) : walkLink(view, at, end, type - LINK, out.addresses, flow);
  const length = flow.payloadAt - at;
  if (next === DONE && flow.outcome === outcomes.NOT_DECODED) out.fields.push(octetsField('data', 'Data', at, end - at, notDecodedReasons[flow.reason]!));
  else if (length > 0) out.fields.push(headers.get(type)?.(view, at, length) ?? { key: 'data', name: 'Header', at, length });
  return follow(next, out);
}

/** Goes where a step of the walk over `out.flow` went. */
export function follow(next: number, out: InspectedPacket): number {
  const { flow } = out;
  if (next !== DONE) return goOn(out, next, flow.payloadAt, flow.payloadEnd);
  return endAt(out, ends[flow.outcome]!, flow.payloadAt, flow.payloadEnd, flow.announcedEnd);
}
