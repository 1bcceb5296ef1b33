/**
 * One SIP message into the tables: scanned once, taken in by the message table, its problems reported, its SDP shown to
 * whoever listens. Nothing of its text is kept but what the tables show; the rest is re-read from the file.
 */
import type { AddressId, MessageIndex, Nanoseconds } from '../base/units.ts';
import { Fact } from '../calls/fact-table.ts';
import { takeOrigin, takeSecurity } from '../calls/legs/take-keys.ts';
import { Flag } from '../calls/message-fields.ts';
import type { MessageIntake, MessagePlace } from '../calls/message-intake.ts';
import type { Session } from '../sdp/model.ts';
import { SeenSessions } from '../sdp/seen-sessions.ts';
import { findSdp, type Span } from '../sip/body.ts';
import { readDate } from '../sip/date.ts';
import { Method } from '../sip/method.ts';
import { problemKinds } from '../sip/problem.ts';
import { createScan, scanMessage, type SipScan } from '../sip/scan.ts';
import type { Tables } from './tables.ts';

/** seconds between a Date header and the capture's clock that are not worth a note: the clock of a Date has whole seconds */
const DATE_SLACK = 10;

/** A message's place, and the addresses its packet came from and went to; one borrowed record. */
export interface MessageOrigin extends MessagePlace {
  sourceAddress: AddressId;
}

export function createOrigin(): MessageOrigin {
  // NaN keeps the record's shape: see calls/message-fields.ts
  return {
    packet: -1,
    time: NaN,
    textAt: 0,
    inArena: false,
    source: -1,
    destination: -1,
    identification: -1,
    ttl: 0,
    fromPublic: false,
    flags: 0,
    sourceAddress: 0,
  };
}

/** Told of every session description, in order, right after its message was taken in. */
export type SdpListener = (message: MessageIndex, session: Session) => void;

export class SipIndex {
  readonly #tables: Tables;
  readonly #intake: MessageIntake;
  readonly #onSdp: SdpListener;
  readonly #scan: SipScan = createScan();
  readonly #sessions: SeenSessions = new SeenSessions();
  readonly #sdp: Span = { at: -1, end: -1 };

  constructor(tables: Tables, intake: MessageIntake, onSdp: SdpListener) {
    this.#tables = tables;
    this.#intake = intake;
    this.#onSdp = onSdp;
  }

  /**
   * The message in octets[at, end) as a row, or -1 when it is not SIP. `origin.textAt` is where octets[at] stands in its
   * packet or in the arena; octets behind the body of a datagram belong to the message as it was sent.
   */
  add(octets: Uint8Array, at: number, end: number, origin: MessageOrigin): MessageIndex {
    const scan = this.#scan;
    if (!scanMessage(octets, at, end, scan)) return -1;
    const tables = this.#tables;
    const start = scan.startLineAt;
    origin.textAt += start - at;
    const sdp = this.#sdp;
    const hasSdp = (scan.isSdp || scan.isMultipart) && findSdp(octets, scan, sdp);
    const message = this.#intake.take(octets, start, end, scan, origin);
    if (!scan.isRequest) tables.noteReason(message, tables.messages.status(message), octets, scan.reasonAt, scan.reasonEnd);
    if (scan.problems !== 0) this.#report(scan, origin);
    if (scan.dateAt >= 0) this.#compareClock(octets, scan, message, origin.time);
    if (!hasSdp) return message;
    if (scan.isMultipart) tables.messages.addFlags(message, Flag.hasSdp);
    const session = this.#sessions.read(octets, sdp.at, sdp.end);
    for (const problem of session.problems) tables.diagnostics.report(problem.code, origin.packet, origin.textAt + problem.at - start, problem.length);
    this.#onSdp(message, session);
    if (scan.isRequest && scan.method === Method.INVITE) this.#takeLegKeys(octets, session, message);
    return message;
  }

  /** What an offer shares with the offer of another leg. Answers share it with nobody else: they come back the same way. */
  #takeLegKeys(octets: Uint8Array, session: Session, message: MessageIndex): void {
    const { messages } = this.#tables;
    const call = messages.call(message);
    takeOrigin(octets, this.#sdp.at, this.#sdp.end, call, messages.legKeys);
    takeSecurity(octets, session, call, messages.legKeys);
  }

  /** Notes a Date that is not the capture's. */
  #compareClock(octets: Uint8Array, scan: SipScan, message: MessageIndex, time: Nanoseconds): void {
    const { timeBase, messages } = this.#tables;
    const captured = timeBase.seconds + (timeBase.nanoseconds + time) / 1e9;
    const skew = Math.round(readDate(octets, scan.dateAt, scan.dateEnd) - captured);
    if (Math.abs(skew) >= DATE_SLACK && Math.abs(skew) < 0x7fffffff) messages.addFact(message, Fact.clockSkew, skew);
  }

  #report(scan: SipScan, origin: MessageOrigin): void {
    for (const kind of problemKinds) {
      if ((scan.problems & kind.bit) !== 0) this.#tables.diagnostics.report(kind.code, origin.packet, origin.textAt, scan.startLineEnd - scan.startLineAt);
    }
  }
}
