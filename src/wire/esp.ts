/**
 * IPsec ESP (RFC 4303 section 2) and what NULL encryption (RFC 2410) leaves readable. Nothing in the packet says how it is encrypted:
 * it is believed to be readable when the trailer that should stand before an integrity check value of a usual length fits the
 * octets: padding 1, 2, 3 …, alignment to four octets, and a next header whose own lengths or checksum agree.
 * Promise: no read outside [at, end).
 */
import type { Field } from '../base/field.ts';
import { hex } from './inspect-octets.ts';
import { ipProtocols, protocolName } from './ip-protocol.ts';

/** UDP encapsulation (RFC 3948), shared with IKE. */
export const ESP_UDP_PORT = 4500;
/** SPI and sequence number */
export const HEADER_LENGTH = 8;
const TRAILER = 2;
/** octets of integrity check values: HMAC-MD5-96 and -SHA1-96, HMAC-SHA2-256-128, AES-GMAC, HMAC-SHA2-384-192, HMAC-SHA2-512-256; 20 of some early ones */
const CHECK_VALUES = [12, 16, 20, 24, 32];

/** Octets of the integrity check value when [at, end) is a whole ESP packet in the clear; -1 for any other. */
export function findCheckValue(view: DataView, at: number, end: number): number {
  for (const length of CHECK_VALUES) if (isReadable(view, at, end - length)) return length;
  return -1;
}

/** For a packet in the clear, where its payload ends: before the padding. @param end where the integrity check value begins */
export function payloadEnd(view: DataView, end: number): number {
  return end - TRAILER - view.getUint8(end - TRAILER);
}

export function nextHeader(view: DataView, end: number): number {
  return view.getUint8(end - 1);
}

/** @param end where the integrity check value would begin */
function isReadable(view: DataView, at: number, end: number): boolean {
  const from = at + HEADER_LENGTH;
  if (end - TRAILER < from || ((end - from) & 3) !== 0) return false;
  const padding = view.getUint8(end - TRAILER);
  const to = end - TRAILER - padding;
  if (to <= from) return false;
  for (let i = 1; i <= padding; i++) if (view.getUint8(to + i - 1) !== i) return false;
  return agrees(view, from, to, view.getUint8(end - 1));
}

/** True when [at, end) is one packet of the protocol by its own lengths or checksum. */
function agrees(view: DataView, at: number, end: number, protocol: number): boolean {
  const length = end - at;
  switch (protocol) {
    case ipProtocols.UDP:
      return length >= 8 && view.getUint16(at + 4) === length;
    case ipProtocols.IPV4:
      return length >= 20 && view.getUint8(at) >>> 4 === 4 && view.getUint16(at + 2) === length;
    case ipProtocols.IPV6:
      return length >= 40 && view.getUint8(at) >>> 4 === 6 && view.getUint16(at + 4) + 40 === length;
    case ipProtocols.TCP:
      return isTcp(view, at, length);
    case ipProtocols.ICMP:
      return length >= 8 && view.getUint8(at) <= 18 && sum(view, at, end) === 0xffff;
    case ipProtocols.ICMPV6:
      return length >= 8 && (view.getUint8(at) <= 4 || (view.getUint8(at) >= 128 && view.getUint8(at) <= 161)) && view.getUint8(at + 1) <= 8;
    default:
      return false;
  }
}

/** Header length, reserved bits, flags and options of a header as they can be (RFC 9293 section 3.1); its checksum covers addresses that NAT may have changed. */
function isTcp(view: DataView, at: number, length: number): boolean {
  if (length < 20) return false;
  const header = (view.getUint8(at + 12) >>> 4) << 2;
  const flags = view.getUint8(at + 13);
  if (header < 20 || header > length || (view.getUint8(at + 12) & 0x0e) !== 0) return false;
  if ((flags & 0x16) === 0 || (flags & 6) === 6 || (flags & 3) === 3 || ((flags & 0x20) === 0 && view.getUint16(at + 18) !== 0)) return false;
  for (let p = at + 20; p < at + header; ) {
    const kind = view.getUint8(p);
    if (kind === 0) break;
    if (kind === 1) {
      p++;
      continue;
    }
    const octets = p + 1 < at + header ? view.getUint8(p + 1) : 0;
    if (octets < 2 || p + octets > at + header) return false;
    p += octets;
  }
  return true;
}

/** RFC 1071 sum, checksum included: 0xffff when it is right. */
function sum(view: DataView, at: number, end: number): number {
  let total = 0;
  for (let p = at; p < end; p += 2) total += p + 1 < end ? view.getUint16(p) : view.getUint8(p) << 8;
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x10000);
  return total;
}

/** Header and, for a packet in the clear, trailer. @param checkValue octets of the integrity check value, -1 when encrypted */
export function inspectEsp(view: DataView, at: number, end: number, checkValue: number): Field {
  const trailer = end - checkValue;
  const padding = checkValue < 0 ? 0 : view.getUint8(trailer - TRAILER);
  const children: Field[] = [
    { key: 'esp.spi', name: 'Security Parameters Index', value: hex(view.getUint32(at), 8), at, length: 4 },
    { key: 'esp.sequence', name: 'Sequence Number', value: String(view.getUint32(at + 4)), at: at + 4, length: 4 },
  ];
  if (checkValue >= 0) {
    if (padding > 0) children.push({ key: 'esp.pad', name: 'Padding', value: `${padding} octets`, at: trailer - TRAILER - padding, length: padding });
    children.push(
      { key: 'esp.pad_len', name: 'Pad Length', value: String(padding), at: trailer - TRAILER, length: 1 },
      {
        key: 'esp.protocol',
        name: 'Next Header',
        value: `${protocolName(nextHeader(view, trailer))} (${nextHeader(view, trailer)})`,
        at: trailer - 1,
        length: 1,
      },
      { key: 'esp.icv', name: 'Integrity Check Value', value: `${checkValue} octets`, at: trailer, length: checkValue },
    );
  }
  const name = 'Encapsulating Security Payload';
  const reference = checkValue < 0 ? 'RFC 4303 section 2' : 'RFC 2410';
  return { key: 'esp', name, value: checkValue < 0 ? 'encrypted' : 'NULL encryption', at, length: end - at, reference, children };
}
