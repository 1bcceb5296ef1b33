/**
 * Notes what tells a call's scenario (semantics 7) as facts of its messages: rare headers, what Replaces, Refer-To and Join
 * name, where a redirection points. Nothing for a message that has none of it.
 */
import type { MessageIndex } from '../base/units.ts';
import { startsWithIgnoringCase } from '../base/bytes.ts';
import { Method } from '../sip/method.ts';
import { findNameAddr, NameAddr } from '../sip/name-addr.ts';
import { findText } from '../sip/scan-traits.ts';
import type { SipScan } from '../sip/scan.ts';
import { Trait } from '../sip/trait.ts';
import { isWord, word } from '../sip/word.ts';
import { Fact, type FactKind } from './fact-table.ts';
import { Flag } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';

const PRESENCE = word('presence');
const DIALOG = word('dialog');
const SUMMARY = word('message-summary');
const CONFERENCE = word('conference');
const MOST_OF_ID = 512;

export class TraitIntake {
  readonly #table: MessageTable;
  readonly #referTo: NameAddr = new NameAddr();
  readonly #id: Uint8Array = new Uint8Array(MOST_OF_ID);

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** For every message, right after it was taken in; octets[…, end) is the message that `scan` describes. */
  take(octets: Uint8Array, end: number, scan: SipScan, message: MessageIndex): void {
    let traits = scan.traits;
    if (scan.contactUriAt >= 0 && isFocus(octets, scan.contactUriEnd, end)) traits |= Trait.focus;
    if (isByWebSocket(octets, scan)) traits |= Trait.webSocket;
    if (scan.subscriptionStateAt >= 0 && startsWithIgnoringCase(octets, scan.subscriptionStateAt, scan.subscriptionStateEnd, 'terminated'))
      traits |= Trait.subscriptionEnded;
    if (scan.hasRare) traits |= this.#takeRare(octets, scan, message);
    if (scan.status >= 300 && scan.status < 400 && scan.contactUriAt >= 0) this.#addText(message, Fact.contact, octets, scan.contactUriAt, scan.contactUriEnd);
    if (scan.method === Method.INVITE && scan.toTagAt < 0) this.#takeTarget(octets, scan, message);
    if (traits === 0) return;
    this.#table.addFact(message, Fact.traits, traits);
    this.#table.addFlags(message, Flag.hasTraits);
  }

  #takeRare(octets: Uint8Array, scan: SipScan, message: MessageIndex): number {
    let traits = 0;
    if (scan.eventAt >= 0) traits |= eventTrait(octets, scan.eventAt, scan.eventEnd);
    if (scan.minSe >= 0) this.#add(message, Fact.minSe, scan.minSe);
    if (scan.replacesAt >= 0) {
      this.#addText(message, Fact.replaces, octets, scan.replacesAt, idEnd(octets, scan.replacesAt, scan.replacesEnd));
      if (findText(octets, scan.replacesAt, scan.replacesEnd, ';early-only') >= 0) traits |= Trait.earlyOnly;
    }
    if (scan.joinAt >= 0) this.#addText(message, Fact.join, octets, scan.joinAt, idEnd(octets, scan.joinAt, scan.joinEnd));
    if (scan.referToAt >= 0) this.#takeReferTo(octets, scan, message);
    return traits;
  }

  /** <sip:carol@example.com?Replaces=id%40host%3Bto-tag%3Da%3Bfrom-tag%3Db> */
  #takeReferTo(octets: Uint8Array, scan: SipScan, message: MessageIndex): void {
    const target = this.#referTo;
    findNameAddr(octets, scan.referToAt, scan.referToEnd, target);
    if (target.uriEnd <= target.uriAt) return;
    const mark = octets.indexOf(0x3f, target.uriAt);
    const uriEnd = mark < 0 || mark > target.uriEnd ? target.uriEnd : mark;
    this.#addText(message, Fact.referTo, octets, target.uriAt, uriEnd);
    const replaces = findText(octets, uriEnd, target.uriEnd, 'replaces=');
    if (replaces < 0) return;
    const length = this.#unescape(octets, replaces + 9, target.uriEnd);
    this.#addText(message, Fact.referReplaces, this.#id, 0, length);
  }

  /** The Call-ID of an escaped Replaces value into #id; its length. */
  #unescape(octets: Uint8Array, at: number, end: number): number {
    let length = 0;
    for (let i = at; i < end && length < MOST_OF_ID && octets[i] !== 0x26; i++) {
      let octet = octets[i]!;
      if (octet === 0x25 && i + 2 < end) {
        octet = hexDigit(octets[i + 1]!) * 16 + hexDigit(octets[i + 2]!);
        i += 2;
      }
      if (octet === 0x3b) break;
      this.#id[length++] = octet;
    }
    return length;
  }

  #takeTarget(octets: Uint8Array, scan: SipScan, message: MessageIndex): void {
    const { calls } = this.#table;
    const known = calls.requestUri.values[this.#table.call(message)]!;
    if (known < 0 || scan.requestUriAt < 0 || calls.texts.equals(known, octets, scan.requestUriAt, scan.requestUriEnd)) return;
    this.#addText(message, Fact.requestUri, octets, scan.requestUriAt, scan.requestUriEnd);
  }

  #addText(message: MessageIndex, kind: FactKind, octets: Uint8Array, at: number, end: number): void {
    if (end > at) this.#add(message, kind, this.#table.texts.intern(octets, at, end));
  }

  #add(message: MessageIndex, kind: FactKind, value: number): void {
    this.#table.addFact(message, kind, value);
    this.#table.addFlags(message, Flag.hasTraits);
  }
}

/** Contact parameters begin right behind the URI or its bracket; nearly every Contact has none. */
function isFocus(octets: Uint8Array, at: number, end: number): boolean {
  const from = octets[at] === 0x3e ? at + 1 : at;
  if (from >= end || octets[from] !== 0x3b) return false;
  let lineEnd = from;
  while (lineEnd < end && octets[lineEnd] !== 0x0a && octets[lineEnd] !== 0x0d) lineEnd++;
  return findText(octets, from, lineEnd, ';isfocus') >= 0;
}

/** Of an INVITE or its responses: the top Via is WS or WSS, or the Contact asks for one. */
function isByWebSocket(octets: Uint8Array, scan: SipScan): boolean {
  if (scan.cseqMethod !== Method.INVITE) return false;
  if (scan.viaTransportAt >= 0 && (octets[scan.viaTransportAt]! | 0x20) === 0x77) return true;
  return scan.contactUriAt >= 0 && findText(octets, scan.contactUriAt, scan.contactUriEnd, ';transport=ws') >= 0;
}

function eventTrait(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i] !== 0x3b && octets[i] !== 0x2e && octets[i]! > 0x20) i++;
  if (isWord(octets, at, i, PRESENCE)) return Trait.eventPresence;
  if (isWord(octets, at, i, DIALOG)) return Trait.eventDialog;
  if (isWord(octets, at, i, SUMMARY)) return Trait.eventMessageSummary;
  return isWord(octets, at, i, CONFERENCE) ? Trait.eventConference : 0;
}

/** Where the Call-ID of a Replaces or Join value ends. */
function idEnd(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i] !== 0x3b && octets[i]! > 0x20) i++;
  return i;
}

function hexDigit(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const letter = octet | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 0;
}
