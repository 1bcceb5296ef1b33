/** SCTP (RFC 9260 section 3, RFC 8260) as fields: the common header and every chunk, each tied to its octets. */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { sctpVerdict } from './checksums.ts';
import { checksumField, flagNames, hex, octetsField } from './inspect-octets.ts';
import { chunkLength, chunkTypes, DATA_HEADER, HEADER_LENGTH, IDATA_HEADER, isWhole, nextChunk } from './sctp.ts';

const names = new Map<number, string>([
  [0, 'DATA'],
  [1, 'INIT'],
  [2, 'INIT ACK'],
  [3, 'SACK'],
  [4, 'HEARTBEAT'],
  [5, 'HEARTBEAT ACK'],
  [6, 'ABORT'],
  [7, 'SHUTDOWN'],
  [8, 'SHUTDOWN ACK'],
  [9, 'ERROR'],
  [10, 'COOKIE ECHO'],
  [11, 'COOKIE ACK'],
  [12, 'ECNE'],
  [13, 'CWR'],
  [14, 'SHUTDOWN COMPLETE'],
  [15, 'AUTH'],
  [64, 'I-DATA'],
  [128, 'ASCONF ACK'],
  [130, 'RE-CONFIG'],
  [132, 'PAD'],
  [192, 'FORWARD TSN'],
  [193, 'ASCONF'],
  [194, 'I-FORWARD TSN'],
]);
/** Error causes (RFC 9260 section 3.3.10). */
const causes = new Map<number, string>([
  [1, 'Invalid Stream Identifier'],
  [2, 'Missing Mandatory Parameter'],
  [3, 'Stale Cookie'],
  [4, 'Out of Resource'],
  [5, 'Unresolvable Address'],
  [6, 'Unrecognized Chunk Type'],
  [7, 'Invalid Mandatory Parameter'],
  [8, 'Unrecognized Parameters'],
  [9, 'No User Data'],
  [10, 'Cookie Received While Shutting Down'],
  [11, 'Restart of an Association with New Addresses'],
  [12, 'User-Initiated Abort'],
  [13, 'Protocol Violation'],
]);

/** @param end where captured octets end; chunks are shown as far as they go, at most limits.sctpChunks @param announced where the packet ends as sent */
export function inspectSctp(view: DataView, at: number, end: number, announced: number = end): Field {
  const name = 'Stream Control Transmission Protocol';
  if (!isWhole(at, end)) return octetsField('sctp', name, at, end - at, 'sctp.header-cut');
  return {
    key: 'sctp',
    name,
    value: `${view.getUint16(at)} → ${view.getUint16(at + 2)} [${chunkNames(view, at + HEADER_LENGTH, end).join(', ')}]`,
    at,
    length: end - at,
    reference: 'RFC 9260 section 3',
    children: [
      { key: 'sctp.srcport', name: 'Source Port', value: String(view.getUint16(at)), at, length: 2 },
      { key: 'sctp.dstport', name: 'Destination Port', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
      { key: 'sctp.verification_tag', name: 'Verification Tag', value: hex(view.getUint32(at + 4), 8), at: at + 4, length: 4 },
      checksumField('sctp.checksum', hex(view.getUint32(at + 8), 8), at + 8, 4, sctpVerdict(view, at, end, announced)),
      ...chunkFields(view, at + HEADER_LENGTH, end),
    ],
  };
}

/** Names of the chunks in [at, end): "DATA", "SACK"; at most a dozen. */
export function chunkNames(view: DataView, at: number, end: number): string[] {
  const found: string[] = [];
  for (let p = at; p < end && found.length < 12; ) {
    const length = chunkLength(view, p, end);
    if (length === 0) break;
    found.push(chunkName(view.getUint8(p)));
    p = nextChunk(p, length);
  }
  return found;
}

function chunkName(type: number): string {
  return names.get(type) ?? `chunk ${type}`;
}

function chunkFields(view: DataView, at: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let p = at; p < end; ) {
    if (fields.length === limits.sctpChunks) return [...fields, octetsField('sctp.more', 'More chunks', p, end - p, 'limit.sctpChunks')];
    const length = chunkLength(view, p, end);
    if (length === 0) return [...fields, octetsField('sctp.chunk', 'Chunk', p, end - p, 'sctp.chunk-length')];
    fields.push(chunkField(view, p, Math.min(end, p + length), p + length > end));
    p = nextChunk(p, length);
  }
  return fields;
}

function chunkField(view: DataView, at: number, end: number, isCut: boolean): Field {
  const type = view.getUint8(at);
  return {
    key: 'sctp.chunk',
    name: `${chunkName(type)} chunk`,
    at,
    length: end - at,
    reference: type === chunkTypes.I_DATA ? 'RFC 8260 section 2.1' : 'RFC 9260 section 3.3',
    ...(isCut ? { problem: 'sctp.chunk-length' } : {}),
    children: [
      { key: 'sctp.chunk_type', name: 'Chunk Type', value: `${chunkName(type)} (${type})`, at, length: 1 },
      flagsField(view, at, type),
      { key: 'sctp.chunk_length', name: 'Chunk Length', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
      ...contents(view, at, end, type),
    ],
  };
}

function flagsField(view: DataView, at: number, type: number): Field {
  const flags = view.getUint8(at + 1);
  const isData = type === chunkTypes.DATA || type === chunkTypes.I_DATA;
  const value = isData ? flagNames(flags, ['last fragment', 'first fragment', 'unordered', 'acknowledge at once']) : hex(flags, 2);
  return { key: 'sctp.chunk_flags', name: 'Chunk Flags', value, at: at + 1, length: 1 };
}

function contents(view: DataView, at: number, end: number, type: number): Field[] {
  const word = (key: string, name: string, p: number, size: 2 | 4): Field[] =>
    p + size > end ? [] : [{ key, name, value: String(size === 2 ? view.getUint16(p) : view.getUint32(p)), at: p, length: size }];
  switch (type) {
    case chunkTypes.DATA:
      return [
        ...word('sctp.data_tsn', 'TSN', at + 4, 4),
        ...word('sctp.data_sid', 'Stream Identifier', at + 8, 2),
        ...word('sctp.data_ssn', 'Stream Sequence Number', at + 10, 2),
        ...word('sctp.data_payload_proto_id', 'Payload Protocol Identifier', at + 12, 4),
        ...userData(at + DATA_HEADER, end),
      ];
    case chunkTypes.I_DATA:
      return [
        ...word('sctp.data_tsn', 'TSN', at + 4, 4),
        ...word('sctp.data_sid', 'Stream Identifier', at + 8, 2),
        ...word('sctp.data_mid', 'Message Identifier', at + 12, 4),
        (view.getUint8(at + 1) & 2) === 0
          ? word('sctp.data_fsn', 'Fragment Sequence Number', at + 16, 4)
          : word('sctp.data_payload_proto_id', 'Payload Protocol Identifier', at + 16, 4),
        ...userData(at + IDATA_HEADER, end),
      ].flat();
    case chunkTypes.INIT:
    case chunkTypes.INIT_ACK:
      return [
        ...word('sctp.init_initiate_tag', 'Initiate Tag', at + 4, 4),
        ...word('sctp.init_credit', 'Advertised Receiver Window Credit', at + 8, 4),
        ...word('sctp.init_nr_out_streams', 'Number of Outbound Streams', at + 12, 2),
        ...word('sctp.init_nr_in_streams', 'Number of Inbound Streams', at + 14, 2),
        ...word('sctp.init_initial_tsn', 'Initial TSN', at + 16, 4),
      ];
    case chunkTypes.SACK:
      return [
        ...word('sctp.sack_cumulative_tsn_ack', 'Cumulative TSN Ack', at + 4, 4),
        ...word('sctp.sack_a_rwnd', 'Advertised Receiver Window Credit', at + 8, 4),
        ...word('sctp.sack_number_of_gap_blocks', 'Number of Gap Ack Blocks', at + 12, 2),
        ...word('sctp.sack_number_of_duplicated_tsns', 'Number of Duplicate TSNs', at + 14, 2),
      ];
    case chunkTypes.SHUTDOWN:
    case chunkTypes.FORWARD_TSN:
      return word('sctp.cumulative_tsn', 'Cumulative TSN', at + 4, 4);
    case chunkTypes.ABORT:
    case chunkTypes.ERROR:
      return at + 6 > end
        ? []
        : [
            {
              key: 'sctp.cause_code',
              name: 'Cause Code',
              value: `${causes.get(view.getUint16(at + 4)) ?? 'Unknown'} (${view.getUint16(at + 4)})`,
              at: at + 4,
              length: 2,
            },
          ];
    default:
      return [];
  }
}

function userData(at: number, end: number): Field[] {
  return at < end ? [{ key: 'sctp.data', name: 'User Data', value: `${end - at} octets`, at, length: end - at }] : [];
}
