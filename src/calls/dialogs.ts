/**
 * Dialogs of one call (RFC 3261 section 12): a To-tag in a 101–199 or 2xx to an initial INVITE makes one, early until a
 * 2xx; messages belong to it by their two tags, in either order. Peers without tags (RFC 2543) share the dialog with tag 0.
 * At most 64 are told apart; a scan with a thousand tags must not cost a thousand squared.
 */
import { Method } from '../sip/method.ts';
import type { CallerLeg } from './caller-leg.ts';
import type { Chain } from './chain.ts';
import type { Transactions } from './transactions.ts';

const KEPT = 64;

export class Dialogs {
  count = 0;
  /** per position of the chain: its dialog, -1 none yet */
  of: Int32Array = new Int32Array(0);
  /** tags: of the side that sent the INVITE and of the side that answered */
  readonly fromTag: Int32Array = new Int32Array(KEPT);
  readonly toTag: Int32Array = new Int32Array(KEPT);
  /** positions or -1: first message, newest 18x, first and newest 2xx to the INVITE, first ACK to it, first BYE */
  readonly first: Int32Array = new Int32Array(KEPT);
  readonly ringing: Int32Array = new Int32Array(KEPT);
  readonly answer: Int32Array = new Int32Array(KEPT);
  readonly lastAnswer: Int32Array = new Int32Array(KEPT);
  readonly ack: Int32Array = new Int32Array(KEPT);
  readonly bye: Int32Array = new Int32Array(KEPT);
  readonly messages: Int32Array = new Int32Array(KEPT);
  /** 1: made by a response on the caller's leg */
  readonly onCallerLeg: Uint8Array = new Uint8Array(KEPT);
  #last = 0;

  build(chain: Chain, transactions: Transactions, leg: CallerLeg): this {
    this.count = 0;
    this.#last = 0;
    if (chain.length > this.of.length) this.of = new Int32Array(Math.max(64, chain.length * 2));
    for (let i = 0; i < leg.begin; i++) this.of[i] = -1;
    for (let i = leg.begin; i < chain.length; i++) {
      const dialog = this.#place(chain, transactions, leg, i);
      this.of[i] = dialog;
      if (dialog >= 0) this.messages[dialog] = this.messages[dialog]! + 1;
    }
    return this;
  }

  /** Dialogs the caller's INVITE made: 2 or more is a fork. */
  branches(): number {
    let branches = 0;
    for (let dialog = 0; dialog < this.count; dialog++) branches += this.onCallerLeg[dialog]!;
    return branches;
  }

  /** The dialog of a pair of tags in either order, or -1. */
  find(a: number, b: number): number {
    if (this.count > 0 && this.#is(this.#last, a, b)) return this.#last;
    for (let dialog = 0; dialog < this.count; dialog++) if (this.#is(dialog, a, b)) return (this.#last = dialog);
    return -1;
  }

  #place(chain: Chain, transactions: Transactions, leg: CallerLeg, position: number): number {
    const from = chain.fromTag[position]!;
    const to = chain.toTag[position]!;
    const status = chain.status[position]!;
    let dialog = this.find(from, to);
    if (dialog < 0 && this.#makesDialog(chain, transactions, position)) dialog = this.#add(chain, position, leg);
    if (dialog < 0) return -1;
    if (chain.isCaptureDuplicate(position)) return dialog;
    if (status !== 0 && chain.cseqMethod[position] === Method.INVITE && this.#answersInitial(chain, transactions, position))
      this.#noteResponse(dialog, position, status, this.#isOnLeg(chain, transactions, leg, position));
    else if (status === 0) this.#noteRequest(chain, dialog, position);
    return dialog;
  }

  #makesDialog(chain: Chain, transactions: Transactions, position: number): boolean {
    const status = chain.status[position]!;
    const to = chain.toTag[position]!;
    if (status === 0) return to !== 0 && chain.fromTag[position] !== 0 && this.#isInDialog(chain, transactions, position);
    if (status <= 100 || status >= 300) return false;
    const method = chain.cseqMethod[position]!;
    if (method !== Method.INVITE)
      return to !== 0 && method !== Method.CANCEL && method !== Method.OPTIONS && method !== Method.REGISTER && method !== Method.MESSAGE;
    return to !== 0 || (status >= 200 && this.#answersInitial(chain, transactions, position));
  }

  /** ACK and CANCEL carry the To-tag of a failure, which is no dialog; an ACK tells of one when its 2xx is not in the capture. */
  #isInDialog(chain: Chain, transactions: Transactions, position: number): boolean {
    const method = chain.method[position];
    if (method === Method.CANCEL) return false;
    if (method !== Method.ACK) return true;
    return isAckToMissingAnswer(chain, transactions, position);
  }

  #answersInitial(chain: Chain, transactions: Transactions, position: number): boolean {
    const request = transactions.request[transactions.of[position]!]!;
    return request < 0 || chain.toTag[request] === 0;
  }

  /** Moments of a dialog are those of the caller's leg once it was seen there; the same responses on other hops do not count. */
  #noteResponse(dialog: number, position: number, status: number, isOnLeg: boolean): void {
    if (!isOnLeg && this.onCallerLeg[dialog] === 1) return;
    if (isOnLeg && this.onCallerLeg[dialog] === 0) {
      this.onCallerLeg[dialog] = 1;
      this.ringing[dialog] = this.answer[dialog] = this.lastAnswer[dialog] = -1;
    }
    if (status > 100 && status < 200) this.ringing[dialog] = position;
    if (status < 200 || status >= 300) return;
    if (this.answer[dialog]! < 0) this.answer[dialog] = position;
    this.lastAnswer[dialog] = position;
  }

  #isOnLeg(chain: Chain, transactions: Transactions, leg: CallerLeg, position: number): boolean {
    const request = transactions.request[transactions.of[position]!]!;
    return request >= 0 && leg.isAttempt(chain, request);
  }

  #noteRequest(chain: Chain, dialog: number, position: number): void {
    const method = chain.method[position];
    if (method === Method.ACK && this.ack[dialog]! < 0 && this.#acknowledges(chain, dialog, position)) this.ack[dialog] = position;
    if (method === Method.BYE && this.bye[dialog]! < 0) this.bye[dialog] = position;
  }

  /** The ACK of the 2xx that made the dialog; without that 2xx in the capture any ACK will do. */
  #acknowledges(chain: Chain, dialog: number, position: number): boolean {
    const answer = this.answer[dialog]!;
    return answer < 0 || chain.cseqNumber[answer] === chain.cseqNumber[position];
  }

  #add(chain: Chain, position: number, leg: CallerLeg): number {
    if (this.count === KEPT) return -1;
    const dialog = this.count++;
    const isReversed = chain.toTag[position] === leg.callerTag && leg.callerTag !== 0;
    this.fromTag[dialog] = isReversed ? chain.toTag[position]! : chain.fromTag[position]!;
    this.toTag[dialog] = isReversed ? chain.fromTag[position]! : chain.toTag[position]!;
    this.first[dialog] = position;
    this.ringing[dialog] = -1;
    this.answer[dialog] = -1;
    this.lastAnswer[dialog] = -1;
    this.ack[dialog] = -1;
    this.bye[dialog] = -1;
    this.messages[dialog] = 0;
    this.onCallerLeg[dialog] = 0;
    return dialog;
  }

  #is(dialog: number, a: number, b: number): boolean {
    const from = this.fromTag[dialog];
    const to = this.toTag[dialog];
    return (from === a && to === b) || (from === b && to === a);
  }
}

/** True for an ACK whose INVITE got no final response in the capture, and which is not hop by hop: the 2xx is missing. */
export function isAckToMissingAnswer(chain: Chain, transactions: Transactions, position: number): boolean {
  const transaction = transactions.of[position]!;
  if (transactions.firstFinal[transaction]! >= 0) return false;
  const request = transactions.request[transaction]!;
  return request < 0 || chain.branch[request] !== chain.branch[position];
}
