/**
 * The packet list: which packets a query wants stands in the columns; what a row shows is re-read from the file, one
 * coalesced read a page, and decoded as for the inspector but in one line.
 */
import { readText } from '../base/text.ts';
import type { FrameNumber, PacketIndex } from '../base/units.ts';
import { packetFlags, SLAB_BITS, SLAB_ROWS } from '../capture/packet-table.ts';
import { readRecords, type Record } from '../capture/record.ts';
import type { Page, Paged } from '../contract/common.ts';
import type { PacketQuery, PacketRow } from '../contract/detail.ts';
import { packetKinds } from '../contract/overview.ts';
import { inspectPacket } from '../net/inspect.ts';
import { createLayers, LLC, notDecodedReasons, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import * as arp from '../wire/arp.ts';
import * as icmp from '../wire/icmp.ts';
import { payloadTypeName } from '../wire/inspect-hep.ts';
import { chunkNames } from '../wire/inspect-sctp.ts';
import { choosePackets } from './export-choice.ts';
import { IcmpQuote } from './icmp-quote.ts';
import { Kind } from './kinds.ts';
import { layerNames } from './layer-names.ts';
import { OrderCache } from './row-order.ts';
import { originOf } from './packet-origin.ts';
import type { Session } from './session.ts';
import { agreementTitle, sealNote } from './datagram-title.ts';
import { tlsTitle } from './tls-fields.ts';
import { streamTitle } from './stream-fields.ts';
import type { MarkKind } from './stream-marks.ts';
import { ssrcText } from './query-streams.ts';
import { isRtp, isRtpLike } from './points/packet-print.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';

const MOST_ROWS = 1000;

export class PacketQueries {
  readonly #session: Session;
  readonly #orders = new OrderCache();
  readonly #layers: Layers = createLayers();
  readonly #quote = new IcmpQuote();

  constructor(session: Session) {
    this.#session = session;
  }

  async packets(query: PacketQuery, page: Page): Promise<Paged<PacketRow>> {
    const { tables, revision } = this.#session;
    const from = Math.max(0, Math.floor(page.offset) || 0);
    const limit = Math.min(MOST_ROWS, Math.max(0, Math.floor(page.limit) || 0));
    if (isUnfiltered(query)) {
      const total = tables.packets.length;
      const wanted = Array.from({ length: Math.max(0, Math.min(limit, total - from)) }, (_, i) => from + i);
      return { rows: await this.#rows(wanted), total, revision };
    }
    const ids = this.#orders.get(query, revision, this.#session.isReading, () => this.#select(query));
    return { rows: await this.#rows([...ids.subarray(from, from + limit)]), total: ids.length, revision };
  }

  findFrame(capture: number, frame: FrameNumber): PacketIndex | undefined {
    const { packets, interfaces } = this.#session.tables;
    if (!Number.isInteger(frame) || frame < 1) return undefined;
    if (!packets.withFrames) return capture === 0 && frame <= packets.length ? frame - 1 : undefined;
    for (let packet = frame - 1; packet < packets.length; packet++) {
      if (packets.frame(packet) === frame && interfaces.at(packets.interfaceIndex(packet)).capture === capture) return packet;
    }
    return undefined;
  }

  /** Packet indices, rising. */
  #select(query: PacketQuery): Int32Array {
    const { tables } = this.#session;
    if (query.diagnostic !== undefined) return this.#withDiagnostic(query.diagnostic);
    if (query.call !== undefined || query.stream !== undefined) {
      const chosen = choosePackets(this.#session, {
        format: 'pcapng',
        calls: query.call === undefined ? [] : [query.call],
        streams: query.stream === undefined ? [] : [query.stream],
        media: query.call !== undefined,
      });
      return Int32Array.from(chosen);
    }
    const kinds = new Uint8Array(256);
    if (query.kinds.length === 0) kinds.fill(1);
    for (const kind of query.kinds) kinds[Kind[kind]] = 1;
    if (query.reason !== undefined) kinds.fill(0).fill(1, Kind.notDecoded, Kind.notDecoded + 1);
    const found: number[] = [];
    for (let index = 0; index * SLAB_ROWS < tables.packets.length; index++) {
      const slab = tables.packets.slab(index);
      const rows = Math.min(SLAB_ROWS, tables.packets.length - index * SLAB_ROWS);
      for (let i = 0; i < rows; i++) {
        if (kinds[slab.kind[i]!] === 0) continue;
        if (query.commented === true && (slab.flags[i]! & packetFlags.commented) === 0) continue;
        found.push((index << SLAB_BITS) + i);
      }
    }
    const reasons = tables.reasonOf;
    return Int32Array.from(query.reason === undefined ? found : found.filter((packet) => reasons.get(packet) === query.reason));
  }

  #withDiagnostic(code: string): Int32Array {
    const row = this.#session.tables.diagnostics.counts().find((count) => count.code === code);
    return Int32Array.from(new Set((row?.first ?? []).map(({ packet }) => packet).filter((packet) => packet >= 0))).sort();
  }

  async #rows(wanted: readonly PacketIndex[]): Promise<PacketRow[]> {
    const { tables } = this.#session;
    const rows = new Array<PacketRow>(wanted.length);
    for (const capture of tables.captures.keys()) {
      const own = [...wanted.keys()].filter((i) => tables.interfaces.at(tables.packets.interfaceIndex(wanted[i]!)).capture === capture);
      own.sort((a, b) => tables.packets.recordAt(wanted[a]!) - tables.packets.recordAt(wanted[b]!));
      const row = (i: number): ReturnType<typeof tables.interfaces.at> => tables.interfaces.at(tables.packets.interfaceIndex(wanted[own[i]!]!));
      await readRecords(
        tables.captures[capture]!.source,
        own.map((i) => tables.packets.recordAt(wanted[i]!)),
        row,
        (i, record) => {
          rows[own[i]!] = this.#row(wanted[own[i]!]!, record, row(i).linkType);
        },
      );
    }
    return [...rows.keys()].map((i) => rows[i] ?? this.#unreadable(wanted[i]!));
  }

  #row(packet: PacketIndex, record: Record, linkType: number): PacketRow {
    const { tables } = this.#session;
    const { packets, addresses } = tables;
    const kind = packetKinds[packets.kind(packet)]!;
    const layers = this.#layers;
    const { octets } = record;
    const { origin, comments } = originOf(tables.interfaces.at(packets.interfaceIndex(packet)), record.comments);
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    const isBlock = (packets.flags(packet) & packetFlags.numberedBlock) !== 0;
    if (!isBlock) walk(view, 0, octets.length, linkType, addresses, layers);
    const hasNetwork = !isBlock && layers.networkAt >= 0;
    const mark = tables.marks.of(packet);
    const hasPorts = hasNetwork && (layers.outcome === outcomes.UDP || layers.outcome === outcomes.TCP);
    // layers are named as the inspector names them; what ends at a link layer of its own is named by it
    const fields = isBlock || (layers.depth < 2 && layers.etherType < LLC) ? [] : inspectPacket(view, 0, octets.length, linkType, addresses).fields;
    const last = kind === 'other' && layers.etherType >= LLC ? fields.at(-1) : undefined;
    const info = last?.value ?? this.#info(packet, kind, octets, view, hasPorts, isBlock);
    const through = last === undefined ? layerNames(fields) : '';
    const sealed = kind === 'rtp' ? sealNote(this.#session.sealed.told(packets.owner(packet)), packet) : undefined;
    return {
      packet,
      place: tables.place(packet),
      time: packets.capturedAt(packet),
      source: hasNetwork ? addresses.text(layers.source) : '',
      destination: hasNetwork ? addresses.text(layers.destination) : '',
      kind,
      protocol:
        kind === 'elsewhere'
          ? copiedProtocol(octets, view, layers)
          : (kind === 'tcp' || kind === 'keepalive') && mark !== undefined
            ? markNames[mark.kind]
            : (last?.name.replace('IEEE ', '') ?? (sealed === undefined ? protocolName(kind, layers, isBlock) : 'SRTP')),
      length: record.originalLength,
      info: `${info}${sealed ?? ''}${through === '' ? '' : ` · ${through}`}`,
      hasProblem: kind === 'notDecoded' && !isBlock,
      origin,
      commented: comments.length > 0,
    };
  }

  #info(packet: PacketIndex, kind: PacketRow['kind'], octets: Uint8Array, view: DataView, hasPorts: boolean, isBlock: boolean): string {
    const { packets, messages, streams } = this.#session.tables;
    const layers = this.#layers;
    const owner = packets.owner(packet);
    if (isBlock) return this.#session.tables.reasonOf.get(packet) ?? '';
    if (kind === 'sip' && owner >= 0 && messages.packet(owner) === packet) return this.#sipInfo(owner);
    if (kind === 'rtp' && owner >= 0) {
      const type = packets.markerAndType(packet) & 0x7f;
      const marker = packets.markerAndType(packet) > 127 ? ', Mark' : '';
      return `PT=${streams.maps.shortName(streams.mapOf(owner), type)}, SSRC=${ssrcText(streams.ssrc(owner))}, Seq=${packets.sequence(packet)}, Time=${packets.rtpTimestamp(packet)}${marker}`;
    }
    if (kind === 'hep' && layers.hepAt >= 0) return `${payloadTypeName(layers.hep.payloadType)}${firstWord(octets, layers.payloadAt, layers.payloadEnd)}`;
    if (kind === 'notDecoded') return notDecodedReasons[layers.reason] || (this.#session.tables.reasonOf.get(packet) ?? '');
    const ports = hasPorts ? `${layers.sourcePort} → ${layers.destinationPort}` : '';
    const mark = this.#session.tables.marks.of(packet);
    if (layers.outcome === outcomes.TCP && mark !== undefined) return `${ports} ${streamTitle(mark, octets, layers.payloadEnd)}`;
    if (kind === 'tls') return `${ports} ${tlsTitle(this.#session.tables, packet, octets, layers)}`;
    if (layers.outcome === outcomes.TCP)
      return `${ports} [${tcpFlagNames(layers.tcpFlags)}] Seq=${layers.tcpSequence} Ack=${layers.tcpAcknowledgement} Len=${layers.payloadEnd - layers.payloadAt}`;
    if (layers.outcome === outcomes.SCTP)
      return `${layers.sourcePort} → ${layers.destinationPort} ${chunkNames(view, layers.payloadAt, layers.payloadEnd).join(', ')}`;
    if (layers.outcome === outcomes.ICMP) return this.#icmpInfo(octets, view);
    if (layers.outcome === outcomes.ARP) return arp.inspect(view, layers.payloadAt, layers.payloadEnd).value ?? '';
    if (layers.outcome === outcomes.UDP && (kind === 'dtls' || kind === 'stun' || kind === 'zrtp'))
      return `${ports} ${agreementTitle(kind, octets, view, layers.payloadAt, layers.payloadEnd)}`;
    if (kind === 'rtcp' && layers.payloadEnd - layers.payloadAt > 1) return `${ports} ${rtcpName(view.getUint8(layers.payloadAt + 1))}`;
    if (layers.outcome === outcomes.UDP)
      return `${ports} Len=${layers.announcedEnd - layers.payloadAt}${firstWord(octets, layers.payloadAt, layers.payloadEnd)}`;
    return '';
  }

  /** "Destination Unreachable: port unreachable, quoting INVITE 5060 → 5060" */
  #icmpInfo(octets: Uint8Array, view: DataView): string {
    const { payloadAt, payloadEnd, isIpv6 } = this.#layers;
    const error = icmp.inspect(view, payloadAt, payloadEnd, isIpv6).value ?? '';
    if (!this.#quote.find(view, payloadAt, payloadEnd, isIpv6, this.#session.tables.addresses)) return error;
    const { sourcePort, destinationPort } = this.#quote.layers;
    return `${error}, quoting ${this.#quote.name(octets)} ${sourcePort} → ${destinationPort}`.replace('  ', ' ');
  }

  #sipInfo(message: number): string {
    const { tables } = this.#session;
    const status = tables.messages.status(message);
    const count = tables.messages.call(message);
    if (status !== 0) return `${status} ${tables.reason(message) ?? ''} (${tables.methods.name(tables.messages.cseqMethod(message))})`;
    return `${tables.methods.name(tables.messages.method(message))} ${tables.text(tables.calls.requestUri.values[count]!)}`;
  }

  #unreadable(packet: PacketIndex): PacketRow {
    const { tables } = this.#session;
    return {
      packet,
      place: tables.place(packet),
      time: tables.packets.capturedAt(packet),
      source: '',
      destination: '',
      kind: packetKinds[tables.packets.kind(packet)]!,
      protocol: '',
      length: 0,
      info: '',
      hasProblem: true,
      commented: (tables.packets.flags(packet) & packetFlags.commented) !== 0,
    };
  }
}

const markNames: { readonly [kind in MarkKind]: string } = { http: 'HTTP', websocket: 'WebSocket', msrp: 'MSRP', hep: 'HEP' };

function isUnfiltered(query: PacketQuery): boolean {
  return (
    query.kinds.length === 0 &&
    query.reason === undefined &&
    query.diagnostic === undefined &&
    query.commented !== true &&
    query.call === undefined &&
    query.stream === undefined
  );
}

function protocolName(kind: PacketRow['kind'], layers: Layers, isBlock: boolean): string {
  if (isBlock) return 'pcapng';
  if (kind === 'fragment') return layers.isIpv6 ? 'IPv6 fragment' : 'IPv4 fragment';
  if (kind === 'icmp') return layers.isIpv6 ? 'ICMPv6' : 'ICMP';
  if (kind === 't38') return 'T.38';
  if (kind === 'other')
    return layers.networkAt >= 0 ? `IP ${layers.protocol}` : layers.etherType >= 0 ? `0x${layers.etherType.toString(16).padStart(4, '0')}` : '';
  return kind === 'notDecoded' ? '' : kind === 'keepalive' ? 'keep-alive' : kind.toUpperCase();
}

/** Of a packet that another capture point shows: told by its first octets, since no table holds it. */
function copiedProtocol(octets: Uint8Array, view: DataView, layers: Layers): string {
  const { outcome, payloadAt: at, payloadEnd: end } = layers;
  if (looksLikeSip(octets, at, end)) return 'SIP';
  if (isRtp(view, layers)) return 'RTP';
  if (isRtpLike(view, layers)) return 'RTCP';
  return outcome === outcomes.TCP ? 'TCP' : outcome === outcomes.UDP ? 'UDP' : outcome === outcomes.ICMP ? 'ICMP' : 'IP';
}

function tcpFlagNames(flags: number): string {
  return ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'].filter((_, bit) => (flags & (1 << bit)) !== 0).join(', ');
}

function rtcpName(type: number): string {
  return (
    {
      200: 'Sender Report',
      201: 'Receiver Report',
      202: 'Source Description',
      203: 'Goodbye',
      204: 'Application',
      205: 'Transport feedback',
      206: 'Payload feedback',
      207: 'Extended Report',
    }[type] ?? `type ${type}`
  );
}

/** The beginning of a payload that is text, for a hint. */
function firstWord(octets: Uint8Array, at: number, end: number): string {
  let stop = at;
  while (stop < end && stop - at < 40 && octets[stop]! >= 0x20 && octets[stop]! < 0x7f) stop++;
  return stop - at >= 8 ? ` "${readText(octets, at, stop)}"` : '';
}
