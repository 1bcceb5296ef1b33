/** ARP (RFC 826) for Ethernet and IPv4, as fields. */
import type { Field } from '../base/field.ts';
import { macText } from './ethernet.ts';
import { octetsField } from './inspect-octets.ts';
import { addressText } from './ipv4.ts';

export function inspect(view: DataView, at: number, end: number): Field {
  const name = 'Address Resolution Protocol';
  if (at + 8 > end) return octetsField('arp', name, at, end - at, 'arp.cut');
  const operation = view.getUint16(at + 6);
  const value = operation === 1 ? 'request' : operation === 2 ? 'reply' : String(operation);
  const children: Field[] = [{ key: 'arp.opcode', name: 'Operation', value, at: at + 6, length: 2 }];
  if (at + 28 <= end && view.getUint8(at + 4) === 6 && view.getUint8(at + 5) === 4) {
    children.push({ key: 'arp.src.hw_mac', name: 'Sender Hardware Address', value: macText(view, at + 8), at: at + 8, length: 6 });
    children.push({ key: 'arp.src.proto_ipv4', name: 'Sender Protocol Address', value: addressText(view, at + 14), at: at + 14, length: 4 });
    children.push({ key: 'arp.dst.hw_mac', name: 'Target Hardware Address', value: macText(view, at + 18), at: at + 18, length: 6 });
    children.push({ key: 'arp.dst.proto_ipv4', name: 'Target Protocol Address', value: addressText(view, at + 24), at: at + 24, length: 4 });
  }
  return { key: 'arp', name, value, at, length: Math.min(28, end - at), reference: 'RFC 826', children };
}
