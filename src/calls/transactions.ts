/**
 * Groups the messages of one call into transactions per hop (RFC 3261 section 17, semantics 5.2): by branch, CSeq and
 * method first, hop second, since a response may come from another port. Peers without a branch (RFC 2543) are matched
 * by CSeq and From-tag. ACK and a CANCEL's target are found here too. One pass; no list is walked further than 16 steps.
 */
import { Method } from '../sip/method.ts';
import type { Chain } from './chain.ts';
import { mix } from './endpoint-table.ts';

const STEPS = 16;

export class Transactions {
  count = 0;
  /** per position of the chain: its transaction, numbered from 0 in order of first message */
  of: Int32Array = new Int32Array(0);
  /** per transaction, positions of the chain or -1 */
  request: Int32Array = new Int32Array(0);
  lastRequest: Int32Array = new Int32Array(0);
  firstResponse: Int32Array = new Int32Array(0);
  firstFinal: Int32Array = new Int32Array(0);
  lastFinal: Int32Array = new Int32Array(0);
  ack: Int32Array = new Int32Array(0);
  /** newest copy of the request before the first response */
  answeredRequest: Int32Array = new Int32Array(0);
  /** copies of the request, capture duplicates not counted */
  copies: Int32Array = new Int32Array(0);
  method: Uint16Array = new Uint16Array(0);
  /** the CANCEL transaction of an INVITE transaction, or the other way round; -1 none */
  cancel: Int32Array = new Int32Array(0);
  /** first message, be it request or response */
  first: Int32Array = new Int32Array(0);
  #sameKey: Int32Array = new Int32Array(0);
  #previousInvite: Int32Array = new Int32Array(0);
  #lastInvite = -1;
  #slots: Int32Array = new Int32Array(0);
  #mask = 0;

  /** Groups a loaded chain; the arrays are borrowed until the next group(). */
  group(chain: Chain): this {
    this.#begin(chain.length);
    for (let position = 0; position < chain.length; position++) {
      const transaction = chain.status[position] === 0 ? this.#placeRequest(chain, position) : this.#placeResponse(chain, position);
      this.of[position] = transaction;
    }
    return this;
  }

  #placeRequest(chain: Chain, position: number): number {
    const method = chain.method[position]!;
    if (method === Method.ACK) return this.#placeAck(chain, position);
    let transaction = this.#findHop(chain, position, method, true);
    if (transaction < 0) transaction = this.#add(chain, position, method);
    if (this.request[transaction]! < 0) this.request[transaction] = position;
    if (chain.isCaptureDuplicate(position)) return transaction;
    this.lastRequest[transaction] = position;
    this.copies[transaction] = this.copies[transaction]! + 1;
    if (this.firstResponse[transaction]! < 0) this.answeredRequest[transaction] = position;
    if (method === Method.CANCEL && this.cancel[transaction]! < 0) this.#linkCancel(chain, position, transaction);
    return transaction;
  }

  #placeResponse(chain: Chain, position: number): number {
    const method = chain.cseqMethod[position]!;
    let transaction = this.#findHop(chain, position, method, false);
    if (transaction < 0) transaction = this.#add(chain, position, method);
    if (chain.isCaptureDuplicate(position)) return transaction;
    if (this.firstResponse[transaction]! < 0) this.firstResponse[transaction] = position;
    if (chain.status[position]! >= 200) {
      if (this.firstFinal[transaction]! < 0) this.firstFinal[transaction] = position;
      this.lastFinal[transaction] = position;
    }
    return transaction;
  }

  /** ACK to a failure shares the INVITE's branch; ACK to a 2xx has its own, and is known by CSeq and hop. */
  #placeAck(chain: Chain, position: number): number {
    let transaction = this.#findHop(chain, position, Method.INVITE, true);
    if (transaction < 0) transaction = this.#findInvite(chain, position);
    if (transaction < 0) transaction = this.#add(chain, position, Method.ACK);
    if (this.ack[transaction]! < 0) this.ack[transaction] = position;
    return transaction;
  }

  #linkCancel(chain: Chain, position: number, transaction: number): void {
    let invite = this.#findHop(chain, position, Method.INVITE, true);
    if (invite < 0) invite = this.#findInvite(chain, position);
    if (invite < 0) return;
    this.cancel[transaction] = invite;
    if (this.cancel[invite]! < 0) this.cancel[invite] = transaction;
  }

  /** The newest INVITE transaction with that CSeq, on the same hop when there is one. */
  #findInvite(chain: Chain, position: number): number {
    let found = -1;
    let steps = 0;
    for (let invite = this.#lastInvite; invite >= 0 && steps < STEPS; invite = this.#previousInvite[invite]!, steps++) {
      const other = this.first[invite]!;
      if (chain.cseqNumber[other] !== chain.cseqNumber[position]) continue;
      const request = this.request[invite]!;
      if (request < 0) continue;
      if (chain.sourceAddress[request] === chain.sourceAddress[position] && chain.destinationAddress[request] === chain.destinationAddress[position])
        return invite;
      if (found < 0 || chain.sourceAddress[request] === chain.sourceAddress[position]) found = invite;
    }
    return found;
  }

  /** Transaction of that key whose request went (forward) or would have gone (a response, backward) over this hop. */
  #findHop(chain: Chain, position: number, method: number, isRequest: boolean): number {
    const newest = this.#slots[this.#slot(chain, position, method)]!;
    const from = isRequest ? chain.source[position]! : chain.destination[position]!;
    const to = isRequest ? chain.destination[position]! : chain.source[position]!;
    const fromAddress = isRequest ? chain.sourceAddress[position]! : chain.destinationAddress[position]!;
    let byAddress = -1;
    let steps = 0;
    for (let transaction = newest; transaction >= 0 && steps < STEPS; transaction = this.#sameKey[transaction]!, steps++) {
      const request = this.request[transaction]!;
      const first = this.first[transaction]!;
      const hopFrom = request >= 0 ? chain.source[request]! : chain.destination[first]!;
      const hopTo = request >= 0 ? chain.destination[request]! : chain.source[first]!;
      if (hopFrom === from && hopTo === to) return transaction;
      if (byAddress < 0 && (request >= 0 ? chain.sourceAddress[request]! : chain.destinationAddress[first]!) === fromAddress) byAddress = transaction;
    }
    // A request on another hop is another transaction; a response that fits no hop belongs to its branch all the same.
    if (isRequest) return method === Method.INVITE && chain.method[position] !== Method.INVITE ? (byAddress >= 0 ? byAddress : -1) : -1;
    return byAddress >= 0 ? byAddress : newest;
  }

  #add(chain: Chain, position: number, method: number): number {
    const transaction = this.count++;
    const slot = this.#slot(chain, position, method);
    this.#sameKey[transaction] = this.#slots[slot]!;
    this.#slots[slot] = transaction;
    this.first[transaction] = position;
    this.method[transaction] = method;
    this.copies[transaction] = 0;
    this.request[transaction] = -1;
    this.lastRequest[transaction] = -1;
    this.answeredRequest[transaction] = -1;
    this.firstResponse[transaction] = -1;
    this.firstFinal[transaction] = -1;
    this.lastFinal[transaction] = -1;
    this.ack[transaction] = -1;
    this.cancel[transaction] = -1;
    if (method === Method.INVITE) {
      this.#previousInvite[transaction] = this.#lastInvite;
      this.#lastInvite = transaction;
    }
    return transaction;
  }

  /** Slot of the newest transaction with the key (branch, CSeq number, method), empty or found. */
  #slot(chain: Chain, position: number, method: number): number {
    const branch = chain.branch[position]!;
    const cseq = chain.cseqNumber[position]!;
    const key = branch !== 0 ? branch : chain.fromTag[position]! ^ 0x2543;
    let slot = mix(key, cseq * 31 + method) & this.#mask;
    for (;;) {
      const transaction = this.#slots[slot]!;
      if (transaction < 0) return slot;
      const first = this.first[transaction]!;
      const same = chain.cseqNumber[first] === cseq && this.method[transaction] === method && chain.branch[first] === branch;
      if (same && (branch !== 0 || chain.fromTag[first] === chain.fromTag[position])) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #begin(length: number): void {
    this.count = 0;
    this.#lastInvite = -1;
    if (length > this.of.length) this.#reserve(length);
    let size = 16;
    while (size < length * 2) size *= 2;
    this.#mask = size - 1;
    this.#slots.fill(-1, 0, size);
  }

  #reserve(length: number): void {
    let size = 64;
    while (size < length) size *= 2;
    this.of = new Int32Array(size);
    this.first = new Int32Array(size);
    this.request = new Int32Array(size);
    this.lastRequest = new Int32Array(size);
    this.answeredRequest = new Int32Array(size);
    this.firstResponse = new Int32Array(size);
    this.firstFinal = new Int32Array(size);
    this.lastFinal = new Int32Array(size);
    this.ack = new Int32Array(size);
    this.copies = new Int32Array(size);
    this.method = new Uint16Array(size);
    this.cancel = new Int32Array(size);
    this.#sameKey = new Int32Array(size);
    this.#previousInvite = new Int32Array(size);
    this.#slots = new Int32Array(size * 2);
  }
}
