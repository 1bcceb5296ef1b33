/**
 * Facts few messages carry (Reason, Contact of a REGISTER, RSeq, Session-Expires …), as linked (kind, value) pairs:
 * thirteen octets a fact and nothing for the messages that have none. A value is an unsigned 32-bit number.
 */
import { int32Column, uint8Column, uint32Column, type Column } from '../base/column.ts';

/** What a fact says. Text ids are ids of the shared text interner. */
export const Fact = {
  /** bits of sip/problem.ts */
  problems: 1,
  /** Expires header, seconds */
  expires: 2,
  /** text id of a Contact URI (REGISTER and its 2xx), and that Contact's own ;expires, pushed after it */
  contact: 3,
  contactExpires: 4,
  /** Contact: * */
  contactStar: 5,
  minExpires: 6,
  /** Reason header (RFC 3326): Q.850 cause, SIP cause, text id */
  reasonQ850: 7,
  reasonSip: 8,
  reasonText: 9,
  /** X-Asterisk-HangupCauseCode */
  hangupCause: 10,
  rseq: 11,
  rackRseq: 12,
  rackCseq: 13,
  /** Session-Expires (RFC 4028), seconds; refresher 0 unknown, 1 uac, 2 uas */
  sessionExpires: 14,
  refresher: 15,
  /** status of a message/sipfrag body (RFC 3420) */
  sipfragStatus: 16,
  /** Retry-After, seconds */
  retryAfter: 17,
  /** text id of the To URI of a REGISTER, when it is not the one its call row has */
  aor: 18,
  /** m-lines of the SDP, when there are two or more */
  mediaLines: 19,
  /** text id of a reason phrase that is not the usual one of its status (engine/tables.ts) */
  reasonPhrase: 21,
  /** bits of WeakChallenge (suspicions.ts) */
  weakChallenge: 40,
  /** Date header minus capture time in seconds, when it is DATE_SLACK or more; two's complement */
  clockSkew: 41,
  /** hash of the nonce of the first challenge, or of the first credentials (RFC 3261 section 22.4); never 0 */
  nonce: 42,
  /** bits of sip/trait.ts */
  traits: 60,
  /** text id of the Call-ID that Replaces, a Replaces within Refer-To, or Join names (RFC 3891, RFC 3911) */
  replaces: 61,
  referReplaces: 62,
  join: 63,
  /** text id of the URI of Refer-To, without headers (RFC 3515) */
  referTo: 64,
  /** Min-SE, seconds (RFC 4028) */
  minSe: 65,
  /** text id of the Request-URI of an INVITE, when it is not the one its call row has */
  requestUri: 66,
  /** hash of what the SDP describes but for o= and direction (calls/sdp-shape.ts) */
  sdpShape: 67,
  /** of a capture agent (HEP): its number, text ids of its node name and of the correlation id it gave */
  hepAgent: 80,
  hepNode: 81,
  hepCorrelation: 82,
} as const;
export type FactKind = (typeof Fact)[keyof typeof Fact];

export class FactTable {
  readonly #kind: Column<Uint8Array> = uint8Column(16);
  readonly #value: Column<Uint32Array> = uint32Column(16);
  readonly #next: Column<Int32Array> = int32Column(16);

  get count(): number {
    return this.#kind.length;
  }

  /** Puts a fact before `next` (-1: none) and returns its row, the new head of the list. */
  push(kind: FactKind, value: number, next: number): number {
    this.#kind.push(kind);
    this.#value.push(value >>> 0);
    return this.#next.push(next);
  }

  /** Gives spare room back, when reading has ended. */
  trim(): void {
    this.#kind.trim();
    this.#value.trim();
    this.#next.trim();
  }

  /** The value of the newest fact of that kind in the list that begins at `head`, or -1. */
  find(head: number, kind: FactKind): number {
    for (let row = head; row >= 0; row = this.#next.values[row]!) if (this.#kind.values[row] === kind) return this.#value.values[row]!;
    return -1;
  }

  /** Walks a list: rows from newest to oldest; -1 ends it. */
  next(row: number): number {
    return this.#next.values[row]!;
  }

  kind(row: number): number {
    return this.#kind.values[row]!;
  }

  value(row: number): number {
    return this.#value.values[row]!;
  }
}
