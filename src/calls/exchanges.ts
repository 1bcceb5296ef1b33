/** The m-lines of one offer and its answer side by side, with what both named (RFC 3264, RFC 4568, T.38 annex D). */
import type { Media, Session } from '../sdp/model.ts';
import { formatName, messageTypes, negotiatedPayloadTypes } from '../sdp/offer-answer.ts';
import { mediaSide, type Described, type MediaSideFacts, type ToldExchange } from './offer-answer.ts';

const MOST_LINES = 16;

/** The contract's ExchangeSide. */
export interface ExchangeSideFacts extends MediaSideFacts {
  readonly keys: string;
  readonly fax: string;
}

export interface ExchangeLineFacts {
  readonly index: number;
  readonly media: string;
  readonly protocol: string;
  readonly kept: readonly string[];
  readonly caller: ExchangeSideFacts | undefined;
  readonly callee: ExchangeSideFacts | undefined;
}

export function exchangeLines({ side, offer, answer }: ToldExchange): ExchangeLineFacts[] {
  const count = Math.min(MOST_LINES, Math.max(offer.session.media.length, answer?.session.media.length ?? 0));
  return Array.from({ length: count }, (_, index) => {
    const offered = offer.session.media[index];
    const answered = answer?.session.media[index];
    const either = answered ?? offered!;
    const [ofOffer, ofAnswer] = [sideOf(offer, offered), sideOf(answer, answered)];
    return {
      index,
      media: either.kind,
      protocol: either.protocol,
      kept: keptFormats(offered, answered),
      caller: side === 1 ? ofOffer : ofAnswer,
      callee: side === 1 ? ofAnswer : ofOffer,
    };
  });
}

function sideOf(described: Described | undefined, media: Media | undefined): ExchangeSideFacts | undefined {
  const facts = mediaSide(described, media);
  return facts === undefined ? undefined : { ...facts, keys: keysOf(described!.session, media!), fax: faxOf(media!) };
}

/** What the answer kept of the offer; without an answer, what was offered. A refused line keeps nothing. */
function keptFormats(offered: Media | undefined, answered: Media | undefined): string[] {
  const media = answered ?? offered;
  if (media === undefined || media.port === 0) return [];
  const accepted = messageTypes(media);
  if (accepted !== undefined) return ['MSRP', ...accepted.slice(0, 8)];
  if (!media.isRtp) return media.formats.slice(0, 8);
  const types = answered === undefined ? media.payloadTypes : negotiatedPayloadTypes(answered, offered);
  return [...new Set(types.map((type) => formatName(media, type)))].slice(0, 12);
}

function keysOf(session: Session, media: Media): string {
  if (media.crypto.length > 0) return [...new Set(media.crypto.map((one) => one.suite))].slice(0, 4).join(', ');
  return (media.fingerprint ?? session.fingerprint) === undefined ? '' : 'DTLS-SRTP';
}

function faxOf(media: Media): string {
  const rate = media.t38.get('t38maxbitrate');
  return [rate === undefined ? '' : `${rate} bit/s`, media.t38.get('t38faxudpec') ?? ''].filter((part) => part !== '').join(', ');
}
