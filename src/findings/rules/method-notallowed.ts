/** METHOD-NOTALLOWED: the other side does not know a method or an extension that was asked for. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

const statuses = [405, 501, 420, 421];

export const methodNotallowed: MessagesRule = {
  id: 'METHOD-NOTALLOWED',
  scope: 'messages',
  severity: 'note',
  family: 'signalling',
  reference: 'RFC 3261 sections 21.4.6 and 21.4.15',
  check({ seen, summarizer: { chain, transactions }, methodName }, report) {
    if (!statuses.some((status) => seen.status(status))) return;
    for (let i = 0; i < chain.length; i++) {
      // a refused INVITE is a failed call; OPTIONS only ask whether anyone is there
      if (!statuses.includes(chain.status[i]!) || (chain.cseqMethod[i] === Method.INVITE && chain.status[i] === 501) || chain.cseqMethod[i] === Method.OPTIONS)
        continue;
      const request = transactions.request[transactions.of[i]!]!;
      return report(found(this, { evidence: messagesAt(chain, [request, i]), facts: { method: methodName(chain.cseqMethod[i]!), status: chain.status[i]! } }));
    }
  },
};
