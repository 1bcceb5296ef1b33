/**
 * Headers that capturing systems put before a packet: PF's log (OpenBSD and its heirs), netfilter's log (Linux), ipnet (Solaris),
 * enc (OpenBSD), PKTAP (Darwin) and Juniper's routers. Promise: no read outside [at, end); lengths are -1 for headers that are not
 * all there.
 */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';
import { hex } from './inspect-octets.ts';
import { IPV4_FAMILY, isIpv6Family } from './loopback.ts';

export const IPNET_LENGTH = 24;
export const ENC_LENGTH = 12;
const PFLOG_LEAST = 48;
const JUNIPER_MAGIC = 0x4d4743;
const NFLOG_PAYLOAD = 9;
const NFLOG_PACKET_HEADER = 1;

/** 4 or 6 for an address family of any system, 0 for others. */
export function ipVersionOf(family: number): number {
  return family === IPV4_FAMILY ? 4 : isIpv6Family(family) || family === 26 ? 6 : 0;
}

/** The header says its own length, without the octets that fill it up to a multiple of four. */
export function pflogLength(view: DataView, at: number, end: number): number {
  if (at + PFLOG_LEAST > end) return -1;
  const length = (view.getUint8(at) + 3) & ~3;
  return length < PFLOG_LEAST || at + length > end ? -1 : length;
}

export function inspectPflog(view: DataView, at: number, length: number): Field {
  const actions = ['pass', 'block', 'scrub', 'no scrub', 'nat', 'no nat', 'binat', 'no binat', 'rdr', 'no rdr', 'synproxy drop'];
  return {
    key: 'pflog',
    name: 'PF Firewall Log',
    at,
    length,
    reference: 'LINKTYPE_PFLOG',
    children: [
      { key: 'pflog.length', name: 'Header Length', value: String(view.getUint8(at)), at, length: 1 },
      { key: 'pflog.af', name: 'Address Family', value: familyName(view.getUint8(at + 1)), at: at + 1, length: 1 },
      { key: 'pflog.action', name: 'Action', value: actions[view.getUint8(at + 2)] ?? String(view.getUint8(at + 2)), at: at + 2, length: 1 },
      { key: 'pflog.ifname', name: 'Interface', value: textAt(view, at + 4, 16), at: at + 4, length: 16 },
      { key: 'pflog.rulenr', name: 'Rule Number', value: String(view.getUint32(at + 36)), at: at + 36, length: 4 },
    ],
  };
}

function familyName(family: number): string {
  const version = ipVersionOf(family);
  return version === 0 ? String(family) : `IPv${version} (${family})`;
}

function textAt(view: DataView, at: number, length: number): string {
  const octets = new Uint8Array(view.buffer, view.byteOffset + at, length);
  const stop = octets.indexOf(0);
  return readText(octets, 0, stop < 0 ? length : stop);
}

/** Where the value of a netfilter record of `type` begins, in the byte order of the host that wrote them; -1 without. */
function nflogValue(view: DataView, at: number, end: number, type: number): number {
  for (const little of [true, false]) {
    for (let p = at + 4; p + 4 <= end; ) {
      const length = view.getUint16(p, little);
      if (length < 4 || p + length > end) break;
      if (view.getUint16(p + 2, little) === type) return p + 4;
      p += (length + 3) & ~3;
    }
  }
  return -1;
}

/** Octets before the packet that netfilter logged. */
export function nflogLength(view: DataView, at: number, end: number): number {
  const payload = at + 4 > end || view.getUint8(at + 1) !== 0 ? -1 : nflogValue(view, at, end, NFLOG_PAYLOAD);
  return payload < 0 ? -1 : payload - at;
}

/** EtherType that the bridge saw, in a log of bridged frames; 0 without. */
export function nflogEtherType(view: DataView, at: number, end: number): number {
  const value = nflogValue(view, at, end, NFLOG_PACKET_HEADER);
  return value < 0 || value + 2 > end ? 0 : view.getUint16(value);
}

export function inspectNflog(view: DataView, at: number, length: number): Field {
  return {
    key: 'nflog',
    name: 'Linux Netfilter Log',
    at,
    length,
    reference: 'LINKTYPE_NFLOG',
    children: [
      { key: 'nflog.family', name: 'Family', value: familyName(view.getUint8(at)), at, length: 1 },
      { key: 'nflog.version', name: 'Version', value: String(view.getUint8(at + 1)), at: at + 1, length: 1 },
      { key: 'nflog.res_id', name: 'Resource ID', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
      { key: 'nflog.tlv', name: 'Records before the Payload', at: at + 4, length: length - 4 },
    ],
  };
}

export function inspectIpnet(view: DataView, at: number): Field {
  return {
    key: 'ipnet',
    name: 'Solaris IPNET',
    at,
    length: IPNET_LENGTH,
    reference: 'LINKTYPE_IPNET',
    children: [
      { key: 'ipnet.family', name: 'Family', value: familyName(view.getUint8(at + 1)), at: at + 1, length: 1 },
      { key: 'ipnet.ifindex', name: 'Interface Index', value: String(view.getUint32(at + 8)), at: at + 8, length: 4 },
    ],
  };
}

export function inspectEnc(view: DataView, at: number): Field {
  const spi: Field = { key: 'enc.spi', name: 'Security Parameters Index', value: hex(view.getUint32(at + 4), 8), at: at + 4, length: 4 };
  return { key: 'enc', name: 'OpenBSD Encapsulating Device', at, length: ENC_LENGTH, reference: 'LINKTYPE_ENC', children: [spi] };
}

/** Darwin's header names the link type of what follows. */
export function pktapLength(view: DataView, at: number, end: number): number {
  if (at + 12 > end) return -1;
  const length = view.getUint32(at, true);
  return length < 12 || at + length > end ? -1 : length;
}

export function pktapLinkType(view: DataView, at: number): number {
  return view.getUint32(at + 8, true);
}

export function inspectPktap(view: DataView, at: number, length: number): Field {
  const children: Field[] = [{ key: 'pktap.dlt', name: 'Link Type', value: String(pktapLinkType(view, at)), at: at + 8, length: 4 }];
  if (length >= 36) children.push({ key: 'pktap.ifname', name: 'Interface', value: textAt(view, at + 12, 24), at: at + 12, length: 24 });
  return { key: 'pktap', name: 'Darwin Packet Tap', at, length, reference: 'LINKTYPE_PKTAP', children };
}

/** Magic number, flags, and the extensions when these say so. */
export function juniperLength(view: DataView, at: number, end: number): number {
  if (at + 4 > end || view.getUint32(at) >>> 8 !== JUNIPER_MAGIC) return -1;
  if ((view.getUint8(at + 3) & 0x80) === 0) return 4;
  if (at + 6 > end) return -1;
  const length = 6 + view.getUint16(at + 4);
  return at + length > end ? -1 : length;
}

/** True when the router stripped the link layer: four octets follow, then IP. */
export function juniperIsStripped(view: DataView, at: number): boolean {
  return (view.getUint8(at + 3) & 2) !== 0;
}

const juniperExtensions = ['', 'Device Index', 'Device Name', 'Device Media Type', 'Logical Index', 'Logical Unit', 'Logical Encapsulation'];

/** @param length octets up to the link layer, a cookie included */
export function inspectJuniper(view: DataView, at: number, length: number): Field {
  const flags = view.getUint8(at + 3);
  const children: Field[] = [
    { key: 'juniper.magic-number', name: 'Magic Number', value: hex(view.getUint32(at) >>> 8, 6), at, length: 3 },
    { key: 'juniper.flags', name: 'Flags', value: `${(flags & 1) === 0 ? 'out' : 'in'} (${hex(flags, 2)})`, at: at + 3, length: 1 },
  ];
  const end = juniperLength(view, at, at + length);
  for (let p = at + 6; p + 2 <= at + end; ) {
    const octets = 2 + view.getUint8(p + 1);
    if (p + octets > at + end) break;
    children.push({ key: 'juniper.ext', name: juniperExtensions[view.getUint8(p)] ?? `Extension ${view.getUint8(p)}`, at: p, length: octets });
    p += octets;
  }
  if (end > 0 && end < length) children.push({ key: 'juniper.cookie', name: 'Cookie', at: at + end, length: length - end });
  return { key: 'juniper', name: 'Juniper Packet Header', at, length, children };
}
