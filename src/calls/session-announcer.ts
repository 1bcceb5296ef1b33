/**
 * Registers the media of one SDP (semantics 2.3 and 2.4): every m-line with its address, payload map and whom Wireshark
 * would credit, RTCP ports, candidates, and the signalling source instead of a private address. Applied at once, as
 * Wireshark does; an offer needs no answer.
 */
import type { AddressId, MessageIndex } from '../base/units.ts';
import type { PayloadMapping, PayloadMaps } from '../rtp/payload-type.ts';
import type { Media, Session } from '../sdp/model.ts';
import { isEncrypted, isNullAddress, mediaConnection, mediaDirection } from '../sdp/offer-answer.ts';
import { Fact } from './fact-table.ts';
import { MediaLines } from './media-lines.ts';
import { MediaBit, mediaKinds, Role, type MediaAnnouncement, type MediaRegistry } from './media-registry.ts';
import type { MessageTable } from './message-table.ts';
import { creditedMessage, keptMediaLines } from './setup-credit.ts';

/** What net/address.ts offers, as far as it is needed here. */
export interface Addresses {
  parse(text: string): AddressId;
  idOfIpv4(word: number): AddressId;
  isPrivate(id: AddressId): boolean;
}

const PAYLOAD_TYPES_KEPT = 20;
const CANDIDATES_KEPT = 32;
/** port 9 stands for "see the candidates" (RFC 8840 section 4.1.1) */
const DISCARD = 9;

export class SessionAnnouncer {
  readonly registry: MediaRegistry;
  readonly #table: MessageTable;
  readonly #maps: PayloadMaps;
  readonly #addresses: Addresses;
  /** every m-line as it was told */
  readonly lines: MediaLines = new MediaLines();
  /** a=ssrc to the newest registration that named it */
  readonly bySsrc: Map<number, number> = new Map();
  readonly #one: MediaAnnouncement = {
    address: 0,
    port: 0,
    role: 0,
    bits: 0,
    kind: 0,
    line: 0,
    map: 0,
    message: -1,
    call: -1,
    side: 0,
    packet: -1,
    setup: -1,
    time: NaN,
  };

  constructor(table: MessageTable, registry: MediaRegistry, maps: PayloadMaps, addresses: Addresses) {
    this.#table = table;
    this.registry = registry;
    this.#maps = maps;
    this.#addresses = addresses;
  }

  /** Registers the media of the SDP in `message`. True when a connection address is private though the packet's source is not. */
  announce(message: MessageIndex, session: Session): boolean {
    const table = this.#table;
    if (session.media.length >= 2) table.addFact(message, Fact.mediaLines, session.media.length);
    const credited = creditedMessage(table, message);
    const kept = keptMediaLines(table, message, credited);
    const one = this.#one;
    one.message = message;
    one.call = table.call(message);
    one.packet = table.packet(message);
    one.time = table.time(message);
    one.side = sideOfSdp(table, message);
    const source = table.sourceAddress(message);
    const isSourcePublic = !this.#addresses.isPrivate(source);
    let isPrivate = false;
    for (const media of session.media) {
      const address = this.#addressOf(session, media);
      this.lines.add(message, session, media, address);
      if (media.port === 0) continue;
      if (address < 0 || media.port === DISCARD) {
        this.#prepare(session, media, credited);
        this.#announceCandidates(media);
        continue;
      }
      const isBehindNat = isSourcePublic && this.#addresses.isPrivate(address);
      isPrivate ||= isBehindNat;
      this.#announceLine(session, media, address, media.index < kept, credited);
      if (isBehindNat && media.isRtp) this.#alternative(source, media.port, Role.signalling);
      this.#announceCandidates(media);
    }
    return isPrivate;
  }

  #announceLine(session: Session, media: Media, address: AddressId, isKept: boolean, credited: MessageIndex): void {
    const one = this.#one;
    this.#prepare(session, media, credited);
    one.address = address;
    one.port = media.port;
    if (!isKept) one.bits |= MediaBit.beyondWiresharkLimit;
    const id = this.registry.announce(one);
    for (const { ssrc } of media.ssrcs) this.bySsrc.set(ssrc, id);
    if (media.rtcp === undefined || media.rtcp.port === media.port || media.rtcp.port === media.port + 1 || media.rtcp.port === 0) return;
    one.role = Role.rtcp;
    one.port = media.rtcp.port;
    if (media.rtcp.address !== undefined) one.address = this.#parse(media.rtcp.address, address);
    this.registry.announce(one);
  }

  /** Fills what all announcements of an m-line share. */
  #prepare(session: Session, media: Media, credited: MessageIndex): void {
    const one = this.#one;
    const isUdptl = media.kind === 'image' && /udptl/i.test(media.protocol);
    one.role = media.isRtp ? Role.media : isUdptl ? Role.udptl : Role.other;
    one.kind = Math.max(0, (mediaKinds as readonly string[]).indexOf(media.kind));
    one.line = media.index;
    one.bits = this.#bits(session, media);
    one.map = media.isRtp ? this.#map(session, media) : 0;
    // T.38 is credited to the SDP's own frame, whatever it answers [V p03].
    one.setup = isUdptl ? one.packet : this.#table.packet(credited);
  }

  /** The id is remembered with the m-line, whose lines are often those of many descriptions (sdp/seen-sessions.ts). */
  #map(session: Session, media: Media): number {
    for (const line of session.media) if (line !== media && line.port === media.port && line.isRtp) return this.#maps.add(mappings(session, media));
    if (media.payloadMap < 0) media.payloadMap = this.#maps.add(mappings(session, media));
    return media.payloadMap;
  }

  #announceCandidates(media: Media): void {
    let kept = 0;
    for (const candidate of media.candidates) {
      if (kept++ === CANDIDATES_KEPT) return;
      const address = this.#parse(candidate.address, -1);
      if (address >= 0 && candidate.port > 0 && candidate.transport.toLowerCase() === 'udp')
        this.#alternative(address, candidate.port, candidate.component === 2 ? Role.rtcp : Role.candidate);
    }
  }

  /** Another place the media just announced may come from or go to; keeps line, map, kind and bits. */
  #alternative(address: AddressId, port: number, role: number): void {
    const one = this.#one;
    one.address = address;
    one.port = port;
    one.role = role;
    one.setup = one.packet;
    this.registry.announce(one);
  }

  #bits(session: Session, media: Media): number {
    const direction = mediaDirection(session, media);
    let bits = isEncrypted(session, media) ? MediaBit.encrypted : 0;
    if (direction === 'sendrecv' || direction === 'recvonly') bits |= MediaBit.receives;
    if (direction === 'sendrecv' || direction === 'sendonly') bits |= MediaBit.sends;
    if (media.rtcpMux) bits |= MediaBit.rtcpMux;
    if (media.fingerprint !== undefined || session.fingerprint !== undefined) bits |= MediaBit.dtls;
    return bits;
  }

  /** -1 for a host name, an empty or null address. */
  #addressOf(session: Session, media: Media): AddressId {
    const connection = mediaConnection(session, media);
    if (connection === undefined || isNullAddress(connection) || media.port > 65535) return -1;
    return connection.ipv4 >= 0 ? this.#addresses.idOfIpv4(connection.ipv4) : this.#parse(connection.address, -1);
  }

  #parse(text: string, otherwise: AddressId): AddressId {
    const address = this.#addresses.parse(text);
    return address < 0 ? otherwise : address;
  }
}

/** m-lines on one port are one flow (BUNDLE, RFC 9143): their maps are merged. At most 20 payload types a line, as in Wireshark. */
function mappings(session: Session, media: Media): PayloadMapping[] {
  const merged: PayloadMapping[] = [];
  for (const line of session.media) {
    if (line !== media && (line.port !== media.port || !line.isRtp)) continue;
    for (const payloadType of line.payloadTypes.slice(0, PAYLOAD_TYPES_KEPT)) {
      const map = line.rtpmaps.get(payloadType);
      if (map !== undefined) merged.push({ payloadType, name: map.name, clockRate: map.rate });
    }
  }
  return merged;
}

/** Whose media the SDP of a message describes: 1 the caller's, 2 the callee's, 0 unknown. */
export function sideOfSdp(table: MessageTable, message: MessageIndex): number {
  const invite = table.calls.firstInvite.values[table.call(message)]!;
  if (invite < 0) return 0;
  const callerTag = table.fromTag(invite);
  const isResponse = table.status(message) !== 0;
  if (callerTag !== 0 && (table.fromTag(message) === callerTag || table.toTag(message) === callerTag)) {
    const isFromCaller = table.fromTag(message) === callerTag;
    return isFromCaller !== isResponse ? 1 : 2;
  }
  const caller = table.sourceAddress(invite);
  if (table.sourceAddress(message) === caller) return 1;
  return table.destinationAddress(message) === caller ? 2 : 0;
}
