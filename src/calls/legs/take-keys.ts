/**
 * From a scanned message to its leg keys: called for the messages of INVITE transactions that have such headers, and for every
 * offer. Values are read as far as they name a call or a user; anything else in them is passed over.
 */
import { startsWithIgnoringCase } from '../../base/bytes.ts';
import { hashOctets } from '../../base/intern.ts';
import type { CallIndex } from '../../base/units.ts';
import type { Session } from '../../sdp/model.ts';
import { LegHeader } from '../../sip/leg-headers.ts';
import { Method } from '../../sip/method.ts';
import type { SipScan } from '../../sip/scan.ts';
import { LegKey, secondHash, type LegKeys } from './leg-keys.ts';
import { userKey } from './user-key.ts';

const SEMICOLON = 0x3b;
const COMMA = 0x2c;
/** users taken from one header */
const MOST_USERS = 8;
/** octets a session id of o= has at least: clocks and random numbers, not 0 or 1 */
const LEAST_ORIGIN = 5;

let unescaped = new Uint8Array(256);

/** Headers of one message that has any of them. */
export function takeHeaderKeys(octets: Uint8Array, scan: SipScan, call: CallIndex, keys: LegKeys): void {
  if (scan.referToAt >= 0) takeReferTo(octets, scan.referToAt, scan.referToEnd, call, keys);
  if (scan.cseqMethod !== Method.INVITE) return;
  if (scan.sessionIdAt >= 0) takeSessionId(octets, scan.sessionIdAt, scan.sessionIdEnd, call, keys);
  if (!scan.isRequest) return;
  if (scan.replacesAt >= 0) takeDialog(octets, scan.replacesAt, scan.replacesEnd, LegKey.replaces, call, keys);
  if (scan.joinAt >= 0) takeDialog(octets, scan.joinAt, scan.joinEnd, LegKey.join, call, keys);
  const { legHeaders } = scan;
  for (let i = 0; i < legHeaders.count; i++) takeHeader(octets, legHeaders.kind[i]!, legHeaders.at[i]!, legHeaders.end[i]!, call, keys);
}

function takeHeader(octets: Uint8Array, kind: number, at: number, end: number, call: CallIndex, keys: LegKeys): void {
  if (kind >= LegHeader.assertedIdentity) return takeUsers(octets, at, end, call, keys);
  if (kind === LegHeader.chargingVector) return takeChargingId(octets, at, end, call, keys);
  if (kind === LegHeader.targetDialog) return takeDialog(octets, at, end, LegKey.targetDialog, call, keys);
  if (kind !== LegHeader.inReplyTo) return takeCallId(octets, at, end, kind, call, keys);
  for (let from = at; from < end; ) {
    let to = from;
    while (to < end && octets[to] !== COMMA) to++;
    takeCallId(octets, from, to, LegKey.inReplyTo, call, keys);
    from = to + 1;
  }
}

/** A Call-ID alone: blanks, quotes and angle brackets around it are not part of it. */
export function takeCallId(octets: Uint8Array, at: number, end: number, kind: number, call: CallIndex, keys: LegKeys): void {
  let from = at;
  let to = end;
  while (from < to && isWrapping(octets[from]!)) from++;
  while (to > from && isWrapping(octets[to - 1]!)) to--;
  keys.add(call, kind, octets, from, to);
}

function isWrapping(octet: number): boolean {
  return octet <= 0x20 || octet === 0x22 || octet === 0x3c || octet === 0x3e;
}

/** Call-ID, then parameters (RFC 3891, RFC 3911, RFC 4538). */
function takeDialog(octets: Uint8Array, at: number, end: number, kind: number, call: CallIndex, keys: LegKeys): void {
  let to = at;
  while (to < end && octets[to] !== SEMICOLON) to++;
  takeCallId(octets, at, to, kind, call, keys);
}

/** Refer-To: <sip:x@y?Replaces=call%40host%3Bto-tag%3D…> */
function takeReferTo(octets: Uint8Array, at: number, end: number, call: CallIndex, keys: LegKeys): void {
  const value = valueAfter(octets, at, end, 'replaces=');
  if (value < 0) return;
  if (unescaped.length < end - value) unescaped = new Uint8Array(end - value);
  let length = 0;
  for (let i = value; i < end; i++) {
    let octet = octets[i]!;
    if (octet === 0x25 && i + 2 < end) {
      octet = Number.parseInt(String.fromCharCode(octets[i + 1]!, octets[i + 2]!), 16) || 0;
      i += 2;
    } else if (octet === 0x26 || octet === 0x3e) break;
    if (octet === SEMICOLON) break;
    unescaped[length++] = octet;
  }
  takeCallId(unescaped, 0, length, LegKey.referTo, call, keys);
}

function takeChargingId(octets: Uint8Array, at: number, end: number, call: CallIndex, keys: LegKeys): void {
  const value = valueAfter(octets, at, end, 'icid-value=');
  if (value >= 0) takeDialog(octets, value, end, LegKey.chargingVector, call, keys);
}

/** RFC 7989: the two ends' identifiers, equal whichever is first; the nil one says nothing. RFC 7329: one alone. */
function takeSessionId(octets: Uint8Array, at: number, end: number, call: CallIndex, keys: LegKeys): void {
  let to = at;
  while (to < end && octets[to] !== SEMICOLON && octets[to]! > 0x20) to++;
  const remote = valueAfter(octets, to, end, 'remote=');
  let remoteEnd = remote;
  while (remote >= 0 && remoteEnd < end && octets[remoteEnd] !== SEMICOLON && octets[remoteEnd]! > 0x20) remoteEnd++;
  const hasLocal = !isNil(octets, at, to);
  const hasRemote = remote >= 0 && !isNil(octets, remote, remoteEnd);
  if (hasLocal && hasRemote)
    keys.addHashes(
      call,
      LegKey.sessionId,
      hashOctets(octets, at, to) ^ hashOctets(octets, remote, remoteEnd),
      secondHash(octets, at, to) ^ secondHash(octets, remote, remoteEnd),
    );
  else if (hasLocal) keys.add(call, LegKey.sessionId, octets, at, to);
}

function isNil(octets: Uint8Array, at: number, end: number): boolean {
  if (end - at < 8) return true;
  for (let i = at; i < end; i++) if (octets[i] !== 0x30) return false;
  return true;
}

/** Users of name-addrs or URIs, several joined by commas. */
function takeUsers(octets: Uint8Array, at: number, end: number, call: CallIndex, keys: LegKeys): void {
  let kept = 0;
  for (let i = at; i < end && kept < MOST_USERS; i++) {
    const isScheme =
      octets[i] === 0x3a &&
      (startsWithIgnoringCase(octets, Math.max(at, i - 3), end, 'sip') ||
        startsWithIgnoringCase(octets, Math.max(at, i - 3), end, 'tel') ||
        startsWithIgnoringCase(octets, Math.max(at, i - 4), end, 'sips'));
    if (!isScheme) continue;
    let to = i;
    while (to < end && octets[to] !== 0x3e && octets[to] !== COMMA && octets[to]! > 0x20) to++;
    const user = userKey(octets, Math.max(at, i - 3), to);
    if (user !== 0) {
      keys.addHashes(call, LegKey.identity, user, 0);
      kept++;
    }
    i = to;
  }
}

/** Where the value behind `name` (lower case, with its =) begins, or -1. */
function valueAfter(octets: Uint8Array, at: number, end: number, name: string): number {
  for (let i = at; i + name.length <= end; i++) if (startsWithIgnoringCase(octets, i, end, name)) return i + name.length;
  return -1;
}

/** o=<username> <sess-id> of the description octets[at, end): an SBC that changes the address leaves these (RFC 8866 section 5.2). */
export function takeOrigin(octets: Uint8Array, at: number, end: number, call: CallIndex, keys: LegKeys): void {
  let line = at;
  for (let lines = 0; line + 2 < end && octets[line] !== 0x6f; lines++) {
    if (lines === 3) return;
    while (line < end && octets[line] !== 0x0a) line++;
    line++;
  }
  if (octets[line + 1] !== 0x3d) return;
  let middle = line + 2;
  while (middle < end && octets[middle]! > 0x20) middle++;
  let to = middle + 1;
  while (to < end && octets[to]! > 0x20) to++;
  if (to - middle - 1 >= LEAST_ORIGIN && octets[middle] === 0x20) keys.add(call, LegKey.origin, octets, line + 2, to);
}

/** Keys of an offer: what is made anew for every call, so that two calls with the same one are the same. */
export function takeSecurity(octets: Uint8Array, session: Session, call: CallIndex, keys: LegKeys): void {
  takeText(session.fingerprint?.value, LegKey.fingerprint, call, keys);
  takeText(session.iceUfrag, LegKey.iceUfrag, call, keys);
  for (const media of session.media) {
    takeText(media.fingerprint?.value, LegKey.fingerprint, call, keys);
    takeText(media.iceUfrag, LegKey.iceUfrag, call, keys);
    for (const crypto of media.crypto) keys.add(call, LegKey.crypto, octets, crypto.keyAt, crypto.keyAt + crypto.keyLength);
  }
}

const text = new Uint8Array(512);

function takeText(value: string | undefined, kind: number, call: CallIndex, keys: LegKeys): void {
  if (value === undefined || value.length < 4) return;
  const length = Math.min(text.length, value.length);
  for (let i = 0; i < length; i++) text[i] = value.charCodeAt(i);
  keys.add(call, kind, text, 0, length);
}
