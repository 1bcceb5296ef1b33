/** What several rules ask of a transaction. */
import { Method } from '../sip/method.ts';
import type { MessagesSubject } from './subject.ts';

/** Positions of a request and of what repeats it, oldest first. */
export function copiesOfRequest({ summarizer: { chain, transactions } }: MessagesSubject, transaction: number): number[] {
  const copies: number[] = [];
  const method = transactions.method[transaction]!;
  for (let i = 0; i < chain.length; i++)
    if (transactions.of[i] === transaction && chain.status[i] === 0 && chain.method[i] === method && !chain.isCaptureDuplicate(i)) copies.push(i);
  return copies;
}

/** Positions of a final response and of what repeats it, oldest first. */
export function copiesOfFinal({ summarizer: { chain, transactions } }: MessagesSubject, transaction: number): number[] {
  const first = transactions.firstFinal[transaction]!;
  const copies = [first];
  for (let i = first + 1; i < chain.length; i++)
    if (transactions.of[i] === transaction && chain.status[i] === chain.status[first] && chain.isRetransmission(i)) copies.push(i);
  return copies;
}

/** A request sent twice or more without any response, and waited for; an ACK shows that a response went by unseen. */
export function isUnanswered({ summarizer: { chain, transactions }, thresholds, captureEnd }: MessagesSubject, transaction: number): boolean {
  const method = transactions.method[transaction]!;
  if (transactions.copies[transaction]! < 2 || transactions.request[transaction]! < 0 || method === Method.ACK) return false;
  if (transactions.firstResponse[transaction]! >= 0 || transactions.ack[transaction]! >= 0) return false;
  if (captureEnd - chain.time[transactions.request[transaction]!]! >= thresholds.noResponse * 1e9) return true;
  return captureEnd - chain.time[transactions.lastRequest[transaction]!]! >= thresholds.noResponseAtEnd * 1e9;
}
