/** The messages one message belongs with, to jump to: its request, its responses, its copies, its ACK and CANCEL. */
import type { MessageIndex } from '../base/units.ts';
import { Chain } from '../calls/chain.ts';
import { Transactions } from '../calls/transactions.ts';
import type { MessageDetail } from '../contract/detail.ts';
import { Method } from '../sip/method.ts';
import type { Tables } from './tables.ts';

type Related = MessageDetail['related'][number];

const MOST = 24;

export function relatedMessages(tables: Tables, message: MessageIndex): Related[] {
  const { messages } = tables;
  const chain = new Chain().load(messages, messages.call(message));
  const transactions = new Transactions().group(chain);
  const position = chain.message.indexOf(message);
  if (position < 0 || position >= chain.length) return [];
  const found: Related[] = [];
  const add = (relation: Related['relation'], other: MessageIndex): void => {
    if (found.length < MOST && other !== message)
      found.push({ relation, message: other, place: tables.place(messages.packet(other)), title: title(tables, other) });
  };
  const original = messages.original(message);
  if (original >= 0) add('retransmissionOf', original);
  const own = transactions.of[position]!;
  const isRequest = chain.status[position] === 0;
  for (let i = 0; i < chain.length; i++) {
    const other = chain.message[i]!;
    if (messages.original(other) === message || (original >= 0 && messages.original(other) === original)) add('retransmission', other);
    if (transactions.of[i] !== own || messages.original(other) >= 0) continue;
    if (chain.status[i] !== 0) {
      if (isRequest) add('response', other);
    } else if (chain.method[i] === Method.ACK) add('ack', other);
    else if (!isRequest) add('request', other);
  }
  if (chain.cseqMethod[position] === Method.INVITE)
    for (let i = 0; i < chain.length; i++)
      if (chain.isRequest(i, Method.CANCEL) && chain.cseqNumber[i] === chain.cseqNumber[position]) add('cancel', chain.message[i]!);
  return found;
}

function title(tables: Tables, message: MessageIndex): string {
  const status = tables.messages.status(message);
  return status === 0 ? tables.methods.name(tables.messages.method(message)) : `${status} ${tables.reason(message) ?? ''}`.trim();
}
