/** One packet or message, opened: octets re-read from the file, fields from the link layer up. Built when asked, never kept. */
import type { Field } from '../base/field.ts';
import type { CallIndex, MessageIndex, PacketIndex } from '../base/units.ts';
import { Fact } from '../calls/fact-table.ts';
import { Flag } from '../calls/message-fields.ts';
import { packetFlags } from '../capture/packet-table.ts';
import { linkTypeName } from '../capture/link-type.ts';
import { readRecord, type Record } from '../capture/record.ts';
import { decodeAsKinds, type DecodeAs, type SeenPayloadType } from '../contract/decode-as.ts';
import type { Captured, MessageDetail, Octets, PacketDetail } from '../contract/detail.ts';
import { packetKinds, type PacketKind } from '../contract/overview.ts';
import { createLayers, notDecodedReasons, outcomes, type Layers } from '../net/layers.ts';
import { UNDECIDED } from '../net/walk-choices.ts';
import { walk } from '../net/walk.ts';
import { inspectPacket, type InspectedPacket } from '../net/inspect.ts';
import { inspectDtls } from '../wire/inspect-dtls.ts';
import { inspectZrtp } from '../wire/zrtp.ts';
import { isTurnChannel, turnPayloadEnd } from '../rtp/demultiplex.ts';
import { inspectRtcp } from '../rtp/inspect-rtcp.ts';
import { isRtcpType } from '../rtp/demultiplex.ts';
import { inspectRtp } from '../rtp/inspect-rtp.ts';
import { inspectStun, inspectTurnChannel } from '../rtp/inspect-stun.ts';
import { eventClock, noMap } from '../rtp/payload-type.ts';
import { inspectUdptl } from '../rtp/inspect-t38.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import type { MessageReader } from './message-reader.ts';
import { messageField } from './message-fields.ts';
import { withOpusFields } from './opus-fields.ts';
import { openMessage } from './opened-message.ts';
import { openPacket } from './opened-packet.ts';
import { relatedMessages } from './related.ts';
import { decodedAs } from './remedies.ts';
import { shapeOf } from './packet-shape.ts';
import { tunnelShape } from './tunnel-shape.ts';
import { originOf } from './packet-origin.ts';
import { quotedPayload, type QuotedPayload } from './quoted-payload.ts';
import { unannounced } from './seen-types.ts';
import type { Session } from './session.ts';
import { tlsConnectionOf, tlsInPacket } from './tls-fields.ts';
import { tlsRow } from './query-tls.ts';
import { msrpBuffers } from './msrp-buffers.ts';
import { payloadField, plainStreamFields, streamFields, unmaskedPayloads } from './stream-fields.ts';
import { HepIndex } from './hep-index.ts';
import { Kind } from './kinds.ts';
import type { Tables } from './tables.ts';

export class PacketDetails {
  readonly #session: Session;
  readonly #reader: MessageReader;

  constructor(session: Session, reader: MessageReader) {
    this.#session = session;
    this.#reader = reader;
  }

  messagesOf(packet: PacketIndex): MessageIndex[] {
    const { packets, messages } = this.#session.tables;
    if (!this.#has(packet) || packets.kind(packet) !== Kind.sip) return [];
    const found: MessageIndex[] = [];
    for (let message = packets.owner(packet); message >= 0 && message < messages.length && messages.packet(message) === packet; message++) found.push(message);
    return found;
  }

  async packet(packet: PacketIndex): Promise<PacketDetail | undefined> {
    const { tables, bindings } = this.#session;
    const { packets, messages } = tables;
    if (!this.#has(packet)) return undefined;
    const row = tables.interfaces.at(packets.interfaceIndex(packet));
    const record = await this.#record(packet);
    if (record === undefined) return undefined;
    const kind = packetKinds[packets.kind(packet)]!;
    const ids = this.messagesOf(packet);
    const owner = packets.owner(packet);
    const stream = (kind === 'rtp' || kind === 'rtcp') && owner >= 0 ? owner : kind === 'elsewhere' ? streamElsewhere(tables, owner) : undefined;
    const { octets, fields } = await this.#open(packet, record, row.linkType, kind, ids);
    const quoted = kind === 'icmp' ? this.#quoted(octets[0]!.octets, row.linkType) : undefined;
    const fax = kind === 't38' && owner >= 0 ? tables.faxFlows.call(owner) : -1;
    const call =
      ids.length > 0
        ? messages.call(ids[0]!)
        : stream !== undefined
          ? bindings.of(stream)?.call
          : fax >= 0
            ? fax
            : kind === 'msrp' && tables.msrp.callOf(owner) >= 0
              ? tables.msrp.callOf(owner)
              : (quoted?.call ??
                (quoted?.stream === undefined ? undefined : bindings.of(quoted.stream)?.call) ??
                this.#heardOf(octets[0]!.octets, row.linkType, kind));
    return {
      place: tables.place(packet),
      time: packets.capturedAt(packet),
      ...fileTime(tables, packet),
      ownTime: packets.time(packet) === packets.capturedAt(packet) ? undefined : packets.time(packet),
      capturedLength: record.octets.length,
      originalLength: record.originalLength,
      kind,
      interfaceName: row.name,
      ...originOf(row, record.comments),
      octets,
      fields: quoted === undefined ? fields : [[...fields[0]!, quoted.field], ...fields.slice(1)],
      messages: ids,
      stream: stream ?? quoted?.stream,
      call,
      seal: stream === undefined ? undefined : this.#session.sealed.summary([stream]),
      problems: problemsIn(fields),
      ...this.#choices(packet, record.octets, row.linkType),
    };
  }

  async message(message: MessageIndex): Promise<MessageDetail | undefined> {
    const { tables } = this.#session;
    const { messages } = tables;
    if (!(Number.isInteger(message) && message >= 0 && message < messages.length)) return undefined;
    const read = await this.#reader.read(message);
    if (read === undefined) return undefined;
    const octets = read.slice();
    const inspected = openMessage(octets);
    return {
      message,
      call: messages.call(message),
      place: tables.place(messages.packet(message)),
      time: messages.time(message),
      clock: tables.interfaces.at(tables.packets.interfaceIndex(messages.packet(message))).made?.clock,
      source: tables.endpoint(messages.source(message)),
      destination: tables.endpoint(messages.destination(message)),
      transport: tables.transport(messages.source(message)),
      captured: capturedBy(tables, message),
      octets,
      ...inspected,
      related: relatedMessages(tables, message),
    };
  }

  /** The call that a capture agent's packet without SIP names: a log, a report. */
  #heardOf(octets: Uint8Array, linkType: number, kind: PacketKind): CallIndex | undefined {
    const { tables } = this.#session;
    if (kind !== 'hep') return undefined;
    const layers = createLayers();
    walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, linkType, tables.addresses, layers);
    const call = layers.hepAt < 0 ? -1 : new HepIndex(tables).callOf(octets, layers.hep);
    return call < 0 ? undefined : call;
  }

  #quoted(octets: Uint8Array, linkType: number): QuotedPayload | undefined {
    const own = octets.slice();
    const { tables } = this.#session;
    const { transport, payloadAt, payloadEnd, isIpv6 } = inspectPacket(new DataView(own.buffer), 0, own.length, linkType, tables.addresses);
    return transport === 'icmp' ? quotedPayload(tables, own, payloadAt, payloadEnd, isIpv6) : undefined;
  }

  /** What a person can say about a packet: how to read its innermost datagram, or a link type that is not read by itself; and the TLS connection it is of. */
  #choices(packet: PacketIndex, octets: Uint8Array, linkType: number): Pick<PacketDetail, 'datagram' | 'link' | 'tls'> {
    const { tables } = this.#session;
    const { addresses } = tables;
    const layers = createLayers();
    walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, linkType, addresses, layers);
    const isUnread = notDecodedReasons[layers.reason] === 'link.unsupported' || addresses.choices.link(linkType) !== UNDECIDED;
    const link = isUnread && linkType >= 0 ? { linkType, name: linkTypeName(linkType) } : undefined;
    if (layers.outcome !== outcomes.UDP && layers.outcome !== outcomes.TCP) return { datagram: undefined, link, tls: undefined };
    const connection = tlsConnectionOf(tables, packet, layers);
    const datagram = {
      source: { address: addresses.text(layers.source), port: layers.sourcePort },
      destination: { address: addresses.text(layers.destination), port: layers.destinationPort },
      transport: layers.outcome === outcomes.UDP ? 'udp' : 'tcp',
      ssrc: tables.packets.kind(packet) === Kind.rtp && tables.packets.owner(packet) >= 0 ? tables.streams.ssrc(tables.packets.owner(packet)) : undefined,
      as: layers.outcome === outcomes.UDP ? this.#likely(packet, octets, linkType, layers) : undefined,
      payloadTypes: ownType(octets, layers),
    } as const;
    return { datagram, link, tls: connection === undefined ? undefined : tlsRow(tables, connection) };
  }

  /** What a datagram is, and one that nothing claimed looks like. */
  #likely(packet: PacketIndex, octets: Uint8Array, linkType: number, layers: Layers): DecodeAs | undefined {
    const { packets, addresses } = this.#session.tables;
    const kind = packetKinds[packets.kind(packet)]!;
    if (kind !== 'udp') return decodeAsKinds.find((as) => as === kind);
    const shape = shapeOf(octets, layers);
    return tunnelShape(octets, linkType, addresses, layers) ?? (shape === undefined ? undefined : decodedAs[shape]);
  }

  #has(packet: PacketIndex): boolean {
    return Number.isInteger(packet) && packet >= 0 && packet < this.#session.tables.packets.length;
  }

  #record(packet: PacketIndex): Promise<Record | undefined> {
    const { packets, interfaces, captures } = this.#session.tables;
    const row = interfaces.at(packets.interfaceIndex(packet));
    return readRecord(captures[row.capture]!.source, packets.recordAt(packet), row);
  }

  async #open(
    packet: PacketIndex,
    record: Record,
    linkType: number,
    kind: PacketKind,
    ids: readonly MessageIndex[],
  ): Promise<{ octets: Octets[]; fields: Field[][] }> {
    const { tables } = this.#session;
    const octets = record.octets.slice();
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    const isBlock = (tables.packets.flags(packet) & packetFlags.numberedBlock) !== 0;
    const inspected = isBlock ? undefined : inspectPacket(view, 0, octets.length, linkType, this.#session.tables.addresses);
    const trees: Field[] = inspected === undefined ? [] : [...inspected.fields];
    const mark = tables.marks.of(packet);
    const isStream = mark !== undefined && inspected?.transport === 'tcp';
    if (isStream) trees.push(...streamFields(mark, octets, inspected.payloadAt, inspected.payloadEnd));
    const buffers: Octets[] = [{ name: 'packet', octets, from: [tables.place(packet)] }];
    const joined: { readonly octets: Octets; readonly fields: Field[] }[] = [];
    for (const message of ids) {
      const isJoined = (tables.messages.flags(message) & Flag.inArena) !== 0;
      const text = await this.#reader.read(message);
      if (text === undefined) continue;
      const field = messageField(openMessage(text.slice()), isJoined ? 0 : tables.messages.textAt(message));
      if (!isJoined) trees.push(field);
      else joined.push({ octets: { name: this.#bufferName(message), octets: text.slice(), from: this.#parts(packet) }, fields: [field] });
    }
    if (kind === 'msrp') joined.push(...msrpBuffers(tables, packet, this.#parts(packet)));
    if (isStream && ids.length === 0)
      for (const plain of unmaskedPayloads(mark, octets, inspected.payloadEnd))
        joined.push({ octets: { name: 'websocket', octets: plain, from: [tables.place(packet)] }, fields: [payloadField(plain)] });
    if (inspected?.transport === 'tcp') {
      // SIP right within TLS is what the record opens to
      const isPlain = ids.some((message) => this.#bufferName(message) === 'decrypted');
      const { fields, buffers: opened } = await tlsInPacket(tables, packet, octets, inspected.payloadAt, inspected.payloadEnd, !isPlain);
      trees.push(...fields);
      for (const one of opened) joined.push(one.isData ? { ...one, fields: [...one.fields, ...plainStreamFields(one.octets.octets)] } : one);
    }
    if (inspected !== undefined) trees.push(...this.#payloadFields(packet, view, octets, inspected, kind));
    if (inspected !== undefined && (kind === 'rtp' || kind === 'rtcp')) {
      // a file that cannot be read any more leaves the packet sealed
      const plain = await openPacket(this.#session, packet, octets, linkType, kind).catch(() => undefined);
      if (plain !== undefined)
        joined.push({ octets: { name: 'decrypted', octets: plain, from: [tables.place(packet)] }, fields: this.#plainFields(packet, plain, kind) });
    }
    for (const one of joined) buffers.push(one.octets);
    return { octets: buffers, fields: [trees, ...joined.map((one) => one.fields)] };
  }

  #bufferName(message: MessageIndex): Octets['name'] {
    const { tables } = this.#session;
    const transport = tables.transport(tables.messages.source(message));
    if (transport === 'tls') return 'decrypted';
    return transport === 'ws' || transport === 'wss' ? 'websocket' : 'reassembled';
  }

  #plainFields(packet: PacketIndex, octets: Uint8Array, kind: 'rtp' | 'rtcp'): Field[] {
    const view = new DataView(octets.buffer);
    if (kind === 'rtcp') return [inspectRtcp(view, octets, 0, octets.length)];
    return [this.#rtpField(packet, view, octets, 0, octets.length, octets.length, false)];
  }

  #parts(packet: PacketIndex): Octets['from'] {
    const { tables } = this.#session;
    return (tables.joinedFrom.get(packet) ?? [packet]).map((part) => tables.place(part));
  }

  /** Fields of the payload that the packet's kind says it has. */
  #payloadFields(packet: PacketIndex, view: DataView, octets: Uint8Array, inspected: InspectedPacket, kind: PacketKind): Field[] {
    const { payloadAt: at, payloadEnd: end, announcedEnd } = inspected;
    if (inspected.transport !== 'udp' || at >= end) return [];
    if (!inChannel.has(kind) || !isTurnChannel(view, at, end)) return this.#payload(packet, view, octets, at, end, announcedEnd, kind);
    const inner = turnPayloadEnd(view, at);
    return [inspectTurnChannel(view, at), ...(kind === 'stun' ? [] : this.#payload(packet, view, octets, at + 4, inner, inner, kind))];
  }

  #payload(packet: PacketIndex, view: DataView, octets: Uint8Array, at: number, end: number, announcedEnd: number, kind: PacketKind): Field[] {
    switch (kind) {
      case 'rtp':
        return [this.#rtpField(packet, view, octets, at, end, announcedEnd, this.#session.sealed.isSealed(this.#session.tables.packets.owner(packet)))];
      case 'rtcp':
        return [inspectRtcp(view, octets, at, end)];
      case 'stun':
        return [inspectStun(view, octets, at, end)];
      case 'dtls':
        return [inspectDtls(view, at, end)];
      case 'zrtp':
        return [inspectZrtp(view, at, end)];
      case 't38':
        return [inspectUdptl(view, at, end)];
      case 'elsewhere':
        return this.#copied(packet, view, octets, at, end, announcedEnd);
      default:
        return [];
    }
  }

  /** Fields of a packet that another capture point shows: told by its first octets, since no table holds it. */
  #copied(packet: PacketIndex, view: DataView, octets: Uint8Array, at: number, end: number, announcedEnd: number): Field[] {
    if (looksLikeSip(octets, at, end)) return [messageField(openMessage(octets.slice(at, end)), at)];
    if (end - at < 12 || view.getUint8(at) >>> 6 !== 2) return [];
    const type = view.getUint8(at + 1);
    return [type >= 192 && type <= 223 ? inspectRtcp(view, octets, at, end) : this.#rtpField(packet, view, octets, at, end, announcedEnd, true)];
  }

  #rtpField(packet: PacketIndex, view: DataView, octets: Uint8Array, at: number, end: number, announcedEnd: number, isSealed: boolean): Field {
    const { packets, streams } = this.#session.tables;
    const stream = packets.kind(packet) === Kind.rtp ? packets.owner(packet) : -1;
    const type = packets.markerAndType(packet) & 0x7f;
    const map = stream < 0 ? noMap : streams.mapOf(stream);
    const name = streams.maps.shortName(map, type);
    const field = inspectRtp(view, at, end, announcedEnd, name, !isSealed && streams.maps.clock(map, type) === eventClock);
    return !isSealed && name.toLowerCase() === 'opus' ? withOpusFields(field, octets) : field;
  }
}

/** What TURN relays in channel data (RFC 8656 section 12.4), as far as it is read. */
const inChannel: ReadonlySet<PacketKind> = new Set(['rtp', 'rtcp', 'stun', 'dtls', 'zrtp']);

/** What the capture agent said of a message it carried. */
function capturedBy(tables: Tables, message: MessageIndex): Captured | undefined {
  const { messages, packets } = tables;
  if ((messages.flags(message) & Flag.ownTime) === 0) return undefined;
  const [agent, node, correlation] = [Fact.hepAgent, Fact.hepNode, Fact.hepCorrelation].map((kind) => messages.fact(message, kind)) as [number, number, number];
  const text = (id: number): string | undefined => (id < 0 ? undefined : tables.text(id));
  return { at: packets.capturedAt(messages.packet(message)), agent: agent < 0 ? undefined : agent, node: text(node), correlation: text(correlation) };
}

/** What the file itself says, where its clock was moved, and the capture point. */
function fileTime({ packets, interfaces, captures, points }: Tables, packet: PacketIndex): Pick<PacketDetail, 'fileTime' | 'point'> {
  const { capture } = interfaces.at(packets.interfaceIndex(packet));
  const { clock } = captures[capture]!;
  const letter = points?.points[points.pointOfCapture(capture)]?.letter;
  const moved = clock?.isMoved === true ? { fileTime: clock.own(packets.capturedAt(packet)) } : {};
  return letter === undefined ? moved : { ...moved, point: letter };
}

/** The stream whose copy at another capture point a packet is. */
function streamElsewhere({ points, streams }: Tables, flow: number): number | undefined {
  if (points === undefined || flow < 0) return undefined;
  const { from, to, ports, mark } = points.parts.flows;
  const stream = streams.find(from.values[flow]!, to.values[flow]!, ports.values[flow]!, mark.values[flow]!);
  return stream < 0 ? undefined : stream;
}

function problemsIn(trees: readonly (readonly Field[])[]): string[] {
  const found = new Set<string>();
  const visit = (field: Field): void => {
    if (field.problem !== undefined) found.add(field.problem);
    for (const child of field.children ?? []) visit(child);
  };
  for (const tree of trees) for (const field of tree) visit(field);
  return [...found];
}

/** Of a datagram that looks like RTP and may be of no stream. */
function ownType(octets: Uint8Array, { outcome, payloadAt, payloadEnd }: Layers): readonly SeenPayloadType[] {
  if (outcome !== outcomes.UDP || payloadEnd - payloadAt < 12 || octets[payloadAt]! >> 6 !== 2 || isRtcpType(octets[payloadAt + 1]!)) return [];
  return [unannounced(octets[payloadAt + 1]! & 0x7f, 1)];
}
