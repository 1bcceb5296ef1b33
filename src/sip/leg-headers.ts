/**
 * Headers by which a box in the middle says which call its own call belongs to: explicit copies of the other Call-ID, In-Reply-To
 * (RFC 3261 section 20.21), P-Charging-Vector (RFC 7315), Target-Dialog (RFC 4538), and those that name a user: P-Asserted-Identity
 * (RFC 3325), Remote-Party-ID, Diversion (RFC 5806), History-Info (RFC 7044). Only where their values stand: reading them is
 * for calls/legs.
 */
import { skipBlanks } from './param.ts';
import type { SipScan } from './scan.ts';
import { trimEnd } from '../base/bytes.ts';
import { isWord, word } from './word.ts';

export const LegHeader = {
  xCallId: 0,
  xCid: 1,
  xCallid: 2,
  xOrigCallId: 3,
  inReplyTo: 4,
  chargingVector: 5,
  targetDialog: 6,
  assertedIdentity: 7,
  remotePartyId: 8,
  diversion: 9,
  historyInfo: 10,
} as const;

const names: readonly (readonly [Uint8Array, number])[] = [
  [word('x-call-id'), LegHeader.xCallId],
  [word('x-cid'), LegHeader.xCid],
  [word('x-callid'), LegHeader.xCallid],
  [word('x-orig-call-id'), LegHeader.xOrigCallId],
  [word('in-reply-to'), LegHeader.inReplyTo],
  [word('p-charging-vector'), LegHeader.chargingVector],
  [word('target-dialog'), LegHeader.targetDialog],
  [word('p-asserted-identity'), LegHeader.assertedIdentity],
  [word('remote-party-id'), LegHeader.remotePartyId],
  [word('diversion'), LegHeader.diversion],
  [word('history-info'), LegHeader.historyInfo],
];

/** header fields of this kind kept of one message */
const MOST = 8;

/** Where the values stand: kind, at, end of each; `count` of them. Part of the scanner's borrowed record. */
export class LegHeaders {
  count = 0;
  readonly kind: Uint8Array = new Uint8Array(MOST);
  readonly at: Int32Array = new Int32Array(MOST);
  readonly end: Int32Array = new Int32Array(MOST);

  /** Nothing of the message before stays: a record used again equals a fresh one. */
  clear(): void {
    for (; this.count > 0; this.count--) this.kind[this.count - 1] = this.at[this.count - 1] = this.end[this.count - 1] = 0;
  }
}

/** Notes the header named octets[at, nameEnd) when it is one of those; true when it was. */
export function takeLegHeader(octets: Uint8Array, at: number, nameEnd: number, valueAt: number, end: number, out: SipScan): boolean {
  for (const [name, kind] of names) {
    if (name.length !== nameEnd - at || !isWord(octets, at, nameEnd, name)) continue;
    const { legHeaders } = out;
    out.hasRare = true;
    if (legHeaders.count === MOST) return true;
    legHeaders.kind[legHeaders.count] = kind;
    legHeaders.at[legHeaders.count] = skipBlanks(octets, valueAt, end);
    legHeaders.end[legHeaders.count] = Math.max(legHeaders.at[legHeaders.count]!, trimEnd(octets, legHeaders.at[legHeaders.count]!, end));
    legHeaders.count++;
    return true;
  }
  return false;
}
