/**
 * Labels that need more than one Call-ID (semantics 7): call waiting, three parties on one phone, conferences by their
 * members, the calls a transfer, a pickup or a parking place names, redirection to a new call, third-party call control.
 * note() remembers a call as it is labelled; concludeLinks() (conclude-links.ts) goes over all of them once, with maps over interned ids, and looks
 * at no more than a few calls for each. Times are nanoseconds.
 */
import { float64Column, int32Column, uint8Column, uint32Column, type Column } from '../base/column.ts';
import type { CallIndex } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import { State } from './call-state.ts';
import { Fact } from './fact-table.ts';
import type { LabelId } from './label-names.ts';
import type { CallView, DialogView } from './label-view.ts';
import type { MessageTable } from './message-table.ts';
import { UriTrait, type UriTraits } from './uri-traits.ts';

/** Bits of what is known of a call. */
export const Noted = { invite: 1, rang: 2, busy: 4, held: 8, featureCode: 16, parked: 32 } as const;

export interface HoldSpan {
  readonly from: number;
  readonly to: number;
  /** 1 caller, 2 callee */
  readonly by: number;
}

/** A call that names another by its Call-ID. */
export interface Naming {
  readonly call: CallIndex;
  readonly time: number;
  /** text id of the Call-ID named */
  readonly named: number;
  readonly how: 'replaces' | 'earlyOnly' | 'refer' | 'join';
}

/** Text ids and moments of what one call asks of another. */
export interface Asking {
  readonly call: CallIndex;
  readonly time: number;
  readonly uri: number;
}

/** An INVITE without SDP, whose 2xx offers and whose ACK answers. */
export interface Delayed {
  readonly call: CallIndex;
  readonly controller: number;
  readonly offer: number;
  readonly answer: number;
  readonly offered: number;
  readonly answered: number;
}

export class LinkedLabels {
  readonly table: MessageTable;
  readonly uris: UriTraits;
  /** by call; NaN and -1 for what is not there */
  readonly start: Column<Float64Array> = float64Column();
  readonly answered: Column<Float64Array> = float64Column();
  readonly ended: Column<Float64Array> = float64Column();
  readonly caller: Column<Uint32Array> = uint32Column();
  readonly callee: Column<Uint32Array> = uint32Column();
  readonly fromUser: Column<Int32Array> = int32Column();
  readonly toUser: Column<Int32Array> = int32Column();
  readonly bits: Column<Uint8Array> = uint8Column();
  readonly offer: Column<Uint32Array> = uint32Column();
  readonly holds: Map<CallIndex, readonly HoldSpan[]> = new Map();
  readonly namings: Naming[] = [];
  readonly redirections: Asking[] = [];
  readonly referrals: Asking[] = [];
  readonly delayed: Delayed[] = [];
  /** addresses (uris.address()) of foci; users and who watches them by dialog events */
  readonly foci: Set<number> = new Set();
  readonly watched: Map<number, Set<number>> = new Map();
  hasBusyAfterRinging = false;
  hasFeatureCode = false;
  #put: (call: CallIndex, label: LabelId) => void = () => {};

  constructor(table: MessageTable, uris: UriTraits) {
    this.table = table;
    this.uris = uris;
  }

  /** Makes room for calls below `length`. */
  reserve(length: number): void {
    if (this.bits.values.length >= length) return;
    const columns = [this.start, this.answered, this.ended, this.caller, this.callee, this.fromUser, this.toUser, this.bits, this.offer];
    for (const column of columns) (column as Column<Uint8Array>).reserve(length);
  }

  note(view: CallView): void {
    const { summary, call, table, uris, signs } = view;
    const { chain, leg, progress } = call;
    const own = summary.call;
    if (leg.invite < 0) {
      this.bits.values[own] = 0;
      return;
    }
    const { calls } = table;
    this.start.values[own] = chain.time[leg.invite]!;
    this.answered.values[own] = summary.answeredAt ?? NaN;
    this.ended.values[own] = summary.endedAt ?? NaN;
    this.caller.values[own] = leg.caller;
    this.callee.values[own] = calleeOf(view);
    this.fromUser.values[own] = uris.user(calls.fromUri.values[own]!);
    this.toUser.values[own] = uris.user(calls.toUri.values[own]!);
    this.offer.values[own] = Math.max(0, table.fact(chain.message[leg.invite]!, Fact.sdpShape));
    let bits: number = Noted.invite;
    if (progress.ringing >= 0) bits |= Noted.rang;
    if (summary.state === State.BUSY && progress.ringing >= 0) {
      bits |= Noted.busy;
      this.hasBusyAfterRinging = true;
    }
    if ((signs.requestTraits & Trait.eventDialog) !== 0) this.noteWatching(calls.fromUri.values[own]!, calls.toUri.values[own]!);
    if (call.holds.count > 0) this.#noteHolds(view);
    const target = uris.traits(calls.requestUri.values[own]!) | uris.traits(calls.toUri.values[own]!);
    if ((target & UriTrait.park) !== 0 || (signs.requestTraits & Trait.referredBy) !== 0) bits |= Noted.parked;
    if ((target & UriTrait.featureCode) !== 0) {
      bits |= Noted.featureCode;
      this.hasFeatureCode = true;
    }
    this.bits.values[own] = bits;
    if (signs.hasFacts) this.#noteFacts(view);
    if (summary.answeredAt !== undefined && this.offer.values[own] === 0) this.#noteDelayed(view);
  }

  /** A subscription to the dialogs of somebody. */
  noteDialog({ table, summary, signs }: DialogView): void {
    if ((signs.traits & Trait.eventDialog) === 0 || !signs.has(Method.SUBSCRIBE)) return;
    this.noteWatching(table.calls.fromUri.values[summary.call]!, table.calls.toUri.values[summary.call]!);
  }

  noteWatching(from: number, to: number): void {
    const watcher = this.uris.user(from);
    const users = this.watched.get(watcher);
    if (users === undefined) this.watched.set(watcher, new Set([this.uris.user(to)]));
    else users.add(this.uris.user(to));
  }

  /** Who takes the labels that put() gives. */
  giveTo(put: (call: CallIndex, label: LabelId) => void): void {
    this.#put = put;
  }

  put(call: CallIndex, label: LabelId): void {
    this.#put(call, label);
  }

  #noteHolds({ summary, call: { holds } }: CallView): void {
    const spans: HoldSpan[] = [];
    for (let hold = 0; hold < holds.count; hold++) spans.push({ from: holds.from[hold]!, to: holds.to[hold]!, by: holds.by[hold]! });
    this.holds.set(summary.call, spans);
  }

  #noteFacts({ summary, call: { chain, leg }, table, uris }: CallView): void {
    const { call } = summary;
    for (let i = leg.begin; i < chain.length; i++) {
      const message = chain.message[i]!;
      if (table.factHead(message) < 0) continue;
      const time = chain.time[i]!;
      const traits = Math.max(0, table.fact(message, Fact.traits));
      if (chain.status[i] === 0 && chain.method[i] === Method.INVITE && chain.toTag[i] === 0) {
        this.#noteName(call, time, table.fact(message, Fact.replaces), (traits & Trait.earlyOnly) !== 0 ? 'earlyOnly' : 'replaces');
        this.#noteName(call, time, table.fact(message, Fact.join), 'join');
      }
      if (chain.status[i] === 0 && chain.method[i] === Method.REFER) {
        this.#noteName(call, time, table.fact(message, Fact.referReplaces), 'refer');
        const uri = table.fact(message, Fact.referTo);
        if (uri >= 0) this.referrals.push({ call, time, uri });
      }
      if (chain.status[i] === 301 || chain.status[i] === 302) {
        const uri = table.fact(message, Fact.contact);
        if (uri >= 0) this.redirections.push({ call, time, uri });
      }
      if ((traits & Trait.focus) !== 0) this.foci.add(uris.address(table.calls.toUri.values[call]!));
    }
  }

  #noteName(call: CallIndex, time: number, named: number, how: Naming['how']): void {
    if (named >= 0) this.namings.push({ call, time, named, how });
  }

  #noteDelayed({ summary, call, table }: CallView): void {
    const { chain } = call;
    const ack = call.ack(summary.dialog);
    const answer = summary.final;
    if (ack < 0 || answer < 0) return;
    const offer = table.fact(chain.message[answer]!, Fact.sdpShape);
    const answering = table.fact(chain.message[ack]!, Fact.sdpShape);
    if (offer < 0 || answering < 0) return;
    this.delayed.push({ call: summary.call, controller: call.leg.caller, offer, answer: answering, offered: chain.time[answer]!, answered: chain.time[ack]! });
  }
}

/** Where the INVITE went in the end: the far end of its last hop, of those in the capture. */
function calleeOf({ call: { chain, leg, transactions } }: CallView): number {
  let found = leg.invite;
  if (transactions.count > 1)
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const request = transactions.request[transaction]!;
      if (transactions.method[transaction] !== Method.INVITE || request < leg.begin || chain.toTag[request] !== 0) continue;
      if (chain.viaCount[request]! > chain.viaCount[found]!) found = request;
    }
  return chain.destinationAddress[found]!;
}
