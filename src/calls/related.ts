/**
 * The messages one message belongs with, to jump to: its request or responses, the ACK, the CANCEL, what it repeats and
 * what repeats it. Built when a message is opened.
 */
import type { MessageIndex } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { Chain } from './chain.ts';
import type { MessageTable } from './message-table.ts';
import { Transactions } from './transactions.ts';

export type Relation = 'request' | 'response' | 'retransmissionOf' | 'retransmission' | 'ack' | 'cancel';

export interface Related {
  readonly relation: Relation;
  readonly message: MessageIndex;
}

const KEPT = 100;

/** In order of time within each relation, at most a hundred. */
export function relatedMessages(table: MessageTable, message: MessageIndex): Related[] {
  const chain = new Chain().load(table, table.call(message));
  const transactions = new Transactions().group(chain);
  const related: Related[] = [];
  const original = table.original(message);
  if (original >= 0) related.push({ relation: 'retransmissionOf', message: original });
  let own = -1;
  for (let i = 0; i < chain.length; i++) if (chain.message[i] === message) own = i;
  if (own < 0) return related;
  const transaction = transactions.of[own]!;
  const request = transactions.request[transaction]!;
  const isRequest = table.status(message) === 0;
  if (request >= 0 && chain.message[request] !== message && (!isRequest || original < 0))
    related.push({ relation: 'request', message: chain.message[request]! });
  for (let i = 0; i < chain.length && related.length < KEPT; i++) {
    if (i === own) continue;
    const isCopy = table.original(chain.message[i]!) >= 0;
    if (table.original(chain.message[i]!) === message) related.push({ relation: 'retransmission', message: chain.message[i]! });
    else if (transactions.of[i] === transaction && !isCopy && chain.status[i] !== 0 && isRequest && chain.method[own] !== Method.ACK)
      related.push({ relation: 'response', message: chain.message[i]! });
    else if (transactions.of[i] === transaction && !isCopy && chain.isRequest(i, Method.ACK)) related.push({ relation: 'ack', message: chain.message[i]! });
  }
  const cancel = transactions.cancel[transaction]!;
  if (cancel >= 0 && transactions.request[cancel]! >= 0) {
    const relation = transactions.method[transaction] === Method.CANCEL ? 'request' : 'cancel';
    related.push({ relation, message: chain.message[transactions.request[cancel]!]! });
  }
  return related;
}
