/**
 * One pass over a call that notes the positions its state and timings are made of: the attempts of the caller, what they
 * were answered with, CANCEL, ACK, BYE. Positions are of the chain, -1 for what is not there. Capture duplicates are
 * passed over. An attempt is one CSeq number: the same number on another branch is the same attempt (fork or fail-over).
 */
import { Method } from '../sip/method.ts';
import { finalRank, State, stateOfProvisional, type StateId } from './call-state.ts';
import type { CallerLeg } from './caller-leg.ts';
import type { Chain } from './chain.ts';
import { isAckToMissingAnswer } from './dialogs.ts';
import { Flag } from './message-fields.ts';
import type { Transactions } from './transactions.ts';

export class Progress {
  /** first INVITE of the newest attempt; the newest INVITE that is no copy (of a fork, or to the next server) */
  attempt = -1;
  newestInvite = -1;
  /** first 100; first 18x or final that is no challenge, over all attempts; first 18x of the newest attempt */
  trying = -1;
  alerted = -1;
  ringing = -1;
  /** newest 401 or 407 to the caller */
  challenge = -1;
  /** best final of 300 or more of the newest attempt, challenges not counted */
  final = -1;
  /** first 2xx to an initial INVITE of the caller */
  answer = -1;
  /** CANCEL by the caller, and the response to it */
  cancel = -1;
  cancelAnswer = -1;
  /** ACK whose 2xx is missing */
  impliedAnswer = -1;
  /** first BYE of any dialog and hop, first final to any BYE; first REFER inside the call */
  bye = -1;
  byeAnswer = -1;
  refer = -1;
  /** the 18x state reached in the newest attempt, or -1 */
  ringState: StateId = -1;
  attempts = 0;
  challenges = 0;
  /** challenges that did not say stale=true */
  freshChallenges = 0;
  /** responses to the newest attempt, and to any */
  attemptResponses = 0;
  responses = 0;

  read(chain: Chain, transactions: Transactions, leg: CallerLeg): this {
    this.#reset();
    for (let i = leg.begin; i < chain.length; i++) {
      if ((chain.flags[i]! & Flag.captureDuplicate) !== 0) continue;
      if (chain.status[i] === 0) this.#noteRequest(chain, transactions, leg, i);
      else this.#noteResponse(chain, transactions, leg, i);
    }
    return this;
  }

  #noteRequest(chain: Chain, transactions: Transactions, leg: CallerLeg, i: number): void {
    switch (chain.method[i]) {
      case Method.INVITE:
        if (this.answer < 0 && transactions.request[transactions.of[i]!] === i && leg.isAttempt(chain, i)) this.#noteAttempt(chain, i);
        return;
      case Method.ACK:
        if (this.impliedAnswer < 0 && chain.toTag[i] !== 0 && isAckToMissingAnswer(chain, transactions, i)) this.impliedAnswer = i;
        return;
      case Method.CANCEL:
        if (this.cancel < 0 && this.#cancelsAttempt(chain, transactions, leg, i)) this.cancel = i;
        return;
      case Method.BYE:
        if (this.bye < 0) this.bye = i;
        return;
      case Method.REFER:
        if (this.refer < 0 && chain.toTag[i] !== 0) this.refer = i;
        return;
      default:
    }
  }

  #noteAttempt(chain: Chain, i: number): void {
    const isNew = this.attempt < 0 || chain.cseqNumber[i] !== chain.cseqNumber[this.attempt];
    this.newestInvite = i;
    if (!isNew) return;
    this.attempts++;
    this.attempt = i;
    this.ringing = -1;
    this.final = -1;
    this.cancel = -1;
    this.ringState = -1;
    this.attemptResponses = 0;
  }

  #noteResponse(chain: Chain, transactions: Transactions, leg: CallerLeg, i: number): void {
    const method = chain.cseqMethod[i];
    const status = chain.status[i]!;
    if (method === Method.BYE) {
      if (this.byeAnswer < 0 && status >= 200 && status !== 401 && status !== 407) this.byeAnswer = i;
      return;
    }
    const transaction = transactions.of[i]!;
    if (method === Method.CANCEL) {
      if (this.cancelAnswer < 0 && this.cancel >= 0 && transaction === transactions.of[this.cancel]) this.cancelAnswer = i;
      return;
    }
    if (method !== Method.INVITE) return;
    const request = transactions.request[transaction]!;
    if (request >= 0 ? !leg.isAttempt(chain, request) : leg.invite >= 0) return;
    this.#noteAnswerToAttempt(chain, i, status);
  }

  #noteAnswerToAttempt(chain: Chain, i: number, status: number): void {
    const isCurrent = this.attempt < 0 || chain.cseqNumber[i] === chain.cseqNumber[this.attempt];
    this.responses++;
    if (isCurrent) this.attemptResponses++;
    if (status === 100) {
      if (this.trying < 0) this.trying = i;
      return;
    }
    if (status === 401 || status === 407) return this.#noteChallenge(chain, i);
    if (this.alerted < 0) this.alerted = i;
    if (status >= 200 && status < 300) {
      if (this.answer < 0) this.answer = i;
    } else if (isCurrent && status < 200) this.#noteRinging(chain, i, status);
    else if (isCurrent && (this.final < 0 || finalRank(status) < finalRank(chain.status[this.final]!))) this.final = i;
  }

  #noteChallenge(chain: Chain, i: number): void {
    if (!chain.isRetransmission(i)) {
      this.challenges++;
      if ((chain.flags[i]! & Flag.stale) === 0) this.freshChallenges++;
    }
    this.challenge = i;
  }

  #noteRinging(chain: Chain, i: number, status: number): void {
    const state = stateOfProvisional(status, (chain.flags[i]! & Flag.hasSdp) !== 0);
    if (state < 0) return;
    if (this.ringing < 0) this.ringing = i;
    // Early media stays early media when a 180 without SDP follows the 183.
    if (this.ringState !== State.EARLY_MEDIA) this.ringState = state;
  }

  /** A CANCEL further down the path is a proxy ending another branch, not the caller giving up. */
  #cancelsAttempt(chain: Chain, transactions: Transactions, leg: CallerLeg, i: number): boolean {
    const invite = transactions.cancel[transactions.of[i]!]!;
    if (invite < 0) return chain.sourceAddress[i] === leg.caller;
    const request = transactions.request[invite]!;
    return request < 0 || leg.isAttempt(chain, request);
  }

  #reset(): void {
    this.attempt = -1;
    this.newestInvite = -1;
    this.trying = -1;
    this.alerted = -1;
    this.ringing = -1;
    this.challenge = -1;
    this.final = -1;
    this.answer = -1;
    this.cancel = -1;
    this.cancelAnswer = -1;
    this.impliedAnswer = -1;
    this.bye = -1;
    this.byeAnswer = -1;
    this.refer = -1;
    this.ringState = -1;
    this.attempts = 0;
    this.challenges = 0;
    this.freshChallenges = 0;
    this.attemptResponses = 0;
    this.responses = 0;
  }
}
