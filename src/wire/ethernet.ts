/**
 * Ethernet II and IEEE 802.3 frames, their VLAN tags (IEEE 802.1Q, 802.1ad), and the EtherTypes we follow.
 * Accessors read only inside [at, at + HEADER_LENGTH); callers make sure it is whole.
 */
import type { Field } from '../base/field.ts';
import { hex, octetsField } from './inspect-octets.ts';

export const HEADER_LENGTH = 14;
export const TAG_LENGTH = 4;

export const etherTypes = {
  IPV4: 0x0800,
  ARP: 0x0806,
  TRANSPARENT_BRIDGING: 0x6558,
  VLAN: 0x8100,
  IPV6: 0x86dd,
  PPP: 0x880b,
  MPLS: 0x8847,
  MPLS_UPSTREAM: 0x8848,
  PPPOE_DISCOVERY: 0x8863,
  PPPOE_SESSION: 0x8864,
  PROVIDER_BRIDGING: 0x88a8,
  CISCO_METADATA: 0x8909,
  NSH: 0x894f,
  QINQ_9100: 0x9100,
  QINQ_9200: 0x9200,
} as const;

/** At most this is a length (IEEE 802.3), above it an EtherType. */
export const LARGEST_LENGTH = 1500;

const names = new Map<number, string>([
  [0x0800, 'IPv4'],
  [0x0806, 'ARP'],
  [0x6558, 'Transparent Ethernet bridging'],
  [0x8100, '802.1Q Virtual LAN'],
  [0x86dd, 'IPv6'],
  [0x880b, 'PPP'],
  [0x8847, 'MPLS label switched packet'],
  [0x8848, 'MPLS, upstream-assigned label'],
  [0x8863, 'PPPoE Discovery'],
  [0x8864, 'PPPoE Session'],
  [0x88a8, '802.1ad Provider Bridge'],
  [0x9100, 'QinQ'],
  [0x9200, 'QinQ'],
  [0x88cc, 'LLDP'],
  [0x888e, '802.1X authentication'],
  [0x88f7, 'PTP'],
  [0x8035, 'RARP'],
  [0x9000, 'Loopback'],
  [0x893f, '802.1BR E-tag'],
  [0x8909, 'Cisco MetaData'],
  [0x894f, 'Network Service Header'],
  [0x88e5, '802.1AE MACsec'],
]);

export function etherTypeName(type: number): string {
  return names.get(type) ?? 'Unknown';
}

/** EtherType, or the length of an 802.3 frame, of the frame at `at`. */
export function etherType(view: DataView, at: number): number {
  return view.getUint16(at + 12);
}

/** True for the EtherTypes that announce a VLAN tag. */
export function isTag(type: number): boolean {
  return type === etherTypes.VLAN || type === etherTypes.PROVIDER_BRIDGING || type === etherTypes.QINQ_9100 || type === etherTypes.QINQ_9200;
}

/** EtherType behind the tag control information at `at`. */
export function typeBehindTag(view: DataView, at: number): number {
  return view.getUint16(at + 2);
}

/** True when the 14 octets of a header are there: no accessor of this file reads past it. */
export function isWhole(at: number, end: number): boolean {
  return at + HEADER_LENGTH <= end;
}

export function macText(view: DataView, at: number): string {
  let text = '';
  for (let i = 0; i < 6; i++)
    text +=
      (i > 0 ? ':' : '') +
      view
        .getUint8(at + i)
        .toString(16)
        .padStart(2, '0');
  return text;
}

/** The header as fields; a cut one as far as it goes. */
export function inspect(view: DataView, at: number, end: number): Field {
  if (!isWhole(at, end)) return octetsField('eth', 'Ethernet II', at, end - at, 'eth.header-cut');
  const type = etherType(view, at);
  const isLength = type <= LARGEST_LENGTH;
  return {
    key: 'eth',
    name: isLength ? 'IEEE 802.3 Ethernet' : 'Ethernet II',
    value: `${macText(view, at + 6)} → ${macText(view, at)}`,
    at,
    length: HEADER_LENGTH,
    reference: 'IEEE 802.3 section 3.1',
    children: [
      { key: 'eth.dst', name: 'Destination', value: macText(view, at), at, length: 6 },
      { key: 'eth.src', name: 'Source', value: macText(view, at + 6), at: at + 6, length: 6 },
      isLength
        ? { key: 'eth.len', name: 'Length', value: String(type), at: at + 12, length: 2 }
        : { key: 'eth.type', name: 'Type', value: `${etherTypeName(type)} (${hex(type, 4)})`, at: at + 12, length: 2 },
    ],
  };
}

/** The tag whose control information is at `at` as fields. */
export function inspectTag(view: DataView, at: number, end: number): Field {
  if (at + TAG_LENGTH > end) return octetsField('vlan', '802.1Q Virtual LAN', at, end - at, 'vlan.cut');
  const control = view.getUint16(at);
  const type = typeBehindTag(view, at);
  return {
    key: 'vlan',
    name: '802.1Q Virtual LAN',
    value: `ID ${control & 0xfff}`,
    at,
    length: TAG_LENGTH,
    reference: 'IEEE 802.1Q section 9.6',
    children: [
      { key: 'vlan.priority', name: 'Priority', value: String(control >>> 13), at, length: 1 },
      { key: 'vlan.dei', name: 'Drop Eligible', value: String((control >>> 12) & 1), at, length: 1 },
      { key: 'vlan.id', name: 'VLAN Identifier', value: String(control & 0xfff), at, length: 2 },
      { key: 'vlan.etype', name: 'Type', value: `${etherTypeName(type)} (${hex(type, 4)})`, at: at + 2, length: 2 },
    ],
  };
}
