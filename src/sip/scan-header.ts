/**
 * What the scanner does with one header field: finds the name, recognises it by length and octets (RFC 3261 section 7.3.3 for
 * compact names), and leaves spans and numbers in the record. Headers the tables do not need cost a look at their name.
 */
import { trimEnd } from '../base/bytes.ts';
import { searchOctet } from '../base/octet-search.ts';
import { takeLegHeader } from './leg-headers.ts';
import { skipBlanks } from './param.ts';
import { Problem } from './problem.ts';
import type { SipScan } from './scan.ts';
import {
  takeCallId,
  takeContact,
  takeContentLength,
  takeContentType,
  takeCseq,
  takeFrom,
  takeRack,
  takeReason,
  takeRequire,
  takeSessionExpires,
  takeTo,
  takeUserAgent,
  takeVia,
} from './scan-values.ts';
import { firstNumber, numberHeader } from './scan-values.ts';
import { addTrait, takeTrait } from './scan-traits.ts';
import { Trait } from './trait.ts';
import { isWord, word } from './word.ts';

const VIA = word('via');
const FROM = word('from');
const CSEQ = word('cseq');
const EVENT = word('event');
const USERAGENT = word('user-agent');
const SESSIONID = word('session-id');
const RSEQ = word('rseq');
const DATE = word('date');
const GMT = word('gmt');
const RACK = word('rack');
const SERVER = word('server');
const REASON = word('reason');
const MINSE = word('min-se');
const CALLID = word('call-id');
const CONTACT = word('contact');
const EXPIRES = word('expires');
const REQUIRE = word('require');
const WARNING = word('warning');
const REFERTO = word('refer-to');
const REPLACES = word('replaces');
const MINEXPIRES = word('min-expires');
const RETRYAFTER = word('retry-after');
const MAXFORWARDS = word('max-forwards');
const CONTENTTYPE = word('content-type');
const AUTHORIZATION = word('authorization');
const CONTENTLENGTH = word('content-length');
const SESSIONEXPIRES = word('session-expires');
const WWWAUTHENTICATE = word('www-authenticate');
const CONTENTENCODING = word('content-encoding');
const PROXYAUTHENTICATE = word('proxy-authenticate');
const SUBSCRIPTIONSTATE = word('subscription-state');
const PROXYAUTHORIZATION = word('proxy-authorization');
const XASTERISKHANGUPCAUSE = word('x-asterisk-hangupcause');
const XASTERISKHANGUPCAUSECODE = word('x-asterisk-hangupcausecode');

/** Takes the header field octets[at, end): folds inside, its line end excluded or not. */
export function scanHeader(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  const colon = searchOctet(octets, 0x3a, at, end);
  if (colon >= end) {
    out.problems |= Problem.headerWithoutColon;
    return;
  }
  let nameEnd = colon;
  while (nameEnd > at && (octets[nameEnd - 1] === 0x20 || octets[nameEnd - 1] === 0x09)) nameEnd--;
  if (nameEnd === at) {
    out.problems |= Problem.headerName;
    return;
  }
  const length = nameEnd - at;
  if (length === 1) takeCompact(octets, octets[at]! | 0x20, colon + 1, end, out);
  else if (length <= 26) takeLong(octets, at, nameEnd, colon + 1, end, out);
}

function takeCompact(octets: Uint8Array, letter: number, at: number, end: number, out: SipScan): void {
  switch (letter) {
    case 0x76:
      return takeVia(octets, at, end, out); // v
    case 0x66:
      return takeFrom(octets, at, end, out); // f
    case 0x74:
      return takeTo(octets, at, end, out); // t
    case 0x69:
      return takeCallId(octets, at, end, out); // i
    case 0x6d:
      return takeContact(octets, at, end, out); // m
    case 0x63:
      return takeContentType(octets, at, end, out); // c
    case 0x6c:
      return takeContentLength(octets, at, end, out); // l
    case 0x78:
      return takeSessionExpires(octets, at, end, out); // x
    case 0x6f:
      return takeEvent(octets, at, end, out); // o
    case 0x72:
      return takeReferTo(octets, at, end, out); // r
    case 0x65:
      out.hasContentEncoding = out.hasRare = true;
      return; // e
    case 0x62:
      return addTrait(out, Trait.referredBy); // b
    default:
  }
}

function takeLong(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  const first = octets[at]! | 0x20;
  switch (nameEnd - at) {
    case 2:
      if (first === 0x74 && (octets[at + 1]! | 0x20) === 0x6f) takeTo(octets, valueAt, end, out);
      return;
    case 3:
      if (first === 0x76 && isWord(octets, at, nameEnd, VIA)) takeVia(octets, valueAt, end, out);
      return;
    case 4:
      if (first === 0x66) {
        if (isWord(octets, at, nameEnd, FROM)) takeFrom(octets, valueAt, end, out);
      } else if (first === 0x63) {
        if (isWord(octets, at, nameEnd, CSEQ)) takeCseq(octets, valueAt, end, out);
      } else if (first === 0x72) takeReliable(octets, at, nameEnd, valueAt, end, out);
      else if (first === 0x64) takeDate(octets, at, nameEnd, valueAt, end, out);
      else if (first === 0x6a) takeTrait(octets, at, nameEnd, valueAt, end, out);
      return;
    case 5:
      if (first === 0x65) {
        if (isWord(octets, at, nameEnd, EVENT)) takeEvent(octets, valueAt, end, out);
      } else if (first === 0x78) takeLegHeader(octets, at, nameEnd, valueAt, end, out);
      return;
    case 6:
      return takeSix(octets, at, nameEnd, valueAt, end, out);
    case 7:
      return takeSeven(octets, at, nameEnd, valueAt, end, out);
    case 8:
      if (first === 0x78) return void takeLegHeader(octets, at, nameEnd, valueAt, end, out);
      return takeEight(octets, at, nameEnd, valueAt, end, out);
    case 10:
      if (first === 0x75) {
        if (isWord(octets, at, nameEnd, USERAGENT)) takeUserAgent(octets, valueAt, end, true, out);
      } else if (first === 0x73 && out.sessionIdAt < 0 && isWord(octets, at, nameEnd, SESSIONID)) {
        out.hasRare = true;
        out.sessionIdAt = skipBlanks(octets, valueAt, end);
        out.sessionIdEnd = trimEnd(octets, out.sessionIdAt, end);
      } else if (first === 0x61) takeTrait(octets, at, nameEnd, valueAt, end, out);
      return;
    default:
      takeLonger(octets, at, nameEnd, valueAt, end, out);
  }
}

/** A date of SIP is in GMT and says so. */
function takeDate(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  if (!isWord(octets, at, nameEnd, DATE)) return;
  const last = trimEnd(octets, valueAt, end);
  if (last - valueAt < 20 || !isWord(octets, last - 3, last, GMT)) out.problems |= Problem.date;
  else if (out.dateAt < 0) {
    out.hasRare = true;
    out.dateAt = skipBlanks(octets, valueAt, end);
    out.dateEnd = last;
  }
}

function takeReliable(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  if (isWord(octets, at, nameEnd, RSEQ)) {
    out.hasRare = true;
    if (out.rseq === -1) out.rseq = numberHeader(octets, valueAt, end, 0xffffffff, out);
  } else if (isWord(octets, at, nameEnd, RACK)) takeRack(octets, valueAt, end, out);
}

function takeSix(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  switch (octets[at]! | 0x20) {
    case 0x73:
      if (isWord(octets, at, nameEnd, SERVER)) takeUserAgent(octets, valueAt, end, false, out);
      return;
    case 0x72:
      if (isWord(octets, at, nameEnd, REASON)) takeReason(octets, valueAt, end, out);
      return;
    case 0x6d:
      if (out.minSe !== -1 || !isWord(octets, at, nameEnd, MINSE)) return;
      out.hasRare = true;
      out.minSe = firstNumber(octets, valueAt, end, out);
      return;
    default:
  }
}

function takeSeven(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  switch (octets[at]! | 0x20) {
    case 0x63:
      if (isWord(octets, at, nameEnd, CALLID)) takeCallId(octets, valueAt, end, out);
      else if (isWord(octets, at, nameEnd, CONTACT)) takeContact(octets, valueAt, end, out);
      return;
    case 0x65:
      if (out.expires !== -1 || !isWord(octets, at, nameEnd, EXPIRES)) return;
      out.hasRare = true;
      out.expires = numberHeader(octets, valueAt, end, 0xffffffff, out);
      return;
    case 0x72:
      if (isWord(octets, at, nameEnd, REQUIRE)) takeRequire(octets, valueAt, end, out);
      return;
    case 0x77:
      if (out.warningAt < 0 && isWord(octets, at, nameEnd, WARNING)) {
        out.hasRare = true;
        out.warningAt = skipBlanks(octets, valueAt, end);
        out.warningEnd = trimEnd(octets, out.warningAt, end);
      }
      return;
    case 0x70:
      return takeTrait(octets, at, nameEnd, valueAt, end, out);
    default:
  }
}

function takeEight(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  if (octets[at + 2]! !== 0x70 && octets[at + 2]! !== 0x66 && octets[at + 2]! !== 0x50 && octets[at + 2]! !== 0x46) return;
  if (isWord(octets, at, nameEnd, REFERTO)) takeReferTo(octets, valueAt, end, out);
  else if (out.replacesAt < 0 && isWord(octets, at, nameEnd, REPLACES)) {
    out.hasRare = true;
    out.replacesAt = skipBlanks(octets, valueAt, end);
    out.replacesEnd = trimEnd(octets, out.replacesAt, end);
  }
}

function takeLonger(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  const length = nameEnd - at;
  // all fields set here but those of Max-Forwards, Content-Type and Content-Length
  if (length !== 12 && length !== 14) out.hasRare = true;
  switch (length) {
    case 9:
      return takeTrait(octets, at, nameEnd, valueAt, end, out);
    case 11:
      if (out.minExpires === -1 && isWord(octets, at, nameEnd, MINEXPIRES)) out.minExpires = numberHeader(octets, valueAt, end, 0xffffffff, out);
      else if (out.retryAfter === -1 && isWord(octets, at, nameEnd, RETRYAFTER)) out.retryAfter = firstNumber(octets, valueAt, end, out);
      else takeTrait(octets, at, nameEnd, valueAt, end, out);
      return;
    case 12:
      if (isWord(octets, at, nameEnd, MAXFORWARDS)) {
        if (out.maxForwards === -1) out.maxForwards = numberHeader(octets, valueAt, end, 255, out);
        else out.problems |= Problem.duplicateHeader;
      } else if (isWord(octets, at, nameEnd, CONTENTTYPE)) takeContentType(octets, valueAt, end, out);
      else takeTrait(octets, at, nameEnd, valueAt, end, out);
      return;
    case 13:
      if (isWord(octets, at, nameEnd, AUTHORIZATION)) takeAuthorization(octets, valueAt, end, out);
      else takeTrait(octets, at, nameEnd, valueAt, end, out);
      return;
    case 14:
      if (isWord(octets, at, nameEnd, CONTENTLENGTH)) takeContentLength(octets, valueAt, end, out);
      else if ((octets[at]! | 0x20) === 0x78) takeLegHeader(octets, at, nameEnd, valueAt, end, out);
      return;
    case 15:
      if (isWord(octets, at, nameEnd, SESSIONEXPIRES)) takeSessionExpires(octets, valueAt, end, out);
      else takeLegHeader(octets, at, nameEnd, valueAt, end, out);
      return;
    case 16:
      if (isWord(octets, at, nameEnd, WWWAUTHENTICATE)) takeChallenge(octets, valueAt, end, out);
      else if (isWord(octets, at, nameEnd, CONTENTENCODING)) out.hasContentEncoding = true;
      return;
    case 17:
      return void takeLegHeader(octets, at, nameEnd, valueAt, end, out);
    case 18:
      if (isWord(octets, at, nameEnd, PROXYAUTHENTICATE)) takeChallenge(octets, valueAt, end, out);
      else if (out.subscriptionStateAt < 0 && isWord(octets, at, nameEnd, SUBSCRIPTIONSTATE)) {
        out.subscriptionStateAt = skipBlanks(octets, valueAt, end);
        out.subscriptionStateEnd = trimEnd(octets, out.subscriptionStateAt, end);
      }
      return;
    case 19:
      if (isWord(octets, at, nameEnd, PROXYAUTHORIZATION)) takeAuthorization(octets, valueAt, end, out);
      else takeLegHeader(octets, at, nameEnd, valueAt, end, out);
      return;
    case 22:
      if (out.hangupTextAt < 0 && isWord(octets, at, nameEnd, XASTERISKHANGUPCAUSE)) {
        out.hangupTextAt = skipBlanks(octets, valueAt, end);
        out.hangupTextEnd = trimEnd(octets, out.hangupTextAt, end);
      }
      return;
    case 26:
      if (out.hangupCause === -1 && isWord(octets, at, nameEnd, XASTERISKHANGUPCAUSECODE)) out.hangupCause = numberHeader(octets, valueAt, end, 0xffff, out);
      return;
    default:
  }
}

function takeEvent(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.eventAt >= 0) return;
  out.hasRare = true;
  out.eventAt = skipBlanks(octets, at, end);
  out.eventEnd = trimEnd(octets, out.eventAt, end);
}

function takeReferTo(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.referToAt >= 0) return;
  out.hasRare = true;
  out.referToAt = skipBlanks(octets, at, end);
  out.referToEnd = trimEnd(octets, out.referToAt, end);
}

function takeChallenge(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.hasChallenge) return;
  out.hasChallenge = out.hasRare = true;
  out.challengeAt = skipBlanks(octets, at, end);
  out.challengeEnd = trimEnd(octets, out.challengeAt, end);
}

function takeAuthorization(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.hasAuthorization) return;
  out.hasAuthorization = out.hasRare = true;
  out.authorizationAt = skipBlanks(octets, at, end);
  out.authorizationEnd = trimEnd(octets, out.authorizationAt, end);
}
