/**
 * The round trip as Wireshark 4.0 computes it (packet-rtcp.c, verified with tshark; semantics 3): whole milliseconds, the last
 * sender report of a conversation alone, without looking at the SSRC. A conversation is the receiving endpoint; where an SDP announced only the other end, it is that
 * one, so that both sides' reports share it. A later block of the same packet repeats the first
 * match. Wireshark hides a result within 10 ms of zero, and has the whole calculation off by default.
 */
import type { AddressId, PacketIndex } from '../base/units.ts';

const HIDDEN_BELOW = 10;
const CONVERSATIONS = 262_144;

export interface WiresharkRoundTrip {
  /** `rtcp.lsr-frame`: the packet with the sender report */
  readonly reportPacket: PacketIndex;
  /** `rtcp.lsr-frame-captured`, milliseconds */
  readonly gap: number;
  /** `rtcp.roundtrip-delay`, milliseconds; undefined when Wireshark hides it */
  readonly delay: number | undefined;
}

/** Addresses and ports of the packet that is looked at. */
export interface ReportPath {
  readonly source: AddressId;
  readonly sourcePort: number;
  readonly destination: AddressId;
  readonly destinationPort: number;
}

interface LastReport {
  readonly key: number;
  readonly time: bigint;
  readonly packet: PacketIndex;
}

export class WiresharkRoundTrips {
  readonly #last = new Map<string, LastReport>();
  readonly #isAnnounced: (address: AddressId, port: number) => boolean;
  #packet: PacketIndex = -1;
  #hasReport = false;
  #match: WiresharkRoundTrip | undefined;

  /** @param isAnnounced whether an SDP announced RTCP at an endpoint */
  constructor(isAnnounced: (address: AddressId, port: number) => boolean) {
    this.#isAnnounced = isAnnounced;
  }

  /** A sender report of packet `packet`; only the first of a packet counts. `time` is epoch nanoseconds. */
  senderReport(packet: PacketIndex, way: ReportPath, key: number, time: bigint): void {
    this.#begin(packet);
    if (this.#hasReport) return;
    this.#hasReport = true;
    const conversation = this.#conversation(way.destination, way.destinationPort, way.source, way.sourcePort);
    if (this.#last.size < CONVERSATIONS || this.#last.has(conversation)) this.#last.set(conversation, { key, time, packet });
  }

  /** A report block with these LSR and DLSR; undefined when Wireshark shows nothing. */
  block(packet: PacketIndex, way: ReportPath, lastReport: number, delay: number, time: bigint): WiresharkRoundTrip | undefined {
    this.#begin(packet);
    if (this.#match !== undefined) return this.#match;
    const last = this.#last.get(this.#conversation(way.source, way.sourcePort, way.destination, way.destinationPort));
    if (last?.key !== lastReport) return undefined;
    const gap = gapOf(last.time, time);
    const roundTrip = gap - Math.trunc((delay / 65536) * 1000);
    return (this.#match = { reportPacket: last.packet, gap, delay: Math.abs(roundTrip) < HIDDEN_BELOW ? undefined : roundTrip });
  }

  #conversation(address: AddressId, port: number, other: AddressId, otherPort: number): string {
    if (this.#isAnnounced(address, port)) return `${address}:${port}`;
    return this.#isAnnounced(other, otherPort) ? `${other}:${otherPort}` : `${address}:${port}:${otherPort}`;
  }

  #begin(packet: PacketIndex): void {
    if (packet === this.#packet) return;
    this.#packet = packet;
    this.#hasReport = false;
    this.#match = undefined;
  }
}

/** Seconds and nanoseconds are subtracted apart, and the nanoseconds cut to milliseconds. */
function gapOf(from: bigint, to: bigint): number {
  const second = 1_000_000_000n;
  return Number(to / second - from / second) * 1000 + Math.trunc(Number((to % second) - (from % second)) / 1_000_000);
}
