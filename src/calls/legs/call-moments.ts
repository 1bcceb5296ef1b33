/**
 * When a call rang, ended and was hung up, and which boxes its INVITE reached: what is compared between two Call-IDs. Made when a
 * pair is looked at, and kept: few calls of a capture are ever part of one.
 */
import type { CallIndex, Nanoseconds } from '../../base/units.ts';
import { Method } from '../../sip/method.ts';
import { Flag } from '../message-fields.ts';
import type { MessageTable } from '../message-table.ts';
import type { LegKeys } from './leg-keys.ts';
import { LegKey } from './leg-keys.ts';
import { userKey } from './user-key.ts';

export interface CallMoments {
  readonly source: number;
  readonly destination: number;
  /** nodes that received the INVITE, in order */
  readonly invited: readonly number[];
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  /** moments; NaN not there */
  readonly ringing: Nanoseconds;
  readonly finalAt: Nanoseconds;
  readonly bye: Nanoseconds;
  /** 0 none; challenges are none */
  readonly final: number;
  /** 0 when nobody is named */
  readonly caller: number;
  readonly called: readonly number[];
  /** users that other headers name */
  readonly identities: readonly number[];
}

/** nodes an INVITE is followed through */
const MOST_HOPS = 16;

export class Moments {
  readonly table: MessageTable;
  readonly #kept = new Map<CallIndex, CallMoments>();
  /** addresses that talk to themselves: several programs on one host are told apart by their ports */
  readonly #split: ReadonlySet<number>;

  constructor(table: MessageTable) {
    this.table = table;
    this.#split = splitAddresses(table);
  }

  /** A box: an address, or an address and port where programs of one host talk to each other. */
  node(endpoint: number): number {
    const { endpoints } = this.table;
    const address = endpoints.address(endpoint);
    return this.#split.has(address) ? 0x1_0000_0000 + address * 0x10000 + endpoints.port(endpoint) : address;
  }

  of(call: CallIndex): CallMoments {
    let moments = this.#kept.get(call);
    if (moments === undefined) this.#kept.set(call, (moments = this.#read(call)));
    return moments;
  }

  #read(call: CallIndex): CallMoments {
    const { table } = this;
    const { calls } = table;
    const first = calls.firstInvite.values[call]!;
    let ringing = NaN;
    let finalAt = NaN;
    let final = 0;
    let bye = NaN;
    const invited: number[] = [];
    for (let message = calls.tail.values[call]!; message >= 0; message = table.previous(message)) {
      if ((table.flags(message) & (Flag.retransmission | Flag.captureDuplicate)) !== 0) continue;
      const status = table.status(message);
      const time = table.time(message);
      if (status === 0) {
        const method = table.method(message);
        if (method === Method.BYE) bye = time;
        else if (method === Method.INVITE && table.toTag(message) === 0) addNode(invited, this.node(table.destination(message)));
      } else if (table.cseqMethod(message) === Method.INVITE) {
        // from newest to oldest: what is left is the first ringing and the first answer
        if (status === 180 || status === 183) ringing = time;
        else if (status >= 200 && status !== 401 && status !== 407) [final, finalAt] = [status, time];
      }
    }
    return {
      source: first < 0 ? -1 : this.node(table.source(first)),
      destination: first < 0 ? -1 : this.node(table.destination(first)),
      invited,
      start: table.time(first < 0 ? calls.head.values[call]! : first),
      end: table.time(calls.tail.values[call]!),
      ringing,
      finalAt,
      final,
      bye,
      caller: this.#user(calls.fromUri.values[call]!),
      called: [this.#user(calls.requestUri.values[call]!), this.#user(calls.toUri.values[call]!)].filter((user) => user !== 0),
      identities: identitiesOf(table.legKeys, call),
    };
  }

  #user(text: number): number {
    if (text < 0) return 0;
    const octets = this.table.texts.octets(text);
    return userKey(octets, 0, octets.length);
  }
}

function addNode(nodes: number[], node: number): void {
  if (nodes.length < MOST_HOPS && !nodes.includes(node)) nodes.push(node);
}

function splitAddresses(table: MessageTable): Set<number> {
  const split = new Set<number>();
  const { firstInvite } = table.calls;
  for (let call = 0; call < firstInvite.length; call++) {
    const invite = firstInvite.values[call]!;
    if (invite >= 0 && table.sourceAddress(invite) === table.destinationAddress(invite)) split.add(table.sourceAddress(invite));
  }
  return split;
}

function identitiesOf(keys: LegKeys, call: CallIndex): number[] {
  const users: number[] = [];
  for (let row = keys.newest(call); row >= 0; row = keys.older.values[row]!) if (keys.kind.values[row] === LegKey.identity) users.push(keys.low.values[row]!);
  return users;
}
