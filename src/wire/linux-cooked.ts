/** Linux cooked capture, v1 (LINKTYPE_LINUX_SLL, 16 octets) and v2 (LINKTYPE_LINUX_SLL2, 20 octets), as fields. */
import type { Field } from '../base/field.ts';
import { etherTypeName } from './ethernet.ts';
import { hex, octetsField } from './inspect-octets.ts';

export const HEADER_LENGTH = 16;
export const HEADER_LENGTH_2 = 20;

const packetTypes = ['To us', 'Broadcast', 'Multicast', 'To someone else', 'Sent by us'];

function packetType(value: number): string {
  return `${packetTypes[value] ?? 'Unknown'} (${value})`;
}

function addressText(view: DataView, at: number, length: number): string {
  let text = '';
  for (let i = 0; i < Math.min(length, 8); i++)
    text +=
      (i > 0 ? ':' : '') +
      view
        .getUint8(at + i)
        .toString(16)
        .padStart(2, '0');
  return text;
}

function protocolText(type: number): string {
  return `${type < 0x600 ? 'not an EtherType' : etherTypeName(type)} (${hex(type, 4)})`;
}

export function inspect(view: DataView, at: number, end: number): Field {
  const name = 'Linux cooked capture v1';
  if (at + HEADER_LENGTH > end) return octetsField('sll', name, at, end - at, 'link.header-cut');
  return {
    key: 'sll',
    name,
    at,
    length: HEADER_LENGTH,
    reference: 'LINKTYPE_LINUX_SLL',
    children: [
      { key: 'sll.pkttype', name: 'Packet Type', value: packetType(view.getUint16(at)), at, length: 2 },
      { key: 'sll.hatype', name: 'Link-layer Address Type', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
      { key: 'sll.src.other', name: 'Source', value: addressText(view, at + 6, view.getUint16(at + 4)), at: at + 6, length: 8 },
      { key: 'sll.etype', name: 'Protocol', value: protocolText(view.getUint16(at + 14)), at: at + 14, length: 2 },
    ],
  };
}

export function inspect2(view: DataView, at: number, end: number): Field {
  const name = 'Linux cooked capture v2';
  if (at + HEADER_LENGTH_2 > end) return octetsField('sll', name, at, end - at, 'link.header-cut');
  return {
    key: 'sll',
    name,
    at,
    length: HEADER_LENGTH_2,
    reference: 'LINKTYPE_LINUX_SLL2',
    children: [
      { key: 'sll.etype', name: 'Protocol', value: protocolText(view.getUint16(at)), at, length: 2 },
      { key: 'sll.ifindex', name: 'Interface Index', value: String(view.getUint32(at + 4)), at: at + 4, length: 4 },
      { key: 'sll.hatype', name: 'Link-layer Address Type', value: String(view.getUint16(at + 8)), at: at + 8, length: 2 },
      { key: 'sll.pkttype', name: 'Packet Type', value: packetType(view.getUint8(at + 10)), at: at + 10, length: 1 },
      { key: 'sll.src.other', name: 'Source', value: addressText(view, at + 12, view.getUint8(at + 11)), at: at + 12, length: 8 },
    ],
  };
}
