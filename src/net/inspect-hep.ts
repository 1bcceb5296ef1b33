/** The fields of a capture agent's packet, as walk-hep.ts steps through it. Part of inspect.ts; the same promise. */
import { inspectHep } from '../wire/inspect-hep.ts';
import { follow } from './inspect-header.ts';
import type { InspectedPacket } from './inspected.ts';
import { walkHep } from './walk-hep.ts';

/** What is inside has its own ports; its datagram's announced end stands in `out.flow`. */
export function inspectCaptured(view: DataView, at: number, end: number, out: InspectedPacket): number {
  const { flow } = out;
  const announced = flow.announcedEnd;
  const next = walkHep(view, at, end, out.addresses, flow);
  out.fields.push(inspectHep(view, at, end, announced, flow.hep));
  out.sourcePort = flow.sourcePort;
  out.destinationPort = flow.destinationPort;
  out.isIpv6 = flow.isIpv6;
  return follow(next, out);
}
