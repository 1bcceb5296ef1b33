/**
 * Teredo (RFC 4380 section 5.1): IPv6 in UDP, before it an authentication header and an origin indication where a server put them.
 * Promise: no read outside [at, end).
 */
import type { Field } from '../base/field.ts';

export const TEREDO_PORT = 3544;
const AUTHENTICATION = 1;
const ORIGIN = 0;
const ORIGIN_LENGTH = 8;
/** 2001:0::/32 */
const PREFIX = 0x20010000;

/** Octets before the IPv6 packet, 0 or more; -1 when none follows whose length fits the datagram. @param announced where the datagram ends as sent */
export function teredoLength(view: DataView, at: number, end: number, announced: number): number {
  let p = at;
  if (p + 4 <= end && view.getUint16(p) === AUTHENTICATION) p += authenticationLength(view, p);
  if (p + ORIGIN_LENGTH <= end && view.getUint16(p) === ORIGIN) p += ORIGIN_LENGTH;
  return p + 40 <= end && view.getUint8(p) >>> 4 === 6 && p + 40 + view.getUint16(p + 4) === announced ? p - at : -1;
}

/** True when an IPv6 packet with a Teredo address on either side fills the datagram: then the port does not matter. */
export function isTeredo(view: DataView, at: number, end: number, announced: number): boolean {
  if (teredoLength(view, at, end, announced) !== 0) return false;
  return view.getUint32(at + 8) === PREFIX || view.getUint32(at + 24) === PREFIX;
}

/** Client identifier, authentication value, nonce and confirmation octet. */
function authenticationLength(view: DataView, at: number): number {
  return 4 + view.getUint8(at + 2) + view.getUint8(at + 3) + 9;
}

/** The headers [at, at + length) before the packet. */
export function inspectTeredo(view: DataView, at: number, length: number): Field {
  const children: Field[] = [];
  let p = at;
  if (view.getUint16(p) === AUTHENTICATION) {
    const octets = authenticationLength(view, p);
    children.push({ key: 'teredo.auth', name: 'Authentication header', at: p, length: octets, reference: 'RFC 4380 section 5.1.1' });
    p += octets;
  }
  if (p < at + length) {
    // port and address are inverted, so that no translator on the way changes them
    const port = view.getUint16(p + 2) ^ 0xffff;
    const address = [4, 5, 6, 7].map((i) => view.getUint8(p + i) ^ 0xff).join('.');
    children.push({
      key: 'teredo.orig',
      name: 'Origin indication',
      value: `${address}:${port}`,
      at: p,
      length: ORIGIN_LENGTH,
      reference: 'RFC 4380 section 5.1.1',
    });
  }
  return { key: 'teredo', name: 'Teredo', at, length, reference: 'RFC 4380 section 5.1', children };
}
