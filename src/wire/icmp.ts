/** ICMP (RFC 792) and ICMPv6 (RFC 4443) as fields: type and code with their names; errors quote the packet they are about. */
import type { Field } from '../base/field.ts';
import { hex, octetsField } from './inspect-octets.ts';

const types4 = new Map<number, string>([
  [0, 'Echo Reply'],
  [3, 'Destination Unreachable'],
  [4, 'Source Quench'],
  [5, 'Redirect'],
  [8, 'Echo'],
  [9, 'Router Advertisement'],
  [10, 'Router Solicitation'],
  [11, 'Time Exceeded'],
  [12, 'Parameter Problem'],
  [13, 'Timestamp'],
  [14, 'Timestamp Reply'],
]);
const types6 = new Map<number, string>([
  [1, 'Destination Unreachable'],
  [2, 'Packet Too Big'],
  [3, 'Time Exceeded'],
  [4, 'Parameter Problem'],
  [128, 'Echo Request'],
  [129, 'Echo Reply'],
  [130, 'Multicast Listener Query'],
  [131, 'Multicast Listener Report'],
  [133, 'Router Solicitation'],
  [134, 'Router Advertisement'],
  [135, 'Neighbor Solicitation'],
  [136, 'Neighbor Advertisement'],
  [143, 'Multicast Listener Report v2'],
]);
const unreachable4 = ['network unreachable', 'host unreachable', 'protocol unreachable', 'port unreachable', 'fragmentation needed', 'source route failed'];
const unreachable6 = ['no route', 'prohibited', 'beyond scope', 'address unreachable', 'port unreachable'];

/** True for errors, which quote the beginning of the packet that caused them, from the ninth octet on. */
export function quotesPacket(type: number, isIpv6: boolean): boolean {
  return isIpv6 ? type >= 1 && type <= 4 : type === 3 || type === 4 || type === 5 || type === 11 || type === 12;
}

export function inspect(view: DataView, at: number, end: number, isIpv6: boolean): Field {
  const name = isIpv6 ? 'Internet Control Message Protocol v6' : 'Internet Control Message Protocol';
  const key = isIpv6 ? 'icmpv6' : 'icmp';
  if (at + 4 > end) return octetsField(key, name, at, end - at, 'icmp.cut');
  const type = view.getUint8(at);
  const code = view.getUint8(at + 1);
  const codeName = type === (isIpv6 ? 1 : 3) ? (isIpv6 ? unreachable6 : unreachable4)[code] : undefined;
  const typeName = (isIpv6 ? types6 : types4).get(type) ?? 'Unknown';
  return {
    key,
    name,
    value: codeName === undefined ? typeName : `${typeName}: ${codeName}`,
    at,
    length: Math.min(8, end - at),
    reference: isIpv6 ? 'RFC 4443 section 2.1' : 'RFC 792',
    children: [
      { key: `${key}.type`, name: 'Type', value: `${typeName} (${type})`, at, length: 1 },
      { key: `${key}.code`, name: 'Code', value: codeName === undefined ? String(code) : `${codeName} (${code})`, at: at + 1, length: 1 },
      { key: `${key}.checksum`, name: 'Checksum', value: hex(view.getUint16(at + 2), 4), at: at + 2, length: 2 },
    ],
  };
}
