/**
 * Offers and answers of one call (RFC 3264, RFC 6337, semantics 5.4) as the caller's hop saw them: what is an offer and what
 * its answer, the descriptions in force at the end, what media they let expect. SDP is parsed on demand, once a message.
 */
import type { MessageIndex } from '../base/units.ts';
import type { Media, Session } from '../sdp/model.ts';
import { codecNames, expectsMedia, isEncrypted, mediaConnection, mediaDirection, messageTypes } from '../sdp/offer-answer.ts';
import { Method } from '../sip/method.ts';
import type { CallerLeg } from './caller-leg.ts';
import type { Chain } from './chain.ts';
import { Flag } from './message-fields.ts';
import type { Transactions } from './transactions.ts';

/** Gives the SDP of a message, or undefined when there is none that can be read. */
export type ParseSession = (message: MessageIndex) => Session | undefined;

/** One side of an m-line; the contract's MediaSide. */
export interface MediaSideFacts {
  readonly endpoint: { readonly address: string; readonly port: number };
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly codecs: readonly string[];
  /** of MSRP: the types it takes, and whether a file is offered; its "codec" says nothing */
  readonly messages?: { readonly types: readonly string[]; readonly file: boolean } | undefined;
  readonly ptime: number | undefined;
  readonly encrypted: boolean;
  readonly message: MessageIndex;
}

/** The contract's MediaLine without its streams. */
export interface MediaLineFacts {
  readonly index: number;
  readonly media: string;
  readonly protocol: string;
  readonly caller: MediaSideFacts | undefined;
  readonly callee: MediaSideFacts | undefined;
}

export interface Described {
  readonly session: Session;
  readonly message: MessageIndex;
}

export interface Negotiation {
  /** the descriptions in force at the end; of a call that failed, what was offered */
  readonly caller: Described | undefined;
  readonly callee: Described | undefined;
  /** answered, and media of the other side toward this one is to be expected on an RTP line */
  readonly expectedToCaller: boolean;
  readonly expectedToCallee: boolean;
  /** offers, answers and offers that were refused */
  readonly exchanges: number;
  readonly refused: number;
  /** every offer in order of time, with what became of it */
  readonly told: readonly ToldExchange[];
}

/** One offer and what became of it. */
export interface ToldExchange {
  /** 1 the caller offered, 2 the callee */
  readonly side: number;
  readonly offer: Described;
  /** undefined while nothing answers it; of a preview the last one seen */
  answer: Described | undefined;
  /** preview: answered by an unreliable provisional response alone */
  outcome: 'open' | 'preview' | 'answered' | 'refused';
  /** message that refused it, -1 when none did */
  refusal: MessageIndex;
}

export const SdpRole = { none: 0, offer: 1, answer: 2 } as const;

/** Whether the SDP at a position is an offer or an answer: a request offers unless it completes a delayed offer (ACK, PRACK). */
export function sdpRole(chain: Chain, transactions: Transactions, position: number): number {
  if ((chain.flags[position]! & Flag.hasSdp) === 0) return SdpRole.none;
  const request = transactions.request[transactions.of[position]!]!;
  if (chain.status[position] !== 0) return request >= 0 && (chain.flags[request]! & Flag.hasSdp) !== 0 ? SdpRole.answer : SdpRole.offer;
  if (chain.method[position] === Method.ACK) return SdpRole.answer;
  return SdpRole.offer;
}

/** Reads the offers and answers of a call; `only` limits it to one dialog (its number per position in `dialogOf`), -1 for all. */
export function negotiate(chain: Chain, transactions: Transactions, leg: CallerLeg, parse: ParseSession, dialogOf?: Int32Array, only = -1): Negotiation {
  let caller: Described | undefined;
  let callee: Described | undefined;
  let pending: { readonly side: number; readonly described: Described; readonly transaction: number; readonly told: ToldExchange } | undefined;
  const told: ToldExchange[] = [];
  let isAnswered = false;
  let exchanges = 0;
  let refused = 0;
  for (let i = leg.begin; i < chain.length; i++) {
    if ((chain.flags[i]! & (Flag.captureDuplicate | Flag.retransmission)) !== 0 || !isOnCallersHop(chain, leg, i)) continue;
    if (only >= 0 && dialogOf !== undefined && dialogOf[i]! >= 0 && dialogOf[i] !== only) continue;
    const status = chain.status[i]!;
    if (pending !== undefined && status >= 300 && transactions.of[i] === pending.transaction) {
      refused++;
      pending.told.outcome = 'refused';
      pending.told.refusal = chain.message[i]!;
      if (isAnswered) pending = undefined;
      continue;
    }
    const role = sdpRole(chain, transactions, i);
    // a 2xx without SDP lets stand what its provisional response answered
    if (pending?.told.outcome === 'preview' && status >= 200 && transactions.of[i] === pending.transaction) pending.told.outcome = 'answered';
    if (role === SdpRole.none) continue;
    const session = parse(chain.message[i]!);
    if (session === undefined) continue;
    const described = { session, message: chain.message[i]! };
    const side = sideOf(chain, transactions, leg, i);
    // A PRACK that follows an offer in its 1xx answers it.
    const isAnswer = role === SdpRole.answer || (pending !== undefined && pending.side !== side && chain.method[i] === Method.PRACK && status === 0);
    if (!isAnswer || pending === undefined) {
      if (!isAnswer) {
        const exchange: ToldExchange = { side, offer: described, answer: undefined, outcome: 'open', refusal: -1 };
        told.push(exchange);
        pending = { side, described, transaction: transactions.of[i]!, told: exchange };
      }
      if (!isAnswered || isAnswer) [caller, callee] = side === 2 ? [caller, described] : [described, callee];
      continue;
    }
    [caller, callee] = pending.side === 1 ? [pending.described, described] : [described, pending.described];
    isAnswered = true;
    exchanges++;
    // An unreliable 18x is a preview: the offer stays open until its final response.
    const isPreview = status > 100 && status < 200 && (chain.flags[i]! & Flag.reliable) === 0;
    pending.told.answer = described;
    pending.told.outcome = isPreview ? 'preview' : 'answered';
    if (!isPreview) pending = undefined;
  }
  return {
    caller,
    callee,
    exchanges,
    refused,
    told,
    expectedToCaller: isAnswered && expects(callee, caller),
    expectedToCallee: isAnswered && expects(caller, callee),
  };
}

/** The m-lines of a negotiation side by side. */
export function mediaLines(negotiation: Negotiation): MediaLineFacts[] {
  const { caller, callee } = negotiation;
  const count = Math.max(caller?.session.media.length ?? 0, callee?.session.media.length ?? 0);
  const lines: MediaLineFacts[] = [];
  for (let index = 0; index < count; index++) {
    const ofCaller = caller?.session.media[index];
    const ofCallee = callee?.session.media[index];
    const either = ofCaller ?? ofCallee!;
    lines.push({ index, media: either.kind, protocol: either.protocol, caller: mediaSide(caller, ofCaller), callee: mediaSide(callee, ofCallee) });
  }
  return lines;
}

export function mediaSide(described: Described | undefined, media: Media | undefined): MediaSideFacts | undefined {
  if (described === undefined || media === undefined) return undefined;
  const { session, message } = described;
  const types = messageTypes(media);
  return {
    endpoint: { address: mediaConnection(session, media)?.address ?? '', port: media.port },
    direction: mediaDirection(session, media),
    codecs: media.isRtp ? codecNames(media) : types === undefined ? [...media.formats] : [],
    messages: types === undefined ? undefined : { types, file: media.fileSelector !== undefined },
    ptime: media.ptime,
    encrypted: isEncrypted(session, media),
    message,
  };
}

/** True when RTP of `from` toward `to` is to be expected on some line. */
function expects(from: Described | undefined, to: Described | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  return to.session.media.some((media, index) => {
    const other = from.session.media[index];
    return other !== undefined && media.isRtp && other.isRtp && expectsMedia(from.session, other, to.session, media);
  });
}

/** 1 when the SDP describes the caller's media, 2 the callee's. */
function sideOf(chain: Chain, transactions: Transactions, leg: CallerLeg, position: number): number {
  if (chain.status[position] === 0) return leg.sideOfRequest(chain, position) === 2 ? 2 : 1;
  const request = transactions.request[transactions.of[position]!]!;
  if (request >= 0) return leg.sideOfRequest(chain, request) === 2 ? 1 : 2;
  return chain.destinationAddress[position] === leg.caller ? 2 : 1;
}

/** Relays rewrite SDP: what the caller said and heard is on the caller's own hop. */
function isOnCallersHop(chain: Chain, leg: CallerLeg, position: number): boolean {
  if (chain.sourceAddress[position] === chain.destinationAddress[position])
    return chain.source[position] === leg.callerEndpoint || chain.destination[position] === leg.callerEndpoint;
  return chain.sourceAddress[position] === leg.caller || chain.destinationAddress[position] === leg.caller;
}
