/**
 * What the scanner does with one header field: finds the name, recognises it by length and octets (RFC 3261 section 7.3.3 for
 * compact names), and leaves spans and numbers in the record. Headers the tables do not need cost a look at their name.
 */
import { equalsIgnoringCase, trimEnd } from '../base/bytes.ts';
import { skipBlanks } from './param.ts';
import { Problem } from './problem.ts';
import type { SipScan } from './scan.ts';
import { takeCallId, takeContact, takeContentLength, takeContentType, takeCseq, takeFrom, takeRack, takeReason, takeRequire, takeSessionExpires, takeTo, takeUserAgent, takeVia } from './scan-values.ts';
import { firstNumber, numberHeader } from './scan-values.ts';

/** Takes the header field octets[at, end): folds inside, its line end excluded or not. */
export function scanHeader(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  let colon = at;
  while (colon < end && octets[colon] !== 0x3a) colon++;
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
    case 0x76: return takeVia(octets, at, end, out); // v
    case 0x66: return takeFrom(octets, at, end, out); // f
    case 0x74: return takeTo(octets, at, end, out); // t
    case 0x69: return takeCallId(octets, at, end, out); // i
    case 0x6d: return takeContact(octets, at, end, out); // m
    case 0x63: return takeContentType(octets, at, end, out); // c
    case 0x6c: return takeContentLength(octets, at, end, out); // l
    case 0x78: return takeSessionExpires(octets, at, end, out); // x
    case 0x6f: return takeEvent(octets, at, end, out); // o
    case 0x72: return takeReferTo(octets, at, end, out); // r
    case 0x65: out.hasContentEncoding = true; return; // e
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
      if (first === 0x76 && equalsIgnoringCase(octets, at, nameEnd, 'via')) takeVia(octets, valueAt, end, out);
      return;
    case 4:
      if (first === 0x66) { if (equalsIgnoringCase(octets, at, nameEnd, 'from')) takeFrom(octets, valueAt, end, out); }
      else if (first === 0x63) { if (equalsIgnoringCase(octets, at, nameEnd, 'cseq')) takeCseq(octets, valueAt, end, out); }
      else if (first === 0x72) takeReliable(octets, at, nameEnd, valueAt, end, out);
      return;
    case 5:
      if (first === 0x65 && equalsIgnoringCase(octets, at, nameEnd, 'event')) takeEvent(octets, valueAt, end, out);
      return;
    case 6: return takeSix(octets, at, nameEnd, valueAt, end, out);
    case 7: return takeSeven(octets, at, nameEnd, valueAt, end, out);
    case 8: return takeEight(octets, at, nameEnd, valueAt, end, out);
    case 10:
      if (first === 0x75) { if (equalsIgnoringCase(octets, at, nameEnd, 'user-agent')) takeUserAgent(octets, valueAt, end, true, out); }
      else if (first === 0x73 && out.sessionIdAt < 0 && equalsIgnoringCase(octets, at, nameEnd, 'session-id')) {
        out.sessionIdAt = skipBlanks(octets, valueAt, end);
        out.sessionIdEnd = trimEnd(octets, out.sessionIdAt, end);
      }
      return;
    default: takeLonger(octets, at, nameEnd, valueAt, end, out);
  }
}

function takeReliable(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  if (equalsIgnoringCase(octets, at, nameEnd, 'rseq')) {
    if (out.rseq === -1) out.rseq = numberHeader(octets, valueAt, end, 0xffffffff, out);
  } else if (equalsIgnoringCase(octets, at, nameEnd, 'rack')) takeRack(octets, valueAt, end, out);
}

function takeSix(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  switch (octets[at]! | 0x20) {
    case 0x73: if (equalsIgnoringCase(octets, at, nameEnd, 'server')) takeUserAgent(octets, valueAt, end, false, out); return;
    case 0x72: if (equalsIgnoringCase(octets, at, nameEnd, 'reason')) takeReason(octets, valueAt, end, out); return;
    case 0x6d: if (out.minSe === -1 && equalsIgnoringCase(octets, at, nameEnd, 'min-se')) out.minSe = firstNumber(octets, valueAt, end, out); return;
    default:
  }
}

function takeSeven(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  switch (octets[at]! | 0x20) {
    case 0x63:
      if (equalsIgnoringCase(octets, at, nameEnd, 'call-id')) takeCallId(octets, valueAt, end, out);
      else if (equalsIgnoringCase(octets, at, nameEnd, 'contact')) takeContact(octets, valueAt, end, out);
      return;
    case 0x65:
      if (equalsIgnoringCase(octets, at, nameEnd, 'expires') && out.expires === -1) out.expires = numberHeader(octets, valueAt, end, 0xffffffff, out);
      return;
    case 0x72: if (equalsIgnoringCase(octets, at, nameEnd, 'require')) takeRequire(octets, valueAt, end, out); return;
    case 0x77:
      if (out.warningAt < 0 && equalsIgnoringCase(octets, at, nameEnd, 'warning')) {
        out.warningAt = skipBlanks(octets, valueAt, end);
        out.warningEnd = trimEnd(octets, out.warningAt, end);
      }
      return;
    default:
  }
}

function takeEight(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  if (octets[at + 2]! !== 0x70 && octets[at + 2]! !== 0x66 && octets[at + 2]! !== 0x50 && octets[at + 2]! !== 0x46) return;
  if (equalsIgnoringCase(octets, at, nameEnd, 'refer-to')) takeReferTo(octets, valueAt, end, out);
  else if (out.replacesAt < 0 && equalsIgnoringCase(octets, at, nameEnd, 'replaces')) {
    out.replacesAt = skipBlanks(octets, valueAt, end);
    out.replacesEnd = trimEnd(octets, out.replacesAt, end);
  }
}

function takeLonger(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  switch (nameEnd - at) {
    case 11:
      if (out.minExpires === -1 && equalsIgnoringCase(octets, at, nameEnd, 'min-expires')) out.minExpires = numberHeader(octets, valueAt, end, 0xffffffff, out);
      else if (out.retryAfter === -1 && equalsIgnoringCase(octets, at, nameEnd, 'retry-after')) out.retryAfter = firstNumber(octets, valueAt, end, out);
      return;
    case 12:
      if (equalsIgnoringCase(octets, at, nameEnd, 'max-forwards')) {
        if (out.maxForwards === -1) out.maxForwards = numberHeader(octets, valueAt, end, 255, out);
        else out.problems |= Problem.duplicateHeader;
      } else if (equalsIgnoringCase(octets, at, nameEnd, 'content-type')) takeContentType(octets, valueAt, end, out);
      return;
    case 13: if (equalsIgnoringCase(octets, at, nameEnd, 'authorization')) takeAuthorization(octets, valueAt, end, out); return;
    case 14: if (equalsIgnoringCase(octets, at, nameEnd, 'content-length')) takeContentLength(octets, valueAt, end, out); return;
    case 15: if (equalsIgnoringCase(octets, at, nameEnd, 'session-expires')) takeSessionExpires(octets, valueAt, end, out); return;
    case 16:
      if (equalsIgnoringCase(octets, at, nameEnd, 'www-authenticate')) takeChallenge(octets, valueAt, end, out);
      else if (equalsIgnoringCase(octets, at, nameEnd, 'content-encoding')) out.hasContentEncoding = true;
      return;
    case 18:
      if (equalsIgnoringCase(octets, at, nameEnd, 'proxy-authenticate')) takeChallenge(octets, valueAt, end, out);
      else if (out.subscriptionStateAt < 0 && equalsIgnoringCase(octets, at, nameEnd, 'subscription-state')) {
        out.subscriptionStateAt = skipBlanks(octets, valueAt, end);
        out.subscriptionStateEnd = trimEnd(octets, out.subscriptionStateAt, end);
      }
      return;
    case 19: if (equalsIgnoringCase(octets, at, nameEnd, 'proxy-authorization')) takeAuthorization(octets, valueAt, end, out); return;
    case 22:
      if (out.hangupTextAt < 0 && equalsIgnoringCase(octets, at, nameEnd, 'x-asterisk-hangupcause')) {
        out.hangupTextAt = skipBlanks(octets, valueAt, end);
        out.hangupTextEnd = trimEnd(octets, out.hangupTextAt, end);
      }
      return;
    case 26: if (out.hangupCause === -1 && equalsIgnoringCase(octets, at, nameEnd, 'x-asterisk-hangupcausecode')) out.hangupCause = numberHeader(octets, valueAt, end, 0xffff, out); return;
    default:
  }
}

function takeEvent(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.eventAt >= 0) return;
  out.eventAt = skipBlanks(octets, at, end);
  out.eventEnd = trimEnd(octets, out.eventAt, end);
}

function takeReferTo(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.referToAt >= 0) return;
  out.referToAt = skipBlanks(octets, at, end);
  out.referToEnd = trimEnd(octets, out.referToAt, end);
}

function takeChallenge(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.hasChallenge) return;
  out.hasChallenge = true;
  out.challengeAt = skipBlanks(octets, at, end);
  out.challengeEnd = trimEnd(octets, out.challengeAt, end);
}

function takeAuthorization(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.hasAuthorization) return;
  out.hasAuthorization = true;
  out.authorizationAt = skipBlanks(octets, at, end);
  out.authorizationEnd = trimEnd(octets, out.authorizationAt, end);
}
