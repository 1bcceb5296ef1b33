/**
 * Hold periods of one call (semantics 5.4): the side whose accepted offer stops receiving holds, until its next accepted
 * offer receives again. An answer that mirrors an offer is not a hold. Seen on several hops, a hold counts once.
 */
import { Method } from '../sip/method.ts';
import type { CallerLeg } from './caller-leg.ts';
import type { Chain } from './chain.ts';
import { Flag } from './message-fields.ts';
import type { Transactions } from './transactions.ts';

const KEPT = 256;

export class Holds {
  count = 0;
  readonly from: Float64Array = new Float64Array(KEPT);
  /** Infinity while it lasts */
  readonly to: Float64Array = new Float64Array(KEPT);
  /** 1 caller, 2 callee */
  readonly by: Uint8Array = new Uint8Array(KEPT);
  readonly #open: Int32Array = new Int32Array(3);

  /** Reads the holds after position `answer` (the 2xx of the call). */
  read(chain: Chain, transactions: Transactions, leg: CallerLeg, answer: number, end: number): this {
    this.count = 0;
    this.#open.fill(-1);
    if (answer < 0) return this;
    for (let i = answer + 1; i < chain.length; i++) {
      const status = chain.status[i]!;
      if (status < 200 || status >= 300 || (chain.flags[i]! & Flag.captureDuplicate) !== 0) continue;
      if (chain.cseqMethod[i] !== Method.INVITE && chain.cseqMethod[i] !== Method.UPDATE) continue;
      this.#noteAccepted(chain, transactions, leg, i);
    }
    for (let side = 1; side <= 2; side++) if (this.#open[side]! >= 0 && end >= 0) this.to[this.#open[side]!] = chain.time[end]!;
    return this;
  }

  #noteAccepted(chain: Chain, transactions: Transactions, leg: CallerLeg, response: number): void {
    const transaction = transactions.of[response]!;
    const request = transactions.request[transaction]!;
    if (request < 0 || transactions.firstFinal[transaction] !== response || chain.toTag[request] === 0) return;
    const requester = leg.sideOfRequest(chain, request);
    if (requester === 0) return;
    const offersInRequest = (chain.flags[request]! & Flag.hasSdp) !== 0;
    const offer = offersInRequest ? request : response;
    if ((chain.flags[offer]! & Flag.hasSdp) === 0) return;
    const side = offersInRequest ? requester : 3 - requester;
    if ((chain.flags[offer]! & Flag.sdpHold) !== 0) this.#begin(side, chain.time[response]!);
    else this.#end(side, chain.time[response]!);
  }

  #begin(side: number, time: number): void {
    if (this.#open[side]! >= 0 || this.count === KEPT) return;
    this.from[this.count] = time;
    this.to[this.count] = Infinity;
    this.by[this.count] = side;
    this.#open[side] = this.count++;
  }

  #end(side: number, time: number): void {
    const open = this.#open[side]!;
    if (open < 0) return;
    this.to[open] = time;
    this.#open[side] = -1;
  }
}
