/** Fields of the short headers between Ethernet and IP: LLC/SNAP, MPLS, PPPoE, PPP, Cisco HDLC. */
import type { Field } from '../base/field.ts';
import { etherTypeName } from './ethernet.ts';
import { hex, octetsField } from './inspect-octets.ts';

const pppNames = new Map<number, string>([
  [0x21, 'IPv4'],
  [0x57, 'IPv6'],
  [0x281, 'MPLS'],
  [0x8021, 'IP Control Protocol'],
  [0x8057, 'IPv6 Control Protocol'],
  [0xc021, 'Link Control Protocol'],
  [0xc023, 'PAP'],
  [0xc223, 'CHAP'],
]);

export function inspectLlc(view: DataView, at: number, end: number): Field {
  const name = 'Logical Link Control';
  const isSnap = at + 8 <= end && view.getUint16(at) === 0xaaaa;
  if (at + 3 > end) return octetsField('llc', name, at, end - at, 'llc.cut');
  const children: Field[] = [
    { key: 'llc.dsap', name: 'Destination Service Access Point', value: hex(view.getUint8(at), 2), at, length: 1 },
    { key: 'llc.ssap', name: 'Source Service Access Point', value: hex(view.getUint8(at + 1), 2), at: at + 1, length: 1 },
    { key: 'llc.control', name: 'Control', value: hex(view.getUint8(at + 2), 2), at: at + 2, length: 1 },
  ];
  if (isSnap) {
    children.push({ key: 'llc.oui', name: 'Organization Code', value: hex((view.getUint8(at + 3) << 16) | view.getUint16(at + 4), 6), at: at + 3, length: 3 });
    children.push({
      key: 'llc.type',
      name: 'Type',
      value: `${etherTypeName(view.getUint16(at + 6))} (${hex(view.getUint16(at + 6), 4)})`,
      at: at + 6,
      length: 2,
    });
  }
  return { key: 'llc', name, at, length: isSnap ? 8 : 3, reference: isSnap ? 'RFC 1042' : 'IEEE 802.2', children };
}

/** One label of an MPLS stack. */
export function inspectLabel(view: DataView, at: number, end: number): Field {
  const name = 'MultiProtocol Label Switching Header';
  if (at + 4 > end) return octetsField('mpls', name, at, end - at, 'mpls.cut');
  const word = view.getUint32(at);
  return {
    key: 'mpls',
    name,
    value: `Label ${word >>> 12}`,
    at,
    length: 4,
    reference: 'RFC 3032 section 2.1',
    children: [
      { key: 'mpls.label', name: 'Label', value: String(word >>> 12), at, length: 3 },
      { key: 'mpls.exp', name: 'Traffic Class', value: String((word >>> 9) & 7), at: at + 2, length: 1, reference: 'RFC 5462' },
      { key: 'mpls.bottom', name: 'Bottom of Stack', value: String((word >>> 8) & 1), at: at + 2, length: 1 },
      { key: 'mpls.ttl', name: 'Time to Live', value: String(word & 255), at: at + 3, length: 1 },
    ],
  };
}

export function inspectPppoe(view: DataView, at: number, end: number): Field {
  const name = 'PPP-over-Ethernet Session';
  if (at + 6 > end) return octetsField('pppoes', name, at, end - at, 'pppoe.cut');
  return {
    key: 'pppoes',
    name,
    at,
    length: 6,
    reference: 'RFC 2516 section 4',
    children: [
      { key: 'pppoe.code', name: 'Code', value: hex(view.getUint8(at + 1), 2), at: at + 1, length: 1 },
      { key: 'pppoe.session_id', name: 'Session ID', value: hex(view.getUint16(at + 2), 4), at: at + 2, length: 2 },
      { key: 'pppoe.payload_length', name: 'Length', value: String(view.getUint16(at + 4)), at: at + 4, length: 2 },
    ],
  };
}

/** @param headerLength octets of the PPP header as the walk found them; `protocol` its protocol field. */
export function inspectPpp(at: number, headerLength: number, protocol: number): Field {
  const value = `${pppNames.get(protocol) ?? 'Unknown'} (${hex(protocol, 4)})`;
  const length = protocol <= 0xff && (headerLength & 1) === 1 ? 1 : 2;
  return {
    key: 'ppp',
    name: 'Point-to-Point Protocol',
    value,
    at,
    length: headerLength,
    reference: 'RFC 1661 section 2',
    children: [{ key: 'ppp.protocol', name: 'Protocol', value, at: at + headerLength - length, length }],
  };
}

export function inspectHdlc(view: DataView, at: number, end: number): Field {
  if (at + 4 > end) return octetsField('chdlc', 'Cisco HDLC', at, end - at, 'link.header-cut');
  const type = view.getUint16(at + 2);
  return {
    key: 'chdlc',
    name: 'Cisco HDLC',
    at,
    length: 4,
    children: [{ key: 'chdlc.protocol', name: 'Protocol', value: `${etherTypeName(type)} (${hex(type, 4)})`, at: at + 2, length: 2 }],
  };
}
