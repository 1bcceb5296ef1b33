/**
 * The one loop over the octets: every packet of every capture comes through here once, in time-line order, becomes a row
 * of the packet table, and is shown to whoever indexes its kind. Every packet ends under exactly one kind. Nothing is
 * allocated on the way of an ordinary packet: what is no small integer (times, addresses above 2^31) goes from one to the
 * next in the borrowed layers or the packet's row, since a double passed as an argument costs an allocation.
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import { exportedTransports } from '../wire/exported.ts';
import { Flag } from '../calls/message-fields.ts';
import { packetFlags } from '../capture/packet-table.ts';
import type { PacketSink, SkippedReason } from '../capture/packet-sink.ts';
import { Fragments } from '../net/fragments.ts';
import { joinFragments } from '../net/join-fragments.ts';
import { readPlace } from '../capture/made-origin.ts';
import { createLayers, LENGTH_ABOVE_PACKET, layerProblems, notDecodedReasons, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { HepIndex } from './hep-index.ts';
import { ESP_UDP_PORT, HEADER_LENGTH as ESP_HEADER } from '../wire/esp.ts';
import { Kind } from './kinds.ts';
import type { MediaIndex } from './media-index.ts';
import { NetworkIndex } from './network-index.ts';
import { SctpIndexer } from './sctp-indexer.ts';
import { createOrigin, type MessageOrigin, type SipIndex } from './sip-index.ts';
import { isRtp } from './points/packet-print.ts';
import type { PointSet } from './points/point-set.ts';
import { StreamIndexer } from './stream-indexer.ts';
import type { Tables } from './tables.ts';

const ETHERNET = 1;
/** Reasons that hold for every packet of an interface or a network. */
const alike: ReadonlySet<string> = new Set(['link.unsupported', 'esp.encrypted', 'link.encrypted', 'wlan.encrypted', 'ppp.compressed']);
const DNS = 53;
/** octets of somebody's own that may stand in front of a message, where a person says that it is SIP */
const FOREWORD = 64;

/** Datagram ports that name a protocol we count but do not open: DNS, mDNS, LLMNR. */
function isDnsPort(port: number): boolean {
  return port === 53 || port === 5353 || port === 5355;
}

/** True for what stands on the port of IPsec within UDP (RFC 3948 section 2) and is neither IKE, which has four zeros before it, nor a keep-alive. */
function isSealedEsp(view: DataView, at: number, end: number, layers: Layers): boolean {
  return (layers.sourcePort === ESP_UDP_PORT || layers.destinationPort === ESP_UDP_PORT) && end - at > ESP_HEADER && view.getUint32(at) !== 0;
}

/** by Layers.carrier */
const carriers = exportedTransports.map((name) => Transport[name]);

export class Indexer implements PacketSink {
  readonly #tables: Tables;
  readonly #sip: SipIndex;
  readonly #media: MediaIndex;
  readonly #fragments: Fragments;
  readonly #streams: StreamIndexer;
  readonly #network: NetworkIndex;
  readonly #hep: HepIndex;
  readonly #sctp: SctpIndexer;
  readonly #layers: Layers = createLayers();
  readonly #origin: MessageOrigin = createOrigin();
  /** frame numbers, by capture; only when several are open */
  readonly #frames: number[] = [];
  /** by interface, so that the loop does not chase objects */
  #linkTypes: Int32Array = new Int32Array(16).fill(-2);

  constructor(tables: Tables, sip: SipIndex, media: MediaIndex) {
    this.#tables = tables;
    this.#sip = sip;
    this.#media = media;
    this.#fragments = new Fragments(tables.diagnostics);
    this.#network = new NetworkIndex(tables);
    this.#hep = new HepIndex(tables);
    this.#sctp = new SctpIndexer(tables, sip);
    this.#fragments.onLost = (lost): void => this.#network.lost(lost);
    this.#streams = new StreamIndexer(tables, sip, this.#network);
  }

  packet(view: DataView, octets: Uint8Array, at: number, end: number, originalLength: number, interfaceIndex: number, time: number, recordAt: number): void {
    const tables = this.#tables;
    const layers = this.#layers;
    const packet = this.#row(interfaceIndex, time, recordAt);
    const linkType = this.#linkType(interfaceIndex);
    if (tables.points !== undefined && this.#isElsewhere(tables.points, view, octets, at, end, linkType, packet)) return;
    const stream = linkType === ETHERNET ? this.#media.plainStream(view, at, end) : -1;
    if (stream >= 0) {
      this.#media.takePlain(view, at, packet, stream);
      tables.kindCounts[Kind.rtp]!++;
      return;
    }
    walk(view, at, end, linkType, tables.addresses, layers);
    if (layers.isIpv6) tables.packets.addFlags(packet, packetFlags.isIpv6);
    if (layers.problems !== 0) this.#reportProblems(packet, at, originalLength > end - at);
    if (layers.hepAt >= 0) this.#hep.open(view, layers, at, packet);
    const kind = layers.outcome === outcomes.UDP ? this.#datagram(view, octets, at, packet) : this.#other(view, octets, at, end, packet);
    tables.kindCounts[kind]!++;
    // a segment in the middle of a message is SIP, though no message is its own
    if (kind === Kind.sip ? tables.packets.kind(packet) !== Kind.sip : kind !== Kind.rtp && kind !== Kind.rtcp) this.#setKind(packet, kind);
  }

  /** A packet that another capture point shows: it keeps its row, and what tells where in its flow it stands, and is in no other count. */
  #isElsewhere(points: PointSet, view: DataView, octets: Uint8Array, at: number, end: number, linkType: number, packet: PacketIndex): boolean {
    const tables = this.#tables;
    const interfaceIndex = tables.packets.interfaceIndex(packet);
    const { capture } = tables.interfaces.at(interfaceIndex);
    const frame = tables.packets.frame(packet);
    if (!points.isElsewhere(capture, frame)) return false;
    const layers = this.#layers;
    walk(view, at, end, linkType, tables.addresses, layers);
    if (layers.isIpv6) tables.packets.addFlags(packet, packetFlags.isIpv6);
    tables.kindCounts[Kind.elsewhere]!++;
    points.elsewhere++;
    this.#setKind(packet, Kind.elsewhere);
    const { payloadAt, payloadEnd } = layers;
    if (isRtp(view, layers)) {
      const ports = ((layers.sourcePort << 16) | layers.destinationPort) >>> 0;
      const source = points.parts.names.id(capture, interfaceIndex, linkType, view, at, end);
      const flow = points.flowOf(source, layers.source, layers.destination, ports, view.getUint32(payloadAt + 8));
      const length = payloadEnd < layers.announcedEnd ? 0 : payloadEnd - payloadAt;
      tables.packets.setStream(
        packet,
        Kind.elsewhere,
        flow,
        view.getUint32(payloadAt + 4),
        view.getUint16(payloadAt + 2),
        view.getUint8(payloadAt + 1),
        length,
      );
    } else if (looksLikeSip(octets, payloadAt, payloadEnd) || layers.outcome !== outcomes.UDP) points.note(capture, frame, packet);
    return true;
  }

  skipped(reason: SkippedReason, interfaceIndex: number, time: number, recordAt: number): void {
    const packet = this.#row(interfaceIndex, time, recordAt);
    this.#tables.packets.addFlags(packet, packetFlags.numberedBlock);
    this.#tables.countNotDecoded(reason, packet);
    this.#tables.kindCounts[Kind.notDecoded]!++;
    this.#setKind(packet, Kind.notDecoded);
  }

  commented(_: number, texts: () => readonly string[]): void {
    const tables = this.#tables;
    const packet = tables.packets.length - 1;
    if (packet < 0) return;
    // what we wrote ourselves about packets that were made is no comment of somebody
    const { made } = tables.interfaces.at(tables.packets.interfaceIndex(packet));
    if (made !== undefined && texts().every((text, i) => i === 0 && readPlace(text) !== undefined)) return;
    tables.packets.addFlags(packet, packetFlags.commented);
    tables.commentedCount++;
    if (tables.commented.length < 100) tables.commented.push(packet);
  }

  /** No packet follows: what waited for more is judged. */
  finish(): void {
    this.#streams.finish();
    this.#fragments.flush();
  }

  #row(interfaceIndex: number, time: Nanoseconds, recordAt: number): PacketIndex {
    const tables = this.#tables;
    let frame = 0;
    if (tables.packets.withFrames) {
      const capture = tables.interfaces.at(interfaceIndex).capture;
      frame = this.#frames[capture] = (this.#frames[capture] ?? 0) + 1;
    }
    return tables.packets.push(recordAt, time, interfaceIndex, Kind.other, -1, 0, frame);
  }

  #setKind(packet: PacketIndex, kind: number): void {
    this.#tables.packets.setKind(packet, kind, this.#tables.packets.owner(packet));
  }

  #linkType(interfaceIndex: number): number {
    const known = interfaceIndex < this.#linkTypes.length ? this.#linkTypes[interfaceIndex]! : -2;
    if (known !== -2) return known;
    if (interfaceIndex >= this.#linkTypes.length) {
      const grown = new Int32Array(interfaceIndex * 2).fill(-2);
      grown.set(this.#linkTypes);
      this.#linkTypes = grown;
    }
    return (this.#linkTypes[interfaceIndex] = this.#tables.interfaces.at(interfaceIndex).linkType);
  }

  /** A UDP payload: SIP, media, or what its port says. */
  #datagram(view: DataView, octets: Uint8Array, packetAt: number, packet: PacketIndex): number {
    const layers = this.#layers;
    const at = layers.payloadAt;
    const end = layers.payloadEnd;
    if (at >= end) return layers.hepAt >= 0 ? Kind.hep : Kind.udp;
    if (this.#media.rules !== undefined) {
      const said = this.#said(view, octets, packetAt, packet);
      if (said >= 0) return said;
    }
    const first = octets[at]!;
    if ((first < 0x80 || first >= 0xc0) && first > 0x20 && looksLikeSip(octets, at, end)) {
      if (this.#message(view, octets, at, end, packetAt, packet, false)) return Kind.sip;
    } else if ((first === 0x0d || first === 0x0a) && end - at > 16 && looksLikeSip(octets, at, end)) {
      if (this.#message(view, octets, at, end, packetAt, packet, false)) return Kind.sip;
    }
    if (layers.hepAt >= 0) return this.#captured(view, packet);
    if (isDnsPort(layers.sourcePort) || isDnsPort(layers.destinationPort)) {
      if (layers.sourcePort === DNS || layers.destinationPort === DNS) this.#network.lookup(octets, at, end, packet);
      return Kind.dns;
    }
    const kind = this.#media.classify(view, layers, at, end, layers.announcedEnd, packet);
    return kind === Kind.udp && isSealedEsp(view, at, end, layers) ? this.#sealed(packet, at - packetAt, end - at) : kind;
  }

  /** IPsec within UDP that is not in the clear. */
  #sealed(packet: PacketIndex, at: number, length: number): number {
    this.#layers.reason = notDecodedReasons.indexOf('esp.encrypted');
    return this.#notDecoded(packet, at, length);
  }

  /** What a person said of a datagram, as far as it is about signalling: its kind, or -1 when nothing was said that decides it. */
  #said(view: DataView, octets: Uint8Array, packetAt: number, packet: PacketIndex): number {
    const layers = this.#layers;
    const rules = this.#media.rules!;
    const rule = rules.find(layers);
    if (rule < 0) return -1;
    if (rules.as(rule) === 'none') return Kind.udp;
    if (rules.as(rule) !== 'sip') return -1;
    const { payloadAt, payloadEnd } = layers;
    for (let at = payloadAt; at < payloadEnd && at - payloadAt <= FOREWORD; at++)
      if (looksLikeSip(octets, at, payloadEnd) && this.#message(view, octets, at, payloadEnd, packetAt, packet, false)) return Kind.sip;
    return -1;
  }

  /** A capture agent's packet that is no SIP: media, or what is only named. */
  #captured(view: DataView, packet: PacketIndex): number {
    const layers = this.#layers;
    const kind = this.#media.classify(view, layers, layers.payloadAt, layers.payloadEnd, layers.announcedEnd, packet);
    return kind === Kind.udp ? Kind.hep : kind;
  }

  /** @param packetAt where the packet (or the joined octets) begins; the arena holds joined octets */
  #message(view: DataView, octets: Uint8Array, at: number, end: number, packetAt: number, packet: PacketIndex, joined: boolean): boolean {
    const tables = this.#tables;
    const layers = this.#layers;
    const origin = this.#origin;
    origin.packet = packet;
    origin.time = tables.packets.time(packet);
    const isCaptured = layers.hepAt >= 0;
    const transport = isCaptured ? this.#hep.transport(layers.hep) : carriers[layers.carrier]!;
    origin.source = tables.endpoints.id(layers.source, layers.sourcePort, transport);
    origin.destination = tables.endpoints.id(layers.destination, layers.destinationPort, transport);
    origin.flags = isCaptured ? Flag.ownTime : 0;
    origin.sourceAddress = layers.source;
    origin.inArena = joined;
    origin.textAt = at - packetAt;
    if (joined) {
      const kept = tables.arena.add(octets, at, end);
      if (kept < 0) return false;
      origin.textAt = kept;
    }
    origin.fromPublic = !tables.addresses.isPrivate(layers.source);
    origin.identification = layers.isIpv6 || isCaptured ? -1 : layers.identification;
    origin.ttl = layers.ttl;
    const message = this.#sip.add(octets, at, end, origin);
    if (message < 0) return false;
    if (layers.announcedEnd > layers.payloadEnd && !joined) tables.messages.addFlags(message, Flag.cut);
    if (isCaptured) this.#hep.note(view, octets, layers.hep, { source: layers.source, destination: layers.destination, sender: layers.hepSource }, message);
    tables.packets.setKind(packet, Kind.sip, message);
    return true;
  }

  #other(view: DataView, octets: Uint8Array, at: number, end: number, packet: PacketIndex): number {
    const layers = this.#layers;
    switch (layers.outcome) {
      case outcomes.TCP:
        return this.#streams.segment(octets, at, packet, this.#tables.packets.time(packet), layers, this.#media.rules);
      case outcomes.ICMP:
        this.#network.icmp(view, octets, layers, packet);
        return Kind.icmp;
      case outcomes.FRAGMENT:
        return this.#fragment(octets, packet);
      case outcomes.ARP:
        return Kind.arp;
      case outcomes.HEP:
        return Kind.hep;
      case outcomes.SCTP:
        return this.#sctp.packet(view, octets, layers, at, packet, false);
      case outcomes.NOT_DECODED:
        return this.#notDecoded(packet, layers.payloadAt - at, end - layers.payloadAt);
      default:
        return Kind.other;
    }
  }

  /** Counts a packet under its reason; where packets are all alike, one notice is enough. */
  #notDecoded(packet: PacketIndex, at: number, length: number): number {
    const reason = notDecodedReasons[this.#layers.reason] ?? 'link.unsupported';
    this.#tables.countNotDecoded(reason, packet);
    if (!alike.has(reason) || this.#tables.notDecoded.get(reason)!.count === 1) this.#tables.diagnostics.report(reason, packet, at, length);
    return Kind.notDecoded;
  }

  #fragment(octets: Uint8Array, packet: PacketIndex): number {
    const layers = this.#layers;
    const time = this.#tables.packets.time(packet);
    const whole = joinFragments(this.#fragments, layers, octets, packet, time, this.#tables.addresses);
    if (whole === undefined) return Kind.fragment;
    const joined = whole.octets;
    const joinedView = new DataView(joined.buffer, joined.byteOffset, joined.length);
    if (layers.outcome === outcomes.TCP) {
      if (!this.#tables.hepKeys.noteSegment(packet)) this.#tables.diagnostics.report('limit.hepKeys', packet);
      return this.#streams.segment(joined, 0, packet, time, layers, this.#media.rules, true);
    }
    if (layers.hepAt >= 0) {
      this.#hep.open(joinedView, layers, 0, packet);
      if (!this.#tables.hepKeys.noteDatagram(whole, layers.hepAt)) this.#tables.diagnostics.report('limit.hepKeys', packet);
    }
    if (layers.outcome === outcomes.HEP) return Kind.hep;
    if (layers.outcome === outcomes.SCTP) return this.#sctp.packet(joinedView, joined, layers, 0, packet, true);
    if (layers.outcome === outcomes.NOT_DECODED) return this.#notDecoded(packet, 0, 0);
    if (layers.outcome !== outcomes.UDP) return layers.outcome === outcomes.ICMP ? Kind.icmp : Kind.fragment;
    this.#tables.noteJoined(packet, whole.packets);
    const at = layers.payloadAt;
    const payloadEnd = layers.payloadEnd;
    if (looksLikeSip(joined, at, payloadEnd) && this.#message(joinedView, joined, at, payloadEnd, 0, packet, true)) return Kind.sip;
    if (at >= payloadEnd) return layers.hepAt >= 0 ? Kind.hep : Kind.udp;
    if (layers.hepAt >= 0) return this.#captured(joinedView, packet);
    return this.#media.classify(joinedView, layers, at, payloadEnd, payloadEnd, packet);
  }

  #reportProblems(packet: PacketIndex, at: number, isCut: boolean): void {
    const layers = this.#layers;
    const problems = isCut ? layers.problems & ~LENGTH_ABOVE_PACKET : layers.problems;
    for (const [bit, code] of layerProblems.entries()) {
      if ((problems & (1 << bit)) !== 0) this.#tables.diagnostics.report(code, packet, Math.max(0, layers.transportAt - at), 8);
    }
  }
}
