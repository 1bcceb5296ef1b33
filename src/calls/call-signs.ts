/**
 * One look over the messages of a Call-ID that says what may be in it: which methods, flags, statuses and traits occur. The
 * labels then read only the chains in which there is something to read.
 */
import { Method } from '../sip/method.ts';
import type { Chain } from './chain.ts';
import { Fact } from './fact-table.ts';
import { Flag } from './message-fields.ts';

/** Statuses that mean something for labels, as bits. */
export const Sign = {
  forwarded: 1,
  redirected: 4,
  tooSmall: 8,
  tooBrief: 16,
  loop: 32,
  hops: 64,
  pending: 128,
  serverError: 256,
  unavailable: 512,
  notAcceptable: 1024,
} as const;

export class CallSigns {
  /** bit n: a request with method n, 31 for all others */
  methods = 0;
  /** bits of message flags, requests and responses apart */
  requestFlags = 0;
  responseFlags = 0;
  /** bits of sip/trait.ts */
  requestTraits = 0;
  responseTraits = 0;
  /** bits of Sign */
  statuses = 0;
  /** some message has facts of trait-intake.ts */
  hasFacts = false;
  /** a re-INVITE or UPDATE inside the dialog */
  hasOfferInside = false;

  /** Reads positions [begin, chain.length). */
  read(chain: Chain, begin: number): this {
    this.methods = this.requestFlags = this.responseFlags = this.requestTraits = this.responseTraits = this.statuses = 0;
    this.hasOfferInside = this.hasFacts = false;
    for (let i = begin; i < chain.length; i++) {
      const flags = chain.flags[i]!;
      if ((flags & Flag.captureDuplicate) !== 0) continue;
      const status = chain.status[i]!;
      const traits = (flags & Flag.hasTraits) === 0 ? 0 : Math.max(0, chain.table!.fact(chain.message[i]!, Fact.traits));
      if ((flags & Flag.hasTraits) !== 0) this.hasFacts = true;
      if (status === 0) {
        this.methods |= 1 << Math.min(31, chain.method[i]!);
        this.requestFlags |= flags;
        this.requestTraits |= traits;
        if (chain.toTag[i] !== 0 && (chain.method[i] === Method.INVITE || chain.method[i] === Method.UPDATE)) this.hasOfferInside = true;
      } else {
        this.responseFlags |= flags;
        this.responseTraits |= traits;
        if (status !== 200) this.statuses |= signOf(status);
      }
    }
    return this;
  }

  has(method: number): boolean {
    return (this.methods & (1 << method)) !== 0;
  }

  get traits(): number {
    return this.requestTraits | this.responseTraits;
  }
}

function signOf(status: number): number {
  if (status >= 300 && status < 400) return Sign.redirected;
  switch (status) {
    case 181:
      return Sign.forwarded;
    case 415:
    case 488:
    case 606:
      return Sign.notAcceptable;
    case 422:
      return Sign.tooSmall;
    case 423:
      return Sign.tooBrief;
    case 482:
      return Sign.loop;
    case 483:
      return Sign.hops;
    case 491:
      return Sign.pending;
    case 500:
      return Sign.serverError;
    case 503:
      return Sign.unavailable;
    default:
      return 0;
  }
}
