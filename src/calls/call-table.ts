/**
 * One row per Call-ID (RFC 3261 section 8.1.1.4: compared octet by octet, case matters), in order of first message.
 * All hops and forks of a Call-ID are one row (semantics 5.2). A Call-ID used again for another call stays one row too,
 * since the export has one row per Call-ID: summary.ts counts such restarts and describes the last one.
 */
import { int32Column, uint8Column, uint32Column, type Column } from '../base/column.ts';
import { Interner } from '../base/intern.ts';
import type { CallIndex, MessageIndex } from '../base/units.ts';
import { mix, type TransportId } from './endpoint-table.ts';
import type { MessageFields } from './message-fields.ts';

/** how good a source for From, To and Request-URI a message is; a better one replaces a worse one, the first of equals stays */
export const DescribedBy = { nothing: 0, response: 1, request: 2, invite: 3, initialInvite: 4 } as const;

/** Spans of one message, for describe(); `At` -1 means absent. Borrowed. */
export interface DescriptionSpans {
  fromUriAt: number;
  fromUriEnd: number;
  fromDisplayAt: number;
  fromDisplayEnd: number;
  toUriAt: number;
  toUriEnd: number;
  toDisplayAt: number;
  toDisplayEnd: number;
  requestUriAt: number;
  requestUriEnd: number;
}

const AGENTS_KEPT = 8;

export class CallTable {
  /** texts shared with the messages: URIs, display names, user agents, reasons */
  readonly texts: Interner;
  readonly #callIds: Interner;
  /** first and last message of the chain, -1 before there is one */
  readonly head: Column<Int32Array> = int32Column();
  readonly tail: Column<Int32Array> = int32Column();
  /** messages, of which retransmissions and capture duplicates */
  readonly count: Column<Uint32Array> = uint32Column();
  readonly retransmissions: Column<Uint32Array> = uint32Column();
  readonly captureDuplicates: Column<Uint32Array> = uint32Column();
  /** first INVITE request, -1: a Call-ID outside the call list */
  readonly firstInvite: Column<Int32Array> = int32Column();
  /** bit n: transport n of endpoint-table.ts was used */
  readonly transports: Column<Uint8Array> = uint8Column();
  readonly described: Column<Uint8Array> = uint8Column();
  /** text ids, -1 absent */
  readonly fromUri: Column<Int32Array> = int32Column();
  readonly fromDisplay: Column<Int32Array> = int32Column();
  readonly toUri: Column<Int32Array> = int32Column();
  readonly toDisplay: Column<Int32Array> = int32Column();
  readonly requestUri: Column<Int32Array> = int32Column();
  /** what mayRepeat() notes: a set of 32 */
  readonly #heard: Column<Int32Array> = int32Column();
  readonly #agents: Column<Int32Array> = int32Column();
  readonly #agentText: Column<Int32Array> = int32Column();
  readonly #agentNext: Column<Int32Array> = int32Column();
  /** calls that carry an INVITE request, in order of first message */
  invites = 0;

  constructor(texts: Interner = new Interner(), capacity = 256) {
    this.texts = texts;
    this.#callIds = new Interner(capacity);
  }

  get length(): number {
    return this.head.length;
  }

  /** The row of a Call-ID; a new row when it was not seen before. */
  row(octets: Uint8Array, at: number, end: number): CallIndex {
    const call = this.#callIds.intern(octets, at, end);
    if (call === this.head.length) this.#add();
    return call;
  }

  /** The row of a Call-ID, or -1. */
  find(octets: Uint8Array, at: number, end: number): CallIndex {
    return this.#callIds.find(octets, at, end);
  }

  /** The Call-ID's octets, borrowed until the next row(). */
  callId(call: CallIndex): Uint8Array {
    return this.#callIds.octets(call);
  }

  hasInvite(call: CallIndex): boolean {
    return this.firstInvite.values[call]! >= 0;
  }

  /**
   * False when no message of the call had the same hop, CSeq number and status: then none can be a copy of another, by our
   * rules or Wireshark's, and the chain need not be walked. Notes the message. Called by MessageTable.push() alone.
   */
  mayRepeat(call: CallIndex, fields: MessageFields): boolean {
    const bit = 1 << (mix(Math.imul(fields.source, 0x9e3779b1) ^ fields.destination, fields.cseqNumber ^ (fields.status << 20)) & 31);
    const heard = this.#heard.values[call]!;
    this.#heard.values[call] = heard | bit;
    return (heard & bit) !== 0;
  }

  /** Appends a message to the chain; called by MessageTable.push() alone. */
  link(call: CallIndex, message: MessageIndex, isInviteRequest: boolean, transport: TransportId): void {
    if (this.head.values[call]! < 0) this.head.values[call] = message;
    this.tail.values[call] = message;
    this.count.values[call] = this.count.values[call]! + 1;
    this.transports.values[call] = this.transports.values[call]! | (1 << transport);
    if (isInviteRequest && this.firstInvite.values[call]! < 0) {
      this.firstInvite.values[call] = message;
      this.invites++;
    }
  }

  /** True when a message of that rank (DescribedBy) tells more than what the row has: then call describe(). */
  wantsDescription(call: CallIndex, rank: number): boolean {
    return rank > this.described.values[call]!;
  }

  describe(call: CallIndex, rank: number, octets: Uint8Array, spans: DescriptionSpans): void {
    if (rank <= this.described.values[call]!) return;
    this.described.values[call] = rank;
    this.fromUri.values[call] = this.#text(octets, spans.fromUriAt, spans.fromUriEnd);
    this.fromDisplay.values[call] = this.#text(octets, spans.fromDisplayAt, spans.fromDisplayEnd);
    this.toUri.values[call] = this.#text(octets, spans.toUriAt, spans.toUriEnd);
    this.toDisplay.values[call] = this.#text(octets, spans.toDisplayAt, spans.toDisplayEnd);
    this.requestUri.values[call] = this.#text(octets, spans.requestUriAt, spans.requestUriEnd);
  }

  /** Adds octets[at, end) to the user agents of the call; at most eight are kept. */
  addAgent(call: CallIndex, octets: Uint8Array, at: number, end: number): void {
    if (at < 0 || end <= at) return;
    let kept = 0;
    for (let row = this.#agents.values[call]!; row >= 0; row = this.#agentNext.values[row]!) {
      // Compared in place, not interned: nearly every message names an agent its call already has.
      if (this.texts.equals(this.#agentText.values[row]!, octets, at, end)) return;
      if (++kept === AGENTS_KEPT) return;
    }
    this.#agentNext.push(this.#agents.values[call]!);
    this.#agents.values[call] = this.#agentText.push(this.texts.intern(octets, at, end));
  }

  /** Text ids of the user agents (User-Agent and Server), in order of first sight. */
  agents(call: CallIndex): number[] {
    const found: number[] = [];
    for (let row = this.#agents.values[call]!; row >= 0; row = this.#agentNext.values[row]!) found.push(this.#agentText.values[row]!);
    return found.reverse();
  }

  /** Gives spare room back, when reading has ended. */
  trim(): void {
    this.texts.trim();
    this.#callIds.trim();
    for (const column of [this.head, this.tail, this.firstInvite, this.fromUri, this.fromDisplay, this.toUri, this.toDisplay, this.requestUri]) column.trim();
    for (const column of [this.count, this.retransmissions, this.captureDuplicates]) column.trim();
    for (const column of [this.#heard, this.#agents, this.#agentText, this.#agentNext]) column.trim();
    this.transports.trim();
    this.described.trim();
  }

  #text(octets: Uint8Array, at: number, end: number): number {
    return at < 0 || end < at ? -1 : this.texts.intern(octets, at, end);
  }

  #add(): void {
    this.head.push(-1);
    this.tail.push(-1);
    this.count.push(0);
    this.retransmissions.push(0);
    this.captureDuplicates.push(0);
    this.firstInvite.push(-1);
    this.fromUri.push(-1);
    this.fromDisplay.push(-1);
    this.toUri.push(-1);
    this.toDisplay.push(-1);
    this.requestUri.push(-1);
    this.#heard.push(0);
    this.#agents.push(-1);
    this.transports.push(0);
    this.described.push(DescribedBy.nothing);
  }
}
