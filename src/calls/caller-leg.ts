/**
 * Which INVITE transactions are the call as the caller saw it. A Call-ID through proxies is seen on several hops; state and
 * timings come from the hop nearest the caller (semantics 6.2): fewest Vias, then earliest. The same INVITE sent again
 * (credentials, redirection, another server) from there belongs to it; forwarded copies do not.
 */
import { Method } from '../sip/method.ts';
import { thresholds } from './call-state.ts';
import type { Chain } from './chain.ts';
import { Flag } from './message-fields.ts';

export class CallerLeg {
  /** first position of the described call (later than 0 after a restart), and how often the Call-ID began anew */
  begin = 0;
  restarts = 0;
  /** first initial INVITE on this leg, or -1 when the capture starts later */
  invite = -1;
  /** an INVITE of the chain, initial or not, or -1 */
  anyInvite = -1;
  caller = 0;
  callerEndpoint = -1;
  callerTag = 0;
  viaCount = 0;

  find(chain: Chain): this {
    this.#findBegin(chain);
    this.invite = -1;
    this.anyInvite = -1;
    for (let i = this.begin; i < chain.length; i++) {
      if (!chain.isRequest(i, Method.INVITE)) continue;
      if (this.anyInvite < 0) this.anyInvite = i;
      if (chain.toTag[i] === 0 && (this.invite < 0 || chain.viaCount[i]! < chain.viaCount[this.invite]!)) this.invite = i;
    }
    const from = this.invite >= 0 ? this.invite : this.anyInvite;
    this.caller = from < 0 ? 0 : chain.sourceAddress[from]!;
    this.callerEndpoint = from < 0 ? -1 : chain.source[from]!;
    this.callerTag = from < 0 ? 0 : chain.fromTag[from]!;
    this.viaCount = from < 0 ? 0 : chain.viaCount[from]!;
    return this;
  }

  /** True for an initial INVITE of the caller. */
  isAttempt(chain: Chain, position: number): boolean {
    if (this.invite < 0 || chain.toTag[position] !== 0 || chain.viaCount[position] !== this.viaCount) return false;
    if (chain.source[position] === this.callerEndpoint) return true;
    return chain.sourceAddress[position] === this.caller && chain.fromTag[position] === this.callerTag;
  }

  /** 1 when the request came from the caller's side of the dialog, 2 from the callee's, 0 when neither tag nor address tells. */
  sideOfRequest(chain: Chain, position: number): number {
    if (this.callerTag !== 0) {
      if (chain.fromTag[position] === this.callerTag) return 1;
      if (chain.toTag[position] === this.callerTag) return 2;
    }
    if (chain.sourceAddress[position] === chain.destinationAddress[position]) return 0;
    if (chain.sourceAddress[position] === this.caller) return 1;
    return chain.destinationAddress[position] === this.caller ? 2 : 0;
  }

  /** A Call-ID starts anew with an initial INVITE of another From-tag, 64·T1 or more after what went before had ended. */
  #findBegin(chain: Chain): void {
    this.begin = 0;
    this.restarts = 0;
    let tag = 0;
    let ended = false;
    for (let i = 0; i < chain.length; i++) {
      const status = chain.status[i]!;
      if (status === 0 ? chain.method[i] === Method.BYE : status >= 300 && chain.cseqMethod[i] === Method.INVITE) ended = true;
      if (status !== 0 || chain.method[i] !== Method.INVITE || chain.toTag[i] !== 0) continue;
      const isNew = ended && chain.fromTag[i] !== tag && chain.time[i]! - chain.time[i - 1]! >= thresholds.transaction;
      if (isNew && (chain.flags[i]! & (Flag.retransmission | Flag.captureDuplicate)) === 0) {
        this.begin = i;
        this.restarts++;
        ended = false;
      }
      if (isNew || tag === 0) tag = chain.fromTag[i]!;
    }
  }
}
