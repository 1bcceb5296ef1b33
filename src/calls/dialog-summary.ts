/**
 * A Call-ID without an INVITE request, summed up (semantics 5.8): what it was for, how it ended, how long the answer took.
 * The newest transaction of the main method decides, on the hop nearest its sender. 401 and 407 are challenges.
 */
import type { CallIndex, Milliseconds, Nanoseconds } from '../base/units.ts';
import { Method, type MethodId } from '../sip/method.ts';
import { thresholds } from './call-state.ts';
import { Chain } from './chain.ts';
import { Flag } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';
import { Transactions } from './transactions.ts';

/** In the order of the contract's dialogStates (a test compares them). */
export const DialogStateId = { OK: 0, CHALLENGED: 1, FAILED: 2, NO_RESPONSE: 3, PARTIAL: 4 } as const;

/** Borrowed until the next summarize(). */
export interface DialogSummary {
  call: CallIndex;
  state: number;
  method: MethodId;
  /** 0 none; and the position of that response, -1 */
  finalStatus: number;
  final: number;
  responseTime: Milliseconds | undefined;
}

export class DialogSummarizer {
  readonly chain: Chain = new Chain();
  readonly transactions: Transactions = new Transactions();
  readonly #summary: DialogSummary = { call: -1, state: 0, method: 0, finalStatus: 0, final: -1, responseTime: undefined };

  summarize(table: MessageTable, call: CallIndex, captureEnd: Nanoseconds): DialogSummary {
    const chain = this.chain.load(table, call);
    const transactions = this.transactions.group(chain);
    const out = this.#summary;
    out.call = call;
    out.method = this.#mainMethod();
    out.final = -1;
    out.finalStatus = 0;
    out.responseTime = undefined;
    const vias = this.#fewestVias(out.method);
    let last = -1;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const request = transactions.request[transaction]!;
      if (transactions.method[transaction] !== out.method || request < 0 || chain.viaCount[request] !== vias) continue;
      last = transaction;
      const final = transactions.firstFinal[transaction]!;
      if (final < 0) continue;
      out.responseTime = Math.max(0, chain.time[final]! - chain.time[transactions.answeredRequest[transaction]!]!) / 1e6;
    }
    out.state = this.#state(out, last, captureEnd);
    return out;
  }

  #state(out: DialogSummary, last: number, captureEnd: Nanoseconds): number {
    if (last < 0 || isInsideCall(out.method)) return this.#partial(out, last);
    const final = this.transactions.firstFinal[last]!;
    if (final < 0) {
      const waited = captureEnd - this.chain.time[this.transactions.lastRequest[last]!]!;
      const isUnanswered = waited >= thresholds.transaction || (waited >= thresholds.unanswered && this.transactions.copies[last]! > 1);
      return isUnanswered && this.transactions.firstResponse[last]! < 0 ? DialogStateId.NO_RESPONSE : DialogStateId.PARTIAL;
    }
    this.#noteFinal(out, final);
    if (out.finalStatus < 300) return DialogStateId.OK;
    const isChallenge = out.finalStatus === 401 || out.finalStatus === 407;
    return isChallenge && !isRefusedCredentials(this.chain, this.transactions.request[last]!, final) ? DialogStateId.CHALLENGED : DialogStateId.FAILED;
  }

  /** A call whose start is missing: its newest final is told, its state is not. */
  #partial(out: DialogSummary, last: number): number {
    const transactions = this.transactions;
    let final = last < 0 ? -1 : transactions.firstFinal[last]!;
    for (let transaction = transactions.count - 1; final < 0 && transaction >= 0; transaction--)
      if (transactions.method[transaction] === out.method) final = transactions.firstFinal[transaction]!;
    this.#noteFinal(out, final);
    return DialogStateId.PARTIAL;
  }

  #noteFinal(out: DialogSummary, final: number): void {
    out.final = final;
    out.finalStatus = final < 0 ? 0 : this.chain.status[final]!;
  }

  /** Method of the first request, ACK left out when there is another; without a request that of the first response. */
  #mainMethod(): MethodId {
    const chain = this.chain;
    let method = -1;
    for (let i = 0; i < chain.length; i++) {
      if (chain.status[i] !== 0) continue;
      if (chain.method[i] !== Method.ACK) return chain.method[i]!;
      method = Method.ACK;
    }
    return method >= 0 || chain.length === 0 ? Math.max(0, method) : chain.cseqMethod[0]!;
  }

  #fewestVias(method: MethodId): number {
    const chain = this.chain;
    let vias = 255;
    for (let i = 0; i < chain.length; i++) if (chain.status[i] === 0 && chain.method[i] === method) vias = Math.min(vias, chain.viaCount[i]!);
    return vias;
  }
}

/** Methods that only occur inside an INVITE dialog: without INVITE the capture lacks the start. */
function isInsideCall(method: MethodId): boolean {
  return (
    method === Method.INVITE ||
    method === Method.ACK ||
    method === Method.BYE ||
    method === Method.CANCEL ||
    method === Method.PRACK ||
    method === Method.UPDATE ||
    method === Method.INFO
  );
}

/** A challenge to a request that brought credentials, and not because its nonce was old: the credentials are wrong (RFC 7616 section 3.4). */
export function isRefusedCredentials(chain: Chain, request: number, response: number): boolean {
  return request >= 0 && (chain.flags[request]! & Flag.hasAuthorization) !== 0 && (chain.flags[response]! & Flag.stale) === 0;
}
