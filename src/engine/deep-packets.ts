/**
 * What packets carry beside media, read again from the file: marks of quality of service (RFC 2474) and VLAN tags, checks of
 * ICE between endpoints that a call announced. A bounded number of packets each.
 */
import type { CallIndex, PacketIndex } from '../base/units.ts';
import type { MediaLines } from '../calls/media-lines.ts';
import type { MessageTable } from '../calls/message-table.ts';
import { Flag } from '../calls/message-fields.ts';
import { SLAB_ROWS } from '../capture/packet-table.ts';
import { readRecords } from '../capture/record.ts';
import type { DeepFacts, DeepStream } from '../findings/deep-facts.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { handshakesOf } from './deep-handshakes.ts';
import { Kind } from './kinds.ts';
import type { Tables } from './tables.ts';

/** packets of STUN looked at, in all and of one call */
const MOST_KEPT = 100_000;
const MOST_OF_CALL = 2000;
const ETHERNET = 1;
const TAGGED: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
/** after the last message media may still be set up */
const AFTERMATH = 10e9;

export class DeepPackets {
  readonly #tables: Tables;
  readonly #layers: Layers = createLayers();
  #rows: readonly PacketIndex[] | undefined;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  get hasHandshakes(): boolean {
    const { kindCounts } = this.#tables;
    return kindCounts[Kind.stun]! > 0 || this.#tables.handshakes.all.length > 0;
  }

  /** Marks and tags of packets, in the order asked; those that cannot be read are left out. */
  async marks(wanted: readonly PacketIndex[]): Promise<DeepStream['marks']> {
    const found = new Map<PacketIndex, { packet: PacketIndex; dscp: number; vlan: number }>();
    await this.#each(wanted, (packet, octets, linkType) => {
      const { networkAt, isIpv6 } = this.#layers;
      if (networkAt < 0 || networkAt + 2 > octets.length) return;
      // ends without a header (an exported PDU) have no marks
      if (octets[networkAt]! >> 4 !== (isIpv6 ? 6 : 4)) return;
      const dscp = isIpv6 ? ((octets[networkAt]! & 0x0f) << 2) | (octets[networkAt + 1]! >> 6) : octets[networkAt + 1]! >> 2;
      const isTagged = linkType === ETHERNET && octets.length > 16 && TAGGED.has((octets[12]! << 8) | octets[13]!);
      found.set(packet, { packet, dscp, vlan: isTagged ? (octets[14]! << 8) | octets[15]! : -1 });
    });
    return wanted.map((packet) => found.get(packet)).filter((one) => one !== undefined);
  }

  /** DTLS and STUN between endpoints of the call's descriptions, from its first message until shortly after its last. */
  async handshakes(call: CallIndex, lines: MediaLines, messages: MessageTable): Promise<Pick<DeepFacts, 'handshake' | 'checks'>> {
    if (!this.hasHandshakes) return { handshake: undefined, checks: undefined };
    const { calls } = messages;
    const places = new Set<string>();
    let flags = 0;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message)) {
      flags |= messages.flags(message);
      for (let row = lines.first(message); lines.message(row) === message; row++) places.add(`${lines.address(row)} ${lines.port(row)}`);
    }
    const from = messages.time(calls.head.values[call]!);
    const to = messages.time(calls.tail.values[call]!) + AFTERMATH;
    return {
      handshake: (flags & Flag.sdpFingerprint) === 0 ? undefined : await handshakesOf(this.#tables, call, (place) => places.has(place), from, to),
      checks: (flags & Flag.sdpIce) === 0 ? undefined : await this.#checks(this.#between(this.#kinds(), from, to), places),
    };
  }

  #kinds(): readonly PacketIndex[] {
    if (this.#rows !== undefined) return this.#rows;
    const { packets } = this.#tables;
    const rows: PacketIndex[] = [];
    for (let base = 0; base < packets.length; base += SLAB_ROWS) {
      const { kind } = packets.slab(base / SLAB_ROWS);
      const count = Math.min(SLAB_ROWS, packets.length - base);
      for (let i = 0; i < count; i++) if (kind[i] === Kind.stun && rows.length < MOST_KEPT) rows.push(base + i);
    }
    return (this.#rows = rows);
  }

  #between(rows: readonly PacketIndex[], from: number, to: number): readonly PacketIndex[] {
    const { packets } = this.#tables;
    return rows.filter((packet) => packets.time(packet) >= from && packets.time(packet) <= to).slice(0, MOST_OF_CALL);
  }

  /** Binding requests and their success responses (RFC 8489 section 5). */
  async #checks(rows: readonly PacketIndex[], places: ReadonlySet<string>): Promise<DeepFacts['checks']> {
    const { packets } = this.#tables;
    const asked: PacketIndex[] = [];
    let answers = 0;
    await this.#each(rows, (packet, octets) => {
      const { payloadAt: at, payloadEnd: end } = this.#layers;
      if (end - at < 20 || !this.#isOf(places)) return;
      const type = (octets[at]! << 8) | octets[at + 1]!;
      if (type === 0x0001) asked.push(packet);
      else if (type === 0x0101) answers++;
    });
    if (asked.length === 0) return undefined;
    asked.sort((a, b) => a - b);
    return { requests: asked.length, answers, packets: asked.slice(0, 20), span: (packets.time(asked.at(-1)!) - packets.time(asked[0]!)) / 1e6 };
  }

  #isOf(places: ReadonlySet<string>): boolean {
    const { source, sourcePort, destination, destinationPort } = this.#layers;
    return places.has(`${source} ${sourcePort}`) || places.has(`${destination} ${destinationPort}`);
  }

  /** Reads packets again; the layers are those of the packet at hand. */
  async #each(wanted: readonly PacketIndex[], each: (packet: PacketIndex, octets: Uint8Array, linkType: number) => void): Promise<void> {
    const { packets, interfaces, captures, addresses } = this.#tables;
    for (const capture of captures.keys()) {
      const own = wanted.filter((packet) => interfaces.at(packets.interfaceIndex(packet)).capture === capture);
      if (own.length === 0) continue;
      own.sort((a, b) => packets.recordAt(a) - packets.recordAt(b));
      const rowOf = (i: number): ReturnType<typeof interfaces.at> => interfaces.at(packets.interfaceIndex(own[i]!));
      const at = own.map((packet) => packets.recordAt(packet));
      await readRecords(captures[capture]!.source, at, rowOf, (i, { octets }) => {
        const { linkType } = rowOf(i);
        walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, linkType, addresses, this.#layers);
        if (this.#layers.outcome === outcomes.UDP || this.#layers.outcome === outcomes.TCP) each(own[i]!, octets, linkType);
      });
    }
  }
}
