/** SCTP (RFC 9260) up to its chunks, which the engine reads. Part of walk.ts; the same promise. */
import { HEADER_LENGTH, isWhole } from '../wire/sctp.ts';
import { DONE, finish, notDecoded, outcomes } from './layers.ts';
import type { Layers } from './layers.ts';

/** @param announced where IP or UDP says the payload ends */
export function walkSctp(view: DataView, at: number, end: number, announced: number, out: Layers): number {
  if (!isWhole(at, end)) return notDecoded(out, 'sctp.header-cut', at, end);
  out.sourcePort = view.getUint16(at);
  out.destinationPort = view.getUint16(at + 2);
  out.transportAt = at;
  finish(out, outcomes.SCTP, at + HEADER_LENGTH, end, announced);
  return DONE;
}
