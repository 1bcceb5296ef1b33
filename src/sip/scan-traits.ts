/**
 * Headers that few messages carry and that tell what kind of call it is: noted as bits of trait.ts, not as spans. Every
 * reader takes the value octets[at, end) of one header field.
 */
import { startsWithIgnoringCase } from '../base/bytes.ts';
import { takeLegHeader } from './leg-headers.ts';
import { skipBlanks } from './param.ts';
import type { SipScan } from './scan.ts';
import { Trait } from './trait.ts';
import { isWord, word } from './word.ts';

const JOIN = word('join');
const PRIVACY = word('privacy');
const ALERTINFO = word('alert-info');
const REFERREDBY = word('referred-by');
const REFERSUB = word('refer-sub');
const GEOLOCATION = word('geolocation');
const PEARLYMEDIA = word('p-early-media');

/** Takes the header named octets[at, nameEnd) if it is one of those; for names of 4, 7 and 9 to 13 octets. */
export function takeTrait(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): void {
  switch (octets[at]! | 0x20) {
    case 0x64:
      if (takeLegHeader(octets, at, nameEnd, valueAt, end, out)) takeDiversion(octets, valueAt, end, out);
      return;
    case 0x68:
      if (takeLegHeader(octets, at, nameEnd, valueAt, end, out)) takeHistory(octets, valueAt, end, out);
      return;
    case 0x72:
      if (isWord(octets, at, nameEnd, REFERREDBY)) addTrait(out, Trait.referredBy);
      else if (isWord(octets, at, nameEnd, REFERSUB) && startsWithIgnoringCase(octets, skipBlanks(octets, valueAt, end), end, 'false'))
        addTrait(out, Trait.noReferSub);
      return;
    case 0x67:
      if (isWord(octets, at, nameEnd, GEOLOCATION)) addTrait(out, Trait.geolocation);
      return;
    case 0x61:
      if (isWord(octets, at, nameEnd, ALERTINFO) && findText(octets, valueAt, end, 'call-waiting') >= 0) addTrait(out, Trait.callWaiting);
      return;
    case 0x6a:
      if (isWord(octets, at, nameEnd, JOIN)) takeJoin(octets, valueAt, end, out);
      return;
    // X-Call-ID, In-Reply-To, Target-Dialog
    case 0x78:
    case 0x69:
    case 0x74:
      takeLegHeader(octets, at, nameEnd, valueAt, end, out);
      return;
    case 0x70:
      if (isWord(octets, at, nameEnd, PRIVACY)) takePrivacy(octets, valueAt, end, out);
      else if (isWord(octets, at, nameEnd, PEARLYMEDIA) && findText(octets, valueAt, end, 'send') >= 0) addTrait(out, Trait.earlyMedia);
      return;
    default:
  }
}

export function addTrait(out: SipScan, trait: number): void {
  out.hasRare = true;
  out.traits |= trait;
}

/** Where the ASCII `text` (lower case) stands in octets[at, end) whatever the case, or -1. */
export function findText(octets: Uint8Array, at: number, end: number, text: string): number {
  const first = text.charCodeAt(0);
  for (let i = at; i + text.length <= end; i++)
    if ((octets[i]! === first || octets[i]! + 0x20 === first) && startsWithIgnoringCase(octets, i, end, text)) return i;
  return -1;
}

/** The topmost Diversion is the newest one. */
function takeDiversion(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  const known = Trait.diversionBusy | Trait.diversionNoAnswer | Trait.diversionUnconditional | Trait.diversionOther;
  if ((out.traits & known) !== 0) return;
  const reason = findText(octets, at, end, 'reason=');
  if (reason < 0) return addTrait(out, Trait.diversionOther);
  const value = octets[reason + 7] === 0x22 ? reason + 8 : reason + 7;
  if (startsWithIgnoringCase(octets, value, end, 'user-busy')) addTrait(out, Trait.diversionBusy);
  else if (startsWithIgnoringCase(octets, value, end, 'no-answer')) addTrait(out, Trait.diversionNoAnswer);
  else addTrait(out, startsWithIgnoringCase(octets, value, end, 'unconditional') ? Trait.diversionUnconditional : Trait.diversionOther);
}

/** Every cause of every entry, written as ;cause= or escaped within a URI (Reason=SIP%3Bcause%3D486). */
function takeHistory(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  for (let i = findText(octets, at, end, 'cause'); i >= 0; i = findText(octets, i + 5, end, 'cause')) {
    const value = octets[i + 5] === 0x3d ? i + 6 : startsWithIgnoringCase(octets, i + 5, end, '%3d') ? i + 8 : end;
    if (startsWithIgnoringCase(octets, value, end, '486') || startsWithIgnoringCase(octets, value, end, '600')) addTrait(out, Trait.historyBusy);
    else if (startsWithIgnoringCase(octets, value, end, '408')) addTrait(out, Trait.historyNoAnswer);
    else if (startsWithIgnoringCase(octets, value, end, '302')) addTrait(out, Trait.historyUnconditional);
  }
}

function takeJoin(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  if (out.joinAt >= 0) return;
  out.hasRare = true;
  out.joinAt = skipBlanks(octets, at, end);
  out.joinEnd = end;
}

/** Tokens joined by semicolons; id alone asks that the caller's identity be withheld. */
function takePrivacy(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  for (let i = at; i < end; i++) {
    const isStart = i === at || octets[i - 1] === 0x3b || octets[i - 1] === 0x2c || octets[i - 1]! <= 0x20;
    const after = octets[i + 2];
    if (isStart && startsWithIgnoringCase(octets, i, end, 'id') && (i + 2 >= end || after === 0x3b || after === 0x2c || after! <= 0x20))
      return addTrait(out, Trait.privacyId);
  }
}
