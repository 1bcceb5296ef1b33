/**
 * UDP (RFC 768): source port, destination port, length, checksum, each 16 bits.
 * Promise: when isWhole() is true no accessor reads outside [at, at + 8).
 */
import type { Field, Verdict } from '../base/field.ts';
import { checksumField, hex, octetsField } from './inspect-octets.ts';

export const HEADER_LENGTH = 8;
/** offset of the checksum */
export const CHECKSUM_AT = 6;

export function sourcePort(view: DataView, at: number): number {
  return view.getUint16(at);
}
export function destinationPort(view: DataView, at: number): number {
  return view.getUint16(at + 2);
}
/** octets of header and payload; 0 in a jumbogram (RFC 2675) or by offload */
export function length(view: DataView, at: number): number {
  return view.getUint16(at + 4);
}
export function checksum(view: DataView, at: number): number {
  return view.getUint16(at + 6);
}
export function isWhole(at: number, end: number): boolean {
  return at + HEADER_LENGTH <= end;
}

/** The header as fields; `available` is what IP announces for it and its payload, `verdict` what its checksum is (checksums.ts). */
export function inspect(view: DataView, at: number, end: number, available: number, verdict?: Verdict): Field {
  if (!isWhole(at, end)) return octetsField('udp', 'User Datagram Protocol', at, end - at, 'udp.header-cut');
  const octets = length(view, at);
  const problem = octets !== 0 && octets < HEADER_LENGTH ? 'udp.length-below-header' : octets > available ? 'udp.length-above-payload' : undefined;
  return {
    key: 'udp',
    name: 'User Datagram Protocol',
    value: `${sourcePort(view, at)} → ${destinationPort(view, at)}`,
    at,
    length: HEADER_LENGTH,
    reference: 'RFC 768',
    children: [
      { key: 'udp.srcport', name: 'Source Port', value: String(sourcePort(view, at)), at, length: 2 },
      { key: 'udp.dstport', name: 'Destination Port', value: String(destinationPort(view, at)), at: at + 2, length: 2 },
      { key: 'udp.length', name: 'Length', value: String(octets), at: at + 4, length: 2, ...(problem === undefined ? {} : { problem }) },
      checksumField('udp.checksum', hex(checksum(view, at), 4), at + CHECKSUM_AT, 2, verdict),
    ],
  };
}
