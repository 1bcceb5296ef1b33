/**
 * SIP messages as rows of 72 octets (words of one slab, so that a row is one or two cache lines), chained per Call-ID
 * from newest to oldest. push() also says whether a message repeats an earlier one (repeats.ts). The text itself stays in
 * the file, or in the arena of joined messages. Rows are written once; only their flags and facts grow.
 */
import type { Interner } from '../base/intern.ts';
import { limits } from '../base/limits.ts';
import type { AddressId, CallIndex, MessageIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import { Method, type MethodId } from '../sip/method.ts';
import type { CallTable } from './call-table.ts';
import type { EndpointId, EndpointTable } from './endpoint-table.ts';
import { FactTable, type FactKind } from './fact-table.ts';
import { Flag, type MessageFields } from './message-fields.ts';
import { LegKeys } from './legs/leg-keys.ts';
import { isWiresharkResend, Repeats } from './repeats.ts';

const SLAB_BITS = 13;
const SLAB_ROWS = 1 << SLAB_BITS;
const SLAB_MASK = SLAB_ROWS - 1;
/** words of a row; the first two are the time */
const STRIDE = 18;
const PACKET = 2,
  TEXT_AT = 3,
  TEXT_LENGTH = 4,
  CALL = 5,
  PREVIOUS = 6,
  SOURCE = 7,
  DESTINATION = 8,
  CSEQ = 9,
  BRANCH = 10,
  FROM_TAG = 11,
  TO_TAG = 12,
  FLAGS = 13,
  METHODS = 14,
  STATUS = 15,
  FACTS = 16,
  ORIGINAL = 17;

export class MessageTable {
  readonly calls: CallTable;
  readonly endpoints: EndpointTable;
  readonly facts: FactTable = new FactTable();
  readonly legKeys: LegKeys = new LegKeys();
  readonly #words: Int32Array[] = [];
  readonly #times: Float64Array[] = [];
  readonly #repeats: Repeats = new Repeats();
  length = 0;
  /** messages whose own time lies before more messages of their call than limits.ownTimeSteps */
  misplaced = 0;

  constructor(calls: CallTable, endpoints: EndpointTable) {
    this.calls = calls;
    this.endpoints = endpoints;
  }

  get texts(): Interner {
    return this.calls.texts;
  }

  /** Appends a message to its call and classifies it (semantics 5.3). Costs at most 64 steps back along the call. */
  push(fields: MessageFields): MessageIndex {
    const message = this.length;
    if ((message & SLAB_MASK) === 0) this.#addSlab();
    const call = fields.call;
    const calls = this.calls;
    const transport = this.endpoints.transport(fields.source);
    let flags = fields.flags;
    let original = -1;
    if (calls.mayRepeat(call, fields)) {
      original = this.#repeats.find(this, fields, calls.tail.values[call]!);
      if (original >= 0) flags |= this.#repeats.isCaptureDuplicate ? Flag.captureDuplicate : Flag.retransmission;
      if (transport === 0 && isWiresharkResend(this, fields, calls.tail.values[call]!)) flags |= Flag.wiresharkResend;
    }
    this.#write(message, fields, flags, original);
    this.#repeats.remember(message, fields);
    this.length = message + 1;
    const isInvite = fields.status === 0 && fields.method === Method.INVITE;
    const newest = calls.tail.values[call]!;
    if ((flags & Flag.ownTime) !== 0 && newest >= 0 && fields.time < this.time(newest)) this.#insert(call, message, newest, isInvite);
    else calls.link(call, message, isInvite, transport);
    if ((flags & Flag.retransmission) !== 0) calls.retransmissions.values[call] = calls.retransmissions.values[call]! + 1;
    if ((flags & Flag.captureDuplicate) !== 0) calls.captureDuplicates.values[call] = calls.captureDuplicates.values[call]! + 1;
    return message;
  }

  /** Gives spare room back, when reading has ended. */
  trim(): void {
    this.calls.trim();
    this.facts.trim();
    this.legKeys.trim();
  }

  addFact(message: MessageIndex, kind: FactKind, value: number): void {
    const words = this.#words[message >>> SLAB_BITS]!;
    const at = (message & SLAB_MASK) * STRIDE + FACTS;
    words[at] = this.facts.push(kind, value, words[at]!);
  }

  /** The newest fact of that kind, or -1. */
  fact(message: MessageIndex, kind: FactKind): number {
    const head = this.#word(message, FACTS);
    return head < 0 ? -1 : this.facts.find(head, kind);
  }

  /** Head of the message's fact list, or -1. */
  factHead(message: MessageIndex): number {
    return this.#word(message, FACTS);
  }

  addFlags(message: MessageIndex, flags: number): void {
    const at = (message & SLAB_MASK) * STRIDE + FLAGS;
    const words = this.#words[message >>> SLAB_BITS]!;
    words[at] = words[at]! | flags;
  }

  time(message: MessageIndex): Nanoseconds {
    return this.#times[message >>> SLAB_BITS]![(message & SLAB_MASK) * (STRIDE / 2)]!;
  }

  packet(message: MessageIndex): PacketIndex {
    return this.#word(message, PACKET);
  }

  textAt(message: MessageIndex): number {
    return this.#word(message, TEXT_AT) >>> 0;
  }

  textLength(message: MessageIndex): number {
    return this.#word(message, TEXT_LENGTH);
  }

  call(message: MessageIndex): CallIndex {
    return this.#word(message, CALL);
  }

  /** The message before it in its call, or -1. */
  previous(message: MessageIndex): MessageIndex {
    return this.#word(message, PREVIOUS);
  }

  source(message: MessageIndex): EndpointId {
    return this.#word(message, SOURCE);
  }

  destination(message: MessageIndex): EndpointId {
    return this.#word(message, DESTINATION);
  }

  sourceAddress(message: MessageIndex): AddressId {
    return this.endpoints.address(this.source(message));
  }

  destinationAddress(message: MessageIndex): AddressId {
    return this.endpoints.address(this.destination(message));
  }

  cseqNumber(message: MessageIndex): number {
    return this.#word(message, CSEQ) >>> 0;
  }

  branch(message: MessageIndex): number {
    return this.#word(message, BRANCH);
  }

  fromTag(message: MessageIndex): number {
    return this.#word(message, FROM_TAG);
  }

  toTag(message: MessageIndex): number {
    return this.#word(message, TO_TAG);
  }

  flags(message: MessageIndex): number {
    return this.#word(message, FLAGS);
  }

  method(message: MessageIndex): MethodId {
    return this.#word(message, METHODS) & 0xffff;
  }

  cseqMethod(message: MessageIndex): MethodId {
    return this.#word(message, METHODS) >>> 16;
  }

  /** 0 for a request. */
  status(message: MessageIndex): number {
    return this.#word(message, STATUS) & 0xffff;
  }

  viaCount(message: MessageIndex): number {
    return (this.#word(message, STATUS) >>> 16) & 0xff;
  }

  /** -1 absent. */
  maxForwards(message: MessageIndex): number {
    const value = this.#word(message, STATUS) >>> 24;
    return value === 255 ? -1 : value;
  }

  /** The message this one repeats (retransmission: the first copy; capture duplicate: the copy it doubles), or -1. */
  original(message: MessageIndex): MessageIndex {
    return this.#word(message, ORIGINAL);
  }

  /** Octets held, all columns together. */
  get octets(): number {
    return this.#words.length * SLAB_ROWS * STRIDE * 4 + this.facts.count * 13;
  }

  #word(message: MessageIndex, word: number): number {
    return this.#words[message >>> SLAB_BITS]![(message & SLAB_MASK) * STRIDE + word]!;
  }

  /** Links a message with a time of its own before those of its call that are later, at most limits.ownTimeSteps of them. */
  #insert(call: CallIndex, message: MessageIndex, newest: MessageIndex, isInvite: boolean): void {
    const time = this.time(message);
    let later = newest;
    let earlier = this.previous(later);
    for (let steps = 1; earlier >= 0 && this.time(earlier) > time && steps < limits.ownTimeSteps; steps++) {
      later = earlier;
      earlier = this.previous(later);
    }
    if (earlier >= 0 && this.time(earlier) > time) this.misplaced++;
    this.#setPrevious(message, earlier);
    this.#setPrevious(later, message);
    const { firstInvite } = this.calls;
    const invite = firstInvite.values[call]!;
    this.calls.link(call, message, isInvite, this.endpoints.transport(this.source(message)));
    this.calls.tail.values[call] = newest;
    if (earlier < 0) this.calls.head.values[call] = message;
    if (isInvite && invite >= 0 && time < this.time(invite)) firstInvite.values[call] = message;
  }

  #setPrevious(message: MessageIndex, previous: MessageIndex): void {
    this.#words[message >>> SLAB_BITS]![(message & SLAB_MASK) * STRIDE + PREVIOUS] = previous;
  }

  #write(message: MessageIndex, fields: MessageFields, flags: number, original: MessageIndex): void {
    const words = this.#words[message >>> SLAB_BITS]!;
    const at = (message & SLAB_MASK) * STRIDE;
    this.#times[message >>> SLAB_BITS]![(message & SLAB_MASK) * (STRIDE / 2)] = fields.time;
    words[at + PACKET] = fields.packet;
    words[at + TEXT_AT] = fields.textAt;
    words[at + TEXT_LENGTH] = fields.textLength;
    words[at + CALL] = fields.call;
    words[at + PREVIOUS] = this.calls.tail.values[fields.call]!;
    words[at + SOURCE] = fields.source;
    words[at + DESTINATION] = fields.destination;
    words[at + CSEQ] = fields.cseqNumber;
    words[at + BRANCH] = fields.branch;
    words[at + FROM_TAG] = fields.fromTag;
    words[at + TO_TAG] = fields.toTag;
    words[at + FLAGS] = flags;
    words[at + METHODS] = (fields.method & 0xffff) | (fields.cseqMethod << 16);
    const hops = fields.maxForwards < 0 ? 255 : Math.min(254, fields.maxForwards);
    words[at + STATUS] = Math.min(0xffff, fields.status) | (Math.min(255, fields.viaCount) << 16) | (hops << 24);
    words[at + FACTS] = -1;
    words[at + ORIGINAL] = original;
  }

  #addSlab(): void {
    const buffer = new ArrayBuffer(SLAB_ROWS * STRIDE * 4);
    this.#words.push(new Int32Array(buffer));
    this.#times.push(new Float64Array(buffer));
  }
}
