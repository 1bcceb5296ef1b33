/**
 * The interfaces of all open captures in one list, so that a packet names its link type, its capture and the form of its
 * record by one 16-bit index. A classic pcap file has one interface. Indices are never reused.
 */

import type { MadeOrigin } from './made-origin.ts';

/** How records of an interface lie in the file: what readRecord() needs to find a packet again. */
export interface RecordForm {
  readonly format: 'pcap' | 'pcapng' | 'snoop';
  readonly littleEndian: boolean;
  /** octets before a packet's own in classic pcap: 16; 24, 28 or 20 in modified variants */
  readonly headerLength: number;
  /** the two length fields stand the other way round: never, always (pcap before 2.3), or when that alone makes sense (2.3) */
  readonly swapped: 'never' | 'always' | 'maybe';
}

export interface CaptureInterface {
  readonly capture: number;
  /** -1 for packet-like blocks that belong to no interface */
  readonly linkType: number;
  /** octets a packet was cut to; 0 is no limit */
  readonly snapLength: number;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly comments: readonly string[];
  /** nanoseconds per tick as text: "1000", "1", "0.001", "2^-64 s" */
  readonly resolution: string;
  /** its packets were made of text or rtpdump, and this of them is made up */
  readonly made?: MadeOrigin | undefined;
  readonly form: RecordForm;
  packets: number;
  /** from interface statistics; Number.MAX_SAFE_INTEGER stands for that or more */
  received: number | undefined;
  dropped: number | undefined;
}

const MOST = 65_535;

export class InterfaceTable {
  readonly rows: CaptureInterface[] = [];

  /** The new interface's index, or -1 when 65,535 are there already. */
  add(row: CaptureInterface): number {
    if (this.rows.length >= MOST) return -1;
    this.rows.push(row);
    return this.rows.length - 1;
  }

  /** The interface of an index; the index must be one that add() gave. */
  at(index: number): CaptureInterface {
    return this.rows[index]!;
  }

  /** The interfaces of one capture, in the order they were declared; the nameless home of interface-less blocks is left out. */
  ofCapture(capture: number): CaptureInterface[] {
    return this.rows.filter((row) => row.capture === capture && row.linkType >= 0);
  }
}
