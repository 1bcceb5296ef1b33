/**
 * Generic Routing Encapsulation: version 0 (RFC 2784, key and sequence RFC 2890, source routes RFC 1701), version 1 of PPTP
 * (RFC 2637 section 4.1), and what mirrors of switches put behind it: ERSPAN (draft-foschiano-erspan section 4).
 * Promise: no read outside [at, end).
 */
import type { Field } from '../base/field.ts';
import { etherTypeName } from './ethernet.ts';
import { flagNames, hex } from './inspect-octets.ts';

/** GRE protocol types besides EtherTypes. */
export const greTypes = { ERSPAN: 0x88be, ERSPAN_3: 0x22eb, WCCP: 0x883e } as const;

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGEMENT = 0x0080;

/** Octets of the header at `at`; -1 when it is cut, -2 for versions that nobody defined. */
export function greLength(view: DataView, at: number, end: number): number {
  if (at + 4 > end) return -1;
  const flags = view.getUint16(at);
  const version = flags & 7;
  if (version > 1) return -2;
  let length = 4;
  if ((flags & (CHECKSUM | ROUTING)) !== 0) length += 4;
  if ((flags & KEY) !== 0) length += 4;
  if ((flags & SEQUENCE) !== 0) length += 4;
  if (version === 1 && (flags & ACKNOWLEDGEMENT) !== 0) length += 4;
  if ((flags & ROUTING) !== 0) length = endOfRoutes(view, at + length, end) - at;
  return length < 0 || at + length > end ? -1 : length;
}

/** Behind the source route entries (RFC 1701), of which the last has neither family nor length; -1 when they are cut. */
function endOfRoutes(view: DataView, at: number, end: number): number {
  for (let p = at; p + 4 <= end; ) {
    const [family, length] = [view.getUint16(p), view.getUint8(p + 3)];
    p += 4 + length;
    if (family === 0 && length === 0) return p;
  }
  return -1;
}

export function greType(view: DataView, at: number): number {
  return view.getUint16(at + 2);
}

export function greVersion(view: DataView, at: number): number {
  return view.getUint16(at) & 7;
}

/** ERSPAN of type I has no header of its own, and is told by GRE without a sequence number. */
export function hasSequence(view: DataView, at: number): boolean {
  return (view.getUint16(at) & SEQUENCE) !== 0;
}

/** @param length octets of the header, as greLength() said */
export function inspectGre(view: DataView, at: number, length: number): Field {
  const flags = view.getUint16(at);
  const version = flags & 7;
  const type = view.getUint16(at + 2);
  const value = `${greTypeName(type)} (${hex(type, 4)})`;
  const names = ['', '', '', '', '', '', '', 'Acknowledgment', '', '', '', '', 'Sequence', 'Key', 'Routing', 'Checksum'];
  const children: Field[] = [
    { key: 'gre.flags_and_version', name: 'Flags', value: flagNames(flags & 0xf080, names), at, length: 2 },
    { key: 'gre.version', name: 'Version', value: String(version), at: at + 1, length: 1 },
    { key: 'gre.proto', name: 'Protocol Type', value, at: at + 2, length: 2 },
  ];
  let p = at + 4;
  const word = (key: string, name: string, text: (word: number) => string): void => {
    children.push({ key: `gre.${key}`, name, value: text(view.getUint32(p)), at: p, length: 4 });
    p += 4;
  };
  if ((flags & (CHECKSUM | ROUTING)) !== 0) word('checksum', 'Checksum', (sum) => hex(sum >>> 16, 4));
  if ((flags & KEY) !== 0 && version === 1) {
    children.push({ key: 'gre.key.payload_length', name: 'Payload Length', value: String(view.getUint16(p)), at: p, length: 2 });
    children.push({ key: 'gre.key.call_id', name: 'Call ID', value: String(view.getUint16(p + 2)), at: p + 2, length: 2 });
    p += 4;
  } else if ((flags & KEY) !== 0) word('key', 'Key', (key) => hex(key, 8));
  if ((flags & SEQUENCE) !== 0) word('sequence_number', 'Sequence Number', String);
  if (version === 1 && (flags & ACKNOWLEDGEMENT) !== 0) word('ack_number', 'Acknowledgment Number', String);
  if (p < at + length) children.push({ key: 'gre.routing', name: 'Routing', at: p, length: at + length - p, reference: 'RFC 1701' });
  const reference = version === 1 ? 'RFC 2637 section 4.1' : 'RFC 2784 section 2';
  return { key: 'gre', name: 'Generic Routing Encapsulation', value, at, length, reference, children };
}

function greTypeName(type: number): string {
  if (type === greTypes.ERSPAN) return 'ERSPAN';
  if (type === greTypes.ERSPAN_3) return 'ERSPAN type III';
  return type === greTypes.WCCP ? 'WCCP' : etherTypeName(type);
}

/** Octets of the ERSPAN header of type II or III at `at`; -1 when it is neither, or cut. */
export function erspanLength(view: DataView, at: number, end: number): number {
  if (at + 8 > end) return -1;
  const version = view.getUint8(at) >>> 4;
  if (version === 1) return 8;
  if (version !== 2 || at + 12 > end) return -1;
  const length = (view.getUint16(at + 10) & 1) === 0 ? 12 : 20;
  return at + length > end ? -1 : length;
}

/** True when the header at `at`, of type III, says that IP and not Ethernet follows (FT 2). */
export function erspanCarriesIp(view: DataView, at: number): boolean {
  return view.getUint8(at) >>> 4 === 2 && ((view.getUint16(at + 10) >>> 10) & 31) === 2;
}

/** @param length octets of the header, as erspanLength() said */
export function inspectErspan(view: DataView, at: number, length: number): Field {
  const isThird = view.getUint8(at) >>> 4 === 2;
  const second = view.getUint16(at + 2);
  const children: Field[] = [
    { key: 'erspan.version', name: 'Version', value: isThird ? 'Type III (2)' : 'Type II (1)', at, length: 1 },
    { key: 'erspan.vlan', name: 'VLAN', value: String(view.getUint16(at) & 0xfff), at, length: 2 },
    { key: 'erspan.cos', name: 'Class of Service', value: String(second >>> 13), at: at + 2, length: 1 },
    { key: 'erspan.trunc', name: 'Truncated', value: String((second >>> 10) & 1), at: at + 2, length: 1 },
    { key: 'erspan.spanid', name: 'Session ID', value: String(second & 0x3ff), at: at + 2, length: 2 },
  ];
  if (isThird) {
    children.push({ key: 'erspan.timestamp', name: 'Timestamp', value: String(view.getUint32(at + 4)), at: at + 4, length: 4 });
    children.push({ key: 'erspan.sgt', name: 'Security Group Tag', value: String(view.getUint16(at + 8)), at: at + 8, length: 2 });
    children.push({ key: 'erspan.direction', name: 'Direction', value: (view.getUint8(at + 11) & 8) === 0 ? 'ingress' : 'egress', at: at + 11, length: 1 });
    if (length === 20)
      children.push({ key: 'erspan.platform', name: 'Platform Specific', value: hex(view.getUint8(at + 12) >>> 2, 2), at: at + 12, length: 8 });
  } else children.push({ key: 'erspan.index', name: 'Index', value: String(view.getUint32(at + 4) & 0xfffff), at: at + 4, length: 4 });
  return { key: 'erspan', name: 'Encapsulated Remote Switched Port Analyzer', at, length, reference: 'draft-foschiano-erspan section 4', children };
}
