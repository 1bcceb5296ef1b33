/** What every query of the contract shares: paging, sorting, places, endpoints. Types only; plain data crosses. */
import type { FrameNumber, Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';

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

/** What a source could not say: text often has whole seconds, no time, or no addresses. */
export interface SourceLimits {
  /** durations below this are unknown; 0 none is, Infinity all are: there was no time */
  readonly timeStep: Milliseconds;
  /** addresses that stand for some that were not named (RFC 5737) */
  readonly standIns: readonly string[];
}

/** Where a packet comes from that was never captured, and what of it is made up. */
export interface PacketOrigin {
  readonly from:
    | { readonly kind: 'text'; readonly first: number; readonly last: number }
    | { readonly kind: 'rtpdump'; readonly number: number; readonly at: number };
  /** IP and UDP around a message; tags with its ends and transport; none: a dump has its own */
  readonly headers: 'datagram' | 'tags' | 'none';
  /** as written, to the second, or made up */
  readonly clock: 'exact' | 'seconds' | 'none';
  /** no address was named: one that RFC 5737 keeps for examples stands for it */
  readonly source: boolean;
  readonly destination: boolean;
}

export type Transport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss' | 'sctp';

/** Nanoseconds on the time line; `undefined` is unknown. */
export type Moment = Nanoseconds;
