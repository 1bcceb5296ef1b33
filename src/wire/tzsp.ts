/**
 * TaZmen Sniffer Protocol, by which access points and routers mirror frames over UDP: version, type, encapsulated protocol,
 * then tagged fields up to an end tag, then the frame. Promise: no read outside [at, end).
 */
import type { Field } from '../base/field.ts';
import { hex } from './inspect-octets.ts';

const PADDING = 0;
const END = 1;
const HEADER_LENGTH = 4;
const protocolNames = new Map<number, string>([
  [0x01, 'Ethernet'],
  [0x12, 'IEEE 802.11'],
  [0x77, 'IEEE 802.11 with Prism header'],
  [0x7f, 'IEEE 802.11 with AVS header'],
]);
const tagNames = new Map<number, string>([
  [0, 'Padding'],
  [1, 'End'],
  [10, 'Raw Signal'],
  [11, 'Signal to Noise Ratio'],
  [12, 'Data Rate'],
  [13, 'Timestamp'],
  [15, 'Contention Free'],
  [16, 'Decrypted'],
  [17, 'Frame Check Sequence'],
  [18, 'Receive Channel'],
  [40, 'Packet Count'],
  [41, 'Frame Length'],
  [60, 'Radio Header Serial'],
]);

/** Octets before the frame of a received or sent packet at `at`; -1 when this is none whose protocol is known. */
export function tzspLength(view: DataView, at: number, end: number): number {
  if (at + HEADER_LENGTH > end || view.getUint8(at) !== 1 || view.getUint8(at + 1) > 1) return -1;
  if (!protocolNames.has(encapsulated(view, at))) return -1;
  for (let p = at + HEADER_LENGTH; p < end; ) {
    const tag = view.getUint8(p++);
    if (tag === END) return p < end ? p - at : -1;
    if (tag === PADDING) continue;
    if (p >= end) return -1;
    p += 1 + view.getUint8(p);
  }
  return -1;
}

/** 1 Ethernet, 0x12 IEEE 802.11, 0x77 with a Prism header, 0x7f with an AVS header */
export function encapsulated(view: DataView, at: number): number {
  return view.getUint16(at + 2);
}

/** @param length octets before the frame, as tzspLength() said */
export function inspectTzsp(view: DataView, at: number, length: number): Field {
  const protocol = encapsulated(view, at);
  const children: Field[] = [
    { key: 'tzsp.version', name: 'Version', value: String(view.getUint8(at)), at, length: 1 },
    { key: 'tzsp.type', name: 'Type', value: view.getUint8(at + 1) === 0 ? 'Received' : 'To transmit', at: at + 1, length: 1 },
    { key: 'tzsp.encap', name: 'Encapsulated Protocol', value: `${protocolNames.get(protocol) ?? 'Unknown'} (${hex(protocol, 4)})`, at: at + 2, length: 2 },
  ];
  for (let p = at + HEADER_LENGTH; p < at + length; ) {
    const tag = view.getUint8(p);
    const isShort = tag === PADDING || tag === END;
    const octets = isShort ? 1 : 2 + view.getUint8(p + 1);
    children.push({ key: 'tzsp.tag', name: tagNames.get(tag) ?? `Tag ${tag}`, at: p, length: octets });
    p += octets;
  }
  return { key: 'tzsp', name: 'TaZmen Sniffer Protocol', at, length, children };
}
