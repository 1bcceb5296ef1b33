/**
 * Which message repeats which (semantics 5.3, in that order): first capture duplicates (the same datagram recorded
 * twice), then retransmissions (same direction, same transaction key, same method or status within 64·T1). Both walk the
 * call back a bounded number of messages, so a message costs constant time whatever the capture holds.
 */
import type { MessageIndex } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { Transport } from './endpoint-table.ts';
import { Flag, type MessageFields } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';

/** 64·T1 of RFC 3261 with T1 = 500 ms: timers B, F, H and the end of 2xx retransmission */
export const transactionTime = 32e9;
/** a datagram seen twice by a mirror port arrives twice within this time */
export const duplicateTime = 50e6;
/** routers between the two copies of a mirrored datagram */
const DUPLICATE_HOPS = 3;
/** messages of the same call looked at */
const STEPS = 64;
/** datagram facts of the newest messages; at 100,000 messages a second this is 160 ms */
const RING = 16_384;
/** two provisional responses whose texts differ by more octets are two responses, not copies */
const COPY_SLACK = 16;

export class Repeats {
  readonly #hash: Int32Array = new Int32Array(RING);
  readonly #identificationAndTtl: Int32Array = new Int32Array(RING);
  readonly #rseq: Int32Array = new Int32Array(RING);
  /** valid after find() gave a message */
  isCaptureDuplicate = false;

  remember(message: MessageIndex, fields: MessageFields): void {
    const slot = message & (RING - 1);
    this.#hash[slot] = fields.payloadHash;
    this.#identificationAndTtl[slot] = packIdentification(fields);
    this.#rseq[slot] = fields.rseq;
  }

  /** The message that `fields` repeats, looked for from `newest` (the call's last message, -1 none), or -1. */
  find(table: MessageTable, fields: MessageFields, newest: MessageIndex): MessageIndex {
    let steps = 0;
    let retransmitted = -1;
    for (let message = newest; message >= 0 && steps < STEPS; message = table.previous(message), steps++) {
      const age = fields.time - table.time(message);
      if (age > transactionTime) break;
      if (table.source(message) !== fields.source || table.destination(message) !== fields.destination) continue;
      if (table.cseqNumber(message) !== fields.cseqNumber || table.status(message) !== Math.min(0xffff, fields.status)) continue;
      // of one capture agent's copies and another's, either may be the earlier one
      if (age <= duplicateTime && (age >= -duplicateTime || (fields.flags & Flag.ownTime) === 0) && this.#isSameDatagram(table, fields, message)) {
        this.isCaptureDuplicate = true;
        return (table.flags(message) & Flag.captureDuplicate) !== 0 ? table.original(message) : message;
      }
      if (retransmitted < 0 && this.#isSameMessage(table, fields, message)) retransmitted = message;
      if (retransmitted >= 0 && age > duplicateTime) break;
    }
    this.isCaptureDuplicate = false;
    return retransmitted < 0 ? -1 : firstCopy(table, retransmitted);
  }

  #isSameDatagram(table: MessageTable, fields: MessageFields, message: MessageIndex): boolean {
    if (table.length - message > RING) return false;
    if (table.endpoints.transport(fields.source) !== Transport.udp && (fields.flags & Flag.ownTime) === 0) return false;
    if (table.textLength(message) !== fields.textLength) return false;
    const slot = message & (RING - 1);
    if (this.#hash[slot] !== fields.payloadHash) return false;
    const earlier = this.#identificationAndTtl[slot]!;
    const later = packIdentification(fields);
    const hops = (earlier & 0xff) - (later & 0xff);
    return earlier >> 8 === later >> 8 && hops >= 0 && hops <= DUPLICATE_HOPS;
  }

  #isSameMessage(table: MessageTable, fields: MessageFields, message: MessageIndex): boolean {
    if (table.method(message) !== fields.method || table.cseqMethod(message) !== fields.cseqMethod) return false;
    if (table.branch(message) !== fields.branch || table.fromTag(message) !== fields.fromTag || table.toTag(message) !== fields.toTag) return false;
    if (fields.status < 100 || fields.status >= 200) return true;
    // A new RSeq is a new response (RFC 3262 section 3); a 1xx of another length (a header or SDP was added) is not a copy either.
    if (table.length - message <= RING && this.#rseq[message & (RING - 1)] !== (fields.rseq | 0)) return false;
    return Math.abs(table.textLength(message) - fields.textLength) <= COPY_SLACK;
  }
}

/**
 * Wireshark 4.0's sip.resend (semantics 5.3.4): the newest message of the same call from and to the same ports is a
 * request (not ACK or CANCEL) or final response with the same CSeq and status.
 */
export function isWiresharkResend(table: MessageTable, fields: MessageFields, newest: MessageIndex): boolean {
  if (fields.status === 0 ? fields.method === Method.ACK || fields.method === Method.CANCEL : fields.status < 200) return false;
  let steps = 0;
  for (let message = newest; message >= 0 && steps < STEPS; message = table.previous(message), steps++) {
    if (table.source(message) !== fields.source || table.destination(message) !== fields.destination) continue;
    return table.status(message) === fields.status && table.cseqNumber(message) === fields.cseqNumber && table.cseqMethod(message) === fields.cseqMethod;
  }
  return false;
}

function firstCopy(table: MessageTable, message: MessageIndex): MessageIndex {
  // A duplicate of a retransmission of the first copy: two steps at most.
  for (let step = 0; step < 2; step++) {
    const original = table.original(message);
    if (original < 0) return message;
    message = original;
  }
  return message;
}

function packIdentification(fields: MessageFields): number {
  return ((fields.identification & 0x1ffff) << 8) | (fields.ttl & 0xff);
}
