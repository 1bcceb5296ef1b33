/**
 * The values of the headers the scanner takes, one function each (RFC 3261 section 20, RFC 3262, 3326, 4028). The first of a
 * header that may occur once counts; another sets the duplicate bit. An empty mandatory header counts as missing.
 */
import { startsWithIgnoringCase, trimEnd } from '../base/bytes.ts';
import { findBoundary } from './body.ts';
import { methodId } from './method.ts';
import { findNameAddr, NameAddr } from './name-addr.ts';
import { isBlank, isNamed, Param, readNumber, readParam, skipBlanks, stops } from './param.ts';
import { Problem } from './problem.ts';
import type { SipScan } from './scan.ts';
import { Trait } from './trait.ts';
import { countVias, findVia, Via } from './via.ts';
import { isWord, word } from './word.ts';

const CAUSE = word('cause');
const TEXT = word('text');
const REFRESHER = word('refresher');
const APPLICATIONSDP = word('application/sdp');
const Q850 = word('q.850');
const SIP = word('sip');
const RELIABLE = word('100rel');
const PRECONDITION = word('precondition');
const UAC = word('uac');
const UAS = word('uas');

const address = new NameAddr();
const via = new Via();
const param = new Param();

export function takeCallId(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if ((out.seen & 1) !== 0) {
    out.problems |= Problem.duplicateHeader;
    return;
  }
  out.seen |= 1;
  const first = skipBlanks(octets, at, end);
  const last = trimEnd(octets, first, end);
  if (first === last) return;
  out.callIdAt = first;
  out.callIdEnd = last;
}

export function takeFrom(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if ((out.seen & 8) !== 0) {
    out.problems |= Problem.duplicateHeader;
    return;
  }
  out.seen |= 8;
  findNameAddr(octets, at, end, address);
  if (address.malformed) out.problems |= Problem.nameAddr;
  if (address.uriEnd <= address.uriAt) return;
  setFrom(address, out);
}

export function setFrom(address: NameAddr, out: SipScan): void {
  out.fromDisplayAt = address.displayAt;
  out.fromDisplayEnd = address.displayEnd;
  out.fromUriAt = address.uriAt;
  out.fromUriEnd = address.uriEnd;
  out.fromTagAt = address.tagAt;
  out.fromTagEnd = address.tagEnd;
}

export function takeTo(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if ((out.seen & 16) !== 0) {
    out.problems |= Problem.duplicateHeader;
    return;
  }
  out.seen |= 16;
  findNameAddr(octets, at, end, address);
  if (address.malformed) out.problems |= Problem.nameAddr;
  if (address.uriEnd <= address.uriAt) return;
  setTo(address, out);
}

export function setTo(address: NameAddr, out: SipScan): void {
  out.toDisplayAt = address.displayAt;
  out.toDisplayEnd = address.displayEnd;
  out.toUriAt = address.uriAt;
  out.toUriEnd = address.uriEnd;
  out.toTagAt = address.tagAt;
  out.toTagEnd = address.tagEnd;
}

export function takeVia(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  out.seen |= 2;
  if (out.viaCount > 0) {
    out.viaCount += countVias(octets, at, end);
    return;
  }
  const next = findVia(octets, at, end, via);
  const count = via.sentByAt < 0 ? countVias(octets, at, end) : 1 + (next < end ? countVias(octets, next, end) : 0);
  if (count > 0) {
    if (via.malformed) out.problems |= Problem.via;
    setTopVia(via, out);
  }
  out.viaCount += count;
}

export function setTopVia(via: Via, out: SipScan): void {
  out.viaTransportAt = via.transportAt;
  out.viaTransportEnd = via.transportEnd;
  out.sentByAt = via.sentByAt;
  out.sentByEnd = via.sentByEnd;
  out.branchAt = via.branchAt;
  out.branchEnd = via.branchEnd;
  out.receivedAt = via.receivedAt;
  out.receivedEnd = via.receivedEnd;
  out.rport = via.rport;
}

export function takeCseq(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if ((out.seen & 4) !== 0) {
    out.problems |= Problem.duplicateHeader;
    return;
  }
  out.seen |= 4;
  const first = skipBlanks(octets, at, end);
  const last = trimEnd(octets, first, end);
  if (first === last) return;
  let i = first;
  while (i < last && octets[i]! >= 0x30 && octets[i]! <= 0x39) i++;
  const number = readNumber(octets, first, i);
  if (number > 0x7fffffff) out.problems |= Problem.cseqRange;
  if (number >= 0 && number <= 0xffffffff) out.cseqNumber = number;
  const methodAt = skipBlanks(octets, i, last);
  let methodEnd = methodAt;
  while (methodEnd < last && !isBlank(octets[methodEnd]!)) methodEnd++;
  if (number < 0 || methodAt === i || methodAt === methodEnd || methodEnd !== last) out.problems |= Problem.cseqMalformed;
  if (methodEnd === methodAt) return;
  out.cseqMethodAt = methodAt;
  out.cseqMethodEnd = methodEnd;
  out.cseqMethod = methodId(octets, methodAt, methodEnd);
}

export function takeContact(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  let next = at;
  while (next < end) {
    next = findNameAddr(octets, next, end, address);
    if (address.uriEnd <= address.uriAt) continue;
    if (out.contactCount++ > 0) continue;
    if (address.malformed) out.problems |= Problem.nameAddr;
    if (address.expires === -2 || address.expires > 0xffffffff) out.problems |= Problem.number;
    setContact(address, out);
  }
}

export function setContact(address: NameAddr, out: SipScan): void {
  out.contactUriAt = address.uriAt;
  out.contactUriEnd = address.uriEnd;
  out.contactStar = address.star;
  out.contactExpires = address.expires > 0xffffffff ? -2 : address.expires;
}

export function takeContentLength(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  const first = skipBlanks(octets, at, end);
  const length = readNumber(octets, first, trimEnd(octets, first, end));
  if (out.contentLength !== -1) {
    out.problems |= Problem.duplicateHeader;
    return;
  }
  out.contentLength = length;
  if (length < 0) out.problems |= Problem.contentLengthMalformed;
}

export function takeContentType(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.contentTypeAt >= 0) {
    out.problems |= Problem.duplicateHeader;
    return;
  }
  const first = skipBlanks(octets, at, end);
  const last = trimEnd(octets, first, end);
  out.contentTypeAt = first;
  out.contentTypeEnd = last;
  let typeEnd = first;
  while (typeEnd < last && (stops[octets[typeEnd]!]! & 3) === 0) typeEnd++;
  out.isSdp = isWord(octets, first, typeEnd, APPLICATIONSDP);
  out.isMultipart = !out.isSdp && (octets[first]! | 0x20) === 0x6d && startsWithIgnoringCase(octets, first, last, 'multipart/');
  if (out.isMultipart && findBoundary(octets, first, last) === undefined) out.problems |= Problem.multipartBoundary;
}

export function takeUserAgent(octets: Uint8Array, at: number, end: number, isUserAgent: boolean, out: SipScan): void {
  if (out.userAgentAt >= 0 && (!isUserAgent || (out.seen & 64) !== 0)) return;
  if (isUserAgent) out.seen |= 64;
  out.userAgentAt = skipBlanks(octets, at, end);
  out.userAgentEnd = trimEnd(octets, out.userAgentAt, end);
}

/** Reason: protocol *(;cause= / ;text=), list-valued (RFC 3326). */
export function takeReason(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  out.hasRare = true;
  let i = skipBlanks(octets, at, end);
  const last = trimEnd(octets, i, end);
  if (out.reasonHeaderAt < 0) {
    out.reasonHeaderAt = i;
    out.reasonHeaderEnd = last;
  }
  while (i < last) {
    i = skipBlanks(octets, i, last);
    const protocolAt = i;
    while (i < last && octets[i] !== 0x3b && octets[i] !== 0x2c && !isBlank(octets[i]!)) i++;
    const protocolEnd = i;
    while (i < last && octets[i] !== 0x3b && octets[i] !== 0x2c) i++;
    while (i < last && octets[i] === 0x3b) {
      i = readParam(octets, i + 1, last, param);
      if (param.valueAt < 0) continue;
      if (isNamed(octets, param, CAUSE)) takeCause(octets, protocolAt, protocolEnd, out);
      else if (out.reasonTextAt < 0 && isNamed(octets, param, TEXT)) {
        out.reasonTextAt = param.valueAt;
        out.reasonTextEnd = param.valueEnd;
      }
    }
    i++;
  }
}

function takeCause(octets: Uint8Array, protocolAt: number, protocolEnd: number, out: SipScan): void {
  const cause = readNumber(octets, param.valueAt, param.valueEnd);
  if (cause < 0 || cause > 0xffff) {
    out.problems |= Problem.number;
    return;
  }
  if (isWord(octets, protocolAt, protocolEnd, Q850)) {
    if (out.reasonQ850 === -1) out.reasonQ850 = cause;
  } else if (isWord(octets, protocolAt, protocolEnd, SIP)) {
    if (out.reasonSip === -1) out.reasonSip = cause;
  }
}

export function takeRequire(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  out.hasRare = true;
  let i = at;
  while (i < end) {
    while (i < end && (octets[i] === 0x2c || isBlank(octets[i]!))) i++;
    const first = i;
    while (i < end && octets[i] !== 0x2c && !isBlank(octets[i]!)) i++;
    if (isWord(octets, first, i, RELIABLE)) out.require100rel = true;
    else if (isWord(octets, first, i, PRECONDITION)) out.traits |= Trait.precondition;
  }
}

/** RAck: rseq cseq method (RFC 3262 section 7.2). */
export function takeRack(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  out.hasRare = true;
  if (out.rackRseq !== -1) return;
  let i = skipBlanks(octets, at, end);
  const first = i;
  while (i < end && !isBlank(octets[i]!)) i++;
  out.rackRseq = bounded(readNumber(octets, first, i), 0xffffffff, out);
  const second = skipBlanks(octets, i, end);
  i = second;
  while (i < end && !isBlank(octets[i]!)) i++;
  out.rackCseq = bounded(readNumber(octets, second, i), 0xffffffff, out);
}

export function takeSessionExpires(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  out.hasRare = true;
  if (out.sessionExpires !== -1) return;
  out.sessionExpires = firstNumber(octets, at, end, out);
  let i = at;
  while (i < end && octets[i] !== 0x3b) i++;
  while (i < end && octets[i] === 0x3b) {
    i = readParam(octets, i + 1, end, param);
    if (param.valueAt < 0 || !isNamed(octets, param, REFRESHER)) continue;
    if (isWord(octets, param.valueAt, param.valueEnd, UAC)) out.refresher = 1;
    else if (isWord(octets, param.valueAt, param.valueEnd, UAS)) out.refresher = 2;
  }
}

/** A header that is one number: -2 and the problem bit when it is malformed or above `most`. */
export function numberHeader(octets: Uint8Array, at: number, end: number, most: number, out: SipScan): number {
  const first = skipBlanks(octets, at, end);
  return bounded(readNumber(octets, first, trimEnd(octets, first, end)), most, out);
}

/** The number a header begins with, parameters or a comment behind it ignored. */
export function firstNumber(octets: Uint8Array, at: number, end: number, out: SipScan): number {
  const first = skipBlanks(octets, at, end);
  let i = first;
  while (i < end && octets[i] !== 0x3b && octets[i] !== 0x28 && !isBlank(octets[i]!)) i++;
  return bounded(readNumber(octets, first, i), 0xffffffff, out);
}

function bounded(number: number, most: number, out: SipScan): number {
  if (number >= 0 && number <= most) return number;
  out.problems |= Problem.number;
  return -2;
}
