/**
 * A capture agent's packet (wire/hep.ts) as fields: every chunk with its octets. The agent's password is never put into words.
 * Promise: no read outside [at, end), at most limits.hepChunks chunks, the rest counted.
 */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { readText } from '../base/text.ts';
import { chunkTypes, hepAgent, hepMicroseconds, hepProblems, hepSeconds, readHep, type HepHeader } from './hep.ts';
import { protocolName } from './ip-protocol.ts';
import { octetsField } from './inspect-octets.ts';
import { ipv6Text } from './ipv6-text.ts';

const REFERENCE = 'HEP/EEP revision 12';

const names = new Map<number, { readonly key: string; readonly name: string }>([
  [chunkTypes.FAMILY, { key: 'hep.family', name: 'IP protocol family' }],
  [chunkTypes.PROTOCOL, { key: 'hep.protocol', name: 'IP protocol' }],
  [chunkTypes.SOURCE_IPV4, { key: 'hep.src', name: 'Source address' }],
  [chunkTypes.DESTINATION_IPV4, { key: 'hep.dst', name: 'Destination address' }],
  [chunkTypes.SOURCE_IPV6, { key: 'hep.src', name: 'Source address' }],
  [chunkTypes.DESTINATION_IPV6, { key: 'hep.dst', name: 'Destination address' }],
  [chunkTypes.SOURCE_PORT, { key: 'hep.srcport', name: 'Source port' }],
  [chunkTypes.DESTINATION_PORT, { key: 'hep.dstport', name: 'Destination port' }],
  [chunkTypes.SECONDS, { key: 'hep.seconds', name: 'Timestamp, seconds' }],
  [chunkTypes.MICROSECONDS, { key: 'hep.microseconds', name: 'Timestamp, microseconds' }],
  [chunkTypes.PAYLOAD_TYPE, { key: 'hep.type', name: 'Protocol type' }],
  [chunkTypes.AGENT, { key: 'hep.agent', name: 'Capture agent ID' }],
  [chunkTypes.KEEP_ALIVE, { key: 'hep.keepalive', name: 'Keep-alive timer' }],
  [chunkTypes.KEY, { key: 'hep.key', name: 'Authenticate key' }],
  [chunkTypes.PAYLOAD, { key: 'hep.payload', name: 'Captured packet payload' }],
  [chunkTypes.COMPRESSED_PAYLOAD, { key: 'hep.compressed', name: 'Captured compressed payload' }],
  [chunkTypes.CORRELATION, { key: 'hep.correlation', name: 'Internal correlation ID' }],
  [chunkTypes.VLAN, { key: 'hep.vlan', name: 'VLAN ID' }],
  [chunkTypes.NODE, { key: 'hep.node', name: 'Node name' }],
  [20, { key: 'hep.source_mac', name: 'Source MAC' }],
  [21, { key: 'hep.destination_mac', name: 'Destination MAC' }],
  [22, { key: 'hep.ethernet_type', name: 'Ethernet type' }],
  [23, { key: 'hep.tcp_flags', name: 'TCP flags' }],
  [24, { key: 'hep.tos', name: 'IP type of service' }],
  [32, { key: 'hep.mos', name: 'MOS value' }],
  [33, { key: 'hep.r_factor', name: 'R factor' }],
  [34, { key: 'hep.geo', name: 'Location' }],
  [35, { key: 'hep.jitter', name: 'Jitter' }],
  [36, { key: 'hep.translation', name: 'Translation type' }],
]);
const vendors = ['generic', 'FreeSWITCH', 'Kamailio', 'OpenSIPS', 'Asterisk', 'Homer', 'sipXecs', 'Yeti Switch', 'Genesys'];
const types = new Map<number, string>([
  [0, 'Reserved'],
  [1, 'SIP'],
  [2, 'XMPP'],
  [3, 'SDP'],
  [4, 'RTP'],
  [5, 'RTCP'],
  [6, 'MGCP'],
  [7, 'Megaco'],
  [8, 'M2UA'],
  [9, 'M3UA'],
  [10, 'IAX'],
  [11, 'H.322'],
  [12, 'H.321'],
  [13, 'M2PA'],
  [34, 'Full quality report, JSON'],
  [35, 'Short quality report, JSON'],
  [50, 'SIP, JSON'],
  [53, 'DNS, JSON'],
  [54, 'M3UA, JSON'],
  [55, 'RTSP, JSON'],
  [56, 'Diameter, JSON'],
  [57, 'GSM MAP, JSON'],
  [60, 'Call record'],
  [61, 'Verto'],
  [100, 'Log'],
]);
/** Numbers that capture agents borrow for what has none. */
const borrowed = new Map<number, string>([
  [22, 'TLS'],
  [50, 'WebSocket'],
]);

/** Name of what a payload of that type is: "SIP", "Log"; the number for one that has none. */
export function payloadTypeName(type: number): string {
  return types.get(type) ?? String(type);
}

/** The packet at `at` as a field; its payload stays unread. @param header as readHep() fills it */
export function inspectHep(view: DataView, at: number, end: number, announced: number, header: HepHeader): Field {
  readHep(view, at, end, announced, header);
  const problem = hepProblems.find((_, bit) => (header.problems & (1 << bit)) !== 0);
  const carried = header.version === 3 ? ` ${payloadTypeName(header.payloadType)}` : '';
  return {
    key: 'hep',
    name: 'Homer Encapsulation Protocol',
    value: `version ${header.version}${carried}`,
    at,
    length: header.end - at,
    reference: REFERENCE,
    ...(problem === undefined ? {} : { problem }),
    children: header.version === 3 ? chunkFields(view, at, header) : fixedFields(view, at, end, header),
  };
}

function chunkFields(view: DataView, at: number, header: HepHeader): Field[] {
  const fields: Field[] = [{ key: 'hep.length', name: 'Total length', value: `${view.getUint16(at + 4)} octets`, at: at + 4, length: 2 }];
  let p = at + 6;
  while (p + 6 <= header.end && fields.length < limits.hepChunks) {
    const length = view.getUint16(p + 4);
    const isWrong = length < 6 || p + length > header.end;
    fields.push(chunkField(view, p, isWrong ? header.end : p + length, isWrong && header.announcedEnd <= header.end));
    if (length < 6) break;
    p += length;
  }
  if (fields.length === limits.hepChunks && p < header.end) fields.push(octetsField('hep.more', 'More chunks', p, header.end - p, 'limit.hepChunks'));
  const time = timeField(view, header);
  return time === undefined ? fields : [...fields, time];
}

function chunkField(view: DataView, at: number, end: number, isWrong: boolean): Field {
  const vendor = view.getUint16(at);
  const type = view.getUint16(at + 2);
  const known = vendor === 0 ? names.get(type) : undefined;
  const unknown = { key: 'hep.chunk', name: `Chunk ${type} of vendor ${vendors[vendor] ?? vendor}` };
  return {
    ...(known ?? unknown),
    value: chunkValue(view, vendor === 0 ? type : -1, at + 6, end),
    at,
    length: end - at,
    ...(isWrong ? { problem: 'hep.chunk-length' } : {}),
  };
}

function chunkValue(view: DataView, type: number, at: number, end: number): string {
  const length = end - at;
  switch (type) {
    case chunkTypes.SOURCE_IPV4:
    case chunkTypes.DESTINATION_IPV4:
      return length >= 4 ? ipv4Text(view, at) : octets(length);
    case chunkTypes.SOURCE_IPV6:
    case chunkTypes.DESTINATION_IPV6:
      return length >= 16 ? ipv6TextAt(view, at) : octets(length);
    case chunkTypes.FAMILY:
      return length >= 1 ? `${view.getUint8(at) === 2 ? 'IPv4' : 'IPv6'} (${view.getUint8(at)})` : octets(length);
    case chunkTypes.PROTOCOL:
      return length >= 1 ? protocolText(view.getUint8(at)) : octets(length);
    case chunkTypes.PAYLOAD_TYPE:
      return length >= 1 ? `${payloadTypeName(view.getUint8(at))} (${view.getUint8(at)})` : octets(length);
    // a password: whoever reads a picture or a copy of the tree must not learn it
    case chunkTypes.KEY:
    case chunkTypes.PAYLOAD:
    case chunkTypes.COMPRESSED_PAYLOAD:
      return octets(length);
    case chunkTypes.CORRELATION:
    case chunkTypes.NODE:
      return textOf(view, at, end);
    default:
      if (type >= 0 && names.has(type) && length === 2) return String(view.getUint16(at));
      if (type >= 0 && names.has(type) && length === 4) return String(view.getUint32(at));
      return isText(view, at, end) ? textOf(view, at, end) : octetText(view, at, end);
  }
}

function fixedFields(view: DataView, at: number, end: number, header: HepHeader): Field[] {
  const fields: Field[] = [
    { key: 'hep.version', name: 'Version', value: String(header.version), at, length: 1 },
    { key: 'hep.header_length', name: 'Header length', value: String(view.getUint8(at + 1)), at: at + 1, length: 1 },
    { key: 'hep.family', name: 'IP protocol family', value: `${header.isIpv6 ? 'IPv6' : 'IPv4'} (${view.getUint8(at + 2)})`, at: at + 2, length: 1 },
    { key: 'hep.protocol', name: 'IP protocol', value: protocolText(header.protocol), at: at + 3, length: 1 },
    { key: 'hep.srcport', name: 'Source port', value: String(header.sourcePort), at: at + 4, length: 2 },
    { key: 'hep.dstport', name: 'Destination port', value: String(header.destinationPort), at: at + 6, length: 2 },
  ];
  const length = header.isIpv6 ? 16 : 4;
  const text = header.isIpv6 ? ipv6TextAt : ipv4Text;
  if (header.destinationAt < 0 || header.destinationAt + length > end) return fields;
  fields.push({ key: 'hep.src', name: 'Source address', value: text(view, header.sourceAt), at: header.sourceAt, length });
  fields.push({ key: 'hep.dst', name: 'Destination address', value: text(view, header.destinationAt), at: header.destinationAt, length });
  const time = timeField(view, header);
  if (time !== undefined) fields.push(time);
  if (header.agentAt >= 0) fields.push({ key: 'hep.agent', name: 'Capture agent ID', value: String(hepAgent(view, header)), at: header.agentAt, length: 2 });
  return fields;
}

/** The agent's time as a date. The nearer byte order of version 2 is told without the capture's clock: agents do not write of the far future. */
function timeField(view: DataView, header: HepHeader): Field | undefined {
  const near = 1.5e9;
  const seconds = hepSeconds(view, header, near);
  if (seconds < 0) return undefined;
  const micro = String(hepMicroseconds(view, header, near)).padStart(6, '0');
  const value = `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}.${micro} UTC`;
  return header.version === 3 ? { key: 'hep.time', name: 'Time', value } : { key: 'hep.time', name: 'Time', value, at: header.secondsAt, length: 8 };
}

function protocolText(protocol: number): string {
  return `${borrowed.get(protocol) ?? protocolName(protocol)} (${protocol})`;
}

function ipv4Text(view: DataView, at: number): string {
  return [0, 1, 2, 3].map((i) => view.getUint8(at + i)).join('.');
}

function ipv6TextAt(view: DataView, at: number): string {
  return ipv6Text(view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12));
}

function octets(length: number): string {
  return `${length} octets`;
}

function isText(view: DataView, at: number, end: number): boolean {
  for (let p = at; p < end; p++) if (view.getUint8(p) < 0x20 || view.getUint8(p) > 0x7e) return false;
  return end > at;
}

function textOf(view: DataView, at: number, end: number): string {
  return readText(new Uint8Array(view.buffer, view.byteOffset + at, Math.max(0, end - at)));
}

function octetText(view: DataView, at: number, end: number): string {
  if (end - at > 8) return octets(end - at);
  return Array.from({ length: end - at }, (_, i) =>
    view
      .getUint8(at + i)
      .toString(16)
      .padStart(2, '0'),
  ).join(' ');
}
