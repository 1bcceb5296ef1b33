/**
 * TCP (RFC 9293 section 3.1).
 *
 * |          Source Port          |       Destination Port        |
 * |                        Sequence Number                        |
 * |                    Acknowledgment Number                      |
 * |Offset | Rsrvd |     Flags     |            Window             |
 * |           Checksum            |        Urgent Pointer         |
 *
 * Promise: when isWhole() is true no accessor reads outside [at, at + headerLength()).
 */
import type { Field, Verdict } from '../base/field.ts';
import { checksumField, flagNames, hex, octetsField } from './inspect-octets.ts';

export const MINIMUM_LENGTH = 20;
/** offset of the checksum */
export const CHECKSUM_AT = 16;
export const tcpFlags = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128 } as const;

export function sourcePort(view: DataView, at: number): number {
  return view.getUint16(at);
}
export function destinationPort(view: DataView, at: number): number {
  return view.getUint16(at + 2);
}
export function sequenceNumber(view: DataView, at: number): number {
  return view.getUint32(at + 4);
}
export function acknowledgementNumber(view: DataView, at: number): number {
  return view.getUint32(at + 8);
}
/** octets, 0 to 60; below 20 is wrong */
export function headerLength(view: DataView, at: number): number {
  return (view.getUint8(at + 12) >>> 4) << 2;
}
export function flags(view: DataView, at: number): number {
  return view.getUint8(at + 13);
}
export function window(view: DataView, at: number): number {
  return view.getUint16(at + 14);
}

/** True when a header of at least 20 octets is there, options included. */
export function isWhole(view: DataView, at: number, end: number): boolean {
  if (at + MINIMUM_LENGTH > end) return false;
  const length = headerLength(view, at);
  return length >= MINIMUM_LENGTH && at + length <= end;
}

/** The header as fields; a cut one as far as it goes. @param verdict what its checksum is (checksums.ts) */
export function inspect(view: DataView, at: number, end: number, verdict?: Verdict): Field {
  if (!isWhole(view, at, end))
    return octetsField('tcp', 'Transmission Control Protocol', at, end - at, at + MINIMUM_LENGTH > end ? 'tcp.header-cut' : 'tcp.offset');
  const length = headerLength(view, at);
  const set = flagNames(flags(view, at), ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR']);
  const children: Field[] = [
    { key: 'tcp.srcport', name: 'Source Port', value: String(sourcePort(view, at)), at, length: 2 },
    { key: 'tcp.dstport', name: 'Destination Port', value: String(destinationPort(view, at)), at: at + 2, length: 2 },
    { key: 'tcp.seq', name: 'Sequence Number', value: String(sequenceNumber(view, at)), at: at + 4, length: 4 },
    { key: 'tcp.ack', name: 'Acknowledgment Number', value: String(acknowledgementNumber(view, at)), at: at + 8, length: 4 },
    { key: 'tcp.hdr_len', name: 'Data Offset', value: `${length} octets`, at: at + 12, length: 1 },
    { key: 'tcp.flags', name: 'Flags', value: set, at: at + 13, length: 1 },
    { key: 'tcp.window_size', name: 'Window', value: String(window(view, at)), at: at + 14, length: 2 },
    checksumField('tcp.checksum', hex(view.getUint16(at + CHECKSUM_AT), 4), at + CHECKSUM_AT, 2, verdict),
    { key: 'tcp.urgent_pointer', name: 'Urgent Pointer', value: String(view.getUint16(at + 18)), at: at + 18, length: 2 },
  ];
  if (length > MINIMUM_LENGTH)
    children.push({
      key: 'tcp.options',
      name: 'Options',
      value: `${length - MINIMUM_LENGTH} octets`,
      at: at + MINIMUM_LENGTH,
      length: length - MINIMUM_LENGTH,
      reference: 'RFC 9293 section 3.2',
    });
  return {
    key: 'tcp',
    name: 'Transmission Control Protocol',
    value: `${sourcePort(view, at)} → ${destinationPort(view, at)} [${set}]`,
    at,
    length,
    reference: 'RFC 9293 section 3.1',
    children,
  };
}
