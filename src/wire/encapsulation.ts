/** Fields of the short headers between Ethernet and IP: LLC/SNAP, MPLS, PPPoE, PPP, Cisco HDLC. */
import type { Field } from '../base/field.ts';
import { etherTypeName } from './ethernet.ts';
import { hex, octetsField } from './inspect-octets.ts';

/** PPP protocols that carry a header of their own before the datagram. */
export const pppProtocols = { BRIDGING: 0x31, MULTILINK: 0x3d } as const;

const pppNames = new Map<number, string>([
  [0x21, 'IPv4'],
  [0x2d, 'Van Jacobson compressed TCP'],
  [0x2f, 'Van Jacobson uncompressed TCP'],
  [0x31, 'Bridged frame'],
  [0x3d, 'Multilink'],
  [0x57, 'IPv6'],
  [0xfd, 'Compressed or encrypted datagram'],
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

/** @param length octets of the PPP header, and of the multilink or bridging header behind it */
export function inspectPppHeader(view: DataView, at: number, length: number): Field {
  const name = 'Point-to-Point Protocol';
  const p = length >= 3 && view.getUint16(at) === 0xff03 ? at + 2 : at;
  const octets = (view.getUint8(p) & 1) === 1 || p + 2 > at + length ? 1 : 2;
  const protocol = octets === 1 ? view.getUint8(p) : view.getUint16(p);
  const value = `${pppNames.get(protocol) ?? 'Unknown'} (${hex(protocol, 4)})`;
  const children: Field[] = [{ key: 'ppp.protocol', name: 'Protocol', value, at: p, length: octets }];
  const rest = at + length - p - octets;
  if (rest > 0) children.push({ key: 'ppp.inner', name: `${pppNames.get(protocol) ?? 'Further'} Header`, at: p + octets, length: rest });
  return { key: 'ppp', name, value, at, length, reference: 'RFC 1661 section 2', children };
}

const discoveryCodes = new Map<number, string>([
  [0x09, 'Active Discovery Initiation (PADI)'],
  [0x07, 'Active Discovery Offer (PADO)'],
  [0x19, 'Active Discovery Request (PADR)'],
  [0x65, 'Active Discovery Session-confirmation (PADS)'],
  [0xa7, 'Active Discovery Terminate (PADT)'],
]);

/** @param length octets of the header that are there */
export function inspectPppoeDiscovery(view: DataView, at: number, length: number): Field {
  const name = 'PPP-over-Ethernet Discovery';
  if (length < 6) return octetsField('pppoed', name, at, length, 'pppoe.cut');
  const value = discoveryCodes.get(view.getUint8(at + 1)) ?? hex(view.getUint8(at + 1), 2);
  const session: Field = { key: 'pppoe.session_id', name: 'Session ID', value: hex(view.getUint16(at + 2), 4), at: at + 2, length: 2 };
  const children: Field[] = [{ key: 'pppoe.code', name: 'Code', value, at: at + 1, length: 1 }, session];
  return { key: 'pppoed', name, value, at, length, reference: 'RFC 2516 section 5', children };
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
