/**
 * Headers of tunnels over UDP that carry IP or Ethernet: GTP-U (3GPP TS 29.281 section 5), VXLAN (RFC 7348 section 5, with
 * the group policy bit), VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe section 3) and Geneve (RFC 8926 section 3.4). The find
 * functions say yes only when the header leaves no doubt, since ports prove nothing; no read outside [at, end).
 */

const G_PDU = 255;
export const VXLAN_LENGTH = 8;

/** Where the user packet of the GTP-U header at `at` begins, or -1 when this is no G-PDU with 20 octets inside. */
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
  return p + 20 > end || p + 20 > announced ? -1 : p;
}

/** True when [at, end) is a VXLAN header with an Ethernet header behind it. */
export function isVxlan(view: DataView, at: number, end: number): boolean {
  if (at + VXLAN_LENGTH + 14 > end || view.getUint8(at + 7) !== 0) return false;
  const flags = view.getUint8(at);
  const isGroup = (flags & 0x80) !== 0;
  if ((flags & 0x77) !== 0 || (flags & 8) === 0) return false;
  return isGroup ? (view.getUint8(at + 1) & 0xb7) === 0 : (view.getUint32(at) & 0xffffff) === 0;
}

/** True when [at, end) is a VXLAN-GPE header of version 0 that names its payload. */
export function isVxlanGpe(view: DataView, at: number, end: number): boolean {
  if (at + VXLAN_LENGTH + 1 > end || view.getUint8(at + 7) !== 0) return false;
  const next = view.getUint8(at + 3);
  const flags = view.getUint8(at);
  // some leave out the bit that says that a protocol is named
  return (flags & 0xf0) === 0 && (flags & 0x0c) !== 0 && view.getUint16(at + 1) === 0 && next >= 1 && next <= 5;
}

/** Octets of the Geneve header at `at`, options included; -1 when it is none, or is not all there. */
export function geneveLength(view: DataView, at: number, end: number): number {
  if (at + 8 > end || view.getUint8(at) >>> 6 !== 0) return -1;
  if ((view.getUint8(at + 1) & 0x3f) !== 0 || view.getUint8(at + 7) !== 0 || view.getUint16(at + 2) < 0x0600) return -1;
  const length = 8 + ((view.getUint8(at) & 0x3f) << 2);
  return at + length >= end ? -1 : length;
}
