/**
 * The round trip as Wireshark 4.0 computes it (packet-rtcp.c, verified with tshark; semantics 3): whole milliseconds, the last
 * sender report of a conversation alone, without looking at the SSRC. A later block of the same packet repeats the first
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

interface LastReport {
  readonly key: number;
  readonly time: bigint;
  readonly packet: PacketIndex;
}

export class WiresharkRoundTrips {
  readonly #last = new Map<string, LastReport>();
  #packet: PacketIndex = -1;
  #hasReport = false;
  #match: WiresharkRoundTrip | undefined;

  /** A sender report of packet `packet`; only the first of a packet counts. `time` is epoch nanoseconds. */
  senderReport(packet: PacketIndex, destination: AddressId, destinationPort: number, sourcePort: number, key: number, time: bigint): void {
    this.#begin(packet);
    if (this.#hasReport) return;
    this.#hasReport = true;
    const conversation = `${destination}:${destinationPort}:${sourcePort}`;
    if (this.#last.size < CONVERSATIONS || this.#last.has(conversation)) this.#last.set(conversation, { key, time, packet });
  }

  /** A report block with these LSR and DLSR; undefined when Wireshark shows nothing. */
  block(
    packet: PacketIndex,
    source: AddressId,
    sourcePort: number,
    destinationPort: number,
    lastReport: number,
    delay: number,
    time: bigint,
  ): WiresharkRoundTrip | undefined {
    this.#begin(packet);
    if (this.#match !== undefined) return this.#match;
    const last = this.#last.get(`${source}:${sourcePort}:${destinationPort}`);
    if (last?.key !== lastReport) return undefined;
    const gap = gapOf(last.time, time);
    const roundTrip = gap - Math.trunc((delay / 65536) * 1000);
    return (this.#match = { reportPacket: last.packet, gap, delay: Math.abs(roundTrip) < HIDDEN_BELOW ? undefined : roundTrip });
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
