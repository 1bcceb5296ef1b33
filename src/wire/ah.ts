/** IPsec's Authentication Header (RFC 4302 section 2) as fields. Its length and next header are read as those of an IPv6 extension. */
import type { Field } from '../base/field.ts';
import { hex } from './inspect-octets.ts';
import { protocolName } from './ip-protocol.ts';

/** The header [at, at + length), of which twelve octets must be there. */
export function inspectAh(view: DataView, at: number, length: number): Field {
  return {
    key: 'ah',
    name: 'Authentication Header',
    at,
    length,
    reference: 'RFC 4302 section 2',
    children: [
      { key: 'ah.next_header', name: 'Next Header', value: `${protocolName(view.getUint8(at))} (${view.getUint8(at)})`, at, length: 1 },
      { key: 'ah.length', name: 'Payload Len', value: String(view.getUint8(at + 1)), at: at + 1, length: 1 },
      { key: 'ah.spi', name: 'Security Parameters Index', value: hex(view.getUint32(at + 4), 8), at: at + 4, length: 4 },
      { key: 'ah.sequence', name: 'Sequence Number', value: String(view.getUint32(at + 8)), at: at + 8, length: 4 },
      { key: 'ah.icv', name: 'Integrity Check Value', value: `${length - 12} octets`, at: at + 12, length: length - 12 },
    ],
  };
}
