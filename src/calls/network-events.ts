/**
 * What the network said of SIP and RTP besides carrying it: ICMP errors that quote a datagram, connections that ended, plain
 * TLS alerts, datagrams whose fragments never all came. Few in any honest capture; bounded in every other. Flows are pairs
 * of endpoints (endpoint-table.ts), so that a rule finds those of a hop by two numbers.
 */
import type { AddressId, CallIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import type { EndpointId } from './endpoint-table.ts';
import { NameLookups } from './name-lookups.ts';

/** flows remembered of each kind, and packets of each flow */
const FLOWS_KEPT = 4096;
const PACKETS_KEPT = 20;
const PAIR = 0x4000000;

/** What an ICMP error says, as far as a caller may be told. */
export const unreachables = ['network', 'host', 'port', 'protocol', 'prohibited'] as const;
export type Unreachable = (typeof unreachables)[number];

export interface FlowEvents {
  /** of the packet that was quoted or that ended the connection */
  readonly source: EndpointId;
  readonly destination: EndpointId;
  readonly packets: PacketIndex[];
  readonly times: Nanoseconds[];
  count: number;
}

/** Errors that say something else than that nobody is there. */
export const otherErrors = ['tooBig', 'timeExceeded', 'parameter'] as const;
export type IcmpError = Unreachable | (typeof otherErrors)[number];

/** One ICMP error of a flow: who sent it, a word for what it quotes ('' unknown), and the call whose Call-ID that holds, -1 for none. */
export interface Quoted {
  readonly what: IcmpError;
  readonly by: AddressId;
  readonly name: string;
  readonly call: CallIndex;
}

export interface ErrorFlow extends FlowEvents {
  /** of the first one */
  readonly what: IcmpError;
  /** who sent the first one */
  readonly by: AddressId;
  /** by packet */
  readonly quotes: Quoted[];
}

export interface UnreachableFlow extends ErrorFlow {
  readonly what: Unreachable;
}

export interface EndedFlow extends FlowEvents {
  /** by packet: RST, else FIN */
  readonly resets: boolean[];
}

export interface AlertFlow extends FlowEvents {
  /** description of the first alert (RFC 8446 section 6) */
  readonly description: number;
}

/** A TLS handshake that was begun by source and never ended. */
export interface OpenHandshake extends FlowEvents {
  /** the server said something */
  readonly isAnswered: boolean;
}

export interface LostFragments {
  readonly packets: readonly PacketIndex[];
  readonly source: AddressId;
  readonly destination: AddressId;
  /** of the message whose first fragment came */
  readonly callId: Uint8Array | undefined;
  /** as in the message table, to tell whether it came whole another time */
  readonly branch: number;
  readonly cseqNumber: number;
  readonly status: number;
}

export class NetworkEvents {
  readonly #unreachable = new Map<number, UnreachableFlow>();
  readonly #otherErrors = new Map<number, ErrorFlow>();
  readonly #ended = new Map<number, EndedFlow>();
  readonly #alerts = new Map<number, AlertFlow>();
  readonly #handshakes = new Map<number, OpenHandshake>();
  readonly lostFragments: LostFragments[] = [];
  /** octets of connections that were never seen though what came after them was */
  unseen = 0;
  readonly lookups: NameLookups = new NameLookups();

  /** Nothing more is kept: then there is no need to look. */
  get isFull(): boolean {
    return this.#unreachable.size >= FLOWS_KEPT || this.#alerts.size >= FLOWS_KEPT;
  }

  get hasErrors(): boolean {
    return this.#unreachable.size + this.#otherErrors.size > 0;
  }

  get hasUnreachable(): boolean {
    return this.#unreachable.size > 0;
  }

  get hasEnded(): boolean {
    return this.#ended.size > 0;
  }

  get alerts(): IterableIterator<AlertFlow> {
    return this.#alerts.values();
  }

  /** TLS handshakes on the way of SIP that never ended */
  get openHandshakes(): IterableIterator<OpenHandshake> {
    return this.#handshakes.values();
  }

  /** ICMP errors that quote datagrams from source to destination. */
  unreachable(source: EndpointId, destination: EndpointId): UnreachableFlow | undefined {
    return this.#unreachable.get(source * PAIR + destination);
  }

  /** All ICMP errors that quote packets from source to destination, at most one flow for those that nobody is there, and one for others. */
  errors(source: EndpointId, destination: EndpointId): ErrorFlow[] {
    const key = source * PAIR + destination;
    return [this.#unreachable.get(key), this.#otherErrors.get(key)].filter((flow) => flow !== undefined);
  }

  /** RST and FIN on the connection between two endpoints, whoever sent them. */
  ended(a: EndpointId, b: EndpointId): EndedFlow | undefined {
    return this.#ended.get(a < b ? a * PAIR + b : b * PAIR + a);
  }

  noteUnreachable(source: EndpointId, destination: EndpointId, what: Unreachable, by: AddressId, packet: PacketIndex, time: Nanoseconds, quoted: Quoted): void {
    const make = (): UnreachableFlow => ({ source, destination, what, by, packets: [], times: [], quotes: [], count: 0 });
    const flow = add(this.#unreachable, source * PAIR + destination, make, packet, time);
    if (flow !== undefined && flow.quotes.length < flow.packets.length) flow.quotes.push(quoted);
  }

  noteOtherError(source: EndpointId, destination: EndpointId, what: IcmpError, by: AddressId, packet: PacketIndex, time: Nanoseconds, quoted: Quoted): void {
    const make = (): ErrorFlow => ({ source, destination, what, by, packets: [], times: [], quotes: [], count: 0 });
    const flow = add(this.#otherErrors, source * PAIR + destination, make, packet, time);
    if (flow !== undefined && flow.quotes.length < flow.packets.length) flow.quotes.push(quoted);
  }

  noteEnded(a: EndpointId, b: EndpointId, isReset: boolean, packet: PacketIndex, time: Nanoseconds): void {
    const make = (): EndedFlow => ({ source: a, destination: b, resets: [], packets: [], times: [], count: 0 });
    const flow = add(this.#ended, a < b ? a * PAIR + b : b * PAIR + a, make, packet, time);
    if (flow !== undefined && flow.resets.length < flow.packets.length) flow.resets.push(isReset);
  }

  noteAlert(source: EndpointId, destination: EndpointId, description: number, packet: PacketIndex, time: Nanoseconds): void {
    const make = (): AlertFlow => ({ source, destination, description, packets: [], times: [], count: 0 });
    add(this.#alerts, source * PAIR + destination, make, packet, time);
  }

  noteOpenHandshake(source: EndpointId, destination: EndpointId, isAnswered: boolean, packet: PacketIndex, time: Nanoseconds): void {
    const make = (): OpenHandshake => ({ source, destination, isAnswered, packets: [], times: [], count: 0 });
    add(this.#handshakes, source * PAIR + destination, make, packet, time);
  }

  noteLostFragments(lost: LostFragments): void {
    if (this.lostFragments.length < FLOWS_KEPT) this.lostFragments.push(lost);
  }
}

function add<T extends FlowEvents>(flows: Map<number, T>, key: number, make: () => T, packet: PacketIndex, time: Nanoseconds): T | undefined {
  let flow = flows.get(key);
  if (flow === undefined) {
    if (flows.size === FLOWS_KEPT) return undefined;
    flows.set(key, (flow = make()));
  }
  flow.count++;
  if (flow.packets.length < PACKETS_KEPT) {
    flow.packets.push(packet);
    flow.times.push(time);
  }
  return flow;
}
