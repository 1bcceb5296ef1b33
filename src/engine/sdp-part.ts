/** The session description of a scanned message, its own body or a part of it, as a span of its own; see sip/body.ts. */
import { findSdp, type Span } from '../sip/body.ts';
import type { SipScan } from '../sip/scan.ts';

export function findSdpPart(octets: Uint8Array, scan: SipScan): Readonly<Span> | undefined {
  const span = { at: -1, end: -1 };
  return findSdp(octets, scan, span) ? span : undefined;
}
