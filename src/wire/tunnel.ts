/**
 * Headers of tunnels that carry IP or Ethernet: GRE (RFC 2784, RFC 2890), GTP-U (3GPP TS 29.281 section 5) and VXLAN
 * (RFC 7348 section 5). The find functions say yes only when the header leaves no doubt, since ports prove nothing.
 */

export const GTP_USER_PORT = 2152;
export const VXLAN_PORT = 4789;
const G_PDU = 255;

/** Octets of the GRE header at `at`, of which four must be there; -1 for versions other than 0 and for routing. */
export function greLength(view: DataView, at: number): number {
  const word = view.getUint16(at);
  if ((word & 0x4007) !== 0) return -1;
  return 4 + ((word & 0x8000) === 0 ? 0 : 4) + ((word & 0x2000) === 0 ? 0 : 4) + ((word & 0x1000) === 0 ? 0 : 4);
}

/** Where the user packet of the GTP-U header at `at` begins, or -1 when this is none with an IP packet inside. */
export function findGtpPayload(view: DataView, at: number, end: number): number {
  if (at + 8 > end) return -1;
  const flags = view.getUint8(at);
  if (flags >>> 4 !== 3 || view.getUint8(at + 1) !== G_PDU) return -1;
  const announced = at + 8 + view.getUint16(at + 2);
  let p = at + 8;
  if ((flags & 7) !== 0) {
    p += 4;
    if (p > end) return -1;
    let next = (flags & 4) === 0 ? 0 : view.getUint8(p - 1);
    while (next !== 0) {
      if (p + 4 > end) return -1;
      const length = view.getUint8(p) << 2;
      if (length === 0 || p + length > end) return -1;
      next = view.getUint8(p + length - 1);
      p += length;
    }
  }
  if (p + 20 > end || p + 20 > announced) return -1;
  const version = view.getUint8(p) >>> 4;
  return version === 4 || version === 6 ? p : -1;
}

/** True when [at, end) is a VXLAN header with an Ethernet header behind it. */
export function isVxlan(view: DataView, at: number, end: number): boolean {
  return (
    at + 8 + 14 <= end &&
    (view.getUint8(at) & 0xf7) === 0 &&
    (view.getUint8(at) & 8) !== 0 &&
    (view.getUint32(at) & 0xffffff) === 0 &&
    view.getUint8(at + 7) === 0
  );
}
