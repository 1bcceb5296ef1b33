/**
 * Where RTCP of the open captures is: a row for each packet with its addresses and the kinds of report inside, and which
 * SSRCs it names. What it says is read again from the file when a stream is looked at (rtcp-reader.ts). About sixty octets a
 * packet, no object; bounded by limits.rtcpMentions, beyond which later packets are counted and no more.
 */
import { int32Column, uint32Column, uint8Column, type Column } from '../base/column.ts';
import { limits } from '../base/limits.ts';
import type { AddressId, PacketIndex } from '../base/units.ts';
import { KeyTable } from '../rtp/key-table.ts';

/** Kinds of packet in a datagram; none: it could not be read (encrypted, cut). */
export const reportBits = { senderReport: 1, receiverReport: 2, description: 4, bye: 8, application: 16, feedback: 32, extended: 64, other: 128 } as const;

/** By packet type from 192. */
const BITS: Uint8Array = new Uint8Array(32).fill(reportBits.other);
BITS.set([reportBits.feedback, reportBits.feedback], 0);
BITS.set(
  [
    reportBits.senderReport,
    reportBits.receiverReport,
    reportBits.description,
    reportBits.bye,
    reportBits.application,
    reportBits.feedback,
    reportBits.feedback,
    reportBits.extended,
  ],
  8,
);

export class ReportIndex {
  /** packets that are not in the index because it is full */
  omitted = 0;
  readonly #packet: Column<Uint32Array> = uint32Column();
  readonly #source: Column<Uint32Array> = uint32Column();
  readonly #destination: Column<Uint32Array> = uint32Column();
  readonly #ports: Column<Uint32Array> = uint32Column();
  readonly #kinds: Column<Uint8Array> = uint8Column();
  /** row before on the same flow, -1 none */
  readonly #flowBefore: Column<Int32Array> = int32Column();
  readonly #flows = new KeyTable(64);
  readonly #flowTail: Column<Int32Array> = int32Column();
  readonly #ssrcs = new KeyTable(64);
  readonly #ssrcTail: Column<Int32Array> = int32Column();
  readonly #mentionRow: Column<Int32Array> = int32Column();
  readonly #mentionBefore: Column<Int32Array> = int32Column();

  get count(): number {
    return this.#packet.length;
  }

  /** A new row; -1 when the index is full. @param ports source port << 16 | destination port, unsigned */
  open(packet: PacketIndex, source: AddressId, destination: AddressId, ports: number): number {
    if (this.#mentionRow.length >= limits.rtcpMentions) {
      this.omitted++;
      return -1;
    }
    const flow = this.#flows.add(source, destination, ports, 0);
    if (flow === this.#flowTail.length) this.#flowTail.push(-1);
    this.#flowBefore.push(this.#flowTail.values[flow]!);
    this.#source.push(source);
    this.#destination.push(destination);
    this.#ports.push(ports);
    this.#kinds.push(0);
    return (this.#flowTail.values[flow] = this.#packet.push(packet));
  }

  addKind(row: number, type: number): void {
    this.#kinds.values[row]! |= BITS[type - 192] ?? reportBits.other;
  }

  /** The packet of a row names this SSRC; naming it again changes nothing. */
  mention(row: number, ssrc: number): void {
    const id = this.#ssrcs.add(ssrc, 0, 0, 0);
    if (id === this.#ssrcTail.length) this.#ssrcTail.push(-1);
    const before = this.#ssrcTail.values[id]!;
    if (before >= 0 && this.#mentionRow.values[before] === row) return;
    this.#mentionRow.push(row);
    this.#ssrcTail.values[id] = this.#mentionBefore.push(before);
  }

  packet(row: number): PacketIndex {
    return this.#packet.values[row]!;
  }

  source(row: number): AddressId {
    return this.#source.values[row]!;
  }

  destination(row: number): AddressId {
    return this.#destination.values[row]!;
  }

  sourcePort(row: number): number {
    return this.#ports.values[row]! >>> 16;
  }

  destinationPort(row: number): number {
    return this.#ports.values[row]! & 0xffff;
  }

  /** reportBits */
  kinds(row: number): number {
    return this.#kinds.values[row]!;
  }

  /** Rows that name an SSRC, oldest first. */
  naming(ssrc: number): number[] {
    const rows: number[] = [];
    const id = this.#ssrcs.find(ssrc, 0, 0, 0);
    for (let at = id < 0 ? -1 : this.#ssrcTail.values[id]!; at >= 0; at = this.#mentionBefore.values[at]!) rows.push(this.#mentionRow.values[at]!);
    return rows.reverse();
  }

  /** Flows: pairs of endpoints in one direction, numbered from 0. */
  get flows(): number {
    return this.#flowTail.length;
  }

  /** Newest row of a flow; its addresses are the flow's. */
  newestOf(flow: number): number {
    return this.#flowTail.values[flow]!;
  }

  /** Rows of a flow, oldest first. */
  ofFlow(flow: number): number[] {
    return this.#chain(flow);
  }

  /** Rows from one endpoint to another, oldest first. */
  between(source: AddressId, sourcePort: number, destination: AddressId, destinationPort: number): number[] {
    return this.#chain(this.#flows.find(source, destination, ((sourcePort << 16) | destinationPort) >>> 0, 0));
  }

  #chain(flow: number): number[] {
    const rows: number[] = [];
    for (let row = flow < 0 ? -1 : this.#flowTail.values[flow]!; row >= 0; row = this.#flowBefore.values[row]!) rows.push(row);
    return rows.reverse();
  }
}
