/**
 * Media endpoints that SDP announced, by (address, port), for one numeric lookup per flow in the hot loop. Wireshark 4.0's
 * rules decide which announcement of an endpoint counts (semantics 2.3): destination before source, highest setup frame.
 * What Wireshark would not see (beyond its four m-lines, candidates, NAT alternatives) is here too, flagged.
 */
import { float64Column, int32Column, uint8Column, uint16Column, uint32Column, type Column } from '../base/column.ts';
import type { AddressId, CallIndex, MessageIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import { mix } from './endpoint-table.ts';

/** What an endpoint was announced for. */
export const Role = {
  media: 0,
  /** a=rtcp with a port of its own */
  rtcp: 1,
  /** m=image … udptl */
  udptl: 2,
  /** a=candidate (RFC 8839) */
  candidate: 3,
  /** the signalling source with the announced port, when c= is private and the source public */
  signalling: 4,
  /** MSRP and other m-lines that carry no RTP */
  other: 5,
} as const;
export type RoleId = number & { readonly unit?: 'media role' };

export const MediaBit = {
  encrypted: 1,
  /** beyond the four m-lines Wireshark keeps of an offer and its answer */
  beyondWiresharkLimit: 2,
  /** the announcing side lets media come (sendrecv, recvonly), and sends (sendrecv, sendonly) */
  receives: 4,
  sends: 8,
  rtcpMux: 16,
  dtls: 32,
} as const;

export const mediaKinds = ['other', 'audio', 'video', 'image', 'message', 'application', 'text'] as const;

/** One announcement; borrowed, reused by the caller. */
export interface MediaAnnouncement {
  address: AddressId;
  port: number;
  role: RoleId;
  /** bits of MediaBit */
  bits: number;
  /** index into mediaKinds */
  kind: number;
  /** m-line index */
  line: number;
  /** payload map id of rtp/payload-type.ts */
  map: number;
  message: MessageIndex;
  call: CallIndex;
  /** 0 unknown, 1 caller's, 2 callee's media */
  side: number;
  /** packet that carries the SDP, and the packet Wireshark credits as setup frame */
  packet: PacketIndex;
  setup: PacketIndex;
  time: Nanoseconds;
}

export class MediaRegistry {
  /** rises whenever a lookup of a watched endpoint may answer differently than before: cache its answer with this number */
  revision = 0;
  /** whether answers about an endpoint were cached; announcements of others leave the revision, so that a new call does not make all flows ask again */
  isWatched: (address: AddressId, port: number) => boolean = () => true;
  readonly #keyAddress: Column<Uint32Array> = uint32Column();
  readonly #keyPort: Column<Uint16Array> = uint16Column();
  readonly #newest: Column<Int32Array> = int32Column();
  readonly #winner: Column<Int32Array> = int32Column();
  #slots: Int32Array = new Int32Array(512).fill(-1);
  readonly #key: Column<Int32Array> = int32Column();
  readonly #older: Column<Int32Array> = int32Column();
  readonly #role: Column<Uint8Array> = uint8Column();
  readonly #bits: Column<Uint8Array> = uint8Column();
  readonly #kind: Column<Uint8Array> = uint8Column();
  readonly #line: Column<Uint8Array> = uint8Column();
  readonly #side: Column<Uint8Array> = uint8Column();
  readonly #map: Column<Int32Array> = int32Column();
  readonly #message: Column<Int32Array> = int32Column();
  readonly #call: Column<Int32Array> = int32Column();
  readonly #packet: Column<Uint32Array> = uint32Column();
  readonly #setup: Column<Uint32Array> = uint32Column();
  readonly #time: Column<Float64Array> = float64Column();

  /** Registrations; ids are 0 to length - 1 in order of announcement. */
  get length(): number {
    return this.#key.length;
  }

  /**
   * The registration a UDP flow belongs to: the one of its destination, else of its source, or -1. RTP and UDPTL alike;
   * ask role() what it is, and isSeenByWireshark() whether tshark would agree.
   */
  lookup(sourceAddress: AddressId, sourcePort: number, destinationAddress: AddressId, destinationPort: number): number {
    const destination = this.#find(destinationAddress, destinationPort);
    if (destination >= 0 && this.#isMedia(this.#winner.values[destination]!)) return this.#winner.values[destination]!;
    const source = this.#find(sourceAddress, sourcePort);
    return source >= 0 && this.#isMedia(this.#winner.values[source]!) ? this.#winner.values[source]! : -1;
  }

  /** The registration an RTCP flow belongs to: same port (rtcp-mux), a=rtcp port, or the media port plus one; or -1. */
  lookupRtcp(sourceAddress: AddressId, sourcePort: number, destinationAddress: AddressId, destinationPort: number): number {
    const destination = this.#rtcpAt(destinationAddress, destinationPort);
    return destination >= 0 ? destination : this.#rtcpAt(sourceAddress, sourcePort);
  }

  /** The registration an address and port have, whatever the direction of the flow, or -1. */
  at(address: AddressId, port: number): number {
    const key = this.#find(address, port);
    return key < 0 ? -1 : this.#winner.values[key]!;
  }

  /** The newest announcement of an address and port, or -1; older() walks on. For binding after the pass. */
  newest(address: AddressId, port: number): number {
    const key = this.#find(address, port);
    return key < 0 ? -1 : this.#newest.values[key]!;
  }

  older(id: number): number {
    return this.#older.values[id]!;
  }

  /** Adds an announcement and returns its id; the same endpoint announced again by the same side of a call keeps its id. */
  announce(one: MediaAnnouncement): number {
    const key = this.#findOrAdd(one.address, one.port);
    const newest = this.#newest.values[key]!;
    if (newest >= 0 && this.#isSame(newest, one)) {
      if (one.setup > this.#setup.values[newest]!) this.#setup.values[newest] = one.setup;
      this.#bits.values[newest] = one.bits;
      this.#choose(key, newest);
      return newest;
    }
    const id = this.#add(key, newest, one);
    this.#newest.values[key] = id;
    this.#choose(key, id);
    return id;
  }

  isSeenByWireshark(id: number): boolean {
    return (this.#role.values[id] === Role.media || this.#role.values[id] === Role.udptl) && (this.#bits.values[id]! & MediaBit.beyondWiresharkLimit) === 0;
  }

  role(id: number): RoleId {
    return this.#role.values[id]!;
  }

  bits(id: number): number {
    return this.#bits.values[id]!;
  }

  kind(id: number): number {
    return this.#kind.values[id]!;
  }

  line(id: number): number {
    return this.#line.values[id]!;
  }

  side(id: number): number {
    return this.#side.values[id]!;
  }

  map(id: number): number {
    return this.#map.values[id]!;
  }

  message(id: number): MessageIndex {
    return this.#message.values[id]!;
  }

  call(id: number): CallIndex {
    return this.#call.values[id]!;
  }

  packet(id: number): PacketIndex {
    return this.#packet.values[id]!;
  }

  /** Packet Wireshark credits as setup frame, as it stands now. */
  setup(id: number): PacketIndex {
    return this.#setup.values[id]!;
  }

  time(id: number): Nanoseconds {
    return this.#time.values[id]!;
  }

  address(id: number): AddressId {
    return this.#keyAddress.values[this.#key.values[id]!]!;
  }

  port(id: number): number {
    return this.#keyPort.values[this.#key.values[id]!]!;
  }

  #isMedia(id: number): boolean {
    const role = this.#role.values[id]!;
    return role !== Role.rtcp && role !== Role.other;
  }

  #rtcpAt(address: AddressId, port: number): number {
    const own = this.#find(address, port);
    if (own >= 0) return this.#winner.values[own]!;
    const media = this.#find(address, port - 1);
    return media >= 0 && this.#isMedia(this.#winner.values[media]!) ? this.#winner.values[media]! : -1;
  }

  /** Exact media before what is beyond the limit, before RTCP and alternatives; then the highest setup frame, the newest of equals. */
  #choose(key: number, id: number): void {
    const winner = this.#winner.values[key]!;
    if (winner === id) return;
    if (winner >= 0) {
      const rank = this.#rank(id) - this.#rank(winner);
      if (rank > 0 || (rank === 0 && this.#setup.values[id]! < this.#setup.values[winner]!)) return;
    }
    this.#winner.values[key] = id;
    this.#changed(key);
  }

  #changed(key: number): void {
    if (this.isWatched(this.#keyAddress.values[key]!, this.#keyPort.values[key]!)) this.revision++;
  }

  #rank(id: number): number {
    const role = this.#role.values[id]!;
    if (role === Role.media || role === Role.udptl) return (this.#bits.values[id]! & MediaBit.beyondWiresharkLimit) === 0 ? 0 : 1;
    return role === Role.candidate ? 2 : role === Role.signalling ? 3 : 4;
  }

  #isSame(id: number, one: MediaAnnouncement): boolean {
    const isSameLimit = ((this.#bits.values[id]! ^ one.bits) & MediaBit.beyondWiresharkLimit) === 0;
    return (
      isSameLimit &&
      this.#call.values[id] === one.call &&
      this.#side.values[id] === one.side &&
      this.#role.values[id] === one.role &&
      this.#map.values[id] === one.map &&
      this.#kind.values[id] === one.kind
    );
  }

  #add(key: number, older: number, one: MediaAnnouncement): number {
    this.#key.push(key);
    this.#older.push(older);
    this.#role.push(one.role);
    this.#bits.push(one.bits);
    this.#kind.push(one.kind);
    this.#line.push(Math.min(255, one.line));
    this.#side.push(one.side);
    this.#map.push(one.map);
    this.#message.push(one.message);
    this.#call.push(one.call);
    this.#packet.push(one.packet);
    this.#setup.push(one.setup);
    return this.#time.push(one.time);
  }

  #find(address: AddressId, port: number): number {
    const mask = this.#slots.length - 1;
    const word = address >>> 0;
    for (let slot = mix(word, port) & mask; ; slot = (slot + 1) & mask) {
      const key = this.#slots[slot]!;
      if (key < 0) return -1;
      if (this.#keyAddress.values[key] === word && this.#keyPort.values[key] === port) return key;
    }
  }

  #findOrAdd(address: AddressId, port: number): number {
    const found = this.#find(address, port);
    if (found >= 0) return found;
    const key = this.#keyAddress.push(address >>> 0);
    this.#keyPort.push(port);
    this.#newest.push(-1);
    this.#winner.push(-1);
    if (key * 2 >= this.#slots.length) this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    else return this.#place(key);
    for (let row = 0; row <= key; row++) this.#place(row);
    return key;
  }

  #place(key: number): number {
    const mask = this.#slots.length - 1;
    let slot = mix(this.#keyAddress.values[key]!, this.#keyPort.values[key]!) & mask;
    while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = key;
    return key;
  }
}
