/** Fields of the tunnel headers of tunnel.ts. Each function is given the octets of a header that was found there. */
import type { Field } from '../base/field.ts';
import { etherTypeName } from './ethernet.ts';
import { hex } from './inspect-octets.ts';

const gtpExtensions = new Map<number, string>([
  [0x20, 'Service Class Indicator'],
  [0x40, 'UDP Port'],
  [0x81, 'RAN Container'],
  [0x84, 'NR RAN Container'],
  [0x85, 'PDU Session Container'],
  [0xc0, 'PDCP PDU Number'],
]);

/** Header, optional fields and the chain of extension headers. */
export function inspectGtp(view: DataView, at: number, length: number): Field {
  const flags = view.getUint8(at);
  const children: Field[] = [
    { key: 'gtp.flags', name: 'Flags', value: hex(flags, 2), at, length: 1 },
    { key: 'gtp.message', name: 'Message Type', value: String(view.getUint8(at + 1)), at: at + 1, length: 1 },
    { key: 'gtp.length', name: 'Length', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
    { key: 'gtp.teid', name: 'Tunnel Endpoint Identifier', value: hex(view.getUint32(at + 4), 8), at: at + 4, length: 4 },
  ];
  if ((flags & 2) !== 0) children.push({ key: 'gtp.seq_number', name: 'Sequence Number', value: String(view.getUint16(at + 8)), at: at + 8, length: 2 });
  for (let p = at + 12, next = (flags & 4) === 0 ? 0 : view.getUint8(at + 11); next !== 0 && p < at + length; ) {
    const octets = view.getUint8(p) << 2;
    children.push({ key: 'gtp.ext_hdr', name: 'Extension Header', value: `${gtpExtensions.get(next) ?? 'Unknown'} (${hex(next, 2)})`, at: p, length: octets });
    next = view.getUint8(p + octets - 1);
    p += octets;
  }
  return { key: 'gtp', name: 'GPRS Tunneling Protocol, user plane', at, length, reference: '3GPP TS 29.281 section 5.1', children };
}

export function inspectVxlan(view: DataView, at: number, isGpe: boolean): Field {
  const children: Field[] = [
    { key: 'vxlan.flags', name: 'Flags', value: hex(view.getUint16(at), 4), at, length: 2 },
    ...(isGpe ? [{ key: 'vxlan.next_proto', name: 'Next Protocol', value: String(view.getUint8(at + 3)), at: at + 3, length: 1 }] : []),
    ...((view.getUint8(at) & 0x80) !== 0 && !isGpe
      ? [{ key: 'vxlan.gbp', name: 'Group Policy ID', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 }]
      : []),
    { key: 'vxlan.vni', name: 'VXLAN Network Identifier', value: String(view.getUint32(at + 4) >>> 8), at: at + 4, length: 3 },
  ];
  const [name, reference] = isGpe
    ? ['Virtual eXtensible Local Area Network, generic protocol extension', 'draft-ietf-nvo3-vxlan-gpe section 3']
    : ['Virtual eXtensible Local Area Network', 'RFC 7348 section 5'];
  return { key: 'vxlan', name, value: `VNI ${view.getUint32(at + 4) >>> 8}`, at, length: 8, reference, children };
}

/** Header and its options. */
export function inspectGeneve(view: DataView, at: number, length: number): Field {
  const type = view.getUint16(at + 2);
  const children: Field[] = [
    { key: 'geneve.option.length', name: 'Options Length', value: String(length - 8), at, length: 1 },
    { key: 'geneve.flags', name: 'Flags', value: hex(view.getUint8(at + 1), 2), at: at + 1, length: 1 },
    { key: 'geneve.proto_type', name: 'Protocol Type', value: `${etherTypeName(type)} (${hex(type, 4)})`, at: at + 2, length: 2 },
    { key: 'geneve.vni', name: 'Virtual Network Identifier', value: String(view.getUint32(at + 4) >>> 8), at: at + 4, length: 3 },
  ];
  for (let p = at + 8; p + 4 <= at + length; ) {
    const octets = Math.min(4 + ((view.getUint8(p + 3) & 31) << 2), at + length - p);
    const value = `class ${hex(view.getUint16(p), 4)}, type ${hex(view.getUint8(p + 2), 2)}`;
    children.push({ key: 'geneve.option', name: 'Option', value, at: p, length: octets, reference: 'RFC 8926 section 3.5' });
    p += octets;
  }
  const vni = `VNI ${view.getUint32(at + 4) >>> 8}`;
  return { key: 'geneve', name: 'Generic Network Virtualization Encapsulation', value: vni, at, length, reference: 'RFC 8926 section 3.4', children };
}
