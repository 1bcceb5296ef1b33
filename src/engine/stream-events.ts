/**
 * The telephone-events of one stream (RFC 4733), read again from the file: packets of the type SDP named, blocks of that type
 * within RFC 2198, and, where nobody named anything, packets of the dynamic range that have the form (semantics 9.1).
 */
import type { PacketIndex, StreamIndex } from '../base/units.ts';
import { EVENT_LENGTH, TelephoneEvents, type TelephoneEvent } from '../quality/telephone-events.ts';
import { eventClock } from '../rtp/payload-type.ts';
import { readPayloads } from './audio-payloads.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';

/** what a payload type is to this reader */
const NO = 0;
const DECLARED = 1;
const UNNAMED = 2;
const REDUNDANT = 3;
/** RTP octets of an event packet without CSRC or extension */
const PLAIN_LENGTH = 12 + EVENT_LENGTH;

export async function streamEvents(session: Session, stream: StreamIndex): Promise<TelephoneEvent[]> {
  const { tables } = session;
  const { streams } = tables;
  const roles = rolesOf(session, stream);
  if (!roles.includes(DECLARED) && !roles.includes(UNNAMED)) return [];
  if (!(await session.sealed.isReadable(stream))) return [];
  const packets = gatherStream(tables.packets, streams, stream);
  const rows: number[] = [];
  const plainLength = PLAIN_LENGTH + (session.sealed.overhead(stream) ?? 0);
  for (let row = 0; row < packets.count; row++) {
    const role = roles[packets.markerAndType[row]! & 0x7f]!;
    if (role === DECLARED || role === REDUNDANT || (role === UNNAMED && packets.length[row] === plainLength)) rows.push(row);
  }
  // one after the other as they came: an event is told from its repetition by order
  const reports: Report[] = [];
  await readPayloads(
    tables,
    rows.map((row) => packets.packet[row]! as PacketIndex),
    (index, octets, at, end) => {
      const row = rows[index]!;
      const type = packets.markerAndType[row]! & 0x7f;
      const add = (timestamp: number, from: number, to: number, declared: boolean): void => {
        if (to - from >= EVENT_LENGTH) reports.push({ row, timestamp, declared, octets: octets.slice(from, from + EVENT_LENGTH) });
      };
      if (roles[type] === REDUNDANT)
        redundantBlocks(octets, at, end, packets.timestamp[row]!, (block, timestamp, from, to) => roles[block] === DECLARED && add(timestamp, from, to, true));
      else if (roles[type] === DECLARED || end - at === EVENT_LENGTH) add(packets.timestamp[row]!, at, end, roles[type] === DECLARED);
    },
  );
  reports.sort((a, b) => a.row - b.row);
  const events = new TelephoneEvents();
  for (const { row, timestamp, declared, octets } of reports)
    events.add(packets.packet[row]!, packets.time[row]!, timestamp, declared, new DataView(octets.buffer), 0, octets.length);
  return events.list(streams.clockRate(stream, streams.mainType(stream)));
}

interface Report {
  readonly row: number;
  readonly timestamp: number;
  readonly declared: boolean;
  readonly octets: Uint8Array;
}

function rolesOf(session: Session, stream: StreamIndex): Uint8Array {
  const { streams } = session.tables;
  const { maps } = streams;
  const roles = new Uint8Array(128);
  for (const { payloadType, map } of streams.payloadTypes(stream)) {
    for (const known of [map, streams.mapOf(stream)]) {
      if (known < 0) continue;
      if (maps.clock(known, payloadType) === eventClock) roles[payloadType] = DECLARED;
      else if (maps.encodingName(known, payloadType)?.toLowerCase() === 'red') roles[payloadType] = REDUNDANT;
    }
    const isNamed = payloadType < 96 || maps.encodingName(streams.mapOf(stream), payloadType) !== undefined;
    if (roles[payloadType] === NO && !isNamed) roles[payloadType] = UNNAMED;
  }
  // an event type that occurs only within redundant packets has no packets of its own
  if (roles.includes(REDUNDANT)) for (let type = 0; type < 128; type++) if (maps.clock(streams.mapOf(stream), type) === eventClock) roles[type] = DECLARED;
  return roles;
}

/** Blocks of RFC 2198, oldest first, the primary last. */
function redundantBlocks(
  octets: Uint8Array,
  at: number,
  end: number,
  timestamp: number,
  each: (type: number, timestamp: number, from: number, to: number) => void,
): void {
  const blocks: { type: number; offset: number; length: number }[] = [];
  let next = at;
  while (next + 4 <= end && (octets[next]! & 0x80) !== 0) {
    const word = (octets[next + 1]! << 16) | (octets[next + 2]! << 8) | octets[next + 3]!;
    blocks.push({ type: octets[next]! & 0x7f, offset: word >>> 10, length: word & 0x3ff });
    next += 4;
  }
  if (next >= end || (octets[next]! & 0x80) !== 0) return;
  const primary = octets[next++]! & 0x7f;
  for (const { type, offset, length } of blocks) {
    if (next + length > end) return;
    each(type, (timestamp - offset) >>> 0, next, next + length);
    next += length;
  }
  each(primary, timestamp, next, end);
}
