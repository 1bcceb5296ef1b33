/**
 * What is wrong with the octets, as data: a code, a place, the standard that says so. Truncated and malformed are
 * different codes. The log counts every code and keeps the first hundred places of each, so it cannot grow without bound.
 */
import type { PacketIndex } from './units.ts';

export interface Diagnostic {
  /** dotted, floor or protocol first: `udp.length-below-header`, `pcap.truncated`, `sip.content-length-too-large` */
  readonly code: string;
  /** the packet, or -1 when it concerns the file */
  readonly packet: PacketIndex;
  /** where in the packet's captured octets (or in the file when packet is -1), and how many; -1 when unknown */
  readonly at: number;
  readonly length: number;
}

export interface DiagnosticCount {
  readonly code: string;
  readonly count: number;
  readonly first: readonly Diagnostic[];
}

const KEPT = 100;

export class DiagnosticLog {
  readonly #byCode = new Map<string, { count: number; first: Diagnostic[] }>();
  /** How many were reported in all. */
  total = 0;

  report(code: string, packet: PacketIndex = -1, at = -1, length = -1): void {
    this.total++;
    let entry = this.#byCode.get(code);
    if (entry === undefined) this.#byCode.set(code, (entry = { count: 0, first: [] }));
    entry.count++;
    if (entry.first.length < KEPT) entry.first.push({ code, packet, at, length });
  }

  /** Every code with its count and first places, most frequent first. */
  counts(): DiagnosticCount[] {
    return [...this.#byCode.entries()]
      .map(([code, { count, first }]) => ({ code, count, first }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  }
}
