/** The fields of SCTP with all its chunks. Part of inspect.ts; the same promise. */
import { inspectSctp } from '../wire/inspect-sctp.ts';
import { follow } from './inspect-header.ts';
import type { InspectedPacket } from './inspected.ts';
import { walkSctp } from './walk-sctp.ts';

export function inspectSctpLayer(view: DataView, at: number, end: number, announced: number, out: InspectedPacket): number {
  out.fields.push(inspectSctp(view, at, end, announced));
  const next = walkSctp(view, at, end, announced, out.flow);
  out.sourcePort = out.flow.sourcePort;
  out.destinationPort = out.flow.destinationPort;
  return follow(next, out);
}
