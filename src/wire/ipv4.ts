/**
 * IPv4 (RFC 791 section 3.1).
 *
 *  0                   1                   2                   3
 * |Version|  IHL  |Type of Service|          Total Length         |
 * |         Identification        |Flags|      Fragment Offset    |
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * |                       Source, then Destination                |
 *
 * Promise: when isWhole() is true no accessor reads outside [at, at + headerLength()).
 */
import type { Field, Verdict } from '../base/field.ts';
import { onesSum } from './checksums.ts';
import { flagNames, hex, octetsField } from './inspect-octets.ts';
import { protocolName } from './ip-protocol.ts';

export const MINIMUM_LENGTH = 20;

export function version(view: DataView, at: number): number {
  return view.getUint8(at) >>> 4;
}
/** octets, 0 to 60; below 20 is wrong */
export function headerLength(view: DataView, at: number): number {
  return (view.getUint8(at) & 15) << 2;
}
/** octets of header and payload; 0 when the sender left it to segmentation offload */
export function totalLength(view: DataView, at: number): number {
  return view.getUint16(at + 2);
}
export function identification(view: DataView, at: number): number {
  return view.getUint16(at + 4);
}
export function moreFragments(view: DataView, at: number): boolean {
  return (view.getUint16(at + 6) & 0x2000) !== 0;
}
/** octets */
export function fragmentOffset(view: DataView, at: number): number {
  return (view.getUint16(at + 6) & 0x1fff) << 3;
}
export function timeToLive(view: DataView, at: number): number {
  return view.getUint8(at + 8);
}
export function protocol(view: DataView, at: number): number {
  return view.getUint8(at + 9);
}

/** True when a header of at least 20 octets is there, options included. */
export function isWhole(view: DataView, at: number, end: number): boolean {
  if (at + MINIMUM_LENGTH > end) return false;
  const length = headerLength(view, at);
  return length >= MINIMUM_LENGTH && at + length <= end;
}

export function addressText(view: DataView, at: number): string {
  return `${view.getUint8(at)}.${view.getUint8(at + 1)}.${view.getUint8(at + 2)}.${view.getUint8(at + 3)}`;
}

/** Is the checksum of the header (RFC 1071) right? One of zero was left to the network card. */
function headerVerdict(view: DataView, at: number, length: number): Verdict {
  const found = view.getUint16(at + 10);
  const wanted = ~onesSum(view, at + 12, at + length, onesSum(view, at, at + 10)) & 0xffff;
  if (found === wanted) return { is: 'right' };
  return found === 0 ? { is: 'partial' } : { is: 'wrong', expected: hex(wanted, 4) };
}

/** The header as fields; a cut one as far as it goes. */
export function inspect(view: DataView, at: number, end: number): Field {
  if (!isWhole(view, at, end)) return octetsField('ip', 'Internet Protocol Version 4', at, end - at, 'ip.header-cut');
  const length = headerLength(view, at);
  const word = view.getUint16(at + 6);
  const verdict = headerVerdict(view, at, length);
  const children: Field[] = [
    { key: 'ip.version', name: 'Version', value: String(version(view, at)), at, length: 1 },
    { key: 'ip.hdr_len', name: 'Header Length', value: `${length} octets`, at, length: 1 },
    {
      key: 'ip.dsfield',
      name: 'Differentiated Services',
      value: `${hex(view.getUint8(at + 1), 2)} (DSCP ${view.getUint8(at + 1) >>> 2}, ECN ${view.getUint8(at + 1) & 3})`,
      at: at + 1,
      length: 1,
      reference: 'RFC 2474 section 3',
    },
    {
      key: 'ip.len',
      name: 'Total Length',
      value: String(totalLength(view, at)),
      at: at + 2,
      length: 2,
      ...(totalLength(view, at) < length && totalLength(view, at) > 0 ? { problem: 'ip.total-length' } : {}),
    },
    { key: 'ip.id', name: 'Identification', value: hex(identification(view, at), 4), at: at + 4, length: 2 },
    { key: 'ip.flags', name: 'Flags', value: flagNames(word >>> 13, ['More Fragments', "Don't Fragment", 'Reserved']), at: at + 6, length: 1 },
    { key: 'ip.frag_offset', name: 'Fragment Offset', value: String((word & 0x1fff) << 3), at: at + 6, length: 2 },
    { key: 'ip.ttl', name: 'Time to Live', value: String(timeToLive(view, at)), at: at + 8, length: 1 },
    { key: 'ip.proto', name: 'Protocol', value: `${protocolName(protocol(view, at))} (${protocol(view, at)})`, at: at + 9, length: 1 },
    {
      key: 'ip.checksum',
      name: 'Header Checksum',
      value: hex(view.getUint16(at + 10), 4),
      at: at + 10,
      length: 2,
      reference: 'RFC 1071',
      verdict,
      ...(verdict.is === 'wrong' ? { problem: 'ip.checksum' } : {}),
    },
    { key: 'ip.src', name: 'Source Address', value: addressText(view, at + 12), at: at + 12, length: 4 },
    { key: 'ip.dst', name: 'Destination Address', value: addressText(view, at + 16), at: at + 16, length: 4 },
  ];
  if (length > MINIMUM_LENGTH)
    children.push({
      key: 'ip.options',
      name: 'Options',
      value: `${length - MINIMUM_LENGTH} octets`,
      at: at + MINIMUM_LENGTH,
      length: length - MINIMUM_LENGTH,
      reference: 'RFC 791 section 3.1',
    });
  return {
    key: 'ip',
    name: 'Internet Protocol Version 4',
    value: `${addressText(view, at + 12)} → ${addressText(view, at + 16)}`,
    at,
    length,
    reference: 'RFC 791 section 3.1',
    children,
  };
}
