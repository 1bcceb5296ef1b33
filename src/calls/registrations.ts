/**
 * Bindings (RFC 3261 section 10, semantics 5.7): address of record and Contact URI, with what became of each REGISTER for
 * them. Fed with whole Call-IDs in order of first message; of proxied REGISTERs the hop nearest the phone counts.
 */
import type { CallIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { thresholds } from './call-state.ts';
import { Chain } from './chain.ts';
import { isRefusedCredentials } from './dialog-summary.ts';
import type { EndpointId } from './endpoint-table.ts';
import { Fact } from './fact-table.ts';
import type { MessageTable } from './message-table.ts';
import { Transactions } from './transactions.ts';

/** In the order of the contract's bindingStates (a test compares them). */
export const BindingStateId = { REGISTERED: 0, EXPIRED: 1, DEREGISTERED: 2, CHALLENGED: 3, FAILED: 4, NO_RESPONSE: 5, QUERY: 6 } as const;

/** Registrations without any expiry last an hour (RFC 3261 section 10.2.1.1). */
const DEFAULT_EXPIRES = 3600;
/** a refresh may come this late before the binding counts as expired (finding REG-EXPIRE) */
const GRACE = 5e9;
const DROPS_KEPT = 100;
const CALLS_KEPT = 100;
const HISTORY_KEPT = 500;

export interface Binding {
  /** text ids; contact -1 for a query or a "*" that named nobody we know */
  readonly aor: number;
  readonly contact: number;
  state: number;
  start: Nanoseconds;
  last: Nanoseconds;
  /** seconds granted by the last 2xx and when that ends; undefined when there was none */
  expires: number | undefined;
  expiresAt: Nanoseconds | undefined;
  successes: number;
  refreshes: number;
  challenges: number;
  failures: number;
  lastStatus: number | undefined;
  /** mean seconds between successful refreshes */
  refreshInterval: number | undefined;
  firstSuccess: Nanoseconds;
  lastSuccess: Nanoseconds;
  /** moments at which it was taken away, and at which it came back after it had run out; the first DROPS_KEPT of each */
  readonly drops: { readonly time: Nanoseconds; readonly packet: PacketIndex }[];
  readonly lapses: { readonly time: Nanoseconds; readonly late: number; readonly packet: PacketIndex }[];
  source: EndpointId;
  destination: EndpointId;
  /** call row whose user agents describe the phone */
  readonly calls: CallIndex[];
  readonly history: { readonly time: Nanoseconds; readonly status: number; readonly packet: PacketIndex }[];
}

/** False for most Call-IDs that have no REGISTER: its first and its last message tell. */
export function mayRegister(table: MessageTable, call: CallIndex): boolean {
  const { head, tail } = table.calls;
  return table.cseqMethod(head.values[call]!) === Method.REGISTER || table.cseqMethod(tail.values[call]!) === Method.REGISTER;
}

export class Registrations {
  readonly bindings: Binding[] = [];
  readonly #table: MessageTable;
  readonly #ownChain: Chain = new Chain();
  readonly #ownTransactions: Transactions = new Transactions();
  /** of the Call-ID being read: this reader's own or borrowed */
  #chain: Chain = this.#ownChain;
  #transactions: Transactions = this.#ownTransactions;
  readonly #byAor = new Map<number, Map<number, Binding>>();
  readonly #contacts: number[] = [];
  readonly #expires: number[] = [];

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** Reads every REGISTER of a Call-ID. Call it once a Call-ID, then conclude(). */
  read(call: CallIndex): void {
    const chain = this.#ownChain.load(this.#table, call);
    this.readLoaded(chain, this.#ownTransactions.group(chain));
  }

  /** As read() for a Call-ID whose messages were loaded and grouped already. */
  readLoaded(chain: Chain, transactions: Transactions): void {
    this.#chain = chain;
    this.#transactions = transactions;
    const call = chain.call;
    let vias = 255;
    for (let i = 0; i < chain.length; i++) if (chain.isRequest(i, Method.REGISTER)) vias = Math.min(vias, chain.viaCount[i]!);
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const request = transactions.request[transaction]!;
      if (transactions.method[transaction] === Method.REGISTER && request >= 0 && chain.viaCount[request] === vias)
        this.#readTransaction(call, transaction, request);
    }
  }

  /** Ends the reading: bindings whose time has run out by `captureEnd` are EXPIRED, histories are in order of time. */
  conclude(captureEnd: Nanoseconds): readonly Binding[] {
    for (const binding of this.bindings) {
      if (binding.state === BindingStateId.REGISTERED && binding.expiresAt !== undefined && captureEnd > binding.expiresAt + GRACE)
        binding.state = BindingStateId.EXPIRED;
      binding.history.sort((a, b) => a.time - b.time);
      if (binding.successes > 1) binding.refreshInterval = (binding.lastSuccess - binding.firstSuccess) / 1e9 / (binding.successes - 1);
    }
    return this.bindings;
  }

  #readTransaction(call: CallIndex, transaction: number, request: number): void {
    const chain = this.#chain;
    const message = chain.message[request]!;
    const told = this.#table.fact(message, Fact.aor);
    const aor = told >= 0 ? told : this.#table.calls.toUri.values[call]!;
    const final = this.#transactions.firstFinal[transaction]!;
    this.#listContacts(message);
    const named = this.#contacts.length;
    if (named === 0 && this.#table.fact(message, Fact.contactStar) >= 0) return this.#dropAll(call, aor, request, final);
    if (named === 0) return this.#note(this.#binding(aor, -1, request), call, request, final, -1, true);
    const contacts = this.#contacts.slice();
    const expires = this.#expires.slice();
    const header = this.#table.fact(message, Fact.expires);
    // facts are listed newest first: the last is the first Contact of the message
    for (let n = named - 1; n >= 0; n--)
      this.#note(this.#binding(aor, contacts[n]!, request), call, request, final, expires[n]! >= 0 ? expires[n]! : header, false);
  }

  /** Contacts of a message and their own expiries, in this.#contacts and this.#expires. */
  #listContacts(message: number): void {
    const facts = this.#table.facts;
    this.#contacts.length = 0;
    this.#expires.length = 0;
    let own = -1;
    for (let row = this.#table.factHead(message); row >= 0; row = facts.next(row)) {
      const kind = facts.kind(row);
      if (kind === Fact.contactExpires) own = facts.value(row);
      if (kind !== Fact.contact) continue;
      this.#contacts.push(facts.value(row));
      this.#expires.push(own);
      own = -1;
    }
  }

  #dropAll(call: CallIndex, aor: number, request: number, final: number): void {
    const known = [...(this.#byAor.get(aor)?.values() ?? [])];
    if (known.length === 0) known.push(this.#binding(aor, -1, request));
    for (const binding of known) this.#note(binding, call, request, final, 0, false);
  }

  /** @param requested seconds asked for, -1 not said; 0 takes the binding away */
  #note(binding: Binding, call: CallIndex, request: number, final: number, requested: number, isQuery: boolean): void {
    const chain = this.#chain;
    const time = chain.time[final < 0 ? request : final]!;
    const status = final < 0 ? 0 : chain.status[final]!;
    const isNewest = time >= binding.last;
    binding.last = Math.max(binding.last, time);
    if (binding.calls.length < CALLS_KEPT && !binding.calls.includes(call)) binding.calls.push(call);
    if (binding.history.length < HISTORY_KEPT) binding.history.push({ time, status, packet: this.#table.packet(chain.message[final < 0 ? request : final]!) });
    if (final < 0) return this.#noteSilence(binding, request, isNewest);
    if (isNewest) binding.lastStatus = status;
    if (status === 401 || status === 407) {
      binding.challenges++;
      const isRefused = isRefusedCredentials(chain, request, final);
      if (isRefused) binding.failures++;
      if (isNewest && binding.state !== BindingStateId.REGISTERED) binding.state = isRefused ? BindingStateId.FAILED : BindingStateId.CHALLENGED;
    } else if (status >= 300) {
      binding.failures++;
      if (isNewest) binding.state = BindingStateId.FAILED;
    } else if (isQuery) binding.state = BindingStateId.QUERY;
    else this.#noteSuccess(binding, final, time, requested, isNewest);
  }

  #noteSuccess(binding: Binding, final: number, time: Nanoseconds, requested: number, isNewest: boolean): void {
    const granted = requested === 0 ? 0 : this.#granted(binding.contact, final, requested);
    if (!isNewest) return;
    if (granted === 0) {
      if (binding.drops.length < DROPS_KEPT) binding.drops.push({ time, packet: this.#table.packet(this.#chain.message[final]!) });
      binding.state = BindingStateId.DEREGISTERED;
      binding.expires = 0;
      binding.expiresAt = time;
      return;
    }
    this.#noteLapse(binding, final, time);
    if (binding.successes > 0 && binding.state === BindingStateId.REGISTERED) binding.refreshes++;
    if (binding.successes === 0) binding.firstSuccess = time;
    binding.lastSuccess = time;
    binding.successes++;
    binding.state = BindingStateId.REGISTERED;
    binding.expires = granted;
    binding.expiresAt = time + granted * 1e9;
  }

  /** It had run out before this success: calls did not reach it for a while. */
  #noteLapse(binding: Binding, final: number, time: Nanoseconds): void {
    const { expiresAt } = binding;
    if (binding.state !== BindingStateId.REGISTERED || expiresAt === undefined || time <= expiresAt + GRACE || binding.lapses.length === DROPS_KEPT) return;
    binding.lapses.push({ time, late: (time - expiresAt) / 1e9, packet: this.#table.packet(this.#chain.message[final]!) });
  }

  /** Expiry of our Contact in the 2xx, else its Expires header, else what was asked for, else an hour. */
  #granted(contact: number, final: number, requested: number): number {
    const message = this.#chain.message[final]!;
    this.#listContacts(message);
    const own = this.#contacts.indexOf(contact);
    const row = own >= 0 ? own : this.#contacts.length === 1 ? 0 : -1;
    if (row >= 0 && this.#expires[row]! >= 0) return this.#expires[row]!;
    const header = this.#table.fact(message, Fact.expires);
    if (header >= 0) return header;
    return requested >= 0 ? requested : DEFAULT_EXPIRES;
  }

  #noteSilence(binding: Binding, request: number, isNewest: boolean): void {
    if (!isNewest) return;
    const expiresAt = binding.expiresAt;
    const holds = binding.state === BindingStateId.REGISTERED && expiresAt !== undefined && expiresAt > this.#chain.time[request]! + thresholds.transaction;
    if (!holds) binding.state = BindingStateId.NO_RESPONSE;
  }

  #binding(aor: number, contact: number, request: number): Binding {
    let contacts = this.#byAor.get(aor);
    if (contacts === undefined) this.#byAor.set(aor, (contacts = new Map()));
    let binding = contacts.get(contact);
    if (binding !== undefined) return binding;
    const time = this.#chain.time[request]!;
    binding = {
      aor,
      contact,
      state: BindingStateId.NO_RESPONSE,
      start: time,
      last: time,
      expires: undefined,
      expiresAt: undefined,
      successes: 0,
      refreshes: 0,
      challenges: 0,
      failures: 0,
      lastStatus: undefined,
      refreshInterval: undefined,
      firstSuccess: time,
      lastSuccess: time,
      source: this.#chain.source[request]!,
      destination: this.#chain.destination[request]!,
      drops: [],
      lapses: [],
      calls: [],
      history: [],
    };
    contacts.set(contact, binding);
    this.bindings.push(binding);
    return binding;
  }
}
