/**
 * Packets that Wireshark exported from the middle of a packet (File, Export PDUs; LINKTYPE_WIRESHARK_UPPER_PDU): tags that say
 * which protocol this is and between which ends, then the octets. Promise: no read outside [at, end).
 */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';

const tags = {
  END: 0,
  PROTOCOL: 12,
  HEURISTIC: 13,
  IPV4_SOURCE: 20,
  IPV4_DESTINATION: 21,
  IPV6_SOURCE: 22,
  IPV6_DESTINATION: 23,
  PORT_TYPE: 24,
  SOURCE_PORT: 25,
  DESTINATION_PORT: 26,
  COLUMN: 33,
} as const;
/** What carried a message, as the tags say: by the type of its ports (SCTP 1, TCP 2, UDP 3), or by the text of Wireshark's protocol column ("SIP/TLS"). */
export const exportedTransports = ['udp', 'tcp', 'tls', 'ws', 'wss', 'sctp'] as const;
const SCTP_PORTS = 1;
const TCP_PORTS = 2;
const COLUMN_MOST = 32;
const names = new Map<number, string>([
  [0, 'End'],
  [12, 'Protocol'],
  [13, 'Heuristic Protocol'],
  [14, 'Dissector Table'],
  [20, 'IPv4 Source'],
  [21, 'IPv4 Destination'],
  [22, 'IPv6 Source'],
  [23, 'IPv6 Destination'],
  [24, 'Port Type'],
  [25, 'Source Port'],
  [26, 'Destination Port'],
  [30, 'Original Frame Number'],
  [33, 'Protocol Column Text'],
]);

/** Where the tags say what; -1 for what they do not say. Filled by readTags(). */
export class ExportedTags {
  protocolAt = -1;
  protocolLength = 0;
  sourceAt = -1;
  destinationAt = -1;
  isIpv6 = false;
  sourcePort = 0;
  destinationPort = 0;
  /** index of exportedTransports */
  transport = 0;
}

/** Octets of all tags; -1 when they do not end. */
export function readTags(view: DataView, at: number, end: number, out: ExportedTags): number {
  out.protocolAt = out.sourceAt = out.destinationAt = -1;
  out.sourcePort = out.destinationPort = out.transport = 0;
  for (let p = at; p + 4 <= end; ) {
    const tag = view.getUint16(p);
    const length = view.getUint16(p + 2);
    const value = p + 4;
    if (value + length > end) return -1;
    if (tag === tags.END) return value + length - at;
    take(view, tag, value, length, out);
    p = value + length;
  }
  return -1;
}

function take(view: DataView, tag: number, at: number, length: number, out: ExportedTags): void {
  const isAddress = tag >= tags.IPV4_SOURCE && tag <= tags.IPV6_DESTINATION;
  if (tag === tags.PROTOCOL || tag === tags.HEURISTIC) {
    out.protocolAt = at;
    out.protocolLength = length;
  } else if (isAddress && length >= (tag <= tags.IPV4_DESTINATION ? 4 : 16)) {
    out.isIpv6 = tag > tags.IPV4_DESTINATION;
    if (tag === tags.IPV4_SOURCE || tag === tags.IPV6_SOURCE) out.sourceAt = at;
    else out.destinationAt = at;
  } else if (length >= 4 && tag === tags.SOURCE_PORT) out.sourcePort = view.getUint32(at) & 0xffff;
  else if (length >= 4 && tag === tags.DESTINATION_PORT) out.destinationPort = view.getUint32(at) & 0xffff;
  else if (length >= 4 && tag === tags.PORT_TYPE) out.transport = Math.max(out.transport, transportOfPorts(view.getUint32(at)));
  else if (tag === tags.COLUMN) out.transport = Math.max(out.transport, transportNamed(textOf(view, at, Math.min(length, COLUMN_MOST))));
}

function transportOfPorts(type: number): number {
  return type === TCP_PORTS ? exportedTransports.indexOf('tcp') : type === SCTP_PORTS ? exportedTransports.indexOf('sctp') : 0;
}

function transportNamed(text: string): number {
  return exportedTransports.findIndex((name) => text === `SIP/${name.toUpperCase()}`);
}

/** True when the protocol's name begins with `name`, padding and suffixes ("sip.tcp") left out. */
export function isProtocol(view: DataView, tags: ExportedTags, name: string): boolean {
  if (tags.protocolAt < 0 || tags.protocolLength < name.length) return false;
  for (let i = 0; i < name.length; i++) if (view.getUint8(tags.protocolAt + i) !== name.charCodeAt(i)) return false;
  const next = tags.protocolLength > name.length ? view.getUint8(tags.protocolAt + name.length) : 0;
  return next === 0 || next === 0x2e || next === 0x5f;
}

export function inspectExported(view: DataView, at: number, length: number): Field {
  const children: Field[] = [];
  for (let p = at; p + 4 <= at + length; ) {
    const tag = view.getUint16(p);
    const octets = Math.min(4 + view.getUint16(p + 2), at + length - p);
    const name = names.get(tag) ?? `Tag ${tag}`;
    const isText = tag === tags.PROTOCOL || tag === tags.HEURISTIC || tag === tags.COLUMN || tag === 14;
    children.push({ key: 'exported_pdu.tag', name, ...(isText ? { value: textOf(view, p + 4, octets - 4) } : {}), at: p, length: octets });
    p += octets;
  }
  return { key: 'exported_pdu', name: 'Exported PDU', at, length, reference: 'LINKTYPE_WIRESHARK_UPPER_PDU', children };
}

function textOf(view: DataView, at: number, length: number): string {
  const octets = new Uint8Array(view.buffer, view.byteOffset + at, length);
  const stop = octets.indexOf(0);
  return readText(octets, 0, stop < 0 ? length : stop);
}
