/** BSD null and OpenBSD loop (LINKTYPE_NULL, LINKTYPE_LOOP): four octets of address family, in host or network byte order. */
import type { Field } from '../base/field.ts';
import { octetsField } from './inspect-octets.ts';

export const HEADER_LENGTH = 4;
export const IPV4_FAMILY = 2;

/** AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, Darwin */
export function isIpv6Family(family: number): boolean {
  return family === 10 || family === 24 || family === 28 || family === 30;
}

/** The family, read in the byte order that gives a small number. */
export function family(view: DataView, at: number): number {
  const little = view.getUint32(at, true);
  return little <= 0xffff ? little : view.getUint32(at);
}

export function isWhole(at: number, end: number): boolean {
  return at + HEADER_LENGTH <= end;
}

export function inspect(view: DataView, at: number, end: number): Field {
  if (!isWhole(at, end)) return octetsField('null', 'Null/Loopback', at, end - at, 'link.header-cut');
  const value = family(view, at);
  const name = value === IPV4_FAMILY ? 'IP' : isIpv6Family(value) ? 'IPv6' : 'unknown';
  return {
    key: 'null',
    name: 'Null/Loopback',
    at,
    length: HEADER_LENGTH,
    children: [{ key: 'null.family', name: 'Family', value: `${name} (${value})`, at, length: 4 }],
  };
}
