/** Offers and answers of an opened call in order of time, with the messages they stand in. */
import type { MessageIndex } from '../base/units.ts';
import { exchangeLines } from '../calls/exchanges.ts';
import type { ToldExchange } from '../calls/offer-answer.ts';
import type { ExchangeMessage, MediaExchange } from '../contract/call-detail.ts';
import type { Tables } from './tables.ts';

const MOST_EXCHANGES = 500;

export function mediaExchanges(tables: Tables, told: readonly ToldExchange[]): MediaExchange[] {
  return told.slice(0, MOST_EXCHANGES).map((one) => ({
    by: one.side === 1 ? 'caller' : 'callee',
    outcome: one.outcome,
    offer: messageOf(tables, one.offer.message),
    answer: one.answer === undefined ? undefined : messageOf(tables, one.answer.message),
    refusal: one.refusal < 0 ? undefined : messageOf(tables, one.refusal),
    lines: exchangeLines(one),
  }));
}

function messageOf(tables: Tables, message: MessageIndex): ExchangeMessage {
  const { messages } = tables;
  const status = messages.status(message);
  return {
    message,
    place: tables.place(messages.packet(message)),
    time: messages.time(message),
    title: status === 0 ? tables.methods.name(messages.method(message)) : `${status} ${tables.reason(message) ?? ''}`.trim(),
  };
}
