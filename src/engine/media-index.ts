/**
 * One UDP payload on its way into the media tables: RTP to its stream (announced by SDP, decode-as, or a candidate of the
 * detector), RTCP to its tally, the others told apart (RFC 7983). Runs for every datagram, so nothing is allocated.
 */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import type { AddressId, PacketIndex, StreamIndex } from '../base/units.ts';
import { Role, type MediaRegistry } from '../calls/media-registry.ts';
import { packetFlags, SLAB_BITS, SLAB_ROWS, type PacketTable } from '../capture/packet-table.ts';
import type { Layers } from '../net/layers.ts';
import { demultiplex, demultiplexClass, isDtls, isTurnChannel, turnPayloadEnd } from '../rtp/demultiplex.ts';
import { checkHeader, headerProblem, headerProblemCodes, isUsable, payloadLength } from '../rtp/header.ts';
import { KeyTable } from '../rtp/key-table.ts';
import { noMap } from '../rtp/payload-type.ts';
import { eachNamedSource, feedbackKind } from '../rtp/rtcp-feedback.ts';
import { checkRtcp, rtcpProblem, rtcpProblemCodes, walkRtcp, type RtcpVisitor } from '../rtp/rtcp.ts';
import { areContentsWhole } from '../rtp/rtcp-contents.ts';
import { admission, type StreamTable } from '../rtp/stream-table.ts';
import { looksLikeUdptl } from '../rtp/t38.ts';
import { hasUnifiedHeader } from '../wire/dtls-record.ts';
import type { DecodeRules } from './decode-rules.ts';
import type { DtlsHandshakes } from './dtls-handshakes.ts';
import type { FaxFlows } from './fax-flows.ts';
import { Kind } from './kinds.ts';
import type { ReportIndex } from './report-index.ts';
import type { ZrtpFlows } from './zrtp-flows.ts';

/** Octets of the shortest plain packet: Ethernet, IPv4, UDP and RTP headers. */
const PLAIN_LEAST = 54;
/** EtherType IPv4, then version 4 with a header of five words. */
const PLAIN_IPV4 = 0x080045;

export class MediaIndex {
  readonly #packets: PacketTable;
  readonly #streams: StreamTable;
  readonly #registry: MediaRegistry;
  readonly #faxFlows: FaxFlows;
  readonly #handshakes: DtlsHandshakes;
  readonly #zrtp: ZrtpFlows;
  readonly #diagnostics: DiagnosticLog;
  /** endpoints of streams: only announcements of these make streams look theirs up again */
  readonly #endpoints: KeyTable = new KeyTable(256);
  #hasImages = false;
  /** packets below this are in the statistics */
  #counted: PacketIndex = 0;
  readonly #index: ReportIndex;
  /** row of the RTCP packet being walked, -1 when the index is full, and its addresses */
  #row = -1;
  #source: AddressId = 0;
  #destination: AddressId = 0;
  readonly #reports: RtcpVisitor = {
    packet: (type) => {
      if (this.#row >= 0) this.#index.addKind(this.#row, type);
    },
    senderReport: (ssrc) => {
      this.#streams.reports.senderReport(this.#source, this.#destination, ssrc);
      this.#mention(ssrc);
    },
    receiverReport: (ssrc) => this.#mention(ssrc),
    reportBlock: (block) => {
      this.#streams.reports.reportBlock(this.#source, this.#destination, block.source);
      this.#mention(block.source);
    },
    description: (ssrc) => this.#mention(ssrc),
    bye: (ssrc) => this.#mention(ssrc),
    application: (ssrc) => this.#mention(ssrc),
    feedback: (type, format, sender, media, at, end) => {
      this.#mention(sender);
      this.#mention(media);
      eachNamedSource(feedbackKind(type, format, this.#view, at, end), this.#view, at, end, (ssrc) => this.#mention(ssrc));
    },
    extended: (sender, type, _specific, at, end) => {
      this.#mention(sender);
      if (type !== 4 && type !== 5 && end - at >= 4) this.#mention(this.#view.getUint32(at));
      if (type === 5) for (let answer = at; answer + 12 <= end; answer += 12) this.#mention(this.#view.getUint32(answer));
    },
  };
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** what a person said about some datagrams */
  rules: DecodeRules | undefined = undefined;
  /** by stream: the packet Wireshark credits as setup frame of the stream's first announced packet, -1 none */
  setupPackets: Int32Array = new Int32Array(64).fill(-1);

  constructor(
    packets: PacketTable,
    streams: StreamTable,
    registry: MediaRegistry,
    diagnostics: DiagnosticLog,
    index: ReportIndex,
    faxFlows: FaxFlows,
    handshakes: DtlsHandshakes,
    zrtp: ZrtpFlows,
  ) {
    this.#zrtp = zrtp;
    this.#faxFlows = faxFlows;
    this.#handshakes = handshakes;
    this.#index = index;
    this.#packets = packets;
    this.#streams = streams;
    this.#registry = registry;
    this.#diagnostics = diagnostics;
    registry.isWatched = (address, port) => this.#endpoints.find(address, port, 0, 0) >= 0;
  }

  /**
   * The stream of a packet that is RTP of a known stream in its plainest form: Ethernet, IPv4 without options or fragments,
   * UDP, an RTP header without CSRC, extension or padding, nothing cut. Else -1, which says nothing: the general way decides.
   * Nearly all packets of a media capture are of this form.
   */
  plainStream(view: DataView, at: number, end: number): StreamIndex {
    if (end - at < PLAIN_LEAST || this.#hasImages) return -1;
    if (view.getInt32(at + 12) >> 8 !== PLAIN_IPV4 || (view.getUint16(at + 20) & 0x3fff) !== 0 || view.getUint8(at + 23) !== 17) return -1;
    const total = view.getUint16(at + 16);
    const udpLength = view.getUint16(at + 38);
    if (udpLength < 20 || udpLength + 20 > total || at + 14 + total > end) return -1;
    const head = view.getUint16(at + 42);
    const type = head & 0x7f;
    if (head >> 8 !== 0x80 || (type >= 64 && type <= 95)) return -1;
    const source = view.getInt32(at + 26);
    const destination = view.getInt32(at + 30);
    // addresses of 240.0.0.0/4 have other ids (net/address.ts)
    if (source >>> 28 === 15 || destination >>> 28 === 15) return -1;
    const stream = this.#streams.find(source, destination, view.getInt32(at + 34), view.getInt32(at + 50));
    return stream >= 0 && this.#streams.generations[stream] === this.#registry.revision ? stream : -1;
  }

  /** Takes a packet that plainStream() gave a stream. */
  takePlain(view: DataView, at: number, packet: PacketIndex, stream: StreamIndex): void {
    const length = view.getUint16(at + 38) - 8;
    this.#streams.countOctets(stream, length + 28, length - 12);
    this.#packets.setStream(packet, Kind.rtp, stream, view.getUint32(at + 46), view.getUint16(at + 44), view.getUint8(at + 43), length);
  }

  /** The kind of datagram view[at, end), addresses and ports in `layers`; RTP and RTCP rows get their owner and columns here. `announcedEnd` is what UDP said. */
  classify(view: DataView, layers: Layers, at: number, end: number, announcedEnd: number, packet: PacketIndex): number {
    const first = view.getUint8(at);
    if (this.rules !== undefined) {
      const said = this.#said(this.rules, view, layers, at, end, announcedEnd, packet);
      if (said >= 0) return said;
    }
    if (this.#hasImages && this.#isUdptl(view, layers, at, end)) return this.#fax(layers, packet);
    if (first >= 128 && first <= 191) {
      return isRtcpType(view, at, end) ? this.#rtcp(view, layers, at, end, announcedEnd, packet) : this.#rtp(view, layers, at, end, announcedEnd, packet);
    }
    switch (demultiplex(view, at, end)) {
      case demultiplexClass.stun:
        return Kind.stun;
      case demultiplexClass.zrtp:
        this.#zrtp.take(view, layers, at, end, packet);
        return Kind.zrtp;
      case demultiplexClass.dtls:
        this.#handshakes.take(view, layers, at, end, packet);
        return Kind.dtls;
      case demultiplexClass.keepAlive:
        return Kind.keepalive;
      case demultiplexClass.turnChannel:
        return this.#channel(view, layers, at, end, packet);
      default:
        return hasUnifiedHeader(first) && this.#handshakes.takeSealed(layers) ? Kind.dtls : Kind.udp;
    }
  }

  /** The kind a person says; -1 when nobody said any, or the octets are not that. */
  #said(rules: DecodeRules, view: DataView, layers: Layers, at: number, end: number, announcedEnd: number, packet: PacketIndex): number {
    const isVersion2 = view.getUint8(at) >>> 6 === 2;
    const ssrc = isVersion2 && end - at >= 12 ? view.getUint32(at + 8) : undefined;
    const rule = rules.find(layers, ssrc);
    const as = rule < 0 ? undefined : rules.as(rule);
    if (as === 'none') return Kind.udp;
    if (as === 't38' && looksLikeUdptl(view, at, end)) return this.#fax(layers, packet);
    if (as === 'rtcp' && isVersion2) return this.#rtcp(view, layers, at, end, announcedEnd, packet);
    if (as !== 'rtp' || !isVersion2) return -1;
    // a type from 64 to 95 that a person named is RTP with the marker too, but for what is RTCP to its last octet
    const isNamed = ssrc !== undefined && rules.namesType(rule, view.getUint8(at + 1) & 0x7f);
    if (isRtcpType(view, at, end) && (!isNamed || checkRtcp(view, at, end) === rtcpProblem.whole)) return -1;
    return this.#rtp(view, layers, at, end, announcedEnd, packet, isNamed);
  }

  /** The payload of TURN channel data (RFC 8656 section 12.4), when it is media. */
  #channel(view: DataView, layers: Layers, at: number, end: number, packet: PacketIndex): number {
    if (!isTurnChannel(view, at, end)) return Kind.udp;
    const inner = turnPayloadEnd(view, at);
    const first = inner > at + 4 ? view.getUint8(at + 4) : 0;
    if (first >= 128 && first <= 191) return this.classify(view, layers, at + 4, inner, inner, packet);
    const isKeyAgreement =
      first >= 16 && first <= 19 ? demultiplex(view, at + 4, inner) === demultiplexClass.zrtp : first >= 20 && first <= 63 && isDtls(view, at + 4, inner);
    return isKeyAgreement ? this.classify(view, layers, at + 4, inner, inner, packet) : Kind.stun;
  }

  #rtp(view: DataView, layers: Layers, at: number, end: number, announcedEnd: number, packet: PacketIndex, isNamed = false): number {
    const streams = this.#streams;
    const { source, destination, isIpv6 } = layers;
    const ports = portsOf(layers);
    const problem = checkHeader(view, at, end, announcedEnd, isNamed);
    const isWhole = problem === headerProblem.whole;
    if (!isWhole && !isUsable(problem)) {
      if (end - at >= 12) streams.offerUnsound(source, destination, ports, view.getUint32(at + 8));
      if (this.#registry.lookup(source, ports >>> 16, destination, ports & 0xffff) >= 0) this.#diagnostics.report(headerProblemCodes[problem]!, packet);
      return Kind.udp;
    }
    const sequence = view.getUint16(at + 2);
    const timestamp = view.getUint32(at + 4);
    const ssrc = view.getUint32(at + 8);
    const markerAndType = view.getUint8(at + 1);
    const rtpLength = end < announcedEnd ? 0 : announcedEnd - at;
    const mediaLength = payloadLength(view, at, end, announcedEnd);
    let stream = streams.find(source, destination, ports, ssrc);
    if (stream < 0 || streams.generations[stream] !== this.#registry.revision) stream = this.#announce(stream, packet, layers, ssrc);
    if (stream >= 0) {
      streams.countOctets(stream, announcedEnd - at + (isIpv6 ? 48 : 28), mediaLength);
      this.#packets.setStream(packet, Kind.rtp, stream, timestamp, sequence, markerAndType, rtpLength);
      if (problem !== headerProblem.whole) this.#diagnostics.report(headerProblemCodes[problem]!, packet);
      return Kind.rtp;
    }
    this.#packets.setRtp(packet, timestamp, sequence, markerAndType, rtpLength);
    if (
      isWhole &&
      streams.offer(source, destination, ports, ssrc, packet, this.#packets.time(packet), sequence, timestamp, markerAndType, rtpLength, mediaLength, isIpv6) >=
        0
    ) {
      this.#watch(layers);
      return Kind.rtp;
    }
    return Kind.udp;
  }

  /** Looks an announcement up and opens or updates the stream; what it was when nothing announces it. */
  #announce(stream: StreamIndex, packet: PacketIndex, layers: Layers, ssrc: number): StreamIndex {
    const streams = this.#streams;
    const { source, destination } = layers;
    const ports = portsOf(layers);
    const registry = this.#registry;
    const registration = registry.lookup(source, ports >>> 16, destination, ports & 0xffff);
    const rule = this.rules === undefined ? -1 : this.rules.find(layers, ssrc);
    if (registration >= 0) {
      const isNew = stream < 0 || streams.admissionOf(stream) !== admission.sdp;
      const announced = registry.map(registration);
      const map = rule < 0 ? announced : this.rules!.map(rule, streams.maps, announced);
      // what was seen so far counts under what was known so far
      if (stream >= 0 && (isNew || streams.mapOf(stream) !== map)) this.flush(packet);
      stream = streams.announce(source, destination, ports, ssrc, packet, map, admission.sdp, registration);
      if (isNew) this.#remember(stream, registry.setup(registration));
    } else if (stream < 0 && rule >= 0 && this.rules!.as(rule) === 'rtp') {
      stream = streams.announce(source, destination, ports, ssrc, packet, this.rules!.map(rule, streams.maps, noMap), admission.decodeAs, -1);
    }
    if (stream >= 0) {
      this.#watch(layers);
      if (stream >= streams.generations.length) streams.generations = grow(streams.generations, stream, -1);
      streams.generations[stream] = registry.revision;
    }
    return stream;
  }

  #watch(layers: Layers): void {
    this.#endpoints.add(layers.source, layers.sourcePort, 0, 0);
    this.#endpoints.add(layers.destination, layers.destinationPort, 0, 0);
  }

  #remember(stream: StreamIndex, setup: PacketIndex): void {
    if (stream >= this.setupPackets.length) this.setupPackets = grow(this.setupPackets, stream, -1);
    this.setupPackets[stream] = setup;
  }

  /** RTCP is believed on announced addresses (SRTCP too, which no chain check passes) and where its chain is whole. */
  #rtcp(view: DataView, layers: Layers, at: number, end: number, announcedEnd: number, packet: PacketIndex): number {
    const { source, destination } = layers;
    const ports = portsOf(layers);
    const problem = checkRtcp(view, at, end);
    if (problem !== rtcpProblem.whole) {
      if (end - at < 8) return Kind.udp;
      if (this.#registry.lookupRtcp(source, ports >>> 16, destination, ports & 0xffff) < 0) {
        if (this.#handshakes.between(source, ports >>> 16, destination, ports & 0xffff).length === 0) return Kind.udp;
      } else if (end === announcedEnd) this.#diagnostics.report(rtcpProblemCodes[problem]!, packet);
      this.#row = this.#index.open(packet, source, destination, ports);
      this.#mention(view.getUint32(at + 4));
    } else {
      this.#row = this.#index.open(packet, source, destination, ports);
      this.#source = source;
      this.#destination = destination;
      this.#view = view;
      walkRtcp(view, at, end, this.#reports);
      if (!areContentsWhole(view, at, end)) this.#diagnostics.report('rtcp.contents', packet);
    }
    this.#packets.setKind(packet, Kind.rtcp, this.#reportedStream(source, destination, ports, view.getUint32(at + 4)));
    return Kind.rtcp;
  }

  #mention(ssrc: number): void {
    if (this.#row >= 0) this.#index.mention(this.#row, ssrc);
  }

  /** The stream of an RTCP sender: on the port below (RFC 3550 section 11) or on the same one (RFC 5761); -1 when it sends none. */
  #reportedStream(source: AddressId, destination: AddressId, ports: number, sender: number): StreamIndex {
    const below = this.#streams.find(source, destination, (ports - 0x10001) >>> 0, sender);
    return below >= 0 ? below : this.#streams.find(source, destination, ports, sender);
  }

  /** On an image m-line a sequence number from 0x8000 on looks like RTP: only a stream already known there is RTP (semantics 10.1). */
  #isUdptl(view: DataView, layers: Layers, at: number, end: number): boolean {
    const { source, destination } = layers;
    const ports = portsOf(layers);
    const registration = this.#registry.lookup(source, ports >>> 16, destination, ports & 0xffff);
    if (registration < 0 || this.#registry.role(registration) !== Role.udptl) return false;
    if (end - at >= 12 && view.getUint8(at) >>> 6 === 2 && this.#streams.find(source, destination, ports, view.getUint32(at + 8)) >= 0) return false;
    return looksLikeUdptl(view, at, end);
  }

  #fax(layers: Layers, packet: PacketIndex): number {
    const registration = this.#registry.lookup(layers.source, layers.sourcePort, layers.destination, layers.destinationPort);
    const call = registration < 0 ? -1 : this.#registry.call(registration);
    this.#packets.setKind(packet, Kind.t38, this.#faxFlows.add(layers, call, registration, packet));
    return Kind.t38;
  }

  /** An SDP announced T.38 over UDPTL: from now on datagrams are asked whether they are that. */
  expectImages(): void {
    this.#hasImages = true;
  }

  /** Counts the stream packets before `end` that were not counted yet; a batch lies within one slab. */
  flush(end: PacketIndex = this.#packets.length): void {
    while (this.#counted < end) {
      const index = this.#counted >>> SLAB_BITS;
      const base = index * SLAB_ROWS;
      const to = Math.min(SLAB_ROWS, end - base);
      this.#streams.addBatch(this.#packets.slab(index), base, this.#counted - base, to, Kind.rtp, packetFlags.counted);
      this.#counted = base + to;
    }
  }

  /** A packet that waited as a candidate now belongs to a stream, which has counted it. Returns true when its kind changed. */
  adopt(packet: PacketIndex, stream: StreamIndex): boolean {
    const changed = this.#packets.kind(packet) !== Kind.rtp;
    this.#packets.setKind(packet, Kind.rtp, stream);
    this.#packets.addFlags(
      packet,
      this.#streams.admissionOf(stream) === admission.heuristic ? packetFlags.counted : packetFlags.counted | packetFlags.beforeSdp,
    );
    return changed;
  }
}

/** Payload types 64 to 95 with the marker set are RTCP's packet types (RFC 5761 section 4). */
function isRtcpType(view: DataView, at: number, end: number): boolean {
  const second = end - at > 1 ? view.getUint8(at + 1) : 0;
  return second >= 192 && second <= 223;
}

/** Source port in the upper, destination port in the lower half of an unsigned word. */
function portsOf(layers: Layers): number {
  return ((layers.sourcePort << 16) | layers.destinationPort) >>> 0;
}

function grow(values: Int32Array, index: number, fill: number): Int32Array {
  const grown = new Int32Array(Math.max(values.length * 2, index + 1)).fill(fill);
  grown.set(values);
  return grown;
}
