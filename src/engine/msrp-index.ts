/**
 * MSRP messages into the table (calls/msrp-table.ts): each read once; its text stays in the file, or is kept when it exists nowhere as one piece,
 * the beginning of a long one. Also what SDP announces of MSRP (RFC 4975 section 8).
 */
import { limits } from '../base/limits.ts';
import type { AddressId, MessageIndex, PacketIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import type { MsrpUnit } from '../calls/msrp-table.ts';
import { sideOfSdp } from '../calls/session-announcer.ts';
import type { Session } from '../sdp/model.ts';
import { isNullAddress, mediaConnection } from '../sdp/offer-answer.ts';
import { bareType } from '../wire/cpim.ts';
import { readByteRange, readMsrp, readStatus, sessionId, type MsrpHead } from '../wire/msrp.ts';
import { Kind } from './kinds.ts';
import type { StreamPath } from './stream-path.ts';
import type { Tables } from './tables.ts';

export class MsrpIndex {
  readonly #tables: Tables;
  /** octets of texts kept so far */
  #kept = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** A message octets[at, end) that came in `packets`; it stands at `offset` of the last of them, or nowhere when negative. False when it is none. */
  add(path: StreamPath, octets: Uint8Array, at: number, end: number, packets: readonly PacketIndex[], offset: number, current: PacketIndex): boolean {
    const head = readMsrp(octets, at, end);
    if (head === undefined) return false;
    const tables = this.#tables;
    const packet = packets.at(-1)!;
    const range = readByteRange(head.headers.get('byte-range'));
    if (head.headers.has('byte-range') && range === undefined) tables.diagnostics.report('msrp.byte-range', packet, offset);
    const failure = head.headers.get('failure-report')?.toLowerCase();
    const transport = path.isSecure ? Transport.tls : Transport.tcp;
    const { flow } = path;
    const row = tables.msrp.add({
      packet,
      time: tables.packets.time(packet),
      source: tables.endpoints.id(flow.source, flow.sourcePort, transport),
      destination: tables.endpoints.id(flow.destination, flow.destinationPort, transport),
      transaction: head.transaction,
      method: head.method ?? '',
      status: head.status,
      comment: head.comment,
      messageId: head.headers.get('message-id') ?? '',
      to: sessionId(head.headers.get('to-path')),
      from: sessionId(head.headers.get('from-path')),
      first: range?.first ?? 1,
      total: range?.total ?? -1,
      flag: head.flag,
      contentType: bareType(head.headers.get('content-type') ?? ''),
      wantsSuccess: head.headers.get('success-report')?.toLowerCase() === 'yes',
      failure: failure === 'no' || failure === 'partial' ? failure : 'yes',
      reported: readStatus(head.headers.get('status')),
      ...this.#text(octets, at, end, head, offset, packet),
      sent: head.bodyEnd - head.bodyAt,
    });
    for (const part of packets) this.#takePart(part, row, current);
    if (packets.length > 1) tables.noteJoined(packet, packets);
    return true;
  }

  /** Where its text is found again. */
  #text(
    octets: Uint8Array,
    at: number,
    end: number,
    head: MsrpHead,
    offset: number,
    packet: PacketIndex,
  ): Pick<MsrpUnit, 'textAt' | 'textLength' | 'inArena' | 'bodyAt' | 'bodyLength'> {
    const bodyAt = head.bodyAt - at;
    const length = head.bodyEnd - head.bodyAt;
    if (offset >= 0) return { textAt: offset, textLength: end - at, inArena: false, bodyAt, bodyLength: length };
    const bodyLength = Math.min(length, limits.msrpKept);
    if (bodyLength < length) this.#tables.diagnostics.report('limit.msrpKept', packet);
    const textLength = bodyLength < length ? bodyAt + bodyLength : end - at;
    this.#kept += textLength;
    const textAt = this.#kept > limits.msrpOctets ? -1 : this.#tables.arena.add(octets, at, at + textLength);
    if (textAt < 0) this.#tables.diagnostics.report('limit.msrpOctets', packet);
    return { textAt, textLength, inArena: true, bodyAt, bodyLength };
  }

  #takePart(packet: PacketIndex, row: number, current: PacketIndex): void {
    const { packets } = this.#tables;
    const kind = packets.kind(packet);
    if (kind === Kind.sip) return;
    if (kind !== Kind.msrp) this.#tables.retake(packet, Kind.msrp, row, packet === current);
    else if (packets.owner(packet) < 0) packets.setKind(packet, Kind.msrp, row);
  }
}

/** Notes the m-lines of a session description that announce MSRP. */
export function announceMsrp(tables: Tables, message: MessageIndex, session: Session): void {
  for (const media of session.media) {
    if (media.path === undefined || media.kind !== 'message') continue;
    const connection = mediaConnection(session, media);
    let address: AddressId = -1;
    if (connection !== undefined && !isNullAddress(connection))
      address = connection.ipv4 >= 0 ? tables.addresses.idOfIpv4(connection.ipv4) : tables.addresses.parse(connection.address);
    const file = /name:"([^"]*)"/.exec(media.fileSelector ?? '')?.[1] ?? '';
    const call = tables.messages.call(message);
    tables.msrp.announce(media.path, { call, message, side: sideOfSdp(tables.messages, message), file }, address, media.port);
  }
}
