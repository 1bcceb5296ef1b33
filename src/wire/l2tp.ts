/**
 * Layer Two Tunneling Protocol: data of version 2 (RFC 2661 section 3.1), and of version 3 over UDP (RFC 3931 section
 * 4.1.2.1) and over IP (4.1.1.1). Cookie and sublayer of version 3 are agreed beforehand and not told by any octet, so the
 * caller tries. Promise: no read outside [at, end).
 */
import type { Field } from '../base/field.ts';
import { hex } from './inspect-octets.ts';

const CONTROL = 0x8000;
const LENGTH = 0x4000;
const SEQUENCE = 0x0800;
const OFFSET = 0x0200;
/** bits that must be zero */
const RESERVED_2 = 0x34f0;
/** session id and sublayer of a version 3 header over UDP stand behind these */
export const UDP_PREFIX = 4;
export const SESSION_LENGTH = 4;

/** Version 2 or 3 of a data message over UDP; 0 for control messages and what is no L2TP. */
export function dataVersion(view: DataView, at: number, end: number): number {
  if (at + 6 > end) return 0;
  const flags = view.getUint16(at);
  if ((flags & CONTROL) !== 0) return 0;
  if ((flags & 15) === 2 && (flags & RESERVED_2) === 0 && length2(view, at, end) > 0) return 2;
  return flags === 3 && view.getUint16(at + 2) === 0 && at + 8 < end && view.getUint32(at + 4) !== 0 ? 3 : 0;
}

/** Octets of the version 2 data header at `at`; -1 when it is not all there, or its length is a lie. */
export function length2(view: DataView, at: number, end: number): number {
  const flags = view.getUint16(at);
  let length = 6;
  if ((flags & LENGTH) !== 0) length += 2;
  if ((flags & SEQUENCE) !== 0) length += 4;
  if ((flags & OFFSET) !== 0) {
    if (at + length + 2 > end) return -1;
    length += 2 + view.getUint16(at + length);
  }
  if (at + length >= end) return -1;
  if ((flags & LENGTH) !== 0 && view.getUint16(at + 2) < length) return -1;
  return length;
}

/** @param length octets of the header, as length2() said */
export function inspect2(view: DataView, at: number, length: number): Field {
  const flags = view.getUint16(at);
  const children: Field[] = [{ key: 'l2tp.version', name: 'Version', value: '2', at: at + 1, length: 1 }];
  let p = at + 2;
  const short = (key: string, name: string): void => {
    children.push({ key, name, value: String(view.getUint16(p)), at: p, length: 2 });
    p += 2;
  };
  if ((flags & LENGTH) !== 0) short('l2tp.length', 'Length');
  short('l2tp.tunnel', 'Tunnel ID');
  short('l2tp.session', 'Session ID');
  if ((flags & SEQUENCE) !== 0) {
    short('l2tp.Ns', 'Ns');
    short('l2tp.Nr', 'Nr');
  }
  if ((flags & OFFSET) !== 0) short('l2tp.offset', 'Offset Size');
  return { key: 'l2tp', name: 'Layer Two Tunneling Protocol', at, length, reference: 'RFC 2661 section 3.1', children };
}

/** @param overUdp the four octets of flags and version stand before the session id */
export function inspect3(view: DataView, at: number, length: number, overUdp: boolean): Field {
  const p = overUdp ? at + UDP_PREFIX : at;
  const children: Field[] = overUdp ? [{ key: 'l2tp.version', name: 'Version', value: '3', at: at + 1, length: 1 }] : [];
  children.push({ key: 'l2tp.sid', name: 'Session ID', value: hex(view.getUint32(p), 8), at: p, length: 4 });
  const rest = at + length - p - SESSION_LENGTH;
  if (rest > 0) children.push({ key: 'l2tp.cookie', name: 'Cookie and Sublayer', value: `${rest} octets`, at: p + SESSION_LENGTH, length: rest });
  const reference = overUdp ? 'RFC 3931 section 4.1.2.1' : 'RFC 3931 section 4.1.1.1';
  return { key: 'l2tp', name: 'Layer Two Tunneling Protocol version 3', at, length, reference, children };
}
