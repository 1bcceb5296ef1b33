/** The fields of one STUN message for the packet inspector (RFC 8489, RFC 8445, RFC 8656). Reads only inside [at, end). */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';
import { hex, octetsField } from '../wire/inspect-octets.ts';
import { ipv6Text } from '../wire/ipv6-text.ts';
import { stunMagicCookie } from './demultiplex.ts';
import { stunAttributes, stunClass, stunClasses, stunMethod, stunMethods } from './stun.ts';

export function inspectStun(view: DataView, octets: Uint8Array, at: number, end: number): Field {
  if (end - at < 20) return octetsField('stun', 'Session Traversal Utilities for NAT', at, end - at, 'stun.short');
  const type = view.getUint16(at);
  const length = view.getUint16(at + 2);
  const method = stunMethod(type);
  const name = `${stunMethods.get(method) ?? `method ${method}`} ${stunClasses[stunClass(type)]}`;
  const children: Field[] = [
    { key: 'stun.type', name: 'message type', value: `${hex(type, 4)} (${name})`, at, length: 2 },
    {
      key: 'stun.length',
      name: 'message length',
      value: String(length),
      at: at + 2,
      length: 2,
      ...(length === end - at - 20 ? {} : { problem: 'stun.length' }),
    },
    {
      key: 'stun.cookie',
      name: 'magic cookie',
      value: hex(view.getUint32(at + 4), 8),
      at: at + 4,
      length: 4,
      ...(view.getUint32(at + 4) === stunMagicCookie ? {} : { problem: 'stun.cookie' }),
    },
    {
      key: 'stun.id',
      name: 'transaction ID',
      value: [8, 12, 16]
        .map((offset) =>
          view
            .getUint32(at + offset)
            .toString(16)
            .padStart(8, '0'),
        )
        .join(''),
      at: at + 8,
      length: 12,
    },
  ];
  const stop = Math.min(end, at + 20 + length);
  let next = at + 20;
  while (next + 4 <= stop) {
    const size = view.getUint16(next + 2);
    if (next + 4 + size > stop) {
      children.push(octetsField('stun.attribute', 'attribute', next, stop - next, 'stun.attribute-cut'));
      break;
    }
    children.push(inspectAttribute(view, octets, next, size, at));
    next += 4 + ((size + 3) & ~3);
  }
  return { key: 'stun', name: 'Session Traversal Utilities for NAT', value: name, at, length: end - at, reference: 'RFC 8489 section 5', children };
}

/** The four octets in front of what a TURN relay carries on a channel, at `at`: they are there when isTurnChannel() said so. */
export function inspectTurnChannel(view: DataView, at: number): Field {
  const channel = hex(view.getUint16(at), 4);
  return {
    key: 'turn.channel_data',
    name: 'TURN channel data',
    value: channel,
    at,
    length: 4,
    reference: 'RFC 8656 section 12.4',
    children: [
      { key: 'turn.channel', name: 'channel number', value: channel, at, length: 2 },
      { key: 'turn.length', name: 'length', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
    ],
  };
}

function inspectAttribute(view: DataView, octets: Uint8Array, at: number, size: number, message: number): Field {
  const type = view.getUint16(at);
  const [name, form] = stunAttributes.get(type) ?? [`attribute ${hex(type, 4)}`, 'octets'];
  const value = attributeText(view, octets, at + 4, size, form, message);
  return { key: 'stun.attribute', name, at, length: 4 + size, reference: 'RFC 8489 section 14', ...(value === '' ? {} : { value }) };
}

function attributeText(view: DataView, octets: Uint8Array, at: number, size: number, form: string, message: number): string {
  switch (form) {
    case 'text':
      return readText(octets, at, at + size);
    case 'number':
      return size >= 4 ? String(view.getUint32(at)) : '';
    case 'error':
      return size >= 4 ? `${(view.getUint8(at + 2) & 7) * 100 + view.getUint8(at + 3)} ${readText(octets, at + 4, at + size)}` : '';
    case 'address':
      return addressText(view, at, size, -1);
    case 'xor-address':
      return addressText(view, at, size, message);
    case 'octets':
      return size === 0
        ? ''
        : Array.from(octets.subarray(at, at + Math.min(size, 32)), (octet) => octet.toString(16).padStart(2, '0')).join('') + (size > 32 ? '…' : '');
    default:
      return '';
  }
}

/** @param message where the STUN message starts, whose cookie and transaction ID hide the address; -1 for a plain one */
function addressText(view: DataView, at: number, size: number, message: number): string {
  if (size < 8) return '';
  const mask = (offset: number): number => (message < 0 ? 0 : view.getUint32(message + 4 + offset));
  const port = view.getUint16(at + 2) ^ (message < 0 ? 0 : stunMagicCookie >>> 16);
  const word = (offset: number): number => (view.getUint32(at + 4 + offset) ^ mask(offset)) >>> 0;
  if (view.getUint8(at + 1) === 2) return size < 20 ? '' : `[${ipv6Text(word(0), word(4), word(8), word(12))}]:${port}`;
  const address = word(0);
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}:${port}`;
}
