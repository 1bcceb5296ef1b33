/**
 * What is odd about single messages, told while their octets are at hand so that findings need not read them again: a Via
 * that NAT changed (RFC 3581), weak challenges (RFC 7616, RFC 8760), the status inside a sipfrag (RFC 3420).
 */
import { Method } from '../sip/method.ts';
import type { SipScan } from '../sip/scan.ts';
import { isWord, word } from '../sip/word.ts';
import { Flag } from './message-fields.ts';
import { isPrivateHost } from './private-host.ts';

const SIP_PORT = 5060;
const BASIC = word('basic');
const QOP = word('qop');
const ALGORITHM = word('algorithm');
const MD5 = word('md5');
const SIPFRAG = word('sip/2.0');

/** Bits of a weak challenge. */
export const WeakChallenge = { basic: 1, md5: 2, withoutQop: 4 } as const;

/** Flag.viaChanged of a response whose top Via says that its request came from elsewhere; Flag.viaStuck of a request that cannot be answered there. */
export function viaFlags(octets: Uint8Array, scan: SipScan, fromPublic: boolean): number {
  if (scan.sentByAt < 0) return 0;
  if (scan.isRequest) return fromPublic && scan.rport === -1 && isPrivateHost(octets, scan.sentByAt, hostEnd(octets, scan)) ? Flag.viaStuck : 0;
  if (scan.receivedAt < 0 && scan.rport <= 0) return 0;
  const end = hostEnd(octets, scan);
  if (scan.rport > 0 && scan.rport !== sentByPort(octets, scan, end)) return Flag.viaChanged;
  return scan.receivedAt >= 0 && !isSame(octets, scan, end) ? Flag.viaChanged : 0;
}

/** Where the host of the sent-by ends: before a colon and port, behind the bracket of IPv6. */
function hostEnd(octets: Uint8Array, scan: SipScan): number {
  const stop = octets[scan.sentByAt] === 0x5b ? 0x5d : 0x3a;
  let i = scan.sentByAt;
  while (i < scan.sentByEnd && octets[i] !== stop) i++;
  return stop === 0x5d && i < scan.sentByEnd ? i + 1 : i;
}

function sentByPort(octets: Uint8Array, scan: SipScan, hostEnd: number): number {
  if (hostEnd >= scan.sentByEnd) return SIP_PORT;
  let port = 0;
  for (let i = hostEnd + 1; i < scan.sentByEnd; i++) if (octets[i]! >= 0x30 && octets[i]! <= 0x39) port = port * 10 + octets[i]! - 0x30;
  return port;
}

/** received is the host of the sent-by, brackets left out or not. */
function isSame(octets: Uint8Array, scan: SipScan, end: number): boolean {
  const skip = octets[scan.sentByAt] === 0x5b && octets[scan.receivedAt] !== 0x5b ? 1 : 0;
  const from = scan.sentByAt + skip;
  const length = end - skip - from;
  if (scan.receivedEnd - scan.receivedAt !== length) return false;
  for (let i = 0; i < length; i++) if ((octets[from + i]! | 0x20) !== (octets[scan.receivedAt + i]! | 0x20)) return false;
  return true;
}

/** Bits of WeakChallenge for the challenge octets[at, end); 0 for a good one. */
export function weakChallenge(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i]! > 0x20) i++;
  if (isWord(octets, at, i, BASIC)) return WeakChallenge.basic;
  let hasQop = false;
  let isMd5 = true;
  let isQuoted = false;
  let nameAt = i;
  for (; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x22) isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (octet === 0x2c || octet === 0x20 || octet === 0x09) nameAt = i + 1;
    else if (octet === 0x3d) {
      if (isWord(octets, nameAt, i, QOP)) hasQop = true;
      else if (isWord(octets, nameAt, i, ALGORITHM)) isMd5 = isMd5Value(octets, i + 1, end);
    }
  }
  return (isMd5 ? WeakChallenge.md5 : 0) | (hasQop ? 0 : WeakChallenge.withoutQop);
}

function isMd5Value(octets: Uint8Array, at: number, end: number): boolean {
  const from = octets[at] === 0x22 ? at + 1 : at;
  return from + 3 <= end && isWord(octets, from, from + 3, MD5);
}

/** The status in the body of a NOTIFY about a transfer: "SIP/2.0 200 OK"; -1 when it is none. */
export function sipfragStatus(octets: Uint8Array, scan: SipScan, end: number): number {
  if (scan.method !== Method.NOTIFY || scan.bodyAt < 0 || scan.bodyAt + 11 > end || !isWord(octets, scan.bodyAt, scan.bodyAt + 7, SIPFRAG)) return -1;
  let status = 0;
  for (let i = scan.bodyAt + 8; i < scan.bodyAt + 11; i++) {
    const digit = octets[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    status = status * 10 + digit;
  }
  return status;
}
