/** What every query of the contract shares: paging, sorting, places, endpoints. Types only; plain data crosses. */
import type { FrameNumber, Nanoseconds, PacketIndex } from '../base/units.ts';

export interface Page {
  readonly offset: number;
  /** rows wanted; the engine never gives more than 1000 */
  readonly limit: number;
}

export interface Paged<Row> {
  readonly rows: readonly Row[];
  /** rows that match, over all pages */
  readonly total: number;
  /** rises while indexing runs or analysis changes; ask again when it differs */
  readonly revision: number;
}

export interface Sort<Column extends string> {
  readonly column: Column;
  readonly descending: boolean;
}

/** A packet as people name it. `capture` is an index into Overview.captures. */
export interface PacketPlace {
  readonly packet: PacketIndex;
  readonly frame: FrameNumber;
  readonly capture: number;
}

export interface Endpoint {
  /** canonical text (RFC 5952 for IPv6) */
  readonly address: string;
  /** 0 when the packet has none */
  readonly port: number;
}

export type Transport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss' | 'sctp';

/** Nanoseconds on the time line; `undefined` is unknown. */
export type Moment = Nanoseconds;
