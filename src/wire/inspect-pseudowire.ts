/** Fields of the control word of a pseudowire (RFC 4385) and of the Network Service Header (RFC 8300). */
import type { Field } from '../base/field.ts';
import { hex } from './inspect-octets.ts';

/** The word at `at`; an associated channel when its first four bits are 1. */
export function inspectControlWord(view: DataView, at: number): Field {
  const word = view.getUint32(at);
  if (word >>> 28 === 1)
    return {
      key: 'pwach',
      name: 'Pseudowire Associated Channel Header',
      at,
      length: 4,
      reference: 'RFC 4385 section 5',
      children: [{ key: 'pwach.type', name: 'Channel Type', value: hex(word & 0xffff, 4), at: at + 2, length: 2 }],
    };
  return {
    key: 'pwmcw',
    name: 'Pseudowire Control Word',
    at,
    length: 4,
    reference: 'RFC 4385 section 3',
    children: [
      { key: 'pwmcw.flags', name: 'Flags', value: hex((word >>> 24) & 15, 1), at, length: 1 },
      { key: 'pwmcw.frg', name: 'Fragmentation', value: String((word >>> 22) & 3), at: at + 1, length: 1 },
      { key: 'pwmcw.length', name: 'Length', value: String((word >>> 16) & 63), at: at + 1, length: 1 },
      { key: 'pwmcw.sequence_number', name: 'Sequence Number', value: String(word & 0xffff), at: at + 2, length: 2 },
    ],
  };
}

/** @param length octets of the header, as its length field says */
export function inspectNsh(view: DataView, at: number, length: number): Field {
  if (length < 8) return { key: 'nsh', name: 'Network Service Header', at, length };
  return {
    key: 'nsh',
    name: 'Network Service Header',
    at,
    length,
    reference: 'RFC 8300 section 2',
    children: [
      { key: 'nsh.mdtype', name: 'MD Type', value: String(view.getUint8(at + 2) & 15), at: at + 2, length: 1 },
      { key: 'nsh.nextproto', name: 'Next Protocol', value: String(view.getUint8(at + 3)), at: at + 3, length: 1 },
      { key: 'nsh.spi', name: 'Service Path Identifier', value: String(view.getUint32(at + 4) >>> 8), at: at + 4, length: 3 },
      { key: 'nsh.si', name: 'Service Index', value: String(view.getUint8(at + 7)), at: at + 7, length: 1 },
    ],
  };
}
