/**
 * From a scanned SIP message (sip/scan.ts) to a row of the message table: hashes the branch and the tags, describes the
 * call, keeps the rare facts. No string is made; texts are interned as octets.
 */
import { hashOctets } from '../base/intern.ts';
import type { MessageIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { findNameAddr, NameAddr } from '../sip/name-addr.ts';
import { harmless } from '../sip/problem.ts';
import type { SipScan } from '../sip/scan.ts';
import { findUriParts, UriParts } from '../sip/uri.ts';
import { DescribedBy, type CallTable, type DescriptionSpans } from './call-table.ts';
import type { EndpointId } from './endpoint-table.ts';
import { Fact, type FactKind } from './fact-table.ts';
import { takeHeaderKeys } from './legs/take-keys.ts';
import { createMessageFields, Flag, type MessageFields } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';
import { MethodTable } from './method-table.ts';
import { isPrivateHost } from './private-host.ts';
import { TraitIntake } from './trait-intake.ts';
import { nonceHash } from './nonce.ts';
import { sipfragStatus, viaFlags, weakChallenge } from './suspicions.ts';

/** Where a message was seen; one borrowed record, reused by the caller. */
export interface MessagePlace {
  packet: PacketIndex;
  time: Nanoseconds;
  /** offset of the message's first octet in the captured packet, or in the arena */
  textAt: number;
  inArena: boolean;
  source: EndpointId;
  destination: EndpointId;
  /** IPv4 identification, -1 for IPv6; TTL or hop limit */
  identification: number;
  ttl: number;
  /** the packet's source address is a public one (net/address.ts isPrivate() is false) */
  fromPublic: boolean;
  /** bits of Flag that the way it came sets */
  flags: number;
}

const CONTACTS_KEPT = 32;
const M = 0x6d;
const CONTACT = [0x63, 0x6f, 0x6e, 0x74, 0x61, 0x63, 0x74];

export class MessageIntake {
  readonly table: MessageTable;
  readonly methods: MethodTable;
  readonly #calls: CallTable;
  readonly #fields: MessageFields = createMessageFields();
  readonly #spans: DescriptionSpans = {
    fromUriAt: -1,
    fromUriEnd: -1,
    fromDisplayAt: -1,
    fromDisplayEnd: -1,
    toUriAt: -1,
    toUriEnd: -1,
    toDisplayAt: -1,
    toDisplayEnd: -1,
    requestUriAt: -1,
    requestUriEnd: -1,
  };
  readonly #contact: NameAddr = new NameAddr();
  readonly #uri: UriParts = new UriParts();
  readonly #traits: TraitIntake;

  constructor(table: MessageTable, methods: MethodTable = new MethodTable()) {
    this.table = table;
    this.methods = methods;
    this.#calls = table.calls;
    this.#traits = new TraitIntake(table);
  }

  /** Takes the message octets[at, end) that `scan` describes; a message without Call-ID goes to the row of the empty one. */
  take(octets: Uint8Array, at: number, end: number, scan: SipScan, place: MessagePlace): MessageIndex {
    const fields = this.#fields;
    const call = scan.callIdAt < 0 ? this.#calls.row(octets, at, at) : this.#calls.row(octets, scan.callIdAt, scan.callIdEnd);
    fields.call = call;
    fields.packet = place.packet;
    fields.time = place.time;
    fields.textAt = place.textAt;
    fields.textLength = end - at;
    fields.source = place.source;
    fields.destination = place.destination;
    fields.identification = place.identification;
    fields.ttl = place.ttl;
    this.#takeHeaders(octets, scan, fields);
    fields.payloadHash = sampleHash(octets, at, end, fields.branch ^ Math.imul(fields.fromTag, 31) ^ Math.imul(fields.toTag, 37));
    fields.flags = this.#flags(octets, scan, place);
    const message = this.table.push(fields);
    this.#describe(octets, scan, fields);
    this.#calls.addAgent(call, octets, scan.userAgentAt, scan.userAgentEnd);
    this.#addFacts(octets, scan, message);
    if (scan.hasRare) takeHeaderKeys(octets, scan, call, this.table.legKeys);
    this.#traits.take(octets, end, scan, message);
    if (scan.hasChallenge || scan.method === Method.NOTIFY) this.#addSuspicions(octets, end, scan, message);
    if (scan.hasChallenge) this.#addNonce(octets, scan.challengeAt, scan.challengeEnd, message);
    else if (scan.hasAuthorization) this.#addNonce(octets, scan.authorizationAt, scan.authorizationEnd, message);
    if (scan.cseqMethod === Method.REGISTER) this.#addRegisterFacts(octets, scan, message, fields);
    return message;
  }

  #takeHeaders(octets: Uint8Array, scan: SipScan, fields: MessageFields): void {
    const cseqMethod = scan.cseqMethodAt < 0 ? 0 : scan.cseqMethod !== 0 ? scan.cseqMethod : this.methods.id(octets, scan.cseqMethodAt, scan.cseqMethodEnd);
    fields.cseqMethod = cseqMethod;
    fields.method = !scan.isRequest ? cseqMethod : scan.method !== 0 ? scan.method : this.methods.id(octets, scan.methodAt, scan.methodEnd);
    fields.status = scan.isRequest ? 0 : Math.max(1, scan.status);
    fields.cseqNumber = Math.max(0, scan.cseqNumber);
    fields.branch = hashOf(octets, scan.branchAt, scan.branchEnd);
    fields.fromTag = hashOf(octets, scan.fromTagAt, scan.fromTagEnd);
    fields.toTag = hashOf(octets, scan.toTagAt, scan.toTagEnd);
    fields.viaCount = scan.viaCount;
    fields.maxForwards = scan.maxForwards;
    fields.rseq = scan.rseq < 0 ? -1 : scan.rseq;
  }

  #flags(octets: Uint8Array, scan: SipScan, place: MessagePlace): number {
    let flags = place.inArena ? place.flags | Flag.inArena : place.flags;
    if (scan.isSdp) flags |= Flag.hasSdp;
    if (scan.hasAuthorization) flags |= Flag.hasAuthorization;
    if (scan.hasChallenge) flags |= Flag.hasChallenge | (saysStale(octets, scan.challengeAt, scan.challengeEnd) ? Flag.stale : 0);
    if (scan.rseq >= 0 && scan.status > 100 && scan.status < 200) flags |= Flag.reliable;
    if ((scan.problems & ~harmless) !== 0) flags |= Flag.hasProblem;
    if (this.table.endpoints.transport(place.source) !== 0) flags |= Flag.stream;
    if (scan.branchEnd - scan.branchAt > 7 && octets[scan.branchAt] === 0x7a && octets[scan.branchAt + 6] === 0x4b) flags |= Flag.cookie;
    if (scan.receivedAt >= 0 || scan.rport > 0 || (place.fromPublic && scan.isRequest)) flags |= viaFlags(octets, scan, place.fromPublic);
    if (place.fromPublic && scan.contactUriAt >= 0) {
      findUriParts(octets, scan.contactUriAt, scan.contactUriEnd, this.#uri);
      if (isPrivateHost(octets, this.#uri.hostAt, this.#uri.hostEnd)) flags |= Flag.privateContact;
    }
    return flags;
  }

  #describe(octets: Uint8Array, scan: SipScan, fields: MessageFields): void {
    let rank: number = DescribedBy.response;
    if (fields.status === 0) rank = fields.method !== Method.INVITE ? DescribedBy.request : fields.toTag === 0 ? DescribedBy.initialInvite : DescribedBy.invite;
    if (!this.#calls.wantsDescription(fields.call, rank)) return;
    const spans = this.#spans;
    spans.fromUriAt = scan.fromUriAt;
    spans.fromUriEnd = scan.fromUriEnd;
    spans.fromDisplayAt = scan.fromDisplayAt;
    spans.fromDisplayEnd = scan.fromDisplayEnd;
    spans.toUriAt = scan.toUriAt;
    spans.toUriEnd = scan.toUriEnd;
    spans.toDisplayAt = scan.toDisplayAt;
    spans.toDisplayEnd = scan.toDisplayEnd;
    spans.requestUriAt = scan.requestUriAt;
    spans.requestUriEnd = scan.requestUriEnd;
    this.#calls.describe(fields.call, rank, octets, spans);
  }

  #addFacts(octets: Uint8Array, scan: SipScan, message: MessageIndex): void {
    if (scan.problems !== 0) this.table.addFact(message, Fact.problems, scan.problems);
    this.#addNumber(message, Fact.reasonQ850, scan.reasonQ850);
    this.#addNumber(message, Fact.reasonSip, scan.reasonSip);
    if (scan.reasonTextAt >= 0) this.table.addFact(message, Fact.reasonText, this.table.texts.intern(octets, scan.reasonTextAt, scan.reasonTextEnd));
    this.#addNumber(message, Fact.hangupCause, scan.hangupCause);
    this.#addNumber(message, Fact.rseq, scan.rseq);
    this.#addNumber(message, Fact.rackRseq, scan.rackRseq);
    this.#addNumber(message, Fact.rackCseq, scan.rackCseq);
    this.#addNumber(message, Fact.sessionExpires, scan.sessionExpires);
    if (scan.refresher !== 0) this.table.addFact(message, Fact.refresher, scan.refresher);
    this.#addNumber(message, Fact.retryAfter, scan.retryAfter);
    this.#addNumber(message, Fact.expires, scan.expires);
    this.#addNumber(message, Fact.minExpires, scan.minExpires);
  }

  #addSuspicions(octets: Uint8Array, end: number, scan: SipScan, message: MessageIndex): void {
    this.#addNumber(message, Fact.sipfragStatus, sipfragStatus(octets, scan, end));
    const weak = scan.hasChallenge ? weakChallenge(octets, scan.challengeAt, scan.challengeEnd) : 0;
    if (weak !== 0) this.table.addFact(message, Fact.weakChallenge, weak);
  }

  #addNonce(octets: Uint8Array, at: number, end: number, message: MessageIndex): void {
    const nonce = nonceHash(octets, at, end);
    if (nonce !== 0) this.table.addFact(message, Fact.nonce, nonce);
  }

  /** Contacts of a REGISTER and of its 2xx (RFC 3261 section 10.2.4: the 2xx lists every binding). */
  #addRegisterFacts(octets: Uint8Array, scan: SipScan, message: MessageIndex, fields: MessageFields): void {
    if (fields.status !== 0 && (fields.status < 200 || fields.status >= 300)) return;
    if (fields.status === 0 && scan.toUriAt >= 0) {
      const aor = this.table.texts.intern(octets, scan.toUriAt, scan.toUriEnd);
      if (aor !== this.#calls.toUri.values[fields.call]) this.table.addFact(message, Fact.aor, aor);
    }
    if (scan.contactStar) this.table.addFact(message, Fact.contactStar, 1);
    else if (scan.contactCount === 1) this.#addContact(octets, scan.contactUriAt, scan.contactUriEnd, scan.contactExpires, message);
    else if (scan.contactCount > 1) this.#addContacts(octets, scan, message);
  }

  #addContacts(octets: Uint8Array, scan: SipScan, message: MessageIndex): void {
    let kept = 0;
    let at = scan.headersAt;
    while (at < scan.headerEnd && kept < CONTACTS_KEPT) {
      const next = nextHeader(octets, at, scan.headerEnd);
      let value = contactValue(octets, at, next);
      while (value >= 0 && value < next && kept < CONTACTS_KEPT) {
        value = findNameAddr(octets, value, next, this.#contact);
        if (this.#contact.uriEnd > this.#contact.uriAt) this.#addContact(octets, this.#contact.uriAt, this.#contact.uriEnd, this.#contact.expires, message);
        kept++;
      }
      at = next;
    }
  }

  #addContact(octets: Uint8Array, at: number, end: number, expires: number, message: MessageIndex): void {
    if (at < 0) return;
    this.table.addFact(message, Fact.contact, this.table.texts.intern(octets, at, end));
    this.#addNumber(message, Fact.contactExpires, expires);
  }

  #addNumber(message: MessageIndex, kind: FactKind, value: number): void {
    if (value >= 0) this.table.addFact(message, kind, value);
  }
}

/** Hash of a token, 0 when it is absent or empty, never 0 otherwise. */
export function hashOf(octets: Uint8Array, at: number, end: number): number {
  return at < 0 || end <= at ? 0 : hashOctets(octets, at, end) || 1;
}

/** Hash of four octets in every 40, begun with what the headers gave: tells copies of a datagram at a fraction of the cost of all octets. */
function sampleHash(octets: Uint8Array, at: number, end: number, seed: number): number {
  let hash = seed;
  for (let i = at; i + 4 <= end; i += 40)
    hash = Math.imul(hash ^ (octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24)), 0x01000193) ^ (hash >>> 15);
  return hash;
}

/** stale=true in a challenge, quoted or not, any case. */
function saysStale(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i >= 0 && i + 9 < end; i++) {
    if (
      (octets[i]! | 0x20) !== 0x73 ||
      (octets[i + 1]! | 0x20) !== 0x74 ||
      (octets[i + 2]! | 0x20) !== 0x61 ||
      (octets[i + 3]! | 0x20) !== 0x6c ||
      (octets[i + 4]! | 0x20) !== 0x65
    )
      continue;
    let p = i + 5;
    while (p < end && (octets[p] === 0x20 || octets[p] === 0x3d || octets[p] === 0x22)) p++;
    if (p < end && (octets[p]! | 0x20) === 0x74) return true;
  }
  return false;
}

/** Where the next header field begins: past a line end that no blank follows. */
function nextHeader(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end) {
    while (i < end && octets[i] !== 0x0a) i++;
    i++;
    if (i >= end || (octets[i] !== 0x20 && octets[i] !== 0x09)) break;
  }
  return Math.min(i, end);
}

/** Where the value of a Contact header begins, -1 when the header is another one. */
function contactValue(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  if ((octets[at]! | 0x20) === M) i = at + 1;
  else for (let n = 0; n < CONTACT.length; n++, i++) if (i >= end || (octets[i]! | 0x20) !== CONTACT[n]) return -1;
  while (i < end && (octets[i] === 0x20 || octets[i] === 0x09)) i++;
  return i < end && octets[i] === 0x3a ? i + 1 : -1;
}
