/**
 * Link layers of wide area networks: Frame Relay (RFC 2427), ATM with LLC (RFC 2684) and as SunATM hands it on, DOCSIS (DOCSIS
 * MULPI section 6), and endace's record header (ERF). Promise: no read outside [at, end); lengths are -1 when cut.
 */
import type { Field } from '../base/field.ts';
import { hex } from './inspect-octets.ts';

/** Network Layer Protocol Identifiers (ISO/IEC TR 9577) that carry IP. */
export const nlpids = { SNAP: 0x80, IPV6: 0x8e, IPV4: 0xcc, PPP: 0xcf } as const;
const UNNUMBERED = 0x03;

/** Octets of the Q.922 address at `at`: two to four, the last marked. */
export function frameRelayAddressLength(view: DataView, at: number, end: number): number {
  for (let length = 1; length <= 4 && at + length <= end; length++) if ((view.getUint8(at + length - 1) & 1) === 1) return length < 2 ? -1 : length;
  return -1;
}

/** Octets up to the NLPID of an RFC 2427 frame; up to the EtherType of Cisco's encapsulation. */
export function frameRelayLength(view: DataView, at: number, end: number): number {
  const address = frameRelayAddressLength(view, at, end);
  if (address < 0 || at + address + 2 > end) return -1;
  if (view.getUint8(at + address) !== UNNUMBERED) return address;
  return view.getUint8(at + address + 1) === 0 ? (at + address + 3 > end ? -1 : address + 2) : address + 1;
}

/** True for Cisco's encapsulation, which has an EtherType where others have a control octet. */
export function isCiscoFrameRelay(view: DataView, at: number, address: number): boolean {
  return view.getUint8(at + address) !== UNNUMBERED;
}

export function inspectFrameRelay(view: DataView, at: number, length: number): Field {
  const dlci = ((view.getUint8(at) >>> 2) << 4) | (view.getUint8(at + 1) >>> 4);
  const children: Field[] = [{ key: 'fr.dlci', name: 'Data Link Connection Identifier', value: String(dlci), at, length: 2 }];
  return { key: 'fr', name: 'Frame Relay', value: `DLCI ${dlci}`, at, length, reference: 'RFC 2427 section 3', children };
}

/** Type of traffic, path and channel. */
export const SUNATM_LENGTH = 4;
export const sunAtmTypes = { LANE: 1, LLC: 2 } as const;

export function sunAtmType(view: DataView, at: number): number {
  return view.getUint8(at) & 15;
}

export function inspectSunAtm(view: DataView, at: number, length: number): Field {
  const value = `VPI ${view.getUint8(at + 1)}, VCI ${view.getUint16(at + 2)}`;
  return { key: 'atm', name: 'SunATM', value, at, length, reference: 'LINKTYPE_SUNATM' };
}

export function inspectAtmLlc(view: DataView, at: number, length: number): Field {
  const children: Field[] = length < 3 ? [] : [{ key: 'llc.dsap', name: 'Service Access Points', value: hex(view.getUint16(at), 4), at, length: 2 }];
  return { key: 'llc', name: 'Logical Link Control over ATM', at, length, reference: 'RFC 2684 section 5', children };
}

/** Octets of an NLPID, and of the SNAP header when it announces one. */
export function inspectNlpid(view: DataView, at: number, length: number): Field {
  return { key: 'nlpid', name: 'Network Layer Protocol Identifier', value: hex(view.getUint8(at), 2), at, length, reference: 'RFC 2427 section 3' };
}

/** Octets before the Ethernet frame of a packet PDU; -1 for other kinds of frames. */
export function docsisLength(view: DataView, at: number, end: number): number {
  if (at + 6 > end || view.getUint8(at) >>> 6 !== 0) return -1;
  const extended = (view.getUint8(at) & 1) === 0 ? 0 : view.getUint8(at + 1);
  const length = 4 + extended + 2;
  return at + length > end ? -1 : length;
}

/** True when an extended header element (BPI+, types 3 and 4) says that the frame is encrypted. */
export function docsisIsEncrypted(view: DataView, at: number, length: number): boolean {
  const end = at + length - 2;
  for (let p = at + 4; p < end; ) {
    const type = view.getUint8(p) >>> 4;
    if ((type === 3 || type === 4) && p + 2 < end && (view.getUint8(p + 2) & 0x80) !== 0) return true;
    p += 1 + (view.getUint8(p) & 15);
  }
  return false;
}

export function inspectDocsis(view: DataView, at: number, length: number): Field {
  const children: Field[] = [{ key: 'docsis.fctype', name: 'Frame Control', value: hex(view.getUint8(at), 2), at, length: 1 }];
  if (length > 6) children.push({ key: 'docsis.ehdr', name: 'Extended Header', at: at + 4, length: length - 6 });
  return { key: 'docsis', name: 'DOCSIS MAC Header', at, length, reference: 'DOCSIS MULPI section 6.2', children };
}

/** Octets of an ERF record header with its extension headers. */
export function erfLength(view: DataView, at: number, end: number): number {
  let length = 16;
  if (at + length > end) return -1;
  for (let more = view.getUint8(at + 8) >>> 7; more === 1; length += 8) {
    if (at + length + 8 > end) return -1;
    more = view.getUint8(at + length) >>> 7;
  }
  return length;
}

/** 1 HDLC, 2 Ethernet, 22 IPv4, 23 IPv6 … */
export function erfType(view: DataView, at: number): number {
  return view.getUint8(at + 8) & 0x7f;
}

export function inspectErf(view: DataView, at: number, length: number): Field {
  const children: Field[] = [{ key: 'erf.types', name: 'Type', value: String(erfType(view, at)), at: at + 8, length: 1 }];
  return { key: 'erf', name: 'Extensible Record Format', at, length, reference: 'LINKTYPE_ERF', children };
}
